"""The classic group protocol, rule by rule (semantics 5.2 to 5.5)."""

import pytest

from broker_core import Rejected
from broker_core.coordinator.transitions import ANSWERS, MOVES, STATES
from tests.core.groups.stage import Stage, scenario

TWO = {"members": 2}


def test_the_table_of_moves_is_kafkas() -> None:
    """Every state can be reached and, but for Dead, left; no other pair is allowed."""
    assert set(MOVES) == {
        ("Empty", "PreparingRebalance"),
        ("Empty", "Dead"),
        ("PreparingRebalance", "CompletingRebalance"),
        ("PreparingRebalance", "Empty"),
        ("CompletingRebalance", "Stable"),
        ("CompletingRebalance", "PreparingRebalance"),
        ("Stable", "PreparingRebalance"),
    }
    assert {state for move in MOVES for state in move} == set(STATES)
    assert all(set(answers) == set(STATES) for answers in ANSWERS.values())
    assert ANSWERS["commit"]["PreparingRebalance"] is None
    assert ANSWERS["commit"]["CompletingRebalance"] == "REBALANCE_IN_PROGRESS"


def test_a_crash_is_noticed_after_the_session_timeout_a_close_at_once() -> None:
    crashed = Stage(scenario(TWO, partitions=2)).go(6).do("crash member billing-1")
    at = crashed.sim.now_us
    expired = crashed.until("group.member_expired")
    assert 4_500_000 <= expired.at_us - at <= 6_060_000
    assert expired.because == ("session.timeout.ms",)
    closed = Stage(scenario(TWO, partitions=2)).go(6).do("close member billing-1")
    at = closed.sim.now_us
    assert closed.until("client.partitions_assigned", member="billing-2").at_us - at <= 2_500_000


def test_a_static_member_back_in_time_keeps_its_partitions_without_a_rebalance() -> None:
    run = Stage(scenario({**TWO, "static": True}, partitions=4)).go(6)
    before = run.group()
    seq = run.seq
    run.do("crash member billing-1").go(2)
    run.do("restart member billing-1").go(5)
    after = run.group()
    assert after["generation"] == before["generation"]
    assert not run.all("group.state_changed", since=seq)
    replaced = run.all("group.member_replaced", since=seq)
    assert [e.instance_id for e in replaced] == ["billing-1"]
    assert replaced[0].member_id != replaced[0].old_member_id
    assert run.member("billing-1")["assigned"] == (("orders", 0), ("orders", 1))


def test_a_static_member_does_not_leave_when_it_closes() -> None:
    run = Stage(scenario({**TWO, "static": True}, partitions=4)).go(6)
    seq = run.seq
    run.do("close member billing-1").go(3)
    assert [e.left for e in run.all("client.member_closed", since=seq)] == [False]
    assert not run.all("group.member_left", since=seq)
    run.until("group.member_expired", member="billing-1", within=6)


@pytest.mark.parametrize("leads", ["billing-1", "billing-2"])
def test_a_second_instance_fences_the_first(leads: str) -> None:
    run = Stage(scenario({**TWO, "static": True}, partitions=4)).go(6)
    generation = run.group()["generation"]
    run.do(f"join group billing instance={leads}").go(8)
    assert [(e.member, e.error) for e in run.all("client.member_failed")] == [
        (leads, "FENCED_INSTANCE_ID")
    ]
    assert run.group()["generation"] == generation
    assert len(run.group()["members"]) == 2
    assert len(run.member("billing-3")["assigned"]) == 2


def test_an_application_that_does_not_poll_in_time_leaves_by_itself() -> None:
    """Heartbeats go on meanwhile (misconception 42); its offsets are refused afterwards."""
    slow = {
        "members": 2,
        "work": "8s",
        "pattern": "commit_after",
        "config": {"max.poll.interval.ms": "3s"},
    }
    run = Stage(scenario(slow, partitions=1)).go(6)
    run.do("publish checkout orders key=ada")
    started = run.until("client.processing_started")
    expired = run.until("client.poll_expired", member=started.member)
    assert expired.at_us - started.at_us == 3_000_000
    run.until("group.member_left", member=started.member, within=1)
    done = run.until("client.record_processed", member=started.member)
    assert done.at_us == started.at_us + 8_000_000
    run.go(1)
    refused = run.all("client.commit_refused", since=done.seq)
    assert [e.error for e in refused][:1] == ["UNKNOWN_MEMBER_ID"]


def test_a_static_application_that_does_not_poll_only_stops_its_heartbeats() -> None:
    slow = {"static": True, "work": "30s", "config": {"max.poll.interval.ms": "3s"}}
    run = Stage(scenario(slow)).go(6).do("publish checkout orders key=ada")
    expired = run.until("client.poll_expired", member="billing-1")
    assert expired.static
    out = run.until("group.member_expired", member="billing-1")
    assert out.reason == "session"
    assert out.at_us > expired.at_us + 3_000_000
    assert not run.all("group.member_left")


def test_a_paused_member_is_a_zombie_that_still_works_on_what_it_has() -> None:
    """Fencing protects offsets, not side effects (5.4)."""
    plan = scenario({"members": 2, "work": "1s", "pattern": "commit_after"}, partitions=1)
    run = Stage(plan).go(6)
    run.do(*["publish checkout orders key=ada"] * 3)
    run.until("client.processing_started", member="billing-1")
    run.do("pause member billing-1 for=12s")
    run.until("client.record_processed", member="billing-2", within=15)
    back = run.until("broker.resumed", within=15)
    run.go(5)
    late = run.all("client.record_processed", since=back.seq, member="billing-1")
    assert late and all(e.again for e in late)
    assert run.all("client.membership_lost", since=back.seq, member="billing-1")
    lost = run.all("client.partitions_revoked", since=back.seq, member="billing-1")
    assert [e.lost for e in lost] == [True]


def test_the_group_has_room_for_group_max_size_members_only() -> None:
    run = Stage(scenario(TWO, partitions=2, broker={"group.max.size": 2})).go(6)
    run.do("join group billing").go(3)
    assert [(e.member, e.error) for e in run.all("client.member_failed")] == [
        ("billing-3", "GROUP_MAX_SIZE_REACHED")
    ]
    assert len(run.group()["members"]) == 2


def test_a_session_outside_the_brokers_range_is_refused() -> None:
    run = Stage(scenario({"config": {"session.timeout.ms": "5s"}})).go(3)
    assert [e.error for e in run.all("client.member_failed")] == ["INVALID_SESSION_TIMEOUT"]


def test_a_member_without_a_common_assignor_is_refused() -> None:
    run = Stage(scenario({"members": 1, "config": {"partition.assignment.strategy": "range"}})).go(
        6
    )
    run.do("set group billing partition.assignment.strategy=roundrobin", "join group billing").go(3)
    assert [(e.member, e.error) for e in run.all("client.member_failed")] == [
        ("billing-2", "INCONSISTENT_GROUP_PROTOCOL")
    ]


def test_the_list_of_assignors_can_be_changed_by_a_rolling_restart() -> None:
    """range -> range,cooperative-sticky -> cooperative-sticky, never a group without an assignor."""
    run = Stage(
        scenario({"members": 2, "config": {"partition.assignment.strategy": "range"}}, partitions=4)
    )
    run.go(6)
    for strategy in ("range,cooperative-sticky", "cooperative-sticky"):
        run.do(f"set group billing partition.assignment.strategy={strategy}")
        for member in ("billing-1", "billing-2"):
            run.do(f"close member {member}").go(3).do(f"restart member {member}").go(6)
    used = list(dict.fromkeys(e.protocol for e in run.all("group.rebalanced")))
    assert used == ["range", "cooperative-sticky"]
    assert not run.all("client.member_failed")
    assert run.group()["state"] == "Stable"


def test_another_subscription_begins_a_rebalance() -> None:
    run = Stage(scenario({"members": 2}, partitions=2, topics=("orders", "payments"))).go(6)
    generation = run.group()["generation"]
    run.do("subscribe member billing-1 topics=orders,payments").go(6)
    assert run.group()["generation"] > generation
    assert run.member("billing-1")["assigned"] == (
        ("orders", 0), ("payments", 0), ("payments", 1),
    )  # fmt: skip


def test_a_group_whose_offsets_expired_is_dead_and_skips_with_latest() -> None:
    """Offsets go offsets.retention.minutes after the group became Empty."""
    plan = scenario(
        {"config": {"auto.offset.reset": "latest"}},
        broker={"offsets.retention.minutes": "10s", "offsets.retention.check.interval.ms": "2s"},
        free=("offsets.retention.minutes",),
    )
    run = Stage(plan).go(6).do("publish checkout orders key=ada").go(4)
    assert run.group()["committed"] == {"orders": {"0": 1}}
    run.do("close member billing-1").go(1).do("publish checkout orders key=bo")
    empty = run.first(lambda e: e.type == "group.state_changed" and e.state == "Empty")
    dead = run.until("group.state_changed", state="Dead")
    assert 10_000_000 <= dead.at_us - empty.at_us <= 12_060_000
    assert run.group()["committed"] == {"orders": {}}
    run.do("restart member billing-1").go(6)
    set_ = run.all("client.position_set")[-1]
    assert (set_.position, set_.origin) == (2, "latest")


def test_a_group_can_be_deleted_when_it_is_empty() -> None:
    run = Stage(scenario(TWO)).go(6)
    with pytest.raises(Rejected) as refused:
        run.do("delete group billing")
    assert refused.value.fields["state"] == "Stable"
    run.do("close member billing-1", "close member billing-2").go(3).do("delete group billing").go(
        1
    )
    assert run.group()["state"] == "Dead"
    run.do("restart member billing-1").go(5)
    assert run.group()["state"] == "Stable"


def test_a_coordinator_that_fails_costs_no_rebalance() -> None:
    run = Stage(scenario({"members": 2}, partitions=4)).go(6)
    generation = run.group()["generation"]
    run.do(f"crash broker {run.group()['coordinator']}").go(12)
    assert run.group()["generation"] == generation
    assert [e.state for e in run.all("group.loaded")] == ["Stable"]
