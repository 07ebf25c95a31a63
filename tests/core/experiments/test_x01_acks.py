"""X1: acks 1 -> all, and the leader dies after its append, before any follower has fetched.

Expected: with acks=1 the acknowledged record is lost, its offset is given out again and the old leader
truncates; with acks=all nothing acknowledged is lost, the acknowledgement comes about one fetch round
trip later, and the retry lands once. A retry of a batch that the new leader already has is recognised
only with idempotence.
"""

from typing import Any

import pytest

from broker_core import Simulation

SEEDS = [1, 2, 3]


def scene(**config: Any) -> dict[str, Any]:
    """Three brokers, isolated controllers, one partition led by broker 1."""
    plane = {"kind": "kraft", "voters": 3, "combined": False}
    topic = {
        "id": "orders",
        "partitions": 1,
        "replication_factor": 3,
        "replicas": [[1, 2, 3]],
        "config": {"min.insync.replicas": 2},
    }
    producer = {"id": "checkout", "topic": "orders", "keys": ["ada"], "config": config}
    return {
        "title": "acks, and the leader dies",
        "cluster": {"brokers": 3, "control_plane": plane},
        "topics": [topic],
        "producers": [producer],
    }


def crash_before_any_fetch(seed: int, **config: Any) -> tuple[Simulation, list[Any]]:
    """The followers' fetches do not reach the leader while it takes one record; then it dies."""
    sim = Simulation.from_scenario(scene(**config), seed=seed)
    events = sim.advance(5_000_000)
    for command in ("cut 2 1 oneway=true", "cut 3 1 oneway=true"):
        events += sim.apply(command)
    events += sim.advance(5_700_000)
    events += sim.apply("publish checkout orders key=ada")
    events += sim.advance(6_000_000)
    for command in ("crash broker 1", "heal 1 2", "heal 1 3"):
        events += sim.apply(command)
    events += sim.advance(12_000_000)
    events += sim.apply("publish checkout orders key=ada")
    events += sim.advance(16_000_000)
    events += sim.apply("restart broker 1")
    events += sim.advance(40_000_000)
    return sim, events


@pytest.mark.parametrize("seed", SEEDS)
def test_acks_1_loses_the_acknowledged_record_and_reuses_its_offset(seed: int) -> None:
    sim, events = crash_before_any_fetch(seed, acks="1")
    audit = sim.audit()
    assert audit["counts"]["lost_acked"] == 1
    lost, *_ = audit["evidence"]["lost_acked"][0]
    appended = [e for e in events if e.type == "log.record_appended" and e.topic == "orders"]
    assert [e.offset for e in appended] == [0, 0]
    assert appended[0].record == lost != appended[1].record
    assert appended[0].record_epoch < appended[1].record_epoch
    cut = next(e for e in events if e.type == "log.truncated" and e.broker == 1)
    assert (cut.to_offset, cut.from_offset) == (0, 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_acks_all_loses_nothing_and_the_retry_lands_once(seed: int) -> None:
    sim, events = crash_before_any_fetch(seed, acks="all")
    counts = sim.audit()["counts"]
    assert counts["created"] == counts["acknowledged"] == 2
    assert counts["lost_acked"] == counts["lost_unacked"] == counts["duplicate_in_log"] == 0
    assert any(e.type == "client.retried" for e in events)


@pytest.mark.parametrize("seed", SEEDS)
def test_acks_all_answers_about_one_fetch_round_trip_later(seed: int) -> None:
    waits = {}
    for acks in ("1", "all"):
        sim = Simulation.from_scenario(scene(acks=acks), seed=seed)
        sim.advance(5_000_000)
        sim.apply("publish checkout orders key=ada")
        sim.advance(8_000_000)
        waits[acks] = sim.audit()["latency"]["acked"]["max_us"]
    hop_us = 60_000
    assert waits["all"] - waits["1"] == 2 * hop_us


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("idempotent", "copies"), [(True, 1), (False, 2)])
def test_a_retry_of_what_the_new_leader_has_is_known_only_with_idempotence(
    seed: int, idempotent: bool, copies: int
) -> None:
    """The acknowledgement is lost with the leader, after the followers had fetched the record."""
    config = {"acks": "all", "enable.idempotence": idempotent}
    sim = Simulation.from_scenario(scene(**config), seed=seed)
    sim.advance(5_000_000)
    events = sim.apply("when replication.replicated broker=3 do crash broker 1")
    events += sim.apply("publish checkout orders key=ada")
    events += sim.advance(20_000_000)
    known = [e for e in events if e.type == "log.duplicate_recognised"]
    assert len(known) == (1 if idempotent else 0)
    assert sim.view()["topics"]["orders"]["0"]["replicas"]["2"]["log_end_offset"] == copies
    assert sim.audit()["counts"]["duplicate_in_log"] == copies - 1
    assert sim.audit()["counts"]["lost_acked"] == 0
