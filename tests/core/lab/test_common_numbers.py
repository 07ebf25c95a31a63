"""Changing one setting leaves everybody else's luck as it was: common random numbers."""

from typing import Any

from broker_core import Simulation
from broker_core.lab.change import parse_change
from broker_core.lab.trial import run

UNTIL_US = 30_000_000


def busy() -> dict[str, Any]:
    """Records at random times of random keys, so that draws show."""
    rows = [
        {"id": f"p{n}", "topic": "orders", "keys": ["ada", "bo", "cal", "di"], "rate_per_s": 2,
         "arrivals": "random", "key_choice": "random"}
        for n in (1, 2)
    ]  # fmt: skip
    topic = {"id": "orders", "partitions": 3, "replication_factor": 3}
    group = {"id": "billing", "topics": ["orders"], "members": 2, "work": "50ms"}
    return {"title": "busy", "topics": [topic], "producers": rows, "groups": [group]}


def creations(change: str, producer: str = "") -> list[tuple[Any, ...]]:
    trial = run(busy(), 5, (), [parse_change(change)] if change else [], UNTIL_US, keep=True)
    return [
        (e.at_us, e.producer, e.key, e.partition)
        for e in trial.events
        if e.type == "client.record_created" and e.producer.startswith(producer)
    ]


def test_a_fork_without_a_change_is_identical() -> None:
    sim = Simulation.from_scenario(busy(), seed=5)
    sim.advance(12_000_000)
    fork = sim.clone()
    assert fork.advance(UNTIL_US) == sim.advance(UNTIL_US)
    assert fork.digest() == sim.digest() == run(busy(), 5, (), (), UNTIL_US).digest


def test_acks_leaves_creation_times_and_keys_as_they_were() -> None:
    before = creations("")
    assert len(before) > 60
    assert creations("p1:acks=1") == before
    assert creations("orders:min.insync.replicas=2") == before
    assert creations("billing:work=900ms") == before
    assert creations("billing:members=3") == before


def test_one_producers_rate_leaves_the_other_alone() -> None:
    assert creations("p1:rate_per_s=5", "p2") == creations("", "p2")
    assert creations("p1:rate_per_s=5", "p1") != creations("", "p1")
