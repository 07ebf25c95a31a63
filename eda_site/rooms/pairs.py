"""Two timelines of a room, each with a run of its own that may go on without the room.

A pair shares the rooms' checkpoints and disturbs nothing: it is thrown away when somebody gives a command
in one of its timelines, or when others are compared. Long work comes in slices.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Generator
from itertools import pairwise
from typing import Any, NamedTuple

from broker_core.history import Playhead, Run
from broker_core.history.run import Slices
from broker_core.lab.compare import Parting, common_us, parting_steps
from broker_core.lab.metrics import Values, measure
from broker_core.lab.series import Series
from broker_core.pacing import Pace
from eda_site.rooms import wire
from eda_site.rooms.names import Names
from eda_site.rooms.port import Store
from eda_site.rooms.rebuild import rebuild_steps
from eda_site.rooms.room import Room

BEYOND_US = 30_000_000
"""So far a comparison goes on after the later of the two heads, in whole multiples of itself."""
STRETCH_US = 5_000_000
KEPT = 6
MOST_EVENTS = 400_000
"""Longer runs are not played again to be measured."""
INSTANTS = 40
_LONG_US = 3_600_000_000

Points = list[tuple[int, int]]


class Stretch(NamedTuple):
    """A part of both runs, ready to be played: `sides` hold a keyframe and the rows that follow it;
    `points` are (stage microseconds, virtual ones) at which neither side is too fast to follow."""

    sides: list[dict[str, Any]]
    points: Points


class Pair:
    """Invariant: the runs have the logs of their timelines and nothing else."""

    def __init__(self, runs: tuple[Run, Run]) -> None:
        self.runs = runs
        self.busy = asyncio.Lock()
        self.known_us = -1
        self._parting = Parting(None, None)
        self._series = [Series(run.sim.scenario, run.seed, run.log) for run in runs]

    def parting_steps(self, until_us: int) -> Slices[Parting]:
        """Where the two part at or before `until_us`."""
        if self._parting.outcome is None and until_us > self.known_us:
            same_us = common_us(*self.runs)
            start_us = max(0, min(same_us, until_us) - 1)
            a = yield from self.runs[0].seek_steps(start_us)
            b = yield from self.runs[1].seek_steps(start_us)
            self._parting = yield from parting_steps(a, b, until_us)
            self.known_us = until_us
        return self._parting

    def moment_steps(self, at_us: int) -> Slices[tuple[Any, Any]]:
        """Both simulations at a moment."""
        found = []
        for run in self.runs:
            yield from run.forward_steps(at_us)
            head = yield from run.seek_steps(at_us)
            found.append(head.sim)
        return found[0], found[1]

    def measure_steps(self, at_us: int) -> Slices[tuple[Values, Values]]:
        """What both are measured by at a moment; of very long runs only what their auditors know."""
        if any(run.head.seq > MOST_EVENTS for run in self.runs):
            sims = yield from self.moment_steps(at_us)
            return measure(sims[0]), measure(sims[1])
        a = yield from self._series[0].to_steps(at_us)
        b = yield from self._series[1].to_steps(at_us)
        return a, b

    def stretch_steps(self, from_us: int, until_us: int) -> Slices[Stretch]:
        """Both runs from one moment to another."""
        sides, curves = [], []
        for run in self.runs:
            yield from run.forward_steps(until_us)
            head = yield from run.seek_steps(from_us)
            side, points = yield from _side_steps(run, head, until_us)
            sides.append(side)
            curves.append(points)
        return Stretch(sides, merged(*curves))


def _side_steps(run: Run, head: Playhead, until_us: int) -> Slices[tuple[dict[str, Any], Points]]:
    """One run as a browser plays it: what is seen at first, and the rows that follow."""
    names = Names()
    sim = head.sim
    side = {"seq": head.seq, "view": sim.view(), "cast": sim.cast()}
    pace = Pace(run)
    pace.show(run, head)
    rows: list[list[Any]] = []
    points: Points = [(0, head.now_us)]
    while pace.now_us < until_us:
        played = pace.play(_LONG_US, until_us, INSTANTS)
        found, _, _ = wire.rows_and_chatter(played.events, pace.head.fold.class_of, names)
        rows += found
        points += played.points
        yield
    return side | {"rows": rows, "names": names.whole()}, points


def merged(a: Points, b: Points) -> Points:
    """One curve that is never faster than either: between two bends the slower one counts.

    >>> merged([(0, 0), (100, 10)], [(0, 0), (20, 5), (40, 10)])
    [(0, 0), (50, 5), (100, 10)]
    """
    times = sorted({at for _, at in (*a, *b)})
    stage, out = 0, [(0, times[0])]
    for before, at in pairwise(times):
        stage += max(_stage(curve, at) - _stage(curve, before) for curve in (a, b))
        out.append((stage, at))
    return out


def _stage(curve: Points, at_us: int) -> int:
    """The stage time at which a curve reaches a virtual time; it stands still outside of both ends."""
    last = curve[0]
    for point in curve:
        if point[1] >= at_us:
            span = point[1] - last[1]
            return (
                point[0]
                if span == 0
                else last[0] + (point[0] - last[0]) * (at_us - last[1]) // span
            )
        last = point
    return last[0]


def pair_steps(room: Room, a: int, b: int) -> Generator[Store | None, None, Pair]:
    """The pair of two timelines, made if it is not known or no longer true. Raises KeyError for a
    timeline that the room does not have."""
    key = (room.code, *((n, len(_log(room, n))) for n in (a, b)))
    pair = _pairs.get(key)
    if pair is None:
        runs = []
        for n in (a, b):
            run = room.runs.get(n)
            if run is None:
                run = yield from rebuild_steps(
                    room.archive, room.run.scenario, room.branches[n], room.logs[n], room.heads[n]
                )
            runs.append(run.fork(run.head))
        pair = _pairs[key] = Pair((runs[0], runs[1]))
    _pairs.move_to_end(key)
    while len(_pairs) > KEPT:
        _pairs.popitem(last=False)
    return pair


def _log(room: Room, n: int) -> Any:
    run = room.runs.get(n)
    return room.logs[n] if run is None else run.log


def limit_us(room: Room, a: int, b: int) -> int:
    """How far those who drive may look: beyond both heads, to the next multiple of BEYOND_US."""
    heads = (room.runs[n].head.now_us if n in room.runs else room.heads[n] for n in (a, b))
    return (max(heads) // BEYOND_US + 2) * BEYOND_US


_pairs: "OrderedDict[Any, Pair]" = OrderedDict()
"""Those asked for last."""
