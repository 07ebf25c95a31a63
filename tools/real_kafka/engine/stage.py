"""A cluster of the engine with Kafka's own timings, and words to drive it."""

from typing import Any

from broker_core import Simulation

MS = 1000


def scene(
    topics: dict[str, Any], combined=False, voters=1, groups=(), preset="production", **cluster: Any
) -> Simulation:
    """Three brokers, one controller of its own unless said otherwise, one topic per entry."""
    return Simulation.from_scenario({
        "title": "As the real broker was driven",
        "preset": preset,
        "cluster": {
            "brokers": 3,
            "control_plane": {"kind": "kraft", "voters": voters, "combined": combined},
            **cluster,
        },
        "topics": [
            {"id": name, "partitions": len(replicas), "replication_factor": len(replicas[0]),
             "replicas": replicas, "config": {"min.insync.replicas": low}}
            for name, (replicas, low) in topics.items()
        ],
        "producers": [{"id": "p", "topic": next(iter(topics))}],
        "groups": list(groups),
    })  # fmt: skip


def until(sim: Simulation, condition: Any, seconds: int = 120, every_ms: int = 20) -> int | None:
    """Advance until the view says so; the virtual microseconds, or None."""
    end = sim.now_us + seconds * 10**6
    while sim.now_us < end:
        if condition(sim.view()):
            return sim.now_us
        sim.advance(sim.now_us + every_ms * MS)
    return None


def part(view: Any, topic: str, number: int = 0) -> dict[str, Any]:
    return view["topics"][topic][str(number)]


def short(sim: Simulation, topic: str, number: int = 0) -> dict[str, Any]:
    row = part(sim.view(), topic, number)
    return {name: row[name] for name in ("leader", "leader_epoch", "isr", "elr")}


def wait(sim: Simulation, seconds: float) -> list[Any]:
    return sim.advance(sim.now_us + int(seconds * 10**6))


def say(section: str, text: str, seen: Any) -> None:
    print(f"{section:5} {text}: {seen}", flush=True)
