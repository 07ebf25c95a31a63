"""A parcel's run, played again: its events in order, and what it comes to. Bounded, in pieces."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any

from broker_core import Rejected, Simulation
from broker_core.history.run import SLICE
from eda_site.rooms.hub import in_slices
from eda_site.rooms.limits import limits
from eda_site.share.parcel import Parcel, Unfit

Events = list[Any]


class Replay:
    """`events` gives what happened, some at a time; afterwards `sim` stands at the parcel's moment.

    `is_cut` is set when the run has more events than may be given out; then the rest is missing.
    """

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        self.most = limits().export_events
        self.is_cut = False
        self.sim = Simulation.from_scenario(parcel.full_scenario, parcel.seed)

    def events(self) -> Iterator[Events]:
        for at_us, text in self.parcel.log:
            yield from self._forward(at_us)
            if self.is_cut:
                return
            yield self.sim.apply(text)
        yield from self._forward(self.parcel.at_us)

    def _forward(self, until_us: int) -> Iterator[Events]:
        sim = self.sim
        while (due := sim.next_at_us()) is not None and due <= until_us:
            if sim.seq >= self.most:
                self.is_cut = True
                return
            yield sim.advance(due)
        yield sim.advance(until_us)


def played_steps(parcel: Parcel) -> Generator[None, None, Simulation]:
    """The whole run played to the parcel's moment, in slices. Raises Unfit."""
    replay = Replay(parcel)
    yield
    try:
        for n, _ in enumerate(replay.events()):
            if n % SLICE == 0:
                yield
    except Rejected as error:
        raise Unfit("bad_command", str(error)[:300]) from None
    if replay.is_cut:
        raise Unfit("too_long")
    return replay.sim


def finish_steps(parcel: Parcel) -> Generator[None, None, Parcel]:
    """The parcel with the digest and the summary of its moment, in slices. Raises Unfit."""
    sim = yield from played_steps(parcel)
    yield
    counts = sim.audit()["counts"]
    yield
    return replace(parcel, digest=sim.digest(), summary=dict(counts))


async def finished(parcel: Parcel) -> Parcel:
    """The same without holding the loop. A document that describes another run than it leads to is
    refused."""
    found: Parcel = await in_slices(finish_steps(parcel), limits().slice_s)
    if parcel.digest and parcel.digest != found.digest:
        raise Unfit("other_run")
    return found
