"""Producers by semantics 2.1 to 2.6: where a record goes, what blocks, what a session remembers."""

from itertools import pairwise
from typing import Any

import pytest

from broker_core import Rejected, Simulation
from broker_core.clients import delivery

SECOND = 1_000_000


def run(config: dict[str, Any] | None = None, profile: str = "java", **more: Any) -> Simulation:
    producer = {"id": "checkout", "topic": "orders", "profile": profile, "config": config or {}}
    scenario = {
        "title": "producers",
        "preset": more.pop("preset", "teaching"),
        "topics": [{"id": "orders", "partitions": 3, "replication_factor": 3}],
        "producers": [{**producer, **more}],
    }
    sim = Simulation.from_scenario(scenario, seed=7)
    sim.advance(SECOND)
    return sim


def of(events: list[Any], kind: str) -> list[Any]:
    return [event for event in events if event.type == kind]


def places(sim: Simulation, count: int, text: str = "publish checkout orders") -> list[int]:
    found = []
    for _ in range(count):
        events = sim.apply(text)
        found += [event.partition for event in of(events, "client.record_created")]
    return found


def test_round_robin_takes_every_partition_in_turn_and_ignores_keys() -> None:
    sim = run({"partitioner.class": "RoundRobinPartitioner"})
    assert places(sim, 6, "publish checkout orders key=ada") == [0, 1, 2, 0, 1, 2]


def test_round_robin_passes_over_a_partition_without_leader() -> None:
    sim = run({"partitioner.class": "RoundRobinPartitioner"})
    leaders = sim._cluster.producers["checkout"].knowledge.leaders
    leaders["orders:1"] = (-1, leaders["orders:1"][1] + 1)
    assert places(sim, 4) == [0, 2, 0, 2]


def test_ignored_keys_leave_the_choice_to_the_sticky_rule() -> None:
    sim = run({"partitioner.ignore.keys": True})
    found = [places(sim, 1, f"publish checkout orders key={key}")[0] for key in ("ada", "bo", "di")]
    assert len(set(found)) == 1


def test_ten_small_records_without_key_go_to_one_partition() -> None:
    assert len(set(places(run(), 10))) == 1


def test_the_sticky_partition_is_left_at_twice_the_batch_size_at_the_latest() -> None:
    """A record is 70 bytes here; the third batch of two would begin the third batch.size."""
    sim = run({"batch.size": 150, "linger.ms": 3000})
    sizes: dict[int, int] = {}
    stretches = []
    before = -1
    for place in places(sim, 60):
        if place != before:
            stretches.append(0)
        before = place
        stretches[-1] += 70
        sizes[place] = sizes.get(place, 0) + 70
    assert len(stretches) > 5
    assert len(sizes) == 3
    shortest = min(stretches[:-1])
    assert shortest >= 150


def test_adaptive_choice_prefers_short_queues() -> None:
    sim = run({"batch.size": 80, "linger.ms": 3000})
    it = sim._cluster.producers["checkout"]
    for n in range(12):
        sim.apply(f"publish checkout orders partition={n % 2}")
    for batch in it.batches:
        batch.ready_us = sim.now_us + SECOND
    found = places(sim, 40)
    assert found.count(2) > max(found.count(0), found.count(1))


def test_a_broker_that_cannot_be_sent_to_is_left_out_after_the_availability_timeout() -> None:
    sim = run({"partitioner.availability.timeout.ms": 500, "batch.size": 70})
    it = sim._cluster.producers["checkout"]
    leader = it.knowledge.leaders["orders:1"][0]
    it.undrained[f"broker-{leader}"] = sim.now_us - SECOND
    assert 1 not in places(sim, 20)


def test_librdkafka_places_empty_keys_like_none_at_random_for_10_ms() -> None:
    sim = run(profile="librdkafka")
    found = []
    for _ in range(12):
        events = sim.apply('publish checkout orders key=""')
        created = of(events, "client.record_created")[0]
        assert created.chosen_by == "random"
        again = of(sim.apply("publish checkout orders"), "client.record_created")[0]
        assert again.partition == created.partition
        found.append(created.partition)
        sim.advance(sim.now_us + 11_000)
    assert len(set(found)) == 3


def test_send_blocks_when_memory_is_full_and_goes_on_when_a_batch_is_settled() -> None:
    sim = run({"buffer.memory": 40000, "linger.ms": 0})
    first = sim.apply("publish checkout orders partition=0")
    sim.apply("publish checkout orders partition=1")
    third = sim.apply("publish checkout orders partition=2")
    assert of(first, "client.record_created")
    assert of(third, "client.send_blocked")[0].reason == "memory"
    assert not of(third, "client.record_created")
    after = sim.advance(sim.now_us + 2 * SECOND)
    assert of(after, "client.send_resumed")
    assert len(of(after, "client.record_created")) == 1
    assert len(of(after, "client.ack_received")) == 3


def test_send_fails_after_max_block_ms_and_the_application_goes_on() -> None:
    sim = run({"buffer.memory": 16384, "max.block.ms": 1000}, rate_per_s=5)
    for broker in (1, 2, 3):
        sim.apply(f"cut checkout {broker}")
    events = sim.advance(6 * SECOND)
    failed = of(events, "client.send_failed")
    assert failed
    assert {event.error for event in failed} == {"TIMEOUT"}
    blocked = of(events, "client.send_blocked")
    assert failed[0].at_us - blocked[0].at_us == SECOND
    assert all(b.at_us >= a.at_us + SECOND for a, b in pairwise(failed))


def test_a_record_larger_than_a_request_fails_at_once() -> None:
    sim = run({"max.request.size": 100})
    events = sim.apply(f"publish checkout orders value={'x' * 40}")
    assert of(events, "client.send_failed")[0].error == "MESSAGE_TOO_LARGE"


def test_a_batch_too_large_for_the_broker_is_split_and_keeps_its_sequences() -> None:
    sim = run({"linger.ms": 2000})
    for n in range(4):
        sim.apply(f"publish checkout orders partition=0 value=n{n}")
    it = sim._cluster.producers["checkout"]
    batch = it.batches[0]
    batch.sequence, batch.epoch, batch.attempts, batch.in_flight = 0, 0, 1, True
    it.sequences["orders:0"] = (0, 4)
    world = sim._cluster.world
    body = {"results": (("orders", 0, "MESSAGE_TOO_LARGE", -1, 1, 0),)}
    delivery.answered(world, it, "broker-1", body, (batch.number,))
    assert [b.sequence for b in it.batches] == [0, 3]
    events = sim.advance(sim.now_us + 3 * SECOND)
    assert [e.offset for e in of(events, "client.ack_received")] == [0, 1, 2, 3]


@pytest.mark.parametrize("idempotent", [True, False])
def test_a_lost_answer_repeats_the_record_unless_the_producer_is_idempotent(
    idempotent: bool,
) -> None:
    sim = run({"enable.idempotence": idempotent})
    leader = sim._cluster.producers["checkout"].knowledge.leaders["orders:0"][0]
    sim.apply(f"lose answer checkout {leader} kind=produce")
    sim.apply("publish checkout orders partition=0")
    events = sim.advance(10 * SECOND)
    lost = of(events, "network.answer_lost")[0]
    assert [e.cause for e in of(events, "network.timed_out")] == [lost.seq]
    assert len(of(events, "log.record_appended")) == (1 if idempotent else 2)
    assert len(of(events, "log.duplicate_recognised")) == (1 if idempotent else 0)
    acks = of(events, "client.ack_received")
    assert [e.offset for e in acks] == [0 if idempotent else 1]


def test_a_late_answer_holds_back_what_follows_it() -> None:
    sim = run({"linger.ms": 0})
    leader = sim._cluster.producers["checkout"].knowledge.leaders["orders:0"][0]
    sim.apply(f"delay answer checkout {leader} by=2s")
    sim.apply("publish checkout orders partition=0 value=a")
    sim.advance(sim.now_us + 300_000)
    sim.apply("publish checkout orders partition=0 value=b")
    events = sim.advance(sim.now_us + 4 * SECOND)
    acks = of(events, "client.ack_received")
    assert [e.offset for e in acks] == [0, 1]
    assert acks[0].at_us == acks[1].at_us > 3 * SECOND


def test_batches_swap_when_the_first_is_refused_and_the_second_is_not() -> None:
    """Two requests under way; the first meets too few in-sync replicas, the second enough.

    The leader must know the producer id already: an unknown one may begin with any sequence.
    """
    orders = {}
    for idempotent in (True, False):
        sim = run({"linger.ms": 0, "enable.idempotence": idempotent})
        sim.apply("publish checkout orders partition=0 value=known")
        sim.advance(sim.now_us + SECOND)
        sim.apply("set topic orders min.insync.replicas=3")
        sim.apply("stop broker 3")
        sim.advance(5 * SECOND)
        sim.apply("set topic orders min.insync.replicas=1")
        sim.advance(sim.now_us + 100_000)
        sim.apply("publish checkout orders partition=0 value=first")
        sim.advance(sim.now_us + 110_000)
        sim.apply("publish checkout orders partition=0 value=second")
        sim.advance(10 * SECOND)
        leader = next(
            r for b in sim._cluster.brokers.values() if (r := b.replica("orders", 0)) and r.leads
        )
        orders[idempotent] = [r.value for r in leader.log.records]
    assert orders[True] == ["known", "first", "second"]
    assert orders[False] == ["known", "second", "first"]


def test_a_restarted_producer_is_a_new_session() -> None:
    sim = run(rate_per_s=5)
    it = sim._cluster.producers["checkout"]
    old = it.producer_id
    sim.advance(2 * SECOND)
    sim.apply("crash producer checkout")
    assert sim.view()["producers"]["checkout"]["state"] == "down"
    assert sim.check("publish checkout orders") is not None
    with pytest.raises(Rejected):
        sim.apply("close producer checkout")
    assert not of(sim.advance(4 * SECOND), "client.record_created")
    sim.apply("restart producer checkout")
    events = sim.advance(6 * SECOND)
    assert it.producer_id != old
    assert of(events, "client.ack_received")


def test_closing_sends_what_waits_for_linger() -> None:
    sim = run({"linger.ms": 9000})
    sim.apply("publish checkout orders partition=0")
    sim.apply("close producer checkout")
    events = sim.advance(sim.now_us + SECOND)
    assert [e.type for e in events if e.type in ("client.ack_received", "client.producer_closed")]
    assert sim.view()["producers"]["checkout"]["state"] == "closed"


def test_a_paused_producer_goes_on_later() -> None:
    sim = run(rate_per_s=5)
    sim.apply("pause producer checkout for=3s")
    assert not of(sim.advance(sim.now_us + 2_900_000), "client.record_created")
    assert of(sim.advance(sim.now_us + 2 * SECOND), "client.record_created")


def test_a_snapshot_in_the_middle_changes_nothing() -> None:
    script = ["lose answer checkout 1", "delay answer checkout 2 by=1s", "pause producer checkout"]
    sim = run({"buffer.memory": 40000}, rate_per_s=10)
    for text in script:
        sim.apply(text)
    for _ in range(6):
        sim.advance(sim.now_us + 700_000)
        twin = Simulation.restore(sim.snapshot())
        twin.advance(sim.now_us + SECOND)
        other = sim.clone()
        other.advance(sim.now_us + SECOND)
        assert twin.digest() == other.digest()
