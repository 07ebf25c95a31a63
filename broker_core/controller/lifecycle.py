"""A broker's own side of its life: register, heartbeat, ask to stop (semantics 3.7, 4.2)."""

from typing import Any

from broker_core.controller import zookeeper
from broker_core.controller.node import ControlPlane, Node
from broker_core.kernel import network
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker


def beat(world: World, plane: ControlPlane, broker: Broker, node: Node) -> None:
    """Send what the broker's state asks for to the active controller, then wait one interval."""
    if plane.zookeeper is not None:
        zookeeper.beat(world, plane, broker, node)
        return
    interval = plane.settings["broker.heartbeat.interval.ms"]
    controller = node.leader
    if controller is None:
        world.at(world.now_us + interval, "broker_beat", broker.name, cause=0)
        return
    if broker.state == "starting":
        kind, body = (
            "register",
            {
                "broker": broker.id,
                "previous_epoch": broker.clean_epoch,
                "rack": broker.rack,
                "directory": broker.directory,
            },
        )
        summary: Any = {}
    else:
        kind, body = (
            "broker_heartbeat",
            {
                "broker": broker.id,
                "broker_epoch": broker.broker_epoch,
                "offset": broker.image.offset,
                "want_shutdown": broker.state == "stopping",
            },
        )
        summary = {"want_shutdown": True} if broker.state == "stopping" else {}
    quiet = kind == "broker_heartbeat" and broker.state == "up"
    network.request(
        world, broker.name, controller, "control", kind, body,
        plane.settings["broker.session.timeout.ms"], summary, chatter=quiet,
    )  # fmt: skip


def answered(world: World, plane: ControlPlane, broker: Broker, kind: str, body: Any) -> bool:
    """The controller's answer; True when the broker may stop now."""
    interval = plane.settings["broker.heartbeat.interval.ms"]
    wait = interval
    if kind == "register":
        if body["error"] is None:
            broker.broker_epoch = body["broker_epoch"]
            broker.state = "fenced"
            wait = 0
        elif "retry_at_us" in body:
            wait = max(0, body["retry_at_us"] - world.now_us)
    elif body["error"] is None:
        if body.get("stop"):
            return True
        if broker.state == "fenced":
            broker.state = "up" if not body["fenced"] else "fenced"
            wait = interval if broker.state == "up" else interval // 4
        if broker.state == "stopping":
            wait = interval // 4
        if body["fenced"] and broker.state == "up":
            broker.state = "fenced"
    elif body["error"] == "STALE_BROKER_EPOCH":
        broker.state = "starting"
    world.at(world.now_us + wait, "broker_beat", broker.name)
    return False


def failed(world: World, plane: ControlPlane, broker: Broker) -> None:
    """No answer: try again after an interval, whoever leads the quorum then."""
    wait = plane.settings["broker.heartbeat.interval.ms"]
    world.at(world.now_us + wait, "broker_beat", broker.name)


def send_alter(
    world: World, plane: ControlPlane, broker: Broker, node: Node, topic: str, partition: int,
    leader_epoch: int,
) -> None:  # fmt: skip
    """Carry a leader's proposal to the active controller; tried again while it stands."""
    replica = broker.replica(topic, partition)
    if replica is None or not replica.leads or replica.leader_epoch != leader_epoch:
        return
    if replica.pending is None:
        return
    if node.leader is None:
        retry_alter(world, broker, topic, partition, leader_epoch)
        return
    body = {
        "broker": broker.id,
        "topic": topic,
        "partition": partition,
        "leader_epoch": leader_epoch,
        "partition_epoch": replica.partition_epoch,
        "isr": replica.pending,
    }
    network.request(
        world, broker.name, node.leader, "alter", "alter_partition", body,
        plane.settings["request.timeout.ms"],
        {"topic": topic, "partition": partition, "isr": replica.pending},
        context=(topic, partition, leader_epoch),
    )  # fmt: skip


def retry_alter(
    world: World, broker: Broker, topic: str, partition: int, leader_epoch: int
) -> None:
    world.at(world.now_us + 500_000, "alter_send", broker.name, topic, partition, leader_epoch)
