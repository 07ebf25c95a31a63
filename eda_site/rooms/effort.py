"""Plays a room's run within its means, so that a heavy room slows itself and never the others.

Two bounds. A slice: no room holds the loop longer than that in one turn; what is left over is done
in the next turns. A share (see `shares`): so much engine time a second. Stage time that a room
cannot play is let go: the run is then slower than asked, and says so.
"""

from typing import Any

from broker_core.pacing import Pace, Played
from eda_site.rooms.limits import Limits
from eda_site.rooms.port import Port
from eda_site.rooms.shares import Account
from eda_site.rooms.tally import tally

CHUNK = 20
"""Instants between two looks at the clock, at most."""
LONGEST_DEBT_US = 250_000
"""Stage time that may be caught up; more would be a jump."""
SLOW_PERMILLE, WELL_PERMILLE = 900, 970


class Effort:
    """`slow_permille` is how fast the run goes of what was asked, None while it keeps up."""

    def __init__(self, port: Port, limits: Limits) -> None:
        self._port = port
        self._slice_s = limits.slice_s
        self._instants = limits.instants_per_frame
        self.account = Account(port.shares, port.now_s())
        self.slow_permille: int | None = None
        self._chunk = CHUNK
        self._debt_us = 0
        self._asked_us = self._played_us = 0
        self._judged_s = port.now_s()

    @property
    def behind(self) -> bool:
        """Whether there is stage time to catch up and credit to do it with."""
        return self._debt_us > 0 and self.account.credit_s > 0

    def start_afresh(self) -> None:
        """Another moment or speed: nothing is owed to what was before."""
        self._debt_us = 0

    def play(self, pace: Pace, stage_us: int, stop_at_us: int | None) -> Played:
        """Let stage time pass, as much of it as the room can afford now."""
        began_s = self._port.now_s()
        self.account.earn(began_s)
        due_us, before_us, was_us = stage_us + self._debt_us, pace.stage_us, pace.now_us
        played = self._play(pace, due_us, stop_at_us, began_s)
        took_s, done_us = self._port.now_s() - began_s, pace.stage_us - before_us
        arrived = stop_at_us is not None and pace.now_us >= stop_at_us
        left_us = 0 if arrived else max(0, due_us - done_us)
        self.account.spend(took_s, due_us / done_us if left_us and done_us else 1.0)
        tally.engine(took_s, max(0, pace.now_us - was_us))
        self._debt_us = min(left_us, LONGEST_DEBT_US)
        self._played_us += done_us
        tally.played_us += done_us
        self.missed(done_us + left_us - self._debt_us)
        return played

    def missed(self, stage_us: int) -> None:
        """Stage time that was asked for; what is not played of it makes the run slow."""
        self._asked_us += stage_us
        tally.asked_us += stage_us

    def _play(self, pace: Pace, due_us: int, stop_at_us: int | None, began_s: float) -> Played:
        """In chunks, until it is done or the slice, the credit or the frame's instants are."""
        events: list[Any] = []
        points: list[tuple[int, int]] = []
        until_s = began_s + min(max(self._slice_s, 0), self.account.credit_s)
        end_us, left, now_s = pace.stage_us + due_us, self._instants, began_s
        while left > 0 and now_s <= until_s:
            del points[-1:]  # where a chunk ended, the curve did not bend
            before, chunk_s = (pace.stage_us, pace.now_us), now_s
            played = pace.play(end_us - pace.stage_us, stop_at_us, self._chunk)
            events += played.events
            points += played.points
            left -= self._chunk
            now_s = self._port.now_s()
            self._suit_chunk(now_s - chunk_s)
            if pace.stage_us >= end_us or (stop_at_us is not None and pace.now_us >= stop_at_us):
                break
            if (pace.stage_us, pace.now_us) == before:
                break
        return Played(events, points)

    def _suit_chunk(self, took_s: float) -> None:
        """Chunks of a quarter of a slice or so, whatever an instant of this run costs."""
        if took_s > self._slice_s / 2:
            self._chunk = max(1, self._chunk // 2)
        elif took_s < self._slice_s / 8:
            self._chunk = min(CHUNK, self._chunk * 2)

    def judge(self, now_s: float) -> bool:
        """Once a second: whether the run keeps up with what was asked. True when that changed."""
        if now_s - self._judged_s < 1.0 or not self._asked_us:
            return False
        reached = 1_000 * self._played_us // self._asked_us
        self._judged_s = now_s
        self._asked_us = self._played_us = 0
        was = self.slow_permille
        if reached < (SLOW_PERMILLE if was is None else WELL_PERMILLE):
            self.slow_permille = max(10, reached // 10 * 10)
        else:
            self.slow_permille = None
        return (was is None) != (self.slow_permille is None) or (
            was is not None
            and self.slow_permille is not None
            and abs(was - self.slow_permille) > 100
        )
