"""What an operator does to topics while the cluster runs: settings, deleted records."""

from typing import Any

from broker_core.administer import active_node, no_controller
from broker_core.cluster import Cluster
from broker_core.commands import kafka
from broker_core.config.setting import OutOfRange
from broker_core.config.table import SETTINGS, check_value, nearest
from broker_core.controller import metadata_log
from broker_core.errors import Rejected
from broker_core.replication import upkeep
from broker_core.replication.metadata import TopicInfo, place
from broker_core.replication.replica import Replica

Refusal = Rejected | None


def known_topic(c: Cluster, topic: str) -> Refusal:
    infos = {t: i for t, i in c.plane.announced.topics.items() if not i.internal}
    if topic in infos:
        return None
    return Rejected("unknown_id", kind="topic", id=topic, known=", ".join(infos) or "none")


def check_set(c: Cluster, cmd: kafka.SetTopic) -> Refusal:
    refusal = known_topic(c, cmd.topic)
    if refusal is not None:
        return refusal
    for name, value in cmd.settings:
        refusal = _setting_problem(c, name, value)
        if refusal is not None:
            return refusal
    node = active_node(c)
    if node is None:
        return no_controller("set")
    if cmd.topic not in node.pending.topics:  # its deletion is written already
        known = ", ".join(t for t, info in node.pending.topics.items() if not info.internal)
        return Rejected("unknown_id", kind="topic", id=cmd.topic, known=known or "none")
    return None


def _setting_problem(c: Cluster, name: str, value: str) -> Refusal:
    if name not in SETTINGS["topic"]:
        near = nearest(name, SETTINGS["topic"])
        return Rejected("unknown_field", verb="set topic", field=name, expected=near)
    try:
        check_value("topic", name, value, name in c.overrides)
    except OutOfRange as error:
        number = int(value) if value.lstrip("-").isdigit() else value
        return Rejected("out_of_range", field=name, low=error.low, high=error.high, value=number)
    except ValueError as error:
        rule = str(error).removeprefix(f"{name} is ")
        return Rejected("bad_value", field=name, expected=rule, value=value[:40], column=1)
    return None


def set_topic(c: Cluster, cmd: kafka.SetTopic) -> None:
    """Changing min.insync.replicas also clears the eligible leader replicas (semantics 3.5)."""
    node = active_node(c)
    assert node is not None
    info = node.pending.topics[cmd.topic]
    given = {n: check_value("topic", n, v, n in c.overrides) for n, v in cmd.settings}
    config = {**info.config, **given}
    after: TopicInfo = info._replace(
        config=config,
        min_insync=config["min.insync.replicas"],
        unclean=config["unclean.leader.election.enable"],
    )
    metadata_log.append(c.world, node, ("topic", tuple(after)), "configured")
    if after.min_insync == info.min_insync:
        return
    for reg in list(node.pending.partitions.values()):
        if reg.topic == cmd.topic and reg.elr:
            changed: Any = reg._replace(elr=(), partition_epoch=reg.partition_epoch + 1)
            metadata_log.append(c.world, node, ("partition", tuple(changed)), "configured")


def _leader(c: Cluster, topic: str, partition: int) -> Replica | None:
    reg = c.plane.announced.partitions.get(place(topic, partition))
    broker = c.brokers.get(reg.leader) if reg is not None else None
    replica = broker.replica(topic, partition) if broker is not None else None
    up = broker is not None and c.world.is_up(broker.name)
    return replica if replica is not None and replica.leads and up else None


def check_delete(c: Cluster, cmd: kafka.DeleteRecords) -> Refusal:
    refusal = known_topic(c, cmd.topic)
    if refusal is not None:
        return refusal
    info = c.plane.announced.topics[cmd.topic]
    if not 0 <= cmd.partition < info.partitions:
        return Rejected("out_of_range", field="partition", low=0, high=info.partitions - 1,
                        value=cmd.partition)  # fmt: skip
    replica = _leader(c, cmd.topic, cmd.partition)
    if replica is None:
        return Rejected("wrong_state", kind="leader of", id=f"{cmd.topic}-{cmd.partition}",
                        state="missing", verb="delete", needed="there")  # fmt: skip
    low, high = replica.log.log_start, replica.high_watermark
    if cmd.before != -1 and not low <= cmd.before <= high:
        return Rejected("out_of_range", field="before", low=low, high=high, value=cmd.before)
    return None


def delete_records(c: Cluster, cmd: kafka.DeleteRecords) -> None:
    """The leader moves its log start offset (at most to the high watermark, which -1 means); its
    followers take it over, and whole segments below it go at each broker's next check."""
    replica = _leader(c, cmd.topic, cmd.partition)
    assert replica is not None
    broker = c.brokers[replica.leader]
    to = replica.high_watermark if cmd.before == -1 else cmd.before
    upkeep.advance_log_start(c.world, broker, replica, to, "request")
