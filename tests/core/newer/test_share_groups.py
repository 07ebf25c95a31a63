"""Share groups (semantics 6.2): every record to one member, none twice, more members do help."""

from typing import Any

import pytest

from broker_core import Simulation
from broker_core.errors import ScenarioError

SEEDS = [1, 2, 3]


def scene(
    members: int, kind: str = "share", config: dict[str, Any] | None = None, **row: Any
) -> dict[str, Any]:
    """One partition and more records than one member can do."""
    start = "share.auto.offset.reset" if kind == "share" else "auto.offset.reset"
    group = {
        "id": "pickers",
        "type": kind,
        "topics": ["orders"],
        "members": members,
        "work": "400ms",
        "config": {start: "earliest", "max.poll.records": 1, **(config or {})},
        **row,
    }
    return {
        "title": "Records, not partitions",
        "topics": [
            {"id": "orders", "partitions": 1, "replication_factor": 3, "replicas": [[1, 2, 3]]}
        ],
        "producers": [
            {"id": "checkout", "topic": "orders", "keys": ["ada", "bo"], "rate_per_s": 4}
        ],
        "groups": [group],
    }


def processed(scenario: dict[str, Any], seed: int, seconds: int = 25) -> tuple[int, Simulation]:
    sim = Simulation.from_scenario(scenario, seed=seed)
    sim.advance(seconds * 1_000_000)
    assert not sim.broken()
    return sim.audit()["counts"]["processed"], sim


@pytest.mark.parametrize("seed", SEEDS)
def test_a_third_member_on_one_partition_helps_a_share_group_only(seed: int) -> None:
    """K13 and L12: the spare member of a consumer group idles, of a share group it works."""
    classic = [processed(scene(n, "consumer"), seed)[0] for n in (1, 3)]
    shared = [processed(scene(n), seed)[0] for n in (1, 3)]
    assert classic[1] <= classic[0] * 11 // 10
    assert shared[1] >= shared[0] * 3 // 2


@pytest.mark.parametrize("seed", SEEDS)
def test_each_record_goes_to_one_member(seed: int) -> None:
    _, sim = processed(scene(3), seed)
    counts = sim.audit()["counts"]
    assert counts["duplicate_processed"] == 0
    assert counts["processed"] >= counts["created"] - 12


@pytest.mark.parametrize("limit", [2, 3, 5])
def test_a_poison_record_is_delivered_as_often_as_the_limit_says(limit: int) -> None:
    scenario = scene(
        2, config={"share.acknowledgement.mode": "explicit"}, poison="release", poison_key="bo"
    )
    scenario["cluster"] = {"config": {"group.share.delivery.count.limit": limit}}
    sim = Simulation.from_scenario(scenario)
    events = sim.advance(20_000_000)
    given_up = [e for e in events if e.type == "share.record_archived"]
    assert given_up and all(e.delivery == limit for e in given_up)
    assert {e.reason for e in given_up} == {"delivery_limit"}


@pytest.mark.parametrize("seed", SEEDS)
def test_accepted_records_survive_any_single_crash(seed: int) -> None:
    """What was accepted and saved is never handed out again, whichever broker dies."""
    for broker in (1, 2, 3):
        sim = Simulation.from_scenario(scene(2), seed=seed)
        events = sim.advance(8_000_000)
        events += sim.apply(f"crash broker {broker}")
        for _ in range(25):
            events += sim.advance(sim.now_us + 1_000_000)
            assert not sim.broken()
        told: dict[int, int] = {}
        for e in events:
            if e.type == "network.sent" and e.kind == "share_acknowledge_reply":
                told.update({row[2]: e.seq for row in e.summary["at"]})
            elif e.type == "share.record_acquired":
                assert e.offset not in told, f"{e.offset} came again after it was noted"
        assert any(e.type == "share.partition_opened" for e in events)


def test_restoring_a_snapshot_goes_on_identically() -> None:
    scenario = scene(
        3, config={"share.acknowledgement.mode": "explicit"}, poison="reject", poison_key="bo"
    )
    sim = Simulation.from_scenario(scenario)
    for _ in range(12):
        sim.advance(sim.now_us + 700_001)
        twin = Simulation.restore(sim.snapshot())
        twin.advance(sim.now_us + 3_000_000)
        ahead = sim.clone()
        ahead.advance(sim.now_us + 3_000_000)
        assert ahead.digest() == twin.digest()


def test_a_share_group_has_no_offsets_to_commit() -> None:
    with pytest.raises(ScenarioError, match=r"enable\.auto\.commit is not known here"):
        Simulation.from_scenario(scene(1, config={"enable.auto.commit": True}))


def test_implicit_acknowledgement_cannot_reject() -> None:
    with pytest.raises(ScenarioError, match="explicit"):
        Simulation.from_scenario(scene(1, poison="reject", poison_key="bo"))
