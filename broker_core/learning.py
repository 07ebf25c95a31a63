"""What follows when a node has learned decisions: tell the run, then let its broker act."""

from collections.abc import Callable
from typing import Any

from broker_core.cluster import Cluster
from broker_core.controller import active, announce
from broker_core.controller.node import Entry, Node
from broker_core.coordinator import service, transaction_service
from broker_core.coordinator.consumer_group import service as modern_service
from broker_core.coordinator.group import OFFSETS_TOPIC, Group
from broker_core.coordinator.transactions import TRANSACTIONS_TOPIC
from broker_core.replication import follower, roles
from broker_core.replication.metadata import Registration, place, replay
from broker_core.replication.replica import Broker


def replayed(c: Cluster) -> Callable[[Node, list[Entry]], None]:
    """What follows when a node has learned decisions: tell the run, then let its broker act."""

    def act(node: Node, entries: list[Entry]) -> None:
        start = node.high_watermark - len(entries)
        if node.role == "leader":
            announce.announce(c.world, c.plane, entries, start)
            if not node.active:
                active.activate(c.world, c.plane, node)
            active.decided(c.world, node)
        if node.name.startswith("broker-"):
            catch_up(c, c.broker_of(node.name))

    return act


def catch_up(c: Cluster, broker: Broker) -> None:
    """Let a broker act on what its node has learned, as one step from image to image.

    A starting broker acts on nothing until it is registered and has replayed its registration.
    """
    node = c.plane.nodes[broker.name]
    if broker.state not in ("up", "fenced", "stopping", "leaving"):
        return
    if broker.state == "fenced" and not _knows_itself(c, broker, node):
        return
    if c.plane.zookeeper is not None and broker.state == "fenced":
        broker.state = "up"
    before = c.world.cause
    changed: dict[str, Registration] = {}
    back: list[int] = []
    deleted: list[Any] = []
    for entry in node.log.between(broker.image.offset, node.high_watermark):
        replay(broker.image, entry.record)
        kind, value = entry.record
        if kind == "partition":
            changed[place(value[0], value[1])] = Registration(*value)
        elif kind == "broker" and value[0] != broker.id and not value[2]:
            back.append(value[0])
        elif kind == "topic_removed":
            deleted.append(value)
            changed = {key: reg for key, reg in changed.items() if reg.topic != value[0]}
    for topic, topic_id in deleted:
        roles.drop_topic(c.world, broker, topic, topic_id)
    for reg in changed.values():
        c.world.cause = before
        _apply(c, broker, reg)
    for other in back:
        _leader_is_back(c, broker, other)
    c.world.cause = before


def _knows_itself(c: Cluster, broker: Broker, node: Node) -> bool:
    """Whether a broker has replayed its own registration."""
    if c.plane.zookeeper is None:
        return node.high_watermark > broker.broker_epoch
    info = node.image.brokers.get(broker.id)
    return info is not None and info.broker_epoch == broker.broker_epoch


def _apply(c: Cluster, broker: Broker, reg: Registration) -> None:
    replica = broker.replica(reg.topic, reg.partition)
    led = replica is not None and replica.leads
    became = roles.apply(c.world, broker, reg)
    groups = c.groups[broker.id]
    if reg.topic == OFFSETS_TOPIC and became:
        newer = c.newer_groups()
        service.took_over(c.world, broker, groups, reg.partition, list(c.group_settings), newer)
        modern_service.took_over(c.world, broker, c.modern[broker.id], reg.partition, newer)
    elif reg.topic == OFFSETS_TOPIC and led and reg.leader != broker.id:
        for old in service.gave_up(c.world, groups, reg.partition):
            _correct(c, old)
        modern_service.gave_up(c.world, c.modern[broker.id], reg.partition)
    elif reg.topic == TRANSACTIONS_TOPIC:
        txns = c.transactions[broker.id]
        if became:
            transaction_service.took_over(c.world, broker, txns, reg.partition)
        elif led and reg.leader != broker.id:
            transaction_service.gave_up(c.world, txns, reg.partition)


def _correct(c: Cluster, old: Group) -> None:
    """What a coordinator did that did not know yet of its successor is void: tell what holds."""
    for groups in c.groups.values():
        new = groups.groups.get(old.group)
        if new is not None and _standing(new) != _standing(old):
            service.tell(c.world, new, whole=old.group not in c.newer_groups())


def _standing(group: Group) -> tuple[Any, ...]:
    return group.state, group.generation, tuple(group.members)


def _leader_is_back(c: Cluster, broker: Broker, leader_id: int) -> None:
    if any(not r.leads and r.leader == leader_id for r in broker.replicas.values()):
        follower.ensure_fetcher(c.world, broker, leader_id)
