"""Plays a run at the pacer's rate: stage time in, events and points of the curve out.

The head never runs ahead of what is shown. Where nothing claims time, a throw-away clone looks
ahead for the next foreground event, so that a click never lands in the past.

Every piece of the curve is anchored where the rate changed, never where a call to `play` ended,
so slicing stage time differently changes nothing.
"""

from typing import Any, NamedTuple

from broker_core.history import Playhead, Run
from broker_core.pacing.attention import LONGEST_GAP_US, QUIET_US, SCOUT_STEPS, is_busy
from broker_core.pacing.pacer import Rate

Point = tuple[int, int]
STEADY: Rate = (1, 1)
"""Proportional time, in which scenes with very many records run: nothing is stretched, nothing shortened."""


class Played(NamedTuple):
    """What one stretch of playing brought; points are (stage microseconds, virtual ones)."""

    events: list[Any]
    points: list[Point]


class Pace:
    """A run, the moment of it that is shown, and the stage clock.

    The shown moment is the run's live head, or an earlier playhead (after `show`), which joins
    the head again when it gets there. Only at the live head may commands be given.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.head = run.head
        self.stage_us = 0
        self._gap_end_us: int | None = None
        self._anchor: Point = (0, self.head.now_us)
        self._rate: Rate = (0, 1)
        self._found = False
        self._steady = is_busy(run.sim.scenario)
        self._turn()

    @property
    def live(self) -> bool:
        """True when the shown moment is the run's live head."""
        return self.head is self.run.head

    @property
    def now_us(self) -> int:
        return self.head.now_us

    @property
    def rate(self) -> Rate:
        """(virtual, stage) microseconds of the present piece at 1x."""
        return self._rate

    def show(self, run: Run, head: Playhead | None = None) -> None:
        """Show another run, or an earlier moment of one; the stage clock goes on."""
        self.run = run
        self._steady = is_busy(run.sim.scenario)
        run.head.advance(run.head.now_us)
        self.head = run.head if head is None or _has_caught_up(head, run.head) else head
        self._gap_end_us = None
        self._turn()

    def apply(self, text: str) -> list[Any]:
        """Give a command at the live head; raises Rejected."""
        assert self.live, "fork first"
        events = self.run.apply(text)
        self._gap_end_us = None
        self._turn()
        return events

    def play(self, stage_us: int, stop_at_us: int | None = None, instants: int = 1_000) -> Played:
        """Let that much stage time pass, or less: never past virtual `stop_at_us`, and at most
        so many instants with something due, so that one call cannot take long."""
        events: list[Any] = []
        points: list[Point] = []
        end_us = self.stage_us + stage_us
        while stop_at_us is None or self.now_us < stop_at_us:
            reach = self._at(end_us)
            limit = min((reach, *(at for at in self._bounds(stop_at_us) if at is not None)))
            due = self.head.next_at_us()
            target = limit if due is None or due > limit else due
            instants -= target == due
            applied = self.head.n
            events += self._advance(target)
            if self._bends(applied):
                self.stage_us = self._stage(target)
                self._turn()
                points.append((self.stage_us, target))
            elif target == reach and target != due:
                self.stage_us = end_us
                break
            if instants < 0:
                self.stage_us = self._stage(self.now_us)
                break
        else:
            self.stage_us = self._stage(self.now_us)
        points.append((self.stage_us, self.now_us))
        return Played(events, points)

    def due_stage_us(self) -> int:
        """Stage time until the rate may change: the gap's end, which was scouted, or the next
        thing that is due, whatever it will be."""
        if self._steady:
            return LONGEST_GAP_US
        bound = self._gap_end_us if self._gap_end_us is not None else self.head.next_at_us()
        if bound is None:
            return LONGEST_GAP_US
        return max(0, self._stage(bound) - self.stage_us)

    def step_target_us(self) -> int:
        """Where one step ends: the first foreground hop under way or to come has arrived, or the
        next turning point has happened."""
        return self._scout(arrival=True)

    def thing(self) -> list[Any]:
        """The smallest step: scheduled things until one of them emits something."""
        mover: Any = self.run if self.live else self.head
        events = _thing(mover, self.head)
        self._join()
        self._gap_end_us = None
        self._turn()
        return events

    def scout_thing(self) -> Playhead:
        """A playhead of its own where `thing` will lead."""
        scout = self.head.clone()
        _thing(scout, scout)
        return scout

    def jump(self, at_us: int) -> list[Any]:
        """Everything up to `at_us`, in no stage time."""
        events: list[Any] = []
        while self.now_us < at_us:
            events += self._advance(at_us if self.live else min(at_us, self.run.head.now_us))
        self._turn()
        return events

    def back_target_us(self) -> int:
        """Where Back leads: just before the previous foreground event; 0 when there is none."""
        moment = self.head.fold.last_moment_us(self.now_us)
        return max(0, moment - 1) if moment is not None else 0

    def _advance(self, target_us: int) -> list[Any]:
        mover: Any = self.run if self.live else self.head
        events: list[Any] = mover.advance(target_us)
        self._join()
        return events

    def _join(self) -> None:
        """An earlier playhead that has replayed everything becomes the live head."""
        if not self.live and _has_caught_up(self.head, self.run.head):
            self.head = self.run.head

    def _bounds(self, stop_at_us: int | None) -> tuple[int | None, ...]:
        """Virtual times at which playing must stop and look again."""
        return (stop_at_us, self._gap_end_us, None if self.live else self.run.head.now_us)

    def _at(self, stage_us: int) -> int:
        """The virtual time that the present piece reaches at a stage time."""
        stage0, at0 = self._anchor
        return max(self.now_us, at0 + (stage_us - stage0) * self._rate[0] // self._rate[1])

    def _stage(self, at_us: int) -> int:
        """The stage time at which the present piece reaches a virtual time."""
        stage0, at0 = self._anchor
        return max(self.stage_us, stage0 - (at0 - at_us) * self._rate[1] // self._rate[0])

    def _bends(self, applied: int) -> bool:
        """Whether a new piece begins at the present moment."""
        if self.head.n != applied:
            return True
        if self._steady:
            return False
        claimed = self.head.fold.rate(self.now_us)
        if self._gap_end_us is None:
            return bool(claimed != self._rate)
        return claimed is not None or self.now_us >= self._gap_end_us

    def _turn(self) -> None:
        """Anchor a new piece here and now."""
        self._anchor = (self.stage_us, self.now_us)
        self._gap_end_us = None
        if self._steady:
            self._rate = STEADY
            return
        claimed = self.head.fold.rate(self.now_us)
        if claimed is not None:
            self._rate = claimed
            return
        end_us = max(self._scout(), self.now_us + 1)
        if end_us - self.now_us > QUIET_US and not self._found:
            end_us = self.now_us + LONGEST_GAP_US
        gap_us = end_us - self.now_us
        self._gap_end_us = end_us
        self._rate = (gap_us, min(gap_us, LONGEST_GAP_US))

    def _scout(self, arrival: bool = False) -> int:
        """When the next foreground event happens, or (with `arrival`) its hop has ended; `_found`
        tells whether there was one within reach."""
        self._found = True
        sim = self.head.sim.clone(view=False)
        pacer = self.head.fold.clone()
        end_us: int | None = pacer.next_arrival_us(sim.now_us) if arrival else None
        for _ in range(SCOUT_STEPS):
            due = sim.next_at_us()
            if due is None or (end_us is not None and due >= end_us):
                break
            for event in sim.step():
                pacer.observe(event)
                if not pacer.is_foreground(event):
                    continue
                if not arrival or event.type != "network.sent":
                    return int(sim.now_us)
            if arrival:
                end_us = pacer.next_arrival_us(sim.now_us)
        if end_us is not None:
            return end_us
        self._found = False
        return int(sim.now_us) if sim.next_at_us() is not None else self.now_us + LONGEST_GAP_US


def _thing(mover: Any, head: Playhead) -> list[Any]:
    """Step until something is emitted or nothing is left."""
    for _ in range(SCOUT_STEPS):
        events: list[Any] = mover.step()
        if events or head.next_at_us() is None:
            return events
    return []


def _has_caught_up(head: Playhead, live: Playhead) -> bool:
    return head.now_us >= live.now_us and head.seq >= live.seq and head.n >= live.n
