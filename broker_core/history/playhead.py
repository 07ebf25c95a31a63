"""A moment of a run that can move forward, replaying the command log as it goes.

A command at time T takes effect after everything that was due at T, both when it is given and
when it is replayed (`Simulation.apply` finishes the present instant first).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol


class Logged(NamedTuple):
    """Command n of a run (1, 2, 3 …), given at virtual time at_us, in its one-line text form."""

    n: int
    at_us: int
    text: str


class Kept(NamedTuple):
    """A moment of a run that was written down: the simulation, its fold, and how many commands
    it has had. Nobody moves them."""

    sim: Any
    fold: Any
    n: int


class Fold(Protocol):
    """What rides along with a run: it sees every event once and can be copied."""

    def observe(self, event: Any) -> None: ...

    def clone(self) -> "Fold": ...


class Playhead:
    """Simulation, fold and the number of commands applied so far.

    Invariant: every command of `log[:n]` is applied, and none of `log[n:]` lies before `now_us`.
    """

    __slots__ = ("fold", "log", "n", "sim")

    def __init__(self, sim: Any, log: Sequence[Logged], n: int = 0, fold: Any = None) -> None:
        self.sim = sim
        self.log = log
        self.n = n
        self.fold = fold

    @property
    def now_us(self) -> int:
        return int(self.sim.now_us)

    @property
    def seq(self) -> int:
        return int(self.sim.seq)

    def next_at_us(self) -> int | None:
        """When the next scheduled thing or logged command is due; None when nothing is left."""
        due: int | None = self.sim.next_at_us()
        if self.n < len(self.log):
            logged = self.log[self.n].at_us
            return logged if due is None else min(due, logged)
        return due

    @property
    def unsettled_seq(self) -> int | None:
        """None when nothing more is due at the present moment; else the newest event's number,
        which together with the time tells this state from the others of the same moment."""
        due = self.next_at_us()
        return None if due is None or due > self.sim.now_us else self.seq

    def advance(self, until_us: int) -> list[Any]:
        """Everything up to and including `until_us`, logged commands included."""
        events: list[Any] = []
        while self.n < len(self.log) and self.log[self.n].at_us <= until_us:
            events += self._replay()
        if until_us >= self.sim.now_us:
            events += self._seen(self.sim.advance(until_us))
        return events

    def step(self) -> list[Any]:
        """The next scheduled thing, or the next logged command when that comes first.

        While commands are left to replay, everything due at one instant counts as one thing: a
        simulation's own step passes what has become void, and might pass the command's time.
        """
        if self.n < len(self.log):
            due = self.sim.next_at_us()
            if due is None or due > self.log[self.n].at_us:
                return self._replay()
            return self._seen(self.sim.advance(due))
        return self._seen(self.sim.step())

    def apply(self, text: str) -> list[Any]:
        """Give a command now; raises Rejected. The log is the owner's business."""
        return self._seen(self.sim.apply(text))

    def clone(self) -> "Playhead":
        """An independent playhead at the same moment, over the same log."""
        fold = self.fold.clone() if self.fold is not None else None
        return Playhead(self.sim.clone(), self.log, self.n, fold)

    def _replay(self) -> list[Any]:
        entry = self.log[self.n]
        events = []
        if entry.at_us > self.sim.now_us:
            events = self._seen(self.sim.advance(entry.at_us))
        events += self._seen(self.sim.apply(entry.text))
        self.n += 1
        return events

    def _seen(self, events: list[Any]) -> list[Any]:
        if self.fold is not None:
            observe = self.fold.observe
            for event in events:
                observe(event)
        return events
