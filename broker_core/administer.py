"""What administrators' commands need to be true, and what they do (semantics 3.9).

They go to the active controller. Where there is none the command is refused; where one has lost its
majority without knowing, what it writes is never decided.
"""

from collections.abc import Callable
from typing import Any

from broker_core import faults, newcomers
from broker_core.cluster import Cluster
from broker_core.commands import admin
from broker_core.controller import topics
from broker_core.controller.active import may_lead
from broker_core.controller.node import Node
from broker_core.errors import Rejected
from broker_core.replication.metadata import Registration

MOST_BROKERS = 32
MOST_PARTITIONS = 64
MOST_TOPICS = 32
Refusal = Rejected | None


def active_node(c: Cluster) -> Node | None:
    """The active controller, if some node believes to be it."""
    return next((n for n in c.plane.nodes.values() if n.role == "leader" and n.active), None)


def _there(c: Cluster) -> Node:
    node = active_node(c)
    assert node is not None
    return node


def no_controller(verb: str) -> Rejected:
    return Rejected("wrong_state", kind="active controller", id="", state="missing", verb=verb,
                    needed="there")  # fmt: skip


def refused(error: str, item: Any, **fields: Any) -> Rejected:
    """What Kafka itself would answer."""
    return Rejected("kafka_refused", error=error, id=str(item), **fields)


def _topic(c: Cluster, topic: str, verb: str) -> Refusal:
    node = active_node(c)
    if node is None:
        return no_controller(verb)
    known = [t for t, info in node.pending.topics.items() if not info.internal]
    if topic not in known:
        listed = ", ".join(known) or "none"
        return Rejected("unknown_id", kind="topic", id=topic, known=listed)
    return None


def _partition(c: Cluster, topic: str, partition: int) -> Refusal:
    count = _there(c).pending.topics[topic].partitions
    if not 0 <= partition < count:
        return Rejected("out_of_range", field="partition", low=0, high=count - 1,
                        value=partition)  # fmt: skip
    return None


def _check_add(c: Cluster, cmd: admin.AddBroker) -> Refusal:
    if cmd.broker in c.brokers:
        return Rejected("already_exists", kind="broker", id=cmd.broker)
    if not isinstance(cmd.broker, int) or not 1 <= cmd.broker <= 999:
        return Rejected("out_of_range", field="broker", low=1, high=999, value=cmd.broker)
    for field in ("links", "dialect"):
        if getattr(cmd, field) is not None:
            return Rejected("unknown_field", verb="add broker", field=field, expected="rack")
    if len(c.brokers) >= MOST_BROKERS:
        return Rejected("too_many", kind="brokers", limit=MOST_BROKERS)
    return None


def _check_create(c: Cluster, cmd: admin.CreateTopic) -> Refusal:
    node = active_node(c)
    if node is None:
        return no_controller("create")
    if cmd.topic.startswith("__") or cmd.topic in (".", ".."):
        return refused("INVALID_TOPIC_EXCEPTION", cmd.topic)
    if cmd.topic in node.pending.topics:
        return Rejected("already_exists", kind="topic", id=cmd.topic)
    if len(node.pending.topics) >= MOST_TOPICS:
        return Rejected("too_many", kind="topics", limit=MOST_TOPICS)
    if not 1 <= cmd.partitions <= MOST_PARTITIONS:
        return Rejected("out_of_range", field="partitions", low=1, high=MOST_PARTITIONS,
                        value=cmd.partitions)  # fmt: skip
    return _check_factor(c, node, cmd.topic, cmd.replication_factor)


def _check_factor(c: Cluster, node: Node, topic: str, factor: int) -> Refusal:
    """Fenced brokers count towards the replication factor in KRaft, in ZooKeeper mode they do not;
    somebody must be alive."""
    known = node.pending.brokers.values()
    alive = [info for info in known if not info.fenced]
    count = len(alive) if c.plane.zookeeper is not None else len(known)
    if not alive or not 1 <= factor <= count:
        return refused("INVALID_REPLICATION_FACTOR", topic, wanted=factor, limit=count)
    return None


def _create(c: Cluster, cmd: admin.CreateTopic) -> None:
    topics.create(
        c.world,
        c.plane,
        _there(c),
        cmd.topic,
        cmd.partitions,
        cmd.replication_factor,
        c.topic_defaults,
    )


def _check_partitions(c: Cluster, cmd: admin.SetPartitions) -> Refusal:
    missing = _topic(c, cmd.topic, "set")
    if missing is not None:
        return missing
    node = _there(c)
    info = node.pending.topics[cmd.topic]
    if cmd.total <= info.partitions:
        return refused("INVALID_PARTITIONS", cmd.topic, wanted=cmd.total, limit=info.partitions)
    if cmd.total > MOST_PARTITIONS:
        return Rejected("too_many", kind="partitions", limit=MOST_PARTITIONS)
    return _check_factor(c, node, cmd.topic, info.replication_factor)


def _check_reassign(c: Cluster, cmd: admin.Reassign) -> Refusal:
    missing = _topic(c, cmd.topic, "reassign")
    if missing is not None:
        return missing
    if len(cmd.partitions) != len(cmd.replicas) or len(set(cmd.partitions)) < len(cmd.partitions):
        return refused("INVALID_REPLICA_ASSIGNMENT", cmd.topic)
    if not 0 <= cmd.throttle <= 2**31 - 1:
        return Rejected("out_of_range", field="throttle", low=0, high=2**31 - 1,
                        value=cmd.throttle)  # fmt: skip
    known = _there(c).pending.brokers
    for partition, row in zip(cmd.partitions, cmd.replicas, strict=True):
        unknown = _partition(c, cmd.topic, partition)
        if unknown is not None:
            return unknown
        if len(set(row)) < len(row) or any(b not in known for b in row):
            return refused("INVALID_REPLICA_ASSIGNMENT", f"{cmd.topic}-{partition}")
    return None


def _reassign(c: Cluster, cmd: admin.Reassign) -> None:
    for partition, row in zip(cmd.partitions, cmd.replicas, strict=True):
        topics.reassign(c.world, c.plane, _there(c), cmd.topic, partition, row, cmd.throttle)


def _check_preferred(c: Cluster, cmd: admin.ElectPreferred) -> Refusal:
    missing = _topic(c, cmd.topic, "elect")
    if missing is not None:
        return missing
    node = _there(c)
    if topics.wants_preferred(node, cmd.topic):
        return None
    rows = topics.partitions_of(node, cmd.topic)
    away = any(reg.leader != reg.replicas[0] for reg in rows)
    return refused("PREFERRED_LEADER_NOT_AVAILABLE" if away else "ELECTION_NOT_NEEDED", cmd.topic)


def _check_unclean(c: Cluster, cmd: admin.ElectUnclean) -> Refusal:
    missing = _topic(c, cmd.topic, "elect") or _partition(c, cmd.topic, cmd.partition)
    if missing is not None:
        return missing
    node = _there(c)
    reg: Registration = topics.partitions_of(node, cmd.topic)[cmd.partition]
    label = f"{cmd.topic}-{cmd.partition}"
    if reg.leader != -1:
        return refused("ELECTION_NOT_NEEDED", label)
    if not any(may_lead(node, b) for b in reg.replicas):
        return refused("ELIGIBLE_LEADERS_NOT_AVAILABLE", label)
    return None


def _keeper(c: Cluster, name: str, verb: str, up: bool) -> Refusal:
    zk = c.plane.zookeeper
    names = zk.names if zk is not None else ()
    if name not in names:
        listed = ", ".join(names) or "none"
        return Rejected("unknown_id", kind="ZooKeeper node", id=name, known=listed)
    if c.world.is_up(name) != up:
        return Rejected(
            "wrong_state", kind="ZooKeeper node", id=name, state="down" if up else "up", verb=verb,
            needed="up" if up else "down",
        )  # fmt: skip
    return None


Check = Callable[[Cluster, Any], Refusal]
Act = Callable[[Cluster, Any], None]

RULES: dict[type, tuple[Check, Act]] = {
    admin.AddBroker: (_check_add, lambda c, k: newcomers.add_broker(c, int(k.broker), k.rack)),
    admin.CreateTopic: (_check_create, _create),
    admin.DeleteTopic: (
        lambda c, k: _topic(c, k.topic, "delete"),
        lambda c, k: topics.delete(c.world, _there(c), k.topic),
    ),
    admin.SetPartitions: (
        _check_partitions,
        lambda c, k: topics.add_partitions(c.world, c.plane, _there(c), k.topic, k.total),
    ),
    admin.Reassign: (_check_reassign, _reassign),
    admin.CrashZooKeeper: (
        lambda c, k: _keeper(c, k.node, "crash", up=True),
        lambda c, k: faults.crash_controller(c, k.node),
    ),
    admin.RestartZooKeeper: (
        lambda c, k: _keeper(c, k.node, "restart", up=False),
        lambda c, k: faults.restart_controller(c, k.node),
    ),
    admin.ElectPreferred: (
        _check_preferred,
        lambda c, k: topics.elect_preferred(c.world, c.plane, _there(c), k.topic),
    ),
    admin.ElectUnclean: (
        _check_unclean,
        lambda c, k: topics.elect_unclean(c.world, c.plane, _there(c), k.topic, k.partition),
    ),
}
"""Command class -> (why not, do it)."""
