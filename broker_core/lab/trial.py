"""A trial: one scenario run once to an end, with its changes, and what it was measured by.

    run("broker-fails", 7, [(9_000_000, "restart broker 2")], parse_values(...)[:1], 60_000_000)

Same arguments, same trial, in any process.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from broker_core.errors import Rejected
from broker_core.kernel.units import parse_duration
from broker_core.lab.change import Change, changed, seed_of
from broker_core.lab.gauges import Gauges
from broker_core.lab.metrics import Values, measure
from broker_core.rehearsal import play_line
from broker_core.simulation import Simulation

Command = tuple[int, str]
"""(virtual time, line)."""
Lines = Iterable[str]


class TooLong(ValueError):
    """A run gave more events than it was allowed to."""


class Trial(NamedTuple):
    """`total` is how many events there were. `refused` are commands that made no sense when they
    were due: they are passed over, since a change may well make one senseless. `events` only when
    asked for. `mark` is the newest event's number at the line `mark`, `before` what was measured
    there."""

    digest: str
    metrics: Values
    until_us: int
    total: int
    refused: tuple[str, ...] = ()
    events: tuple[Any, ...] = ()
    mark: int = 0
    before: Values = {}


class _Watched:
    """A simulation whose events are counted, gauged and, when asked for, kept."""

    def __init__(self, scenario: Any, seed: int, changes: Iterable[Change], keep: bool) -> None:
        changes = tuple(changes)
        data = changed(scenario, changes)
        self.sim = Simulation.from_scenario(data, seed_of(changes, seed)).clone(view=False)
        self.gauges = Gauges()
        self.kept: list[Any] | None = [] if keep else None
        self.refused: list[str] = []
        self.count = 0
        self.mark = 0
        self.before: Values = {}

    def see(self, events: list[Any]) -> None:
        self.count += len(events)
        self.gauges.see(events)
        if self.kept is not None:
            self.kept += events

    def trial(self) -> Trial:
        events = tuple(self.kept or ())
        metrics = measure(self.sim, self.gauges)
        return Trial(
            self.sim.digest(), metrics, self.sim.now_us, self.count,
            tuple(self.refused), events, self.mark, self.before,
        )  # fmt: skip

    def advance(self, until_us: int, most: int | None) -> None:
        """Raises TooLong after `most` events."""
        while (due := self.sim.next_at_us()) is not None and due <= until_us:
            self.see(self.sim.step(until_us))
            if most is not None and self.count > most:
                raise TooLong(f"more than {most} events before {until_us} us")
        self.see(self.sim.advance(until_us))

    def give(self, line: str) -> None:
        try:
            self.see(self.sim.apply(line))
        except Rejected:
            self.refused.append(line)


def run(
    scenario: Any,
    seed: int,
    commands: Iterable[Command] = (),
    changes: Iterable[Change] = (),
    until_us: int = 60_000_000,
    keep: bool = False,
    most: int | None = None,
) -> Trial:
    """Run to `until_us`, giving each command at its time. Raises ChangeError, ScenarioError, TooLong."""
    watched = _Watched(scenario, seed, changes, keep)
    for at_us, line in sorted(commands, key=lambda row: row[0]):
        if at_us <= until_us:
            watched.advance(at_us, most)
            watched.give(line)
    watched.advance(until_us, most)
    return watched.trial()


def rehearse(
    scenario: Any,
    seed: int,
    lines: Lines,
    changes: Iterable[Change] = (),
    keep: bool = False,
    most: int | None = None,
) -> Trial:
    """Run a script of lines: commands, `advance 20s`, `advance until EVENT field=value`,
    `mark`.

    Raises ValueError where an awaited event does not come in time; TooLong is one."""
    watched = _Watched(scenario, seed, changes, keep)
    for line in lines:
        if line == "mark":
            watched.mark = watched.sim.seq
            watched.before = measure(watched.sim, watched.gauges)
        elif line.startswith("advance until "):
            watched.see(play_line(watched.sim, line, most))
        elif line.startswith("advance "):
            wait_us = parse_duration(line.removeprefix("advance "))
            watched.advance(watched.sim.now_us + wait_us, most)
        else:
            watched.give(line)
    return watched.trial()
