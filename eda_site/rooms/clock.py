"""The task that lets a room's time pass. It begins with the first viewer and ends 10 s after the last.

A frame leaves ten times a second, and besides whenever the rate changes: browsers go on at the
last rate between frames, so a late one would show a message where it has not been yet. After an
intent the clock wakes at once, so that what a click began is seen to move without a pause.
"""

import asyncio
import logging
from collections.abc import Callable

from eda_site.rooms.archive import RESTING_EVENTS
from eda_site.rooms.room import Room

log = logging.getLogger(__name__)

LONGEST_BEAT_S = 0.25
LONGEST_STALL_S = 5.0
"""A beat that came later than this was no lack of time: the machine slept, or a debugger stood."""
SHORTEST_WAIT_S = 0.01
BEHIND_WAIT_S = 0.002
"""Between two slices of a run that has stage time to catch up; the others have their turns then."""
EAGER_S = 0.25
"""So long after an intent frames leave as soon as there is something in them."""
SAVE_EVERY_S = 1.0
TOUCH_EVERY_S = 300.0
"""A room with people in it is not old, even if time stands still in it."""


class RoomClock:
    """Tests call `beat` themselves and never sleep."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._task: asyncio.Task[None] | None = None
        self._beat_s = room.port.now_s()
        self._saved_s = self._touched_s = self._beat_s
        self._empty_s: float | None = None
        self._rests: asyncio.Future[None] | None = None
        room.hurry = self.hurry

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self, ended: Callable[[], None] = lambda: None) -> None:
        """Run, in the loop of the caller, until the room is empty."""
        self._empty_s = None
        if not self.running:
            self._beat_s = self.room.port.now_s()
            self._task = asyncio.get_running_loop().create_task(self._run(ended))

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def beat(self) -> bool:
        """One turn: time passes, once a second the room is saved. False when it should end."""
        now_s = self.room.port.now_s()
        elapsed_s, self._beat_s = now_s - self._beat_s, now_s
        self.room.tick(min(elapsed_s, LONGEST_BEAT_S))
        if LONGEST_BEAT_S < elapsed_s < LONGEST_STALL_S:
            self.room.fall_behind(elapsed_s - LONGEST_BEAT_S)
        if now_s - self._saved_s >= SAVE_EVERY_S:
            self._saved_s = now_s
            self.room.drop_the_absent()
            self.room.judge_pace()
            self.room.tell_crowd()
            if now_s - self._touched_s >= TOUCH_EVERY_S:
                self._touched_s = now_s
                self.room.touch()
            if self.room.moving:
                self.room.save()
                self.room.write_down()
        return self._is_wanted(now_s)

    def wait_s(self) -> float:
        """How long to wait for the next turn."""
        if not self.room.moving:
            return 1 / self.room.limits.frames_per_s
        if self.room.effort.behind:
            return BEHIND_WAIT_S
        if self.room.is_eager:
            return SHORTEST_WAIT_S
        return max(SHORTEST_WAIT_S, min(self.room.frame_due_s(), self.room.look_s()))

    def _is_wanted(self, now_s: float) -> bool:
        if self.room.viewers or self.room.runs_on:
            self._empty_s = None
            return True
        if self._empty_s is None:
            self._empty_s = now_s
        return now_s - self._empty_s < self.room.limits.empty_s

    async def _run(self, ended: Callable[[], None]) -> None:
        while self._safe_beat():
            await self._rest(self.wait_s())
        self.room.save()
        self.room.write_down(RESTING_EVENTS)
        ended()

    def hurry(self) -> None:
        """Take the next turn now instead of at the end of the wait, and tell at once what follows."""
        self.room.eager_until_s = self.room.port.now_s() + EAGER_S
        self._wake()

    async def _rest(self, seconds: float) -> None:
        """Wait so long, or until somebody hurries. One future and one timer: rooms rest often."""
        self._rests = asyncio.get_running_loop().create_future()
        timer = self.room.port.later(seconds, self._wake)
        try:
            await self._rests
        finally:
            timer.cancel()
            self._rests = None

    def _wake(self) -> None:
        if self._rests is not None and not self._rests.done():
            self._rests.set_result(None)

    def _safe_beat(self) -> bool:
        """A run that breaks is stopped; its people keep their room and can go back."""
        try:
            return self.beat()
        except Exception:
            log.exception("The run in room %s broke and is stopped", self.room.code)
            self.room.playing, self.room.stop_at_us = False, None
            self.room.changed()
            return True
