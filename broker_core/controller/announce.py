"""Telling the run of decisions, once each, in the order of the metadata log."""

from typing import Any

from broker_core.config.setting import written
from broker_core.config.table import SETTINGS
from broker_core.controller.node import ControlPlane, Entry
from broker_core.events.controller import (
    BrokerFenced,
    BrokerRegistered,
    BrokerUnfenced,
    LeaderElected,
    PartitionCreated,
    PartitionOffline,
    PartitionsAdded,
    ReassignmentCompleted,
    ReassignmentStarted,
    TopicConfigChanged,
    TopicCreated,
    TopicDeleted,
)
from broker_core.events.replication import ElrChanged, IsrExpanded, IsrShrunk
from broker_core.kernel.world import World
from broker_core.replication.metadata import BrokerInfo, Registration, TopicInfo, place, replay


def announce(world: World, plane: ControlPlane, entries: list[Entry], start: int) -> None:
    """Emit the events of decided entries, the first of which stands at offset `start`."""
    for n, entry in enumerate(entries):
        if start + n < plane.announced.offset:
            continue
        kind, value = entry.record
        if kind == "topic":
            _topic(world, plane, TopicInfo(*value), entry)
        elif kind == "partition":
            _partition(world, plane, Registration(*value), entry)
        elif kind == "broker":
            _broker(world, plane, BrokerInfo(*value), entry)
        elif kind == "topic_removed" and value[0] in plane.announced.topics:
            world.emit(TopicDeleted, value[0], cause=entry.cause, also=_also(world, entry))
        replay(plane.announced, entry.record)


def _also(world: World, entry: Entry) -> tuple[int, ...]:
    """The fetch that made the majority, unless it is the cause already."""
    cause: Any = world.cause
    return (cause,) if type(cause) is int and cause > 0 and cause != entry.cause else ()


def _topic(world: World, plane: ControlPlane, new: TopicInfo, entry: Entry) -> None:
    old = plane.announced.topics.get(new.topic)
    if old is not None and old.partitions != new.partitions:
        world.emit(
            PartitionsAdded, new.topic, new.partitions, new.partitions - old.partitions,
            cause=entry.cause, also=_also(world, entry),
        )  # fmt: skip
    elif old is None:
        world.emit(
            TopicCreated, new.topic, new.partitions, new.replication_factor, new.min_insync,
            new.internal, cause=entry.cause,
        )  # fmt: skip
        return
    for name, value in new.config.items():
        if old.config[name] != value:
            text = written(name, SETTINGS["topic"][name], value)
            world.emit(
                TopicConfigChanged, new.topic, name, text, new.min_insync, cause=entry.cause,
                also=_also(world, entry),
            )  # fmt: skip


def _broker(world: World, plane: ControlPlane, new: BrokerInfo, entry: Entry) -> None:
    old = plane.announced.brokers.get(new.broker)
    also = _also(world, entry)
    if old is None or old.broker_epoch != new.broker_epoch:
        state = "starting" if new.fenced else "up"
        world.emit(
            BrokerRegistered, new.broker, new.broker_epoch, new.fenced, new.rack, state,
            cause=entry.cause, also=also,
        )  # fmt: skip
    elif new.fenced and not old.fenced:
        because = () if entry.reason == "shutdown" else ("broker.session.timeout.ms",)
        world.emit(BrokerFenced, new.broker, cause=entry.cause, also=also, because=because)
    elif old.fenced and not new.fenced:
        world.emit(BrokerUnfenced, new.broker, cause=entry.cause, also=also)


def _partition(world: World, plane: ControlPlane, new: Registration, entry: Entry) -> None:
    old = plane.announced.partitions.get(place(new.topic, new.partition))
    also = _also(world, entry)
    if old is None:
        world.emit(
            PartitionCreated, new.topic, new.partition, new.replicas, new.leader,
            new.leader_epoch, new.isr, cause=entry.cause,
        )  # fmt: skip
        return
    reason, _, election = entry.reason.partition(":")
    if election == "eligible":
        reason, election = "eligible", "clean"
    if election in ("unclean", "last-known"):
        plane.risky[place(new.topic, new.partition)] = 1
    if (new.replicas, new.adding, new.removing) != (old.replicas, old.adding, old.removing):
        _moved(world, old, new, entry, also)
    if new.leader != old.leader and new.leader >= 0:
        world.emit(
            LeaderElected, new.topic, new.partition, new.leader, old.leader, new.leader_epoch,
            new.isr, new.elr, new.replicas, election, reason, cause=entry.cause, also=also,
        )  # fmt: skip
    elif new.leader != old.leader:
        world.emit(
            PartitionOffline, new.topic, new.partition, old.leader, new.leader_epoch, new.isr,
            new.elr, cause=entry.cause, also=also,
        )  # fmt: skip
    else:
        _isr(world, plane, old, new, entry, also)


def _moved(
    world: World, old: Registration, new: Registration, entry: Entry, also: tuple[int, ...]
) -> None:
    """A reassignment begins (or takes another aim), or has come to its end."""
    if new.adding or new.removing:
        world.emit(
            ReassignmentStarted, new.topic, new.partition, new.replicas, new.adding, new.removing,
            new.isr, new.leader_epoch, cause=entry.cause, also=also,
        )  # fmt: skip
        return
    gone = tuple(b for b in old.replicas if b not in new.replicas)
    world.emit(
        ReassignmentCompleted, new.topic, new.partition, new.replicas, gone, new.isr,
        new.leader, new.leader_epoch, cause=entry.cause, also=also,
    )  # fmt: skip


def _isr(
    world: World,
    plane: ControlPlane,
    old: Registration,
    new: Registration,
    entry: Entry,
    also: tuple[int, ...],
) -> None:
    removed = tuple(b for b in old.isr if b not in new.isr)
    added = tuple(b for b in new.isr if b not in old.isr)
    if removed:
        world.emit(
            IsrShrunk, new.topic, new.partition, removed, new.isr, new.elr, new.leader,
            cause=entry.cause, also=also,
        )  # fmt: skip
    if added:
        plane.rejoined[place(new.topic, new.partition)] = world.emit(
            IsrExpanded, new.topic, new.partition, added, new.isr, new.elr, new.leader,
            cause=entry.cause, also=also,
        )  # fmt: skip
    if not removed and not added and new.elr != old.elr:
        world.emit(
            ElrChanged,
            new.topic,
            new.partition,
            new.elr,
            new.isr,
            new.leader,
            cause=entry.cause,
            also=also,
        )
