"""Brings what is new to everybody in a room, a slice at a time, so that a full room delays no other."""

import logging
from collections.abc import Callable

from eda_site.rooms.port import Port

log = logging.getLogger(__name__)

LOOK_EVERY = 8
"""Viewers between two looks at the clock."""


class Delivery:
    """Who is due stands here once, however often they are woken; the oldest waits first."""

    def __init__(self, port: Port, slice_s: float) -> None:
        self._port = port
        self._slice_s = slice_s
        self._due: dict[Callable[[], None], None] = {}
        self._running = False

    def want(self, flush: Callable[[], None]) -> None:
        """Call `flush` soon, never inside this call."""
        self._due[flush] = None
        if not self._running:
            self._running = True
            self._port.soon(self._round)

    def forget(self, flush: Callable[[], None]) -> None:
        self._due.pop(flush, None)

    def _round(self) -> None:
        until_s = self._port.now_s() + self._slice_s
        due, done = self._due, 0
        while due:
            flush = next(iter(due))
            del due[flush]
            try:
                flush()
            except Exception:
                log.exception("Somebody could not be told what is new")
            done += 1
            if due and done % LOOK_EVERY == 0 and self._port.now_s() >= until_s:
                self._port.soon(self._round)
                return
        self._running = False
