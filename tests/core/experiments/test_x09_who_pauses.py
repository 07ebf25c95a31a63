"""X9: eager -> cooperative -> server-side; a third member joins two on six partitions.

Expected: eager pauses all six partitions; server-side only the two that move, the other four exactly
0 ms; the final balance is the same. No smaller sum is promised: a moved partition waits for the next
heartbeat.
"""

from typing import Any

import pytest

from broker_core import Simulation

SEEDS = [1, 2, 3]
PROTOCOLS = {
    "eager": {"partition.assignment.strategy": ["range"]},
    "cooperative": {"partition.assignment.strategy": ["cooperative-sticky"]},
    "server-side": {"group.protocol": "consumer"},
}


def scene(config: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": "Who pauses",
        "cluster": {"control_plane": {"kind": "kraft", "voters": 3, "combined": False}},
        "topics": [
            {
                "id": "orders",
                "partitions": 6,
                "replication_factor": 3,
                "replicas": [[1, 2, 3], [2, 3, 1], [3, 1, 2]] * 2,
            }
        ],
        "producers": [
            {"id": "checkout", "topic": "orders", "keys": list("abcdefgh"), "rate_per_s": 4}
        ],
        "groups": [
            {
                "id": "billing",
                "topics": ["orders"],
                "members": 2,
                "work": "20ms",
                "config": {"auto.offset.reset": "earliest", **config},
            }
        ],
    }


def paused(seed: int, protocol: str) -> tuple[dict[int, int], list[int]]:
    """(partition -> microseconds without an owner after the join, partitions per member)."""
    sim = Simulation.from_scenario(scene(PROTOCOLS[protocol]), seed=seed)
    sim.advance(15_000_000)
    before = sim.audit()["paused_us"]
    sim.apply("join group billing")
    sim.advance(35_000_000)
    after = sim.audit()["paused_us"]
    gone = {key: us - before.get(key, 0) for key, us in after.items()}
    members = sim.view()["members"].values()
    return (
        {int(key.rpartition(":")[2]): us for key, us in gone.items() if us},
        sorted(len(m["assigned"]) for m in members),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_eager_pauses_every_partition(seed: int) -> None:
    pauses, balance = paused(seed, "eager")
    assert sorted(pauses) == [0, 1, 2, 3, 4, 5]
    assert balance == [2, 2, 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_cooperative_pauses_only_the_two_that_move(seed: int) -> None:
    pauses, balance = paused(seed, "cooperative")
    assert len(pauses) == 2
    assert balance == [2, 2, 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_server_side_pauses_only_the_two_that_move(seed: int) -> None:
    pauses, balance = paused(seed, "server-side")
    assert len(pauses) == 2
    assert balance == [2, 2, 2]
    assert all(us <= 2_000_000 for us in pauses.values()), "at most one heartbeat and its way"
