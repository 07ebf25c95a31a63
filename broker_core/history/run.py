"""One run: its live head, its command log and the checkpoints that make every moment reachable.

    run = Run(scenario, seed=7)
    run.advance(4_000_000)
    run.apply("crash broker 2")
    earlier = run.seek(3_999_999)      # a Simulation; the run itself stays where it was

Long work comes in slices: the `…_steps` generators yield between them and return their result,
so that a server can serve others in between; `finish` runs one to its end.
"""

from collections.abc import Generator, Iterable
from typing import Any, TypeVar

from broker_core.history.checkpoints import Checkpoints
from broker_core.history.marks import Marks
from broker_core.history.playhead import Fold, Kept, Logged, Playhead

SLICE = 32
"""Instants or steps between two yields; a few hundred microseconds of work."""

T = TypeVar("T")
Slices = Generator[None, None, T]


def finish(work: Slices[T]) -> T:
    """Run sliced work to its end and give its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


class Run:
    """Invariant: `head` has applied the whole log, and nothing in it lies after `head.now_us`."""

    __slots__ = ("checkpoints", "head", "log", "marks", "scenario", "seed")

    def __init__(self, scenario: Any, seed: int, fold: Fold | None = None, sim: Any = None) -> None:
        """`fold` sees every event (pacing's, say); `sim` replaces the simulation that
        `scenario` and `seed` would make."""
        if sim is None:
            sim = _simulation(scenario, seed)
        self.scenario = scenario
        self.seed = seed
        self.log: list[Logged] = []
        self.marks = Marks()
        self.head = Playhead(sim, self.log, 0, fold)
        self.head.advance(self.head.now_us)
        self.checkpoints = Checkpoints()
        self.checkpoints.note(self.head)

    @property
    def sim(self) -> Any:
        """The simulation at the live head."""
        return self.head.sim

    def apply(self, text: str) -> list[Any]:
        """Give a command at the head's present moment and log it; raises Rejected."""
        self.checkpoints.note(self.head)
        events = self.head.apply(text)
        self.log.append(Logged(len(self.log) + 1, self.head.now_us, text))
        self.head.n = len(self.log)
        return events

    def advance(self, until_us: int) -> list[Any]:
        """Move the head on to `until_us`."""
        events: list[Any] = []
        while (due := self.head.next_at_us()) is not None and due <= until_us:
            events += self.head.advance(due)
            self.checkpoints.note(self.head)
        return events + self.head.advance(until_us)

    def step(self) -> list[Any]:
        """Move the head on by one scheduled thing."""
        events = self.head.step()
        self.checkpoints.note(self.head)
        return events

    def seek(self, at_us: int) -> Any:
        """A simulation of its own at `at_us`, with the logged commands up to then."""
        return finish(self.seek_steps(at_us)).sim

    def before(self, seq: int) -> Any:
        """A simulation of its own just before the scheduled thing that emitted event `seq`."""
        return finish(self.before_steps(seq)).sim

    def seek_steps(
        self, at_us: int, slice_size: int = SLICE, seq: int | None = None
    ) -> Slices[Playhead]:
        """Like `seek`, in slices; the playhead may be moved on and forked from.

        With `seq` (a playhead's `unsettled_seq`) it stands within that moment, after this event.
        """
        head = self.checkpoints.at(at_us if seq is None else at_us - 1)
        yield from _advance_steps(head, at_us, slice_size, seq=seq)
        return head

    def before_steps(self, seq: int, slice_size: int = SLICE) -> Slices[Playhead]:
        """Like `before`, in slices. Raises ValueError for an event the run has not emitted."""
        if not 0 < seq <= self.head.seq:
            raise ValueError(f"this run has no event {seq}")
        scout = self.checkpoints.before(seq)
        count = 0
        while scout.seq < seq:
            scout.step()
            count += 1
            if count % slice_size == 0:
                yield
        head = self.checkpoints.before(seq)
        for n in range(count - 1):
            head.step()
            if n % slice_size == 0:
                yield
        return head

    def marks_steps(self) -> Slices[Marks]:
        """What a timeline shows of the run up to its live head, in slices."""
        marks = yield from self.marks.read_steps(self.head.sim.parts().trace)
        return marks

    def fork(self, head: Playhead) -> "Run":
        """A new run that goes on from `head` with the commands it has applied; both stay whole."""
        twin = Run.__new__(Run)
        twin.scenario, twin.seed = self.scenario, self.seed
        twin.log = list(self.log[: head.n])
        twin.marks = Marks()
        twin.head = head.clone()
        twin.head.log = twin.log
        twin.checkpoints = self.checkpoints.until(head)
        # Shared states, seen from the fork: they replay the fork's log, not the old future.
        twin.checkpoints.kept = [
            Playhead(kept.sim, twin.log, kept.n, kept.fold) for kept in twin.checkpoints.kept
        ]
        return twin

    @classmethod
    def rebuild(
        cls,
        scenario: Any,
        seed: int,
        log: Iterable[tuple[int, str]],
        until_us: int,
        fold: Fold | None = None,
        sim: Any = None,
        seq: int | None = None,
        kept: Kept | None = None,
    ) -> Slices["Run"]:
        """The run that had this log of (at_us, text), at `until_us`; replayed in slices.

        `seq` as for `seek_steps`. With `kept`, a moment of this very run, only what came after it
        is replayed.
        """
        if sim is None:
            sim = _simulation(scenario, seed)
            yield
        run = cls(scenario, seed, fold, sim)
        yield
        log = list(log)
        if kept is not None:
            run.log += [Logged(n, *entry) for n, entry in enumerate(log[: kept.n], 1)]
            run.keep(kept)
            run.head = Playhead(kept.sim, run.log, kept.n, kept.fold).clone()
        yield
        for at_us, text in log[run.head.n :]:
            yield from run.forward_steps(at_us)
            run.apply(text)
        yield from run.forward_steps(until_us, seq=seq)
        return run

    def keep(self, kept: Kept) -> None:
        """Take a moment of this run that was written down as a checkpoint."""
        self.checkpoints.insert(Playhead(kept.sim, self.log, kept.n, kept.fold))

    def forward_steps(
        self, until_us: int, slice_size: int = SLICE, seq: int | None = None
    ) -> Slices[None]:
        """Like `advance`, in slices and without handing out the events; `seq` as for `seek_steps`."""
        yield from _advance_steps(self.head, until_us, slice_size, self.checkpoints, seq)


def _simulation(scenario: Any, seed: int) -> Any:
    from broker_core.simulation import Simulation

    return Simulation.from_scenario(scenario, seed=seed)


def _advance_steps(
    head: Playhead,
    until_us: int,
    slice_size: int,
    keep: Checkpoints | None = None,
    seq: int | None = None,
) -> Slices[None]:
    count = 0
    edge_us = until_us if seq is None else until_us - 1
    while (due := head.next_at_us()) is not None and due <= edge_us:
        head.advance(due)
        if keep is not None:
            keep.note(head)
        count += 1
        if count % slice_size == 0:
            yield
    if seq is None:
        if until_us >= head.now_us:
            head.advance(until_us)
        return
    while head.seq < seq and (due := head.next_at_us()) is not None and due <= until_us:
        head.step()
    if head.now_us < until_us:
        head.advance(until_us)
