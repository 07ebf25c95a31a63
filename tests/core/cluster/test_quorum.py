"""The KRaft quorum (semantics 4.1 to 4.4): majorities, and what goes on without one."""

from typing import Any

import pytest

from tests.core.cluster.stage import SECOND, Play, of, scenario


def isolated(voters: int = 3, seed: int = 7, **more: Any) -> Play:
    plane = {"kind": "kraft", "voters": voters, "combined": False}
    play = Play(scenario(cluster={"control_plane": plane}, **more), seed)
    play.go(3 * SECOND)
    return play


def believers(play: Play) -> list[str]:
    return [n.name for n in play.sim._cluster.plane.nodes.values() if n.role == "leader"]


@pytest.mark.parametrize("voters", range(1, 8))
def test_a_minority_of_voters_may_fail_and_no_more(voters: int) -> None:
    """floor(n/2) + 1 decide: 3 tolerate 1, 5 tolerate 2, 2 none, 4 no better than 3."""
    play = isolated(voters)
    tolerated = voters - (voters // 2 + 1)
    for number in range(tolerated):
        play.do(f"crash controller q{number + 1}", then=5 * SECOND)
    assert len(believers(play)) == 1, f"{voters} voters tolerate {tolerated}"
    play.do(f"crash controller q{tolerated + 1}", then=8 * SECOND)
    assert believers(play) == []
    assert play.sim.view()["cluster"]["quorum"] == "lost"
    play.do(f"restart controller q{tolerated + 1}", then=8 * SECOND)
    assert len(believers(play)) == 1


def test_a_failover_asks_before_it_votes() -> None:
    play = isolated()
    leader = believers(play)[0]
    epoch = play.sim._cluster.plane.nodes[leader].epoch
    events = play.do(f"crash controller {leader}", then=6 * SECOND)
    roles = [(e.role, e.epoch) for e in of(events, "controller.role_changed") if e.node != leader]
    names = [role for role, _ in roles]
    assert names.index("prospective") < names.index("candidate") < names.index("leader")
    assert ("prospective", epoch) in roles, "a pre-vote does not raise the epoch"
    assert ("candidate", epoch + 1) in roles
    assert len(of(events, "controller.controller_elected")) == 1


def test_a_leader_that_hears_no_majority_steps_down_and_the_others_go_on() -> None:
    play = isolated()
    leader = believers(play)[0]
    others = [q for q in ("q1", "q2", "q3") if q != leader]
    play.do(*(f"cut {leader} {other}" for other in others), then=10 * SECOND)
    assert believers(play) and believers(play) != [leader]
    play.do(*(f"heal {leader} {other}" for other in others), then=5 * SECOND)
    assert len(believers(play)) == 1


def test_one_voter_that_is_cut_off_disturbs_nobody() -> None:
    """Its pre-votes are not granted, so the epoch stays."""
    play = isolated()
    leader = believers(play)[0]
    away = next(q for q in ("q1", "q2", "q3") if q != leader)
    epoch = play.sim._cluster.plane.nodes[leader].epoch
    play.do(*(f"cut {away} {q}" for q in ("q1", "q2", "q3") if q != away), then=10 * SECOND)
    play.do(*(f"heal {away} {q}" for q in ("q1", "q2", "q3") if q != away), then=5 * SECOND)
    assert believers(play) == [leader]
    assert play.sim._cluster.plane.nodes[leader].epoch == epoch


GROUP = [{"id": "billing", "topics": ["orders"], "members": 1, "work": "50ms"}]


def without_quorum() -> Play:
    play = isolated(groups=GROUP)
    play.go(5 * SECOND)
    play.do("crash controller q1", "crash controller q2", then=6 * SECOND)
    assert believers(play) == []
    return play


def test_without_a_quorum_records_and_commits_go_on() -> None:
    play = without_quorum()
    events = play.do("publish checkout orders key=ada", then=8 * SECOND)
    assert len(of(events, "client.ack_received")) == 1
    assert len(of(events, "client.record_processed")) == 1
    assert len(of(events, "client.offset_committed")) == 1


def test_without_a_quorum_a_dead_follower_stays_in_sync_and_acks_all_waits() -> None:
    play = without_quorum()
    play.do("crash broker 3", then=10 * SECOND)
    events = play.do("publish checkout orders key=ada", then=14 * SECOND)
    assert play.partition()["isr"] == (1, 2, 3)
    assert not of(events, "client.ack_received", "replication.isr_shrunk")
    replica = play.partition()["replicas"]["1"]
    assert replica["high_watermark"] < replica["log_end_offset"]
    play.do("restart controller q1", then=12 * SECOND)
    assert play.partition()["isr"] == (1, 2)
    assert play.partition()["replicas"]["1"]["high_watermark"] == replica["log_end_offset"]


def test_without_a_quorum_nobody_is_elected_or_fenced() -> None:
    play = without_quorum()
    events = play.do("crash broker 1", then=15 * SECOND)
    assert not of(events, "controller.leader_elected", "controller.broker_fenced")
    assert play.partition()["leader"] == 1
    events = play.do("restart controller q2", then=12 * SECOND)
    assert of(events, "controller.leader_elected")[0].leader == 2


@pytest.mark.parametrize(
    "line",
    ["create topic audit", "delete topic orders", "set partitions orders total=2",
     "reassign orders 0 replicas=1,2", "elect preferred orders",
     "set topic orders min.insync.replicas=1"],
)  # fmt: skip
def test_without_a_quorum_nothing_can_be_changed(line: str) -> None:
    assert without_quorum().refused(line) == "wrong_state"


def test_a_leader_without_its_majority_decides_nothing() -> None:
    """It does not know yet, so it takes the command; no voter confirms it."""
    play = isolated()
    leader = believers(play)[0]
    others = [q for q in ("q1", "q2", "q3") if q != leader]
    play.do(*(f"cut {leader} {other}" for other in others))
    events = play.do("create topic audit", then=10 * SECOND)
    assert not of(events, "controller.topic_created")
    play.do(*(f"heal {leader} {other}" for other in others), then=5 * SECOND)
    assert "audit" not in play.sim.view()["topics"]


def test_a_combined_node_takes_a_voter_and_a_broker_with_it() -> None:
    play = Play(
        scenario(cluster={"control_plane": {"kind": "kraft", "voters": 3, "combined": True}})
    )
    play.go(3 * SECOND)
    play.do("crash broker 3", then=6 * SECOND)
    assert play.sim.view()["cluster"]["quorum"] == "held"
    assert play.partition()["isr"] == (1, 2)
    play.do("crash broker 2", then=8 * SECOND)
    assert play.sim.view()["cluster"]["quorum"] == "lost"
    events = play.do("publish checkout orders key=ada", then=18 * SECOND)
    assert not of(events, "client.ack_received"), "acks=all and the metadata both stand still"


def test_a_broker_behind_on_metadata_does_not_know_the_epoch() -> None:
    """A slow broker's view is old for a moment: it answers UNKNOWN_LEADER_EPOCH or NOT_LEADER."""
    play = isolated(groups=GROUP)
    play.go(4 * SECOND)
    play.do("slow broker 2 latency=900ms", then=3 * SECOND)
    events = play.do("stop broker 1", then=12 * SECOND)
    errors = {e.summary.get("error") for e in of(events, "network.sent")}
    assert errors & {"UNKNOWN_LEADER_EPOCH", "NOT_LEADER_OR_FOLLOWER", "FENCED_LEADER_EPOCH"}
    seen = play.sim.view()["metadata"]
    assert seen["broker-2"] <= seen["broker-3"]


def test_a_one_way_cut_makes_a_follower_leave() -> None:
    """What the follower asks does not arrive, though what the leader says would."""
    play = isolated()
    play.do("cut 3 1 oneway=true", "publish checkout orders key=ada", then=12 * SECOND)
    assert play.partition()["isr"] == (1, 2)
    assert play.sim.view()["brokers"]["3"]["fenced"] is False, "the controller still hears it"
    play.do("heal 3 1", then=8 * SECOND)
    assert sorted(play.partition()["isr"]) == [1, 2, 3]


def test_a_broker_that_only_its_controller_misses_is_fenced() -> None:
    play = isolated()
    play.do(*(f"cut 3 {q} oneway=true" for q in ("q1", "q2", "q3")), then=6 * SECOND)
    assert play.sim.view()["brokers"]["3"]["fenced"] is True
    assert play.partition()["isr"] == (1, 2)
