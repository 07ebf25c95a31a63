"""Topics, brokers and replicas that come, go and move while the cluster runs (semantics 3.8, 3.9)."""

import pytest

from broker_core import Simulation
from tests.core.cluster.stage import SECOND, Play, of, scenario


def test_a_new_broker_gets_nothing_by_itself() -> None:
    play = Play(scenario())
    play.go(2 * SECOND)
    events = play.do("add broker 4 rack=d", then=4 * SECOND)
    assert [e.type for e in of(events, "broker.added", "controller.broker_registered",
            "controller.broker_unfenced")] == [
        "broker.added", "controller.broker_registered", "controller.broker_unfenced",
    ]  # fmt: skip
    assert play.sim.view()["brokers"]["4"]["rack"] == "d"
    assert play.partition()["replica_ids"] == (1, 2, 3)
    assert not play.sim._cluster.brokers[4].replicas
    assert play.sim.cast()["brokers"] == [1, 2, 3, 4]
    assert play.refused("add broker 4") == "already_exists"


def test_a_reassignment_copies_from_the_log_start_then_drops_the_old_replica() -> None:
    play = Play(scenario())
    play.go(SECOND)
    for _ in range(3):
        play.do("publish checkout orders key=ada", then=SECOND)
    play.do("add broker 4", then=3 * SECOND)
    events = play.do("reassign orders 0 replicas=1,3,4", then=4 * SECOND)
    told = of(
        events, "controller.reassignment_started", "controller.reassignment_completed",
        "log.replica_created", "log.replica_removed",
    )  # fmt: skip
    assert [e.type.partition(".")[2] for e in told] == [
        "reassignment_started", "replica_created", "reassignment_completed", "replica_removed",
    ]  # fmt: skip
    assert told[0].replica_ids == (1, 3, 4, 2)
    assert (told[0].adding, told[0].removing) == ((4,), (2,))
    copied = [e.offset for e in of(events, "replication.replicated") if e.broker == 4]
    assert copied == [0, 1, 2]
    assert play.partition()["replica_ids"] == (1, 3, 4)
    assert sorted(play.partition()["isr"]) == [1, 3, 4]
    assert play.ends() == {"1": 3, "3": 3, "4": 3}
    assert play.partition()["leader"] == 1
    assert play.partition()["leader_epoch"] == 1, "removing a replica raises the leader epoch"


def test_a_reassignment_away_from_the_leader_elects_and_tells_it_so() -> None:
    play = Play(scenario())
    play.go(SECOND)
    play.do("publish checkout orders key=ada", "add broker 4", then=3 * SECOND)
    events = play.do("reassign orders 0 replicas=4,2,3", then=4 * SECOND)
    errors = [e.summary.get("error") for e in of(events, "network.sent")]
    assert "NEW_LEADER_ELECTED" in errors
    elected = of(events, "controller.leader_elected")
    assert [(e.leader, e.previous_leader, e.reason) for e in elected] == [(4, 1, "reassigned")]
    play.do("publish checkout orders key=bo", then=4 * SECOND)
    assert play.ends() == {"2": 2, "3": 2, "4": 2}


def test_a_reassignment_waits_for_a_dead_newcomer_and_can_be_taken_back() -> None:
    play = Play(scenario())
    play.do("add broker 4", then=3 * SECOND)
    play.do("crash broker 4", then=5 * SECOND)
    play.do("reassign orders 0 replicas=1,2,4", then=3 * SECOND)
    assert play.partition()["replica_ids"] == (1, 2, 4, 3)
    assert play.partition()["adding"] == (4,)
    play.do("reassign orders 0 replicas=1,2,3", then=2 * SECOND)
    assert play.partition()["replica_ids"] == (1, 2, 3)
    assert play.partition()["adding"] == []


def test_several_partitions_move_with_one_command() -> None:
    shape = scenario(topic={"partitions": 2, "replicas": [[1, 2, 3], [2, 3, 1]]})
    play = Play(shape)
    play.do("add broker 4", then=3 * SECOND)
    play.do("reassign orders 0,1 replicas=4,2,3/4,1,3", then=5 * SECOND)
    assert [play.partition(p)["replica_ids"] for p in (0, 1)] == [(4, 2, 3), (4, 1, 3)]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("reassign orders 0 replicas=1,1,2", "INVALID_REPLICA_ASSIGNMENT"),
        ("reassign orders 0 replicas=1,2,9", "INVALID_REPLICA_ASSIGNMENT"),
        ("reassign orders 0,1 replicas=1,2,3", "INVALID_REPLICA_ASSIGNMENT"),
        ("reassign orders 7 replicas=1,2,3", "out_of_range"),
        ("reassign nothing 0 replicas=1", "unknown_id"),
        ("create topic audit partitions=1 replication_factor=4", "INVALID_REPLICATION_FACTOR"),
        ("create topic audit partitions=0", "out_of_range"),
        ("create topic orders", "already_exists"),
        ("create topic __mine", "INVALID_TOPIC_EXCEPTION"),
        ("delete topic audit", "unknown_id"),
        ("delete topic __consumer_offsets", "unknown_id"),
        ("set partitions orders total=1", "INVALID_PARTITIONS"),
        ("elect preferred orders", "ELECTION_NOT_NEEDED"),
        ("elect unclean orders 0", "ELECTION_NOT_NEEDED"),
    ],
)
def test_what_kafka_refuses_is_refused(line: str, error: str) -> None:
    play = Play(scenario())
    play.go(SECOND)
    assert play.refused(line) == error


def test_more_partitions_move_keys_after_the_next_metadata_refresh() -> None:
    shape = scenario(
        topic={"partitions": 3, "replicas": [[1, 2, 3], [2, 3, 1], [3, 1, 2]]},
        producers=[{"id": "checkout", "topic": "orders", "config": {"metadata.max.age.ms": 5000}}],
    )
    play = Play(shape)
    play.go(SECOND)
    play.do("set partitions orders total=4", then=SECOND)
    play.do("publish checkout orders key=fei", then=SECOND)
    play.go(5 * SECOND)
    play.do("publish checkout orders key=fei", then=SECOND)
    chosen = [e.partition for e in of(play.events, "client.record_created")]
    assert chosen == [2, 3], "2 by the old count, 3 by the new one"


def test_a_deleted_topic_and_its_namesake_are_two_topics() -> None:
    play = Play(scenario(producers=[{"id": "checkout", "topic": "orders"}]))
    play.go(SECOND)
    play.do("create topic audit partitions=1 replication_factor=3", then=SECOND)
    play.do("publish checkout audit key=ada", then=2 * SECOND)
    play.do("crash broker 3", then=5 * SECOND)
    play.do("delete topic audit", then=SECOND)
    assert "audit" not in play.sim.view()["topics"]
    assert play.refused("publish checkout audit") == "unknown_id"
    play.do("create topic audit partitions=1 replication_factor=3", then=SECOND)
    events = play.do("publish checkout audit key=bo", then=4 * SECOND)
    assert len(of(events, "client.ack_received")) == 1
    play.do("restart broker 3", then=6 * SECOND)
    assert play.ends(topic="audit") == {"1": 1, "2": 1, "3": 1}
    assert len(of(play.events, "log.replica_removed")) == 3


def test_racks_are_registered_and_placement_spreads_over_them() -> None:
    shape = scenario(
        cluster={"brokers": 4, "racks": ["a", "a", "b", "b"]},
        topic={"partitions": 8, "replication_factor": 2, "replicas": None},
    )
    play = Play(shape)
    play.go(SECOND)
    racks = {b: row["rack"] for b, row in play.sim.view()["brokers"].items()}
    assert racks == {"1": "a", "2": "a", "3": "b", "4": "b"}
    for number in range(8):
        spread = {racks[str(b)] for b in play.partition(number)["replica_ids"]}
        assert spread == {"a", "b"}


def test_a_run_with_all_of_it_restores_and_repeats() -> None:
    lines = [
        "add broker 4", "reassign orders 0 replicas=4,2,3", "create topic audit partitions=2",
        "set partitions orders total=2", "delete topic audit", "elect preferred orders",
    ]  # fmt: skip
    play = Play(scenario())
    for line in lines:
        if play.sim.check(line) is None:
            play.do(line)
        twin = Simulation.restore(play.sim.snapshot())
        assert twin.digest() == play.sim.digest()
        there = twin.advance(twin.now_us + 2 * SECOND)
        assert play.sim.advance(play.sim.now_us + 2 * SECOND) == there


def test_who_still_uses_a_deleted_topic_is_told_so() -> None:
    play = Play(scenario(producers=[{"id": "checkout", "topic": "orders"}]))
    play.do("publish checkout orders key=ada", then=3 * SECOND)
    play.do("delete topic orders")
    play.go(100_000)
    events = play.do("publish checkout orders key=bo", then=20 * SECOND)
    assert "UNKNOWN_TOPIC_ID" in [e.summary.get("error") for e in of(events, "network.sent")]
    assert [e.error for e in of(events, "client.gave_up")] == ["DELIVERY_TIMEOUT"]


def test_a_group_takes_new_partitions_over_after_its_leader_refreshed_metadata() -> None:
    group = {
        "id": "billing", "topics": ["orders"], "members": 2, "work": "10ms",
        "config": {"metadata.max.age.ms": 4000, "auto.offset.reset": "earliest"},
    }  # fmt: skip
    play = Play(scenario(groups=[group]))
    play.go(6 * SECOND)
    play.do("set partitions orders total=4")
    events = play.go(10 * SECOND)
    assert of(events, "group.rebalanced")
    owned = [
        row for name in ("billing-1", "billing-2")
        for row in play.sim.view()["members"][name]["assigned"]
    ]  # fmt: skip
    assert sorted(tuple(row) for row in owned) == [("orders", p) for p in range(4)]


def test_a_throttled_reassignment_takes_its_time() -> None:
    def took(throttle: str) -> int:
        play = Play(scenario())
        play.go(SECOND)
        for _ in range(12):
            play.do("publish checkout orders key=ada value=1234567890", then=200_000)
        play.do("add broker 4", then=3 * SECOND)
        began = play.sim.now_us
        events = play.do(f"reassign orders 0 replicas=1,2,4{throttle}", then=20 * SECOND)
        assert play.ends()["4"] == 12
        return int(of(events, "controller.reassignment_completed")[0].at_us) - began

    assert took("") < SECOND
    assert took(" throttle=60") > 3 * SECOND


def test_preferred_leaders_return_by_themselves_unless_that_is_switched_off() -> None:
    def leader(enabled: bool) -> int:
        play = Play(scenario(cluster={"config": {"auto.leader.rebalance.enable": enabled}}))
        play.do("stop broker 1", then=4 * SECOND)
        play.do("restart broker 1", then=30 * SECOND)
        return int(play.partition()["leader"])

    assert (leader(True), leader(False)) == (1, 2)


def test_the_cast_keeps_places_for_what_the_script_adds() -> None:
    plain = scenario()
    topic = plain["topics"][0]["id"]
    script = [
        {"at": "8s", "do": "create topic audit partitions=2"},
        {"at": "9s", "do": f"set partitions {topic} total=7"},
    ]
    sim = Simulation.from_scenario({**plain, "script": script}, seed=7)
    planned = {row["id"]: row["partitions"] for row in sim.cast()["topics"]}
    assert planned == {topic: 7, "audit": 2}
    sim.advance(12 * SECOND)
    assert {row["id"]: row["partitions"] for row in sim.cast()["topics"]} == planned
