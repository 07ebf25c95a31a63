"""A small cluster for tests of its administration, whose invariants are held as it runs."""

from typing import Any

from broker_core import Simulation

SECOND = 1_000_000


def scenario(**changes: Any) -> dict[str, Any]:
    """Three brokers, isolated controllers, topic orders on all of them; `changes` replace parts."""
    cluster = {
        "brokers": 3,
        "control_plane": {"kind": "kraft", "voters": 3, "combined": False},
        **changes.pop("cluster", {}),
    }
    topic = {
        "id": "orders",
        "partitions": 1,
        "replication_factor": 3,
        "replicas": [[1, 2, 3]],
        "config": {"min.insync.replicas": 2},
        **changes.pop("topic", {}),
    }
    return {
        "title": "A test",
        "cluster": cluster,
        "topics": [topic],
        "producers": [{"id": "checkout", "topic": "orders", "keys": ["ada", "bo", "cal"]}],
        **changes,
    }


class Play:
    """A run that is checked after every few scheduled things."""

    def __init__(self, shape: dict[str, Any], seed: int = 7) -> None:
        self.sim = Simulation.from_scenario(shape, seed)
        self.seed = seed
        self.events: list[Any] = []
        self.steps = 0

    def go(self, us: float) -> list[Any]:
        sim = self.sim
        end = sim.now_us + int(us)
        fresh: list[Any] = sim.advance(sim.now_us)
        while (due := sim.next_at_us()) is not None and due <= end:
            fresh += sim.step()
            self.steps += 1
            if self.steps % 8 == 0:
                self._hold()
        self._hold()
        fresh += sim.advance(end)
        self.events += fresh
        return fresh

    def _hold(self) -> None:
        wrong = self.sim.broken()
        assert not wrong, (self.seed, self.sim.now_us, wrong)

    def do(self, *lines: str, then: float = 0) -> list[Any]:
        fresh = [event for line in lines for event in self.sim.apply(line)]
        self.events += fresh
        return fresh + (self.go(then) if then else [])

    def refused(self, line: str) -> str:
        """Kafka's error, or our code."""
        refusal = self.sim.check(line)
        assert refusal is not None, line
        return str(refusal.fields.get("error", refusal.code))

    def partition(self, number: int = 0, topic: str = "orders") -> Any:
        return self.sim.view()["topics"][topic][str(number)]

    def ends(self, number: int = 0, topic: str = "orders") -> dict[str, int]:
        replicas = self.partition(number, topic)["replicas"]
        return {broker: row["log_end_offset"] for broker, row in replicas.items()}


def of(events: list[Any], *types: str) -> list[Any]:
    return [event for event in events if event.type in types]
