"""A small cluster in one line, and the ways in which tests let it run."""

from collections.abc import Iterator
from typing import Any

from broker_core import Rejected, Simulation
from tests.core.golden.runner import shape


def cluster(words: str = "", **more: Any) -> Simulation:
    """The cluster that a golden story's `cluster` line makes: `cluster("partitions=2 members=1")`."""
    options = dict(word.split("=", 1) for word in words.split())
    return Simulation.from_scenario(shape(options), int(options.get("seed", more.get("seed", 7))))


def until(sim: Simulation, kind: str, within_s: int = 120, **fields: Any) -> Any:
    """Run step by step to the first such event and return it; an AssertionError when none comes."""
    bound = sim.now_us + within_s * 1_000_000
    while (sim.next_at_us() or bound + 1) <= bound:
        for event in sim.step():
            if event.type == kind and all(getattr(event, n) == v for n, v in fields.items()):
                return event
    raise AssertionError(f"no {kind} {fields} within {within_s} s")


def after(sim: Simulation, seconds: float) -> list[Any]:
    """The events of the next seconds."""
    return sim.advance(sim.now_us + round(seconds * 1_000_000))


def give(sim: Simulation, *commands: str) -> None:
    """Apply what makes sense of these commands, pass the rest."""
    for command in commands:
        try:
            sim.apply(command)
        except Rejected:
            continue


def of(events: list[Any], *kinds: str) -> Iterator[Any]:
    return (e for e in events if e.type in kinds)
