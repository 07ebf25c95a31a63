"""A scene of services played by a test: commands at times, and what came of them."""

from pathlib import Path
from typing import Any

from broker_core import Simulation
from broker_core.kernel.units import parse_duration

SCENES = Path(__file__).parent / "scenes"


class Play:
    """A run of a scene; after every moment everything that must hold of services is looked at."""

    def __init__(self, scene: str, seed: int = 7) -> None:
        self.sim = Simulation.from_scenario(SCENES / f"{scene}.toml", seed)
        self.events: list[Any] = []

    def until(self, time: str) -> "Play":
        """Play on to a time since the beginning."""
        end = parse_duration(time)
        while self.sim.now_us < end:
            self.events += self.sim.step(end)
            problems = self.sim.broken()
            assert not problems, (self.sim.now_us, problems)
        return self

    def at(self, time: str, *commands: str) -> "Play":
        """Play on to a time and give these commands there."""
        self.until(time)
        for text in commands:
            self.events += self.sim.apply(text)
        return self

    def of(self, kind: str, **fields: Any) -> list[Any]:
        """All events of a kind so far with these values."""
        return [
            e
            for e in self.events
            if e.type == kind and all(getattr(e, name) == value for name, value in fields.items())
        ]

    def one(self, kind: str, **fields: Any) -> Any:
        """The only such event."""
        found = self.of(kind, **fields)
        assert len(found) == 1, (kind, fields, found)
        return found[0]

    def store(self, service: str, store: str) -> dict[str, Any]:
        """Key -> value of a store, without the versions."""
        entries = self.sim._cluster.services[service].stores[store]
        return {key: value for key, (value, _) in entries.items()}

    def trail(self, correlation: str) -> list[str]:
        """The names of a process's trail, in order."""
        return [e.name for e in self.of("service.saga_advanced", correlation=correlation)]

    def causes(self, event: Any) -> list[str]:
        """The types that led to an event, newest first."""
        return [link.type for link in self.sim.why(event)][1:]
