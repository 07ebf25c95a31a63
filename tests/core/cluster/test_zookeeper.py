"""ZooKeeper mode as history (semantics 4.3, 4.5): who keeps the list of who lives."""

from typing import Any

import pytest

from broker_core import Simulation
from broker_core.errors import ScenarioError
from tests.core.cluster.stage import SECOND, Play, of, scenario

EXPIRED = 8 * SECOND
"""A session of 6 s, the tick after it, the controller's decision."""


def older(brokers: int = 3, ensemble: int = 3, **more: Any) -> Play:
    plane = {"kind": "zookeeper", "ensemble": ensemble}
    play = Play(scenario(cluster={"control_plane": plane, "brokers": brokers}, **more))
    play.go(2 * SECOND)
    return play


def test_the_ensemble_and_its_controller_stand_in_the_view() -> None:
    view = older().sim.view()
    assert view["cluster"]["control_plane"] == "zookeeper"
    assert view["cluster"]["active_controller"] == "broker-1"
    assert view["zookeeper"]["nodes"] == {
        "zk1": "zk_follower",
        "zk2": "zk_follower",
        "zk3": "zk_leader",
    }


def test_a_crashed_broker_is_noticed_when_its_session_ends() -> None:
    play = older()
    began = play.sim.now_us
    events = play.do("crash broker 2", then=EXPIRED)
    expired = of(events, "zookeeper.session_expired")[0]
    assert 4 * SECOND <= expired.at_us - began <= 7 * SECOND
    assert play.partition()["isr"] == (1, 3)
    assert not of(events, "controller.heartbeat_missed")


def test_the_controller_dies_and_the_next_one_reads_everything_first() -> None:
    play = older(topic={"partitions": 3, "replicas": [[1, 2, 3], [2, 3, 1], [3, 1, 2]]})
    events = play.do("crash broker 1", then=EXPIRED + 2 * SECOND)
    order = [
        e.type for e in of(
            events, "zookeeper.session_expired", "zookeeper.controller_freed",
            "controller.controller_elected", "zookeeper.state_read", "controller.leader_elected",
        )
    ]  # fmt: skip
    assert order == [
        "zookeeper.session_expired", "zookeeper.controller_freed",
        "controller.controller_elected", "zookeeper.state_read", "controller.leader_elected",
    ]  # fmt: skip
    pushed = [e.kind for e in of(events, "network.sent") if e.kind == "leader_and_isr"]
    assert pushed
    assert play.partition()["leader"] in (2, 3)
    assert play.sim.view()["cluster"]["controller_epoch"] == 2


def test_a_failover_takes_longer_with_more_partitions() -> None:
    def took(partitions: int) -> int:
        play = older(topic={"partitions": partitions, "replicas": None})
        events = play.do("crash broker 1", then=20 * SECOND)
        return int(of(events, "zookeeper.state_read")[0].took_us)

    few, many = took(2), took(40)
    assert many - few == 38 * 2 * 60_000


def test_an_old_controller_that_wakes_up_is_refused() -> None:
    play = older()
    play.do("pause broker 1 for=12s", then=11 * SECOND)
    assert play.sim.view()["cluster"]["active_controller"] in ("broker-2", "broker-3")
    play.do("publish checkout orders key=ada", then=10 * SECOND)
    nodes = play.sim._cluster.plane.nodes.values()
    assert sum(1 for node in nodes if node.role == "leader") == 1
    assert sorted(play.partition()["isr"]) == [1, 2, 3]


def test_a_clean_stop_moves_leaders_first_and_ends_the_session() -> None:
    play = older()
    events = play.do("stop broker 1", then=5 * SECOND)
    assert of(events, "broker.stopped")
    assert not of(events, "zookeeper.session_expired")
    elected = of(events, "controller.leader_elected")[0]
    assert (elected.reason, elected.leader) == ("shutdown", 2)
    assert play.sim.view()["cluster"]["active_controller"] != "broker-1"


def test_a_restart_waits_for_the_end_of_the_former_session() -> None:
    play = older()
    play.do("crash broker 3", then=SECOND)
    events = play.do("restart broker 3", then=12 * SECOND)
    refused = of(events, "controller.registration_refused")
    assert refused and {e.error for e in refused} == {"NODE_EXISTS"}
    assert sorted(play.partition()["isr"]) == [1, 2, 3]


def test_without_the_ensemble_data_flows_and_nobody_is_struck_off() -> None:
    play = older()
    play.do("crash zookeeper zk3", "crash zookeeper zk2", then=SECOND)
    events = play.do("publish checkout orders key=ada", then=2 * SECOND)
    assert len(of(events, "client.ack_received")) == 1
    events = play.do("crash broker 3", then=20 * SECOND)
    assert not of(events, "zookeeper.session_expired", "replication.isr_shrunk")
    assert play.partition()["isr"] == (1, 2, 3)
    events = play.do("create topic audit", then=5 * SECOND)
    assert not of(events, "controller.topic_created"), "written down nowhere yet"
    back = play.sim.now_us
    events = play.do("restart zookeeper zk2", then=12 * SECOND)
    assert of(events, "controller.topic_created")
    expired = of(events, "zookeeper.session_expired")[0]
    assert expired.at_us - back >= 6 * SECOND, "every session timer starts afresh"
    assert play.partition()["isr"] == (1, 2)


def test_one_node_of_three_is_not_missed_for_long() -> None:
    play = older()
    events = play.do("crash zookeeper zk3", then=2 * SECOND)
    assert of(events, "zookeeper.leader_elected")[0].node == "zk2"
    events = play.do("crash broker 2", then=EXPIRED + SECOND)
    assert of(events, "controller.broker_fenced")


def test_an_even_ensemble_is_no_better() -> None:
    play = older(ensemble=4)
    play.do("crash zookeeper zk4", "crash zookeeper zk3", then=2 * SECOND)
    assert play.sim.view()["zookeeper"]["state"] == "lost"


def test_the_last_replica_stays_listed_and_unclean_is_the_way_out() -> None:
    play = older()
    play.do("crash broker 3", then=EXPIRED)
    play.do("crash broker 2", then=EXPIRED)
    assert play.partition()["isr"] == (1,)
    play.do("crash broker 1", then=EXPIRED)
    play.do("restart broker 2", then=10 * SECOND)
    assert (play.partition()["leader"], play.partition()["isr"]) == (-1, (1,))
    play.do("elect unclean orders 0", then=3 * SECOND)
    assert play.partition()["leader"] == 2


def test_preferred_leaders_return_only_above_the_threshold() -> None:
    play = older()
    play.do("stop broker 1", then=4 * SECOND)
    play.do("restart broker 1", then=24 * SECOND)
    reasons = [e.reason for e in of(play.events, "controller.leader_elected")]
    assert reasons[-1] == "preferred"


def test_kafka_nodes_and_ensemble_nodes_are_different_things() -> None:
    play = older()
    assert play.refused("crash controller zk1") == "unknown_id"
    assert play.refused("restart zookeeper zk1") == "wrong_state"
    assert Play(scenario()).refused("crash zookeeper zk1") == "unknown_id"
    with pytest.raises(ScenarioError, match="control_plane is a whole number from 1 to 7"):
        older(ensemble=8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_run_with_faults_restores_and_repeats(seed: int) -> None:
    play = Play(scenario(cluster={"control_plane": {"kind": "zookeeper"}}), seed)
    lines = ["crash broker 1", "crash zookeeper zk3", "restart broker 1", "cut 2 zk1",
             "add broker 4", "reassign orders 0 replicas=4,2,3", "heal 2 zk1"]  # fmt: skip
    for line in lines:
        if play.sim.check(line) is None:
            play.do(line, then=3 * SECOND)
        twin = Simulation.restore(play.sim.snapshot())
        assert twin.advance(twin.now_us + SECOND) == play.sim.advance(play.sim.now_us + SECOND)
        assert twin.digest() == play.sim.digest()
    play.go(15 * SECOND)
    assert sorted(play.partition()["isr"]) == [2, 3, 4]
