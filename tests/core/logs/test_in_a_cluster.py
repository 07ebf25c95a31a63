"""Logs in a running cluster: followers, readers, settings, refused batches, lost disks, wrong clocks."""

import pytest

from broker_core import Simulation
from broker_core.errors import Rejected, ScenarioError
from broker_core.scenario import library
from tests.core.cluster.stage import SECOND, Play, of, scenario

GROUP = [
    {
        "id": "billing", "topics": ["orders"], "members": 1, "work": "10ms",
        "config": {"auto.offset.reset": "earliest"},
    }
]  # fmt: skip


def play(seed=7, groups=(), **config):
    names = {name.replace("_", "."): value for name, value in config.items()}
    return Play(
        scenario(topic={"config": {"min.insync.replicas": 2, **names}}, groups=groups), seed
    )


def publish(run, count, key="ada", extra=""):
    for n in range(count):
        run.do(f"publish checkout orders key={key} value=v{n} {extra}", then=SECOND // 2)


def replica(run, broker, topic="orders"):
    return run.sim._cluster.brokers[broker].replicas[f"{topic}:0"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_replica_deletes_on_its_own_and_none_keeps_what_the_leader_dropped(seed):
    run = play(seed, retention_ms=3000, segment_bytes=200)
    publish(run, 12)
    run.go(20 * SECOND)
    deleted = of(run.events, "log.segment_deleted")
    assert {e.broker for e in deleted} == {1, 2, 3}
    for broker in (1, 2, 3):
        row = run.partition()["replicas"][str(broker)]
        assert row["log_start_offset"] == row["log_end_offset"] == 12, "an idle topic becomes empty"
        assert row["records"] == [] and [list(s) for s in row["segments"]] == [[12]]
    rolled = [e for e in of(run.events, "log.segment_rolled") if e.reason == "retention.ms"]
    assert rolled, "the active segment was closed to be deleted"
    ack = of(run.do("publish checkout orders key=bo", then=2 * SECOND), "client.ack_received")
    assert [e.offset for e in ack] == [12], "offsets go on"


def test_a_reader_below_the_log_start_jumps_to_the_oldest_record():
    run = play(groups=GROUP, retention_ms=4000, segment_bytes=200)
    publish(run, 4)
    run.go(8 * SECOND)
    run.do("crash member billing-1")
    publish(run, 8)
    run.go(6 * SECOND)
    publish(run, 2)
    start = replica(run, 1).log.log_start
    assert start > 4
    events = run.do("restart member billing-1", then=12 * SECOND)
    told = [(e.origin, e.position) for e in of(events, "client.position_set")]
    assert told[0] == ("committed", 4) and told[-1][0] == "earliest"
    done = [e.offset for e in of(events, "client.record_processed")]
    assert done[0] >= start
    assert run.sim._cluster.world.now_us < 60 * SECOND


def test_deleted_records_move_the_log_start_and_segments_go_later():
    run = play(segment_bytes=200)
    publish(run, 6)
    run.go(2 * SECOND)
    assert run.refused("delete records orders 0 before=7") == "out_of_range"
    moved = of(run.do("delete records orders 0 before=3", then=SECOND), "log.log_start_advanced")
    assert [(e.broker, e.reason) for e in moved] == [(1, "request"), (2, "leader"), (3, "leader")]
    assert len(replica(run, 2).log.records) == 6, "whole segments go, at the next check"
    run.go(12 * SECOND)
    for broker in (1, 2, 3):
        assert next(iter(replica(run, broker).log.records)).offset == 2


def test_a_follower_far_behind_starts_over_at_the_leaders_log_start():
    run = play(retention_ms=3000, segment_bytes=200)
    publish(run, 2)
    run.do("crash broker 3")
    publish(run, 8)
    run.go(15 * SECOND)
    publish(run, 1)
    events = run.do("restart broker 3", then=10 * SECOND)
    over = of(events, "log.started_over")
    assert [e.before for e in over] == [2] and over[0].offset > 2
    assert run.ends() == {"1": 11, "2": 11, "3": 11}


def test_a_follower_of_a_compacted_leader_keeps_its_gaps():
    run = play(cleanup_policy="compact", segment_bytes=200, min_cleanable_dirty_ratio="0.01")
    publish(run, 4, "ada")
    publish(run, 4, "bo")
    run.go(8 * SECOND)
    assert of(run.events, "log.compacted")
    run.do("lose disk 3", then=5 * SECOND)
    run.do("restart broker 3", then=10 * SECOND)
    mine, leaders = replica(run, 3).log, replica(run, 1).log
    assert [r.offset for r in mine.records] == [r.offset for r in leaders.records]
    assert len(mine.records) < mine.log_end == 8
    assert list(run.partition()["isr"]) == [1, 2, 3]


def test_what_a_topic_does_not_take():
    run = play(
        cleanup_policy="compact", message_timestamp_before_max_ms=60_000, max_message_bytes=200
    )
    run.go(3 * SECOND)

    def error(line):
        events = run.do(line, then=2 * SECOND)
        return [(e.error, e.because) for e in of(events, "log.rejected")]

    assert error("publish checkout orders value=x") == [("INVALID_RECORD", ("cleanup.policy",))]
    assert error("publish checkout orders key=ada timestamp=-2m") == [
        ("INVALID_TIMESTAMP", ("message.timestamp.before.max.ms",))
    ]
    assert error("publish checkout orders key=ada timestamp=61m") == [
        ("INVALID_TIMESTAMP", ("message.timestamp.after.max.ms",))
    ]
    assert error(f"publish checkout orders key=ada value={'x' * 200}") == [
        ("MESSAGE_TOO_LARGE", ("max.message.bytes",))
    ]
    assert error("publish checkout orders key=ada value=null timestamp=-30s") == []
    assert of(run.events, "client.ack_received"), "a new producer epoch began after the refusals"
    assert {e.error for e in of(run.events, "client.gave_up")} == {
        "INVALID_RECORD", "INVALID_TIMESTAMP", "MESSAGE_TOO_LARGE",
    }  # fmt: skip


def test_log_append_time_goes_by_the_leaders_clock():
    run = play(message_timestamp_type="LogAppendTime")
    run.do("skew broker 1 by=-5m", then=2 * SECOND)
    events = run.do("publish checkout orders key=ada timestamp=9d", then=2 * SECOND)
    written = of(events, "log.record_appended")[0]
    assert written.timestamp_us == written.at_us - 300 * SECOND
    copied = of(events, "replication.replicated")
    assert {e.timestamp_us for e in copied} == {written.timestamp_us}


def test_a_clock_ahead_deletes_too_early_on_that_broker_only():
    run = play(retention_ms=60_000, segment_bytes=200)
    publish(run, 4)
    run.do("skew broker 2 by=5m", then=8 * SECOND)
    assert {e.broker for e in of(run.events, "log.segment_deleted")} == {2}
    assert replica(run, 1).log.log_start == 0


def test_settings_change_at_run_time_by_kafkas_names():
    run = play()
    run.go(2 * SECOND)
    events = run.do(
        "set topic orders retention.ms=3s cleanup.policy=compact,delete "
        "min.cleanable.dirty.ratio=0.25 min.insync.replicas=1",
        then=SECOND,
    )
    told = {e.key: e.value for e in of(events, "controller.topic_config_changed")}
    assert told == {
        "retention.ms": "3000", "cleanup.policy": "compact,delete",
        "min.cleanable.dirty.ratio": "0.25", "min.insync.replicas": "1",
    }  # fmt: skip
    for broker in (1, 2, 3):
        config = run.sim._cluster.brokers[broker].config("orders")
        assert config["retention.ms"] == 3 * SECOND
        assert config["min.cleanable.dirty.ratio"] == 25
    assert run.sim.view()["topic_configs"]["orders"]["config"] == told


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("set topic orders", "missing_field"),
        ("set topic orders retention.msec=3s", "unknown_field"),
        ("set topic orders segment.bytes=0", "out_of_range"),
        ("set topic orders cleanup.policy=burn", "bad_value"),
        ("set topic orders retention.bytes=-2", "out_of_range"),
        ("set topic orders min.cleanable.dirty.ratio=2", "bad_value"),
        ("set topic orders retention.ms=1s retention.ms=2s", "repeated_field"),
        ("set topic nowhere retention.ms=1s", "unknown_id"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(line, code):
    sim = Simulation.from_scenario(scenario())
    sim.advance(2 * SECOND)
    refusal = sim.check(line)
    assert isinstance(refusal, Rejected) and refusal.code == code


def test_kafkas_minimum_holds_unless_the_scenario_says_otherwise():
    shape = scenario(preset="production", topic={"config": {"segment.bytes": 400}})
    with pytest.raises(ScenarioError, match=r"segment\.bytes must be from 1048576"):
        Simulation.from_scenario(shape)
    sim = Simulation.from_scenario({**shape, "teaching_overrides": ["segment.bytes"]})
    assert sim.check("set topic orders segment.bytes=300") is None
    with pytest.raises(ScenarioError, match=r"teaching_overrides: segment\.byte is no setting"):
        Simulation.from_scenario({**shape, "teaching_overrides": ["segment.byte"]})


@pytest.mark.parametrize(("same_id", "offline"), [("", True), (" same_id=true", False)])
def test_a_replaced_disk_is_never_elected_but_an_emptied_directory_is(same_id, offline):
    """Semantics 3.4: the last known leader needs its registered log directory."""
    run = play(min_insync_replicas=2)
    publish(run, 3)
    run.do("crash broker 2", then=5 * SECOND)
    run.do("crash broker 3", then=5 * SECOND)
    run.do(f"lose disk 1{same_id}", then=5 * SECOND)
    for broker in (2, 3, 1):
        if broker != 1:
            run.do(f"lose disk {broker}")
    events = run.do("restart broker 1", then=8 * SECOND)
    assert of(events, "broker.started")
    shape = run.partition()
    assert shape["leader"] == -1, "the eligible leader replicas are still awaited"
    run.do("restart broker 2", then=8 * SECOND)
    events = run.do("restart broker 3", then=8 * SECOND)
    assert (run.partition()["leader"] == -1) is offline
    assert [e.election for e in of(events, "controller.leader_elected")] == (
        [] if offline else ["last-known"]
    )


@pytest.mark.parametrize("slug", ["conveyor", "laundry"])
def test_a_restored_run_goes_on_the_same(slug):
    sim = Simulation.from_scenario(library()[slug], seed=3)
    for until in (9, 21, 33):
        sim.advance(until * SECOND)
        twin = Simulation.restore(sim.snapshot())
        ends = [s.advance((until + 8) * SECOND) for s in (sim.clone(), twin)]
        assert ends[0] == ends[1]


def test_the_conveyor_drops_what_was_not_read():
    sim = Simulation.from_scenario(library()["conveyor"])
    events = sim.advance(60 * SECOND)
    jumps = [(e.origin, e.position) for e in of(events, "client.position_set")]
    committed = next(p for o, p in jumps if o == "committed")
    assert jumps[-1][0] == "earliest" and jumps[-1][1] > committed


def test_the_laundry_gives_a_late_reader_everybodys_newest_state():
    sim = Simulation.from_scenario(library()["laundry"])
    events = sim.advance(60 * SECOND)
    keys = {e.key for e in of(events, "client.record_processed")}
    assert keys == {"ada", "bo", "cal"}, "di was deleted, and the tombstone is gone too"
    first = of(events, "client.record_processed")[0]
    assert first.offset > 30, "earliest is 0, the records below are gone"
    assert any(e.tombstones for e in of(events, "log.compacted"))


def test_a_slow_reader_still_gets_what_it_had_fetched_before_it_jumps():
    run = play(groups=[{**GROUP[0], "work": "4s"}], retention_ms=4000, segment_bytes=200)
    publish(run, 20)
    run.go(60 * SECOND)
    publish(run, 10)
    run.go(30 * SECOND)
    done = [e.offset for e in of(run.events, "client.record_processed")]
    assert done[:14] == list(range(14)), "its buffer outlives the deleted segments"
    jumps = [e.position for e in of(run.events, "client.position_set")]
    assert len(jumps) <= 3, "one reset at a time"


def test_a_search_by_time_goes_by_timestamps():
    """ListOffsets, which auto.offset.reset=by_duration asks (KIP-1106)."""
    group = {
        **GROUP[0], "members": 0, "config": {"auto.offset.reset": "by_duration:PT1H"}
    }  # fmt: skip
    run = play(groups=[group])
    run.go(SECOND)
    publish(run, 2, extra="timestamp=-2h")
    publish(run, 2, extra="timestamp=-30m")
    events = run.do("join group billing", then=12 * SECOND)
    assert [e.position for e in of(events, "client.position_set")] == [2]


def test_the_brokers_configuration_is_every_topics_default():
    shape = scenario(
        cluster={"config": {"log.retention.ms": 7000, "message.max.bytes": 5000}},
        topic={"config": {"retention.ms": 9000}},
    )
    sim = Simulation.from_scenario(shape)
    sim.advance(SECOND)
    sim.apply("create topic later")
    sim.advance(5 * SECOND)
    told = [sim._cluster.brokers[1].config(topic) for topic in ("orders", "later")]
    assert [c["retention.ms"] for c in told] == [9 * SECOND, 7 * SECOND]
    assert [c["max.message.bytes"] for c in told] == [5000, 5000]


@pytest.mark.parametrize("seed", [1, 2])
def test_one_lost_disk_after_the_other_loses_nothing_that_was_acknowledged(seed):
    shape = scenario(topic={"config": {"min.insync.replicas": 2, "segment.bytes": 200}})
    shape["producers"][0]["rate_per_s"] = 2
    run = Play(shape, seed)
    run.go(3 * SECOND)
    for broker in (1, 2, 3):
        run.do(f"lose disk {broker}", then=3 * SECOND)
        run.do(f"restart broker {broker}", then=12 * SECOND)
        assert sorted(run.partition()["isr"]) == [1, 2, 3]
    log = replica(run, run.partition()["leader"]).log
    there = {r.offset: r.record for r in log.records}
    acked = of(run.events, "client.ack_received")
    assert len(acked) > 40
    assert all(there[e.offset] == e.record for e in acked)
