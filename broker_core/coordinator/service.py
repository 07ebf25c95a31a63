"""A broker's group coordinator: which groups it answers for, and its move to another broker."""

from collections.abc import Collection
from typing import Any

from broker_core.coordinator import (
    expiry,
    joining,
    journal,
    membership,
    offsets,
    pending_offsets,
    rebalancing,
)
from broker_core.coordinator.group import OFFSETS_TOPIC, Group, Groups, load_groups, new_group
from broker_core.coordinator.placement import coordinator_partition
from broker_core.coordinator.replies import answer
from broker_core.events.group import CoordinatorMoved, GroupLoaded, MemberLoaded, OffsetLoaded
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.metadata import place, split_place
from broker_core.replication.replica import Broker

OFFSETS_PARTITIONS = 50


def took_over(
    world: World, broker: Broker, groups: Groups, partition: int, known: list[str],
    newer: Collection[str] = (),
) -> None:  # fmt: skip
    """This broker leads an offsets partition now: read its log and answer for its groups.

    Of groups with a `newer` protocol it only keeps the offsets.
    """
    replica = broker.replica(OFFSETS_TOPIC, partition)
    assert replica is not None
    records, pending = pending_offsets.decided(list(replica.log.records))
    groups.pending.update(pending)
    loaded = load_groups(records, partition)
    for name in known:
        if coordinator_partition(name, OFFSETS_PARTITIONS) == partition:
            group = groups.groups[name] = loaded.get(name) or new_group(name, partition)
            world.emit(CoordinatorMoved, name, broker.id, partition)
            if world.now_us:
                tell(world, group, whole=name not in newer)
            for member in group.members.values():
                rebalancing.touch(world, broker, group, member)


def tell(world: World, group: Group, whole: bool = True) -> None:
    """Say what the log told: who belongs to the group, and what is committed."""
    before = world.cause
    if whole:
        world.cause = world.emit(
            GroupLoaded, group.group, group.state, group.generation, len(group.members)
        )
    for member in group.members.values():
        world.emit(MemberLoaded, group.group, member.client, member.member_id, member.assignment)
    for key, offset in group.offsets.items():
        world.emit(OffsetLoaded, group.group, *split_place(key), offset)
    world.cause = before


def gave_up(world: World, groups: Groups, partition: int) -> list[Group]:
    """Another broker leads the offsets partition: forget its groups, refuse who waits. Returns
    what is forgotten."""
    gone = [g for g in groups.groups.values() if g.partition == partition]
    for group in gone:
        del groups.groups[group.group]
        for member in group.members.values():
            for ref in (member.join_ref, member.sync_ref):
                if ref is not None:
                    answer(world, ref, "NOT_COORDINATOR", {})
    led = list(groups.groups)
    groups.pending = {
        key: kept
        for key, rows in groups.pending.items()
        if (kept := tuple(row for row in rows if row[0] in led))
    }
    for _, _, action, data in [w for w in groups.waiting if w[0] == partition]:
        if action in ("offsets", "pending") and data[0] is not None:
            error = "NOT_COORDINATOR"
            reply(world, Ref(*data[0]), {"error": error, "offsets": data[-1]}, {"error": error})
        elif action == "static":
            answer(world, data[2], "NOT_COORDINATOR", {})
    groups.waiting = [w for w in groups.waiting if w[0] != partition]
    return gone


def find(world: World, broker: Broker, ref: Ref, body: Any) -> None:
    """Any broker says who leads the group's offsets partition."""
    partition = coordinator_partition(body["group"], OFFSETS_PARTITIONS)
    reg = broker.image.partitions.get(place(OFFSETS_TOPIC, partition))
    info = broker.image.brokers.get(reg.leader) if reg is not None else None
    if reg is None or info is None or info.fenced:
        error = "COORDINATOR_NOT_AVAILABLE"
        reply(world, ref, {"error": error, "broker": -1}, {"error": error})
        return
    reply(world, ref, {"error": None, "broker": reg.leader}, {"broker": reg.leader})


def serve(world: World, broker: Broker, groups: Groups, ref: Ref, body: Any) -> None:
    """One request of the group protocol."""
    group = groups.groups.get(body["group"])
    if group is None:
        error = "NOT_COORDINATOR"
        at = body.get("offsets", ())
        reply(world, ref, {"error": error, "offsets": at}, {"error": error})
        return
    if group.state == "Dead":
        group = expiry.revive(groups, group)
    if ref.kind == "join":
        joining.join(world, broker, groups, group, ref, body)
        if group.pending:
            at_us = min(group.pending.values())
            world.at(at_us, "pending_due", broker.name, group.group, cause=0)
    elif ref.kind == "sync":
        membership.sync(world, broker, groups, group, ref, body)
    elif ref.kind == "heartbeat":
        membership.heartbeat(world, broker, group, ref, body)
    elif ref.kind == "leave":
        membership.leave(world, broker, groups, group, ref, body)
    elif ref.kind == "commit":
        offsets.commit(world, broker, groups, group, ref, body)
    else:
        unstable = body.get("require_stable") and pending_offsets.is_pending(
            groups, group.group, body["partitions"]
        )
        if unstable:
            error = "UNSTABLE_OFFSET_COMMIT"
            reply(world, ref, {"error": error, "offsets": ()}, {"error": error})
        else:
            offsets.fetch(world, group, ref, body)


def saved(world: World, broker: Broker, groups: Groups, partition: int) -> None:
    """Writes to an offsets partition reached every in-sync replica: act on them in order."""
    for action, data in journal.saved(groups, broker, partition):
        if action == "pending":
            pending_offsets.stored(world, groups, data)
        elif action == "transaction":
            pending_offsets.settled(world, broker, groups, data)
        elif action == "offsets":
            offsets.committed(world, broker, groups.groups.get(data[1]), data)
        elif action == "static" and data[0] in groups.groups:
            joining.replacement_saved(world, groups.groups[data[0]], data[1], data[2])
        elif action == "group" and data and data[0] in groups.groups:
            membership.stored(world, groups.groups[data[0]], data[1])


def group_of(groups: Groups, name: str) -> Group | None:
    return groups.groups.get(name)
