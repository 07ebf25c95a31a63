"""A small stage for tests about groups: a run, and short ways to look at it."""

from collections.abc import Callable
from typing import Any

from broker_core import Simulation

S = 1_000_000


def scenario(
    *groups: dict[str, Any], partitions: int = 1, rate: float = 0, broker: dict[str, Any] | None = None,
    topics: tuple[str, ...] = ("orders",), free: tuple[str, ...] = (), preset: str = "teaching",
    replicas: list[list[int]] | None = None, topic: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Three brokers and isolated controllers; `groups` need only what differs from one member."""
    usual = {"id": "billing", "topics": ["orders"], "members": 1, "work": "100ms"}
    reset = {"auto.offset.reset": "earliest"}
    return {
        "title": "groups",
        "preset": preset,
        "teaching_overrides": list(free),
        "cluster": {
            "brokers": 3,
            "control_plane": {"kind": "kraft", "voters": 3, "combined": False},
            "config": broker or {},
        },
        "topics": [
            {
                "id": name,
                "partitions": partitions,
                "replication_factor": 3,
                "config": {"min.insync.replicas": 2, **(topic or {})},
                **({"replicas": replicas} if replicas else {}),
            }
            for name in topics
        ],
        "producers": [
            {
                "id": "checkout",
                "topic": "orders",
                "keys": ["ada", "bo", "cal"],
                **({"rate_per_s": rate} if rate else {}),
            }
        ],
        "groups": [
            {**usual, **group, "config": {**reset, **group.get("config", {})}} for group in groups
        ],
    }


class Stage:
    """A run whose events are kept; every invariant is looked at after each slice."""

    def __init__(self, plan: dict[str, Any], seed: int = 7) -> None:
        self.sim = Simulation.from_scenario(plan, seed=seed)
        self.events: list[Any] = []

    def go(self, seconds: float) -> "Stage":
        """Let time pass, in slices of a second."""
        until = self.sim.now_us + round(seconds * S)
        while self.sim.now_us < until:
            self.events += self.sim.advance(min(until, self.sim.now_us + S))
            assert not self.sim.broken()
        return self

    def until(self, kind: str, within: float = 60, **fields: Any) -> Any:
        """Run to the first such event; it is returned."""
        end = self.sim.now_us + round(within * S)
        while (self.sim.next_at_us() or end + 1) <= end:
            fresh = self.sim.step(end)
            self.events += fresh
            for e in fresh:
                if e.type == kind and all(getattr(e, k) == v for k, v in fields.items()):
                    return e
        raise AssertionError(f"no {kind} {fields} in time")

    def do(self, *commands: str) -> "Stage":
        for command in commands:
            self.events += self.sim.apply(command)
        return self

    def all(self, kind: str, since: int = 0, **fields: Any) -> list[Any]:
        """Every such event so far, from a seq on."""
        return [
            e
            for e in self.events
            if e.type == kind
            and e.seq > since
            and all(getattr(e, k) == v for k, v in fields.items())
        ]

    def first(self, test: Callable[[Any], bool]) -> Any:
        return next((e for e in self.events if test(e)), None)

    @property
    def seq(self) -> int:
        return self.sim.seq

    def group(self, name: str = "billing") -> dict[str, Any]:
        found: dict[str, Any] = self.sim.view()["groups"][name]
        return found

    def member(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.sim.view()["members"][name]
        return found

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self.sim.audit()["counts"]
        return found
