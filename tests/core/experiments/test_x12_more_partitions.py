"""X12: partitions 3 -> 4 with live keys, drained or not.

Expected: most keys change their partition. While the old partitions still lag, later records of a key
overtake earlier ones; after draining none does, if no producer writes before it has seen the new count
(metadata.max.age.ms). A group that resets to latest may miss the first records of the new partition.
"""

from typing import Any

import pytest

from broker_core import Simulation

SEEDS = [1, 2, 3]
KEYS = ("ada", "bo", "cal", "di", "ela", "fei")
MOVED = {"ada", "bo", "di", "ela", "fei"}


def scene(work: str = "4s", reset: str = "earliest") -> dict[str, Any]:
    plane = {"kind": "kraft", "voters": 3, "combined": False}
    topic = {"id": "orders", "partitions": 3, "replication_factor": 3}
    group = {
        "id": "billing",
        "topics": ["orders"],
        "members": 1,
        "work": work,
        "profile": "librdkafka",
        "config": {"auto.offset.reset": reset, "enable.auto.offset.store": False},
    }
    return {
        "title": "one more partition",
        "cluster": {"brokers": 3, "control_plane": plane},
        "topics": [topic],
        "producers": [{"id": "checkout", "topic": "orders", "keys": list(KEYS)}],
        "groups": [group],
    }


def publish(sim: Simulation, rounds: int) -> list[Any]:
    events = []
    for _ in range(rounds):
        for key in KEYS:
            events += sim.apply(f"publish checkout orders key={key}")
        events += sim.advance(sim.now_us + 200_000)
    return events


def run(seed: int, drained: bool) -> tuple[Simulation, list[Any], list[Any]]:
    sim = Simulation.from_scenario(scene(), seed=seed)
    sim.advance(6_000_000)
    before = publish(sim, 4)
    if drained:
        sim.advance(sim.now_us + 120_000_000)
    sim.apply("set partitions orders total=4")
    sim.advance(sim.now_us + 32_000_000)
    after = publish(sim, 2)
    sim.advance(sim.now_us + 240_000_000)
    return sim, before, after


def places(events: list[Any]) -> dict[str, int]:
    return {e.key: e.partition for e in events if e.type == "client.record_created"}


@pytest.mark.parametrize("seed", SEEDS)
def test_undrained_keys_are_processed_out_of_order(seed: int) -> None:
    sim, before, after = run(seed, drained=False)
    old, new = places(before), places(after)
    assert {key for key in KEYS if old[key] != new[key]} == MOVED
    counts = sim.audit()["counts"]
    assert counts["out_of_order"] >= 1
    assert counts["created"] == counts["processed"] == 36
    moved = [row[0] for row in sim.audit()["evidence"]["out_of_order"]]
    keys = {e.record: e.key for e in (*before, *after) if e.type == "client.record_created"}
    assert {keys[record] for record in moved} <= MOVED


@pytest.mark.parametrize("seed", SEEDS)
def test_drained_nothing_is_out_of_order(seed: int) -> None:
    sim, _, after = run(seed, drained=True)
    assert {places(after)[key] for key in KEYS} == {0, 1, 2, 3}
    counts = sim.audit()["counts"]
    assert counts["out_of_order"] == 0
    assert counts["created"] == counts["processed"] == 36


@pytest.mark.parametrize("seed", SEEDS)
def test_a_group_that_resets_to_latest_misses_first_records_of_the_new_partition(seed: int) -> None:
    """The producer has seen the new count, the group's leader not yet (classic protocol)."""
    sim = Simulation.from_scenario(scene(work="50ms", reset="latest"), seed=seed)
    sim.advance(6_000_000)
    sim.apply("set partitions orders total=4")
    sim.advance(sim.now_us + 1_000_000)
    sim.apply("restart producer checkout") if sim.check("restart producer checkout") is None else [
        sim.apply("crash producer checkout"),
        sim.apply("restart producer checkout"),
    ]
    sim.advance(sim.now_us + 1_000_000)
    publish(sim, 1)
    sim.advance(sim.now_us + 60_000_000)
    counts = sim.audit()["counts"]
    missed = counts["created"] - counts["processed"]
    assert missed == 2  # di and fei, the keys of the new partition
