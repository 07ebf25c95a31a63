"""Traces 10.A to 10.C of the semantics on three seeds: what happens in which order, whatever the draws.

10.D to 10.F stand in tests/core/groups, 10.G in the stories of the newer protocols, 10.H in
tests/core/transactions; the exact lines of one seed are golden stories.
"""

from typing import Any

import pytest

from broker_core import Simulation

SEEDS = [1, 2, 3]


def cluster(seed: int, acks: str = "all", **group: Any) -> Simulation:
    """Replicas [1, 2, 3], leader 1, minimum 2, isolated controllers."""
    topic = {
        "id": "orders",
        "partitions": 1,
        "replication_factor": 3,
        "replicas": [[1, 2, 3]],
        "config": {"min.insync.replicas": 2},
    }
    plane = {"kind": "kraft", "voters": 3, "combined": False}
    config = {"auto.offset.reset": "earliest"}
    scenario = {
        "title": "a canonical trace",
        "cluster": {"brokers": 3, "control_plane": plane},
        "topics": [topic],
        "producers": [{"id": "checkout", "topic": "orders", "config": {"acks": acks}}],
        "groups": [{"id": "billing", "topics": ["orders"], "members": 1, "config": config}],
    }
    sim = Simulation.from_scenario(scenario, seed=seed)
    sim.advance(6_000_000)
    return sim


def first(events: list[Any], kind: str, **fields: Any) -> Any:
    """The first event of a type with these fields; fails when there is none."""
    for event in events:
        if event.type == kind and all(getattr(event, k) == v for k, v in fields.items()):
            return event
    raise AssertionError(f"no {kind} {fields}")


@pytest.mark.parametrize("seed", SEEDS)
def test_10_a_acks_all_is_answered_by_the_fetch_after_the_copy(seed: int) -> None:
    sim = cluster(seed)
    events = sim.apply("publish checkout orders key=ada") + sim.advance(9_000_000)
    orders = [e for e in events if getattr(e, "topic", "orders") == "orders"]
    appended = first(orders, "log.record_appended", broker=1)
    copies = [first(orders, "replication.replicated", broker=b) for b in (2, 3)]
    raised = first(orders, "replication.high_watermark_advanced", broker=1)
    answered = first(orders, "client.ack_received")
    returned = first(orders, "client.records_returned")
    learned = [first(orders, "replication.high_watermark_advanced", broker=b) for b in (2, 3)]
    assert appended.seq < min(c.seq for c in copies)
    assert max(c.seq for c in copies) < raised.seq < answered.seq
    assert raised.at_us < returned.at_us
    assert raised.high_watermark == appended.offset + 1
    assert all(mark.at_us > raised.at_us for mark in learned)
    asked = [
        e
        for e in orders
        if e.type == "network.sent" and e.kind == "fetch" and e.target == "broker-1"
    ]
    confirming = [e for e in asked if e.source in ("broker-2", "broker-3") and e.seq < raised.seq]
    assert {e.source for e in confirming} == {"broker-2", "broker-3"}


@pytest.mark.parametrize("seed", SEEDS)
def test_10_b_a_leader_crash_is_fenced_after_the_election_and_comes_back_last(seed: int) -> None:
    sim = cluster(seed)
    crashed = sim.now_us
    events = sim.apply("crash broker 1") + sim.advance(crashed + 8_000_000)
    missed = first(events, "controller.heartbeat_missed", broker=1)
    elected = first(events, "controller.leader_elected", topic="orders")
    fenced = first(events, "controller.broker_fenced", broker=1)
    serving = first(events, "replication.leadership_taken", broker=2, topic="orders")
    assert missed.seq < elected.seq < fenced.seq < serving.seq
    assert (elected.leader, tuple(elected.isr), elected.leader_epoch) == (2, (2, 3), 1)
    session_us = 3_000_000
    assert session_us - 600_000 <= elected.at_us - crashed <= session_us + 600_000
    events = sim.apply("restart broker 1") + sim.advance(sim.now_us + 45_000_000)
    back = [
        first(events, "broker.started", broker=1),
        first(events, "controller.broker_registered", broker=1),
        first(events, "controller.broker_unfenced", broker=1),
        first(events, "replication.isr_expanded", topic="orders", added=(1,)),
        first(events, "controller.leader_elected", topic="orders", leader=1),
    ]
    assert [e.seq for e in back] == sorted(e.seq for e in back)
    assert back[-1].reason == "preferred"


@pytest.mark.parametrize("seed", SEEDS)
def test_10_c_below_the_minimum_the_watermark_stands_and_the_eligible_may_lead(seed: int) -> None:
    sim = cluster(seed, acks="1")
    sim.apply("stop broker 3")
    sim.advance(sim.now_us + 6_000_000)
    sim.apply("stop broker 2")
    sim.advance(sim.now_us + 6_000_000)
    part = sim.view()["topics"]["orders"]["0"]
    assert (tuple(part["isr"]), tuple(part["elr"])) == ((1,), (2,))
    events = sim.apply("publish checkout orders key=ada acks=all")
    events += sim.apply("publish checkout orders key=bo") + sim.advance(sim.now_us + 2_000_000)
    assert first(events, "log.rejected").error == "NOT_ENOUGH_REPLICAS"
    assert first(events, "client.ack_received").key == "bo"
    assert not [e for e in events if e.type == "client.records_returned"]
    leader = sim.view()["topics"]["orders"]["0"]["replicas"]["1"]
    assert leader["high_watermark"] < leader["log_end_offset"]
    events = sim.apply("restart broker 2") + sim.advance(sim.now_us + 12_000_000)
    grown = first(events, "replication.isr_expanded", topic="orders")
    jumped = first(events, "replication.high_watermark_advanced", topic="orders", leads=True)
    assert grown.seq < jumped.seq
    assert [e for e in events if e.type == "client.records_returned"]
