"""ConsumerGroupHeartbeat and ShareGroupHeartbeat: join, stay, learn, leave, in one request.

A request names the member's epoch: 0 joins, -1 leaves, -2 leaves for a while (static members), any
other stays. It says all of itself when it joins or after an error, else only what is new; `owned` is
what it has, when that changed.
Source: Apache Kafka `GroupMetadataManager.consumerGroupHeartbeat`, `shareGroupHeartbeat`.
"""

from typing import Any

from broker_core.coordinator.consumer_group import journal, reconcile, target
from broker_core.coordinator.consumer_group.session import say_state, say_step, touch
from broker_core.coordinator.consumer_group.state import (
    LEFT_FOR_A_WHILE,
    ConsumerGroup,
    ConsumerGroups,
    ConsumerMember,
    new_member,
    places,
    rows,
)
from broker_core.events.consumer_group import (
    EpochRaised,
    MemberAdmitted,
    MemberAway,
    MemberDeparted,
    StaticMemberBack,
)
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker


def serve(
    world: World, broker: Broker, groups: ConsumerGroups, group: ConsumerGroup, ref: Ref, body: Any
) -> None:
    """One heartbeat: refuse it, or change what it says, compute what is due, and answer."""
    error = problem(broker, group, body)
    if error is not None:
        reply(world, ref, {"error": error}, {"error": error})
        return
    if body["epoch"] < 0:
        _leave(world, broker, groups, group, ref, body)
        return
    changes: list[journal.Row] = []
    joins = body["epoch"] == 0
    member = _member(world, group, body, changes)
    raised = _subscribe(world, broker, group, member, body, changes)
    if target.due(world, broker, group):
        changed = target.compute(world, broker, group)
        changes += [journal.target_row(group, m) for m in changed]
        raised = True
    if raised:
        changes.append(journal.group_row(group))
    owned = places(body["owned"]) if body["owned"] is not None else None
    before = (tuple(member.assigned), member.epoch)
    stepped = reconcile.advance(group, member, owned)
    if stepped:
        changes.append(journal.current_row(group, member))
        say_step(world, broker, group, member)
    say_state(world, group)
    touch(world, broker, group, member)
    news = joins or before != (tuple(member.assigned), member.epoch)
    tell = joins or body["topics"] is not None or before[0] != tuple(member.assigned)
    assignment = rows(member.assigned) if tell else None
    answer = {
        "error": None,
        "epoch": member.epoch,
        "interval_us": broker.settings[f"group.{group.kind}.heartbeat.interval.ms"],
        "assignment": assignment,
    }
    summary = {"epoch": member.epoch, "state": member.state}
    if assignment is not None:
        summary["assignment"] = assignment
    journal.answer(world, broker, groups, group, changes, ref, answer, summary, not news)


def problem(broker: Broker, group: ConsumerGroup, body: Any) -> str | None:
    """Why a heartbeat is refused, or None."""
    if body["assignor"] and body["assignor"] not in broker.settings["group.consumer.assignors"]:
        return "UNSUPPORTED_ASSIGNOR"
    member = group.members.get(body["member_id"])
    instance = _of_instance(group, body["instance_id"])
    if body["epoch"] == 0:
        if member is None and instance is not None and instance.epoch != LEFT_FOR_A_WHILE:
            return "UNRELEASED_INSTANCE_ID"
        full = len(group.members) >= broker.settings[f"group.{group.kind}.max.size"]
        return "GROUP_MAX_SIZE_REACHED" if full and not (member or instance) else None
    if member is None:
        return "FENCED_INSTANCE_ID" if instance is not None else "UNKNOWN_MEMBER_ID"
    if body["epoch"] < 0 or body["epoch"] == member.epoch:
        return None
    if body["epoch"] == member.previous_epoch and body["owned"] is not None:
        if set(places(body["owned"])) <= set(member.assigned):
            return None
    return "FENCED_MEMBER_EPOCH"


def _of_instance(group: ConsumerGroup, instance_id: str | None) -> ConsumerMember | None:
    if instance_id is None:
        return None
    return next((m for m in group.members.values() if m.instance_id == instance_id), None)


def _member(
    world: World, group: ConsumerGroup, body: Any, changes: list[journal.Row]
) -> ConsumerMember:
    """The member that speaks; a newcomer is taken in, a static one comes back to its place."""
    known = group.members.get(body["member_id"])
    if known is not None:
        if body["epoch"] == 0:
            known.epoch, known.previous_epoch = 0, 0
        return known
    member = new_member(body["member_id"], body["client"], body["instance_id"], body)
    old = _of_instance(group, body["instance_id"])
    world.cause = world.emit(MemberAdmitted, group.group, member.client, member.member_id)
    if old is not None:
        world.emit(StaticMemberBack, group.group, member.client, member.member_id, old.member_id)
        member.assigned, member.topics = old.assigned, old.topics
        group.members = {
            (member.member_id if m == old.member_id else m): (
                member if m == old.member_id else other
            )
            for m, other in group.members.items()
        }
        if old.member_id in group.target:
            group.target[member.member_id] = group.target.pop(old.member_id)
            changes.append(journal.target_row(group, member.member_id))
        changes += journal.farewell_rows(group, old.member_id)
    else:
        group.members[member.member_id] = member
        member.topics = ()
    return member


def _subscribe(
    world: World, broker: Broker, group: ConsumerGroup, member: ConsumerMember, body: Any,
    changes: list[journal.Row],
) -> bool:  # fmt: skip
    """Take in what the member says of itself; True when the group's epoch grew by it."""
    reason = ""
    if body["topics"] is not None:
        if (member.topics, member.assignor) != (body["topics"], body["assignor"]):
            reason = "subscription_changed" if member.topics else "member_joined"
        member.topics, member.assignor = body["topics"], body["assignor"]
        member.rebalance_us = body["rebalance_us"]
        changes.append(journal.member_row(group, member))
    known, now = dict(group.counts), target.counts(broker.image, group)
    if not reason and any(known.get(topic) != count for topic, count in now):
        reason = "partitions_changed"
    group.counts = now
    if reason:
        raise_epoch(world, group, reason)
    return bool(reason)


def raise_epoch(world: World, group: ConsumerGroup, reason: str) -> None:
    group.epoch += 1
    world.cause = world.emit(EpochRaised, group.group, group.epoch, reason)
    say_state(world, group)


def _leave(
    world: World, broker: Broker, groups: ConsumerGroups, group: ConsumerGroup, ref: Ref, body: Any
) -> None:
    """Goodbye: for good, or, for a static member, for as long as its session lasts."""
    member = group.members[body["member_id"]]
    answer = {"error": None, "epoch": body["epoch"], "interval_us": 0, "assignment": None}
    summary = {"epoch": body["epoch"]}
    if body["epoch"] == LEFT_FOR_A_WHILE and member.instance_id is not None:
        member.epoch = LEFT_FOR_A_WHILE
        world.emit(MemberAway, group.group, member.client, member.member_id)
        changes = [journal.current_row(group, member)]
    else:
        world.cause = world.emit(MemberDeparted, group.group, member.client, member.member_id)
        changes = drop(world, group, member, "member_left")
    journal.answer(world, broker, groups, group, changes, ref, answer, summary)


def drop(
    world: World, group: ConsumerGroup, member: ConsumerMember, reason: str
) -> list[journal.Row]:
    """A member is out: its partitions are free at once, a new target is due."""
    del group.members[member.member_id]
    group.target.pop(member.member_id, None)
    raise_epoch(world, group, reason)
    return [*journal.farewell_rows(group, member.member_id), journal.group_row(group)]
