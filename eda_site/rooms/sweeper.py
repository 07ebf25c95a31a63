"""Old rooms go: a thread looks for them now and then, once there has been something to look for.

What counts is how long nobody was in a room by a clock that only goes forward: when the machine's
clock is set anew, the times in the database are moved along.
"""

import logging
import threading
import time
from collections.abc import Callable, Container
from datetime import timedelta

from django.utils import timezone

from eda_site.rooms import services
from eda_site.rooms.limits import limits
from eda_site.rooms.writer import Writer, writer

log = logging.getLogger(__name__)

FIRST_S = 60.0
EVERY_S = 600.0
JUMP_S = 60.0
"""The clock was set when it has gone so much further, or less far, than time has passed."""


class Sweeper:
    """`spare` names rooms that must stay; it is called in the writer's thread."""

    def __init__(
        self,
        spare: Callable[[], Container[str]],
        writer: Writer = writer,
        wall_s: Callable[[], float] = time.time,
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spare = spare
        self._writer = writer
        self._wall_s, self._steady_s = wall_s, steady_s
        self._gap_s = wall_s() - steady_s()
        self._stopped: threading.Event | None = None

    def start(self) -> None:
        """Begin, if that has not happened; may be called from any thread."""
        if self._stopped is None:
            self._stopped = threading.Event()
            args = (self._stopped,)
            threading.Thread(target=self._run, args=args, name="sweeper", daemon=True).start()

    def stop(self) -> None:
        """End the thread; the next `start` begins another one."""
        stopped, self._stopped = self._stopped, None
        if stopped is not None:
            stopped.set()

    def sweep(self) -> list[str]:
        """Delete what is old now; the codes of the rooms that are gone."""
        jumped_s = self._wall_s() - self._steady_s() - self._gap_s
        if abs(jumped_s) > JUMP_S:
            log.warning("The clock was set by %d s; the rooms' times are moved along", jumped_s)
            by = timedelta(seconds=jumped_s)
            self._writer.submit(services.clocks_shift, by).result()
            self._gap_s += jumped_s
        before = timezone.now() - timedelta(hours=limits().room_hours)
        gone: list[str] = self._writer.submit(services.rooms_delete, before, self._spare).result()
        if gone:
            log.info("Deleted %d rooms that nobody was in for a while", len(gone))
        return gone

    def _run(self, stopped: threading.Event) -> None:
        wait_s = FIRST_S
        while not stopped.wait(wait_s):
            wait_s = EVERY_S
            try:
                self.sweep()
            except Exception:
                log.exception("Old rooms could not be deleted; they are tried again later")
