"""JoinGroup at the coordinator: who is let in, as what, and what that sets off (5.2, 5.3, 5.5)."""

from typing import Any

from broker_core.coordinator import journal, rebalancing
from broker_core.coordinator.group import Group, Groups, MemberOf, group_record
from broker_core.coordinator.replies import answer, answer_join
from broker_core.events.group import MemberJoined, MemberReplaced
from broker_core.kernel.network import Ref
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker

NEW_MEMBER_GRACE_US = 300_000_000
"""How long a newcomer may wait for its first generation (a constant in Kafka)."""


def join(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """A member (re)joins; a dynamic newcomer first gets an id (KIP-394)."""
    error = _refusal(broker, group, body)
    if error is not None:
        group.pending.pop(body["member_id"], None)
        answer(world, ref, error, {})
    elif body["member_id"] == "":
        _unknown(world, broker, groups, group, ref, body)
    else:
        _known(world, broker, groups, group, ref, body)


def _refusal(broker: Broker, group: Group, body: Any) -> str | None:
    """What is wrong with a join before anybody looks at who asks."""
    low = broker.settings["group.min.session.timeout.ms"]
    high = broker.settings["group.max.session.timeout.ms"]
    if not low <= body["session_us"] <= high:
        return "INVALID_SESSION_TIMEOUT"
    if not _fits(group, body["protocols"]):
        return "INCONSISTENT_GROUP_PROTOCOL"
    return None if _has_room(broker, group, body) else "GROUP_MAX_SIZE_REACHED"


def _fits(group: Group, protocols: Any) -> bool:
    """Whether some assignor of the newcomer is in the list of every member."""
    return any(all(p in m.protocols for m in group.members.values()) for p in protocols)


def _has_room(broker: Broker, group: Group, body: Any) -> bool:
    """group.max.size; while joins are collected those count that have joined again."""
    most = broker.settings["group.max.size"]
    member = group.members.get(body["member_id"])
    if group.state in ("Empty", "Dead") or body["instance_id"] in group.statics:
        return True
    if group.state == "PreparingRebalance":
        waiting = sum(1 for m in group.members.values() if m.join_ref is not None)
        return waiting < most or (member is not None and member.join_ref is not None)
    return member is not None or len(group.members) < most


def _unknown(
    world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any
) -> None:
    """A join without a member id: an id for a dynamic member, a place for a static one."""
    instance = body["instance_id"]
    name = instance if instance is not None else body["client"]
    fresh = f"{name}-{world.chance.bits(body['client'], 'member_id') >> 32:08x}"
    if instance is None:
        group.pending[fresh] = world.now_us + body["session_us"]
        answer(world, ref, "MEMBER_ID_REQUIRED", {"member_id": fresh}, {"member_id": fresh})
    elif instance in group.statics:
        _replace(world, broker, groups, group, ref, body, fresh)
    else:
        _admit(world, broker, groups, group, ref, body, fresh)


def _known(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """A join with a member id: a newcomer with the id it was given, or a member that rejoins."""
    member_id, instance = body["member_id"], body["instance_id"]
    if instance is not None and group.statics.get(instance, member_id) != member_id:
        answer(world, ref, "FENCED_INSTANCE_ID", {})
        return
    member = group.members.get(member_id)
    if member is None and member_id in group.pending:
        _admit(world, broker, groups, group, ref, body, member_id)
    elif member is None:
        answer(world, ref, "UNKNOWN_MEMBER_ID", {})
    else:
        _rejoin(world, broker, groups, group, member, ref, body)


def _rejoin(
    world: World, broker: Broker, groups: Groups, group: Group, member: MemberOf, ref: Ref,
    body: Any,
) -> None:  # fmt: skip
    """A follower with unchanged metadata gets the present generation back; else a rebalance."""
    changed = _take_metadata(member, body)
    leads = group.state == "Stable" and group.leader == member.member_id
    if group.state == "PreparingRebalance":
        member.join_ref = tuple(ref)
        rebalancing.try_complete(world, broker, groups, group)
    elif not changed and not leads:
        answer_join(world, group, member, ref)
    else:
        member.join_ref = tuple(ref)
        reason = "leader_rejoined" if leads else "member_rejoined"
        rebalancing.prepare(world, broker, groups, group, reason)


def _take_metadata(member: MemberOf, body: Any) -> bool:
    """Note what a rejoining member says of itself; True when that is news."""
    said = (body["protocols"], body["topics"], body["owned"])
    changed = (member.protocols, member.topics, member.owned) != said
    member.protocols, member.topics, member.owned = said
    member.owned_in = body["owned_in"]
    member.session_us, member.rebalance_us = body["session_us"], body["rebalance_us"]
    return changed


def _new_member(world: World, ref: Ref | None, body: Any, member_id: str) -> MemberOf:
    return MemberOf(
        member_id, body["client"], body["instance_id"], body["session_us"], body["rebalance_us"],
        body["protocols"], body["topics"], (),
        world.now_us + body["session_us"], None,
        None if ref is None else tuple(ref), None, False, body["owned"], body["owned_in"],
        world.now_us + NEW_MEMBER_GRACE_US,
    )  # fmt: skip


def _admit(
    world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any, member_id: str
) -> None:
    """A new member: it counts from the next generation on."""
    group.pending.pop(member_id, None)
    group.members[member_id] = _new_member(world, ref, body, member_id)
    if body["instance_id"] is not None:
        group.statics[body["instance_id"]] = member_id
    group.newcomer = True
    world.cause = world.emit(MemberJoined, group.group, body["client"], member_id)
    rebalancing.watch(world, broker, group, group.members[member_id])
    if group.state == "PreparingRebalance":
        rebalancing.try_complete(world, broker, groups, group)
    else:
        rebalancing.prepare(world, broker, groups, group, "member_joined")


def _replace(
    world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any, fresh: str
) -> None:
    """A static member is back (or a second instance took its id): new member id, same place.

    In Stable nothing is rebalanced as long as the group would choose the same assignor; whoever
    held the old member id is fenced (KIP-345).
    """
    old = group.members[group.statics[body["instance_id"]]]
    for waiting in (old.join_ref, old.sync_ref):
        if waiting is not None:
            answer(world, waiting, "FENCED_INSTANCE_ID", {})
    member = _new_member(world, None, body, fresh)
    member.assignment, member.new_until_us = old.assignment, 0
    group.members = {
        (fresh if m is old else m.member_id): (member if m is old else m)
        for m in group.members.values()
    }
    group.statics[body["instance_id"]] = fresh
    if group.leader == old.member_id:
        group.leader = fresh
    rows = member.assignment
    world.cause = world.emit(
        MemberReplaced, group.group, member.client, fresh, old.member_id, body["instance_id"], rows,
        because=("group.instance.id",),
    )  # fmt: skip
    rebalancing.touch(world, broker, group, member)
    if group.state == "PreparingRebalance":
        member.join_ref = tuple(ref)
        rebalancing.try_complete(world, broker, groups, group)
    elif group.state == "Stable" and rebalancing.common_protocol(group) == group.protocol:
        data = (group.group, fresh, tuple(ref))
        error = journal.append(
            world, broker, groups, group.partition, [group_record(group)], "static", data
        )
        if error is not None:
            answer(world, ref, error, {})
    else:
        member.join_ref = tuple(ref)
        rebalancing.prepare(world, broker, groups, group, "static_member_replaced")


def replacement_saved(world: World, group: Group, member_id: str, ref: Any) -> None:
    """A replaced static member is in the log, and with it all that was committed before."""
    member = group.members.get(member_id)
    if member is None:
        answer(world, ref, "FENCED_INSTANCE_ID", {})
    else:
        answer_join(world, group, member, Ref(*ref), skip=True)


def pending_due(world: World, broker: Broker, groups: Groups, group: Group) -> None:
    """Newcomers that got an id but never came back are forgotten."""
    for member_id in [m for m, until in group.pending.items() if until <= world.now_us]:
        del group.pending[member_id]
    if group.state == "PreparingRebalance":
        rebalancing.try_complete(world, broker, groups, group)
