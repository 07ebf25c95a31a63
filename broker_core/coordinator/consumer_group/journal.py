"""A group's epochs, members, target and current assignments in __consumer_offsets.

One key for each fact, as Kafka's ConsumerGroupMetadata, ConsumerGroupMemberMetadata,
ConsumerGroupTargetAssignmentMember and ConsumerGroupCurrentMemberAssignment records; a record without
value takes the fact away. An answer leaves only when its records are on every in-sync replica.
"""

import json
from typing import Any

from broker_core.coordinator.consumer_group.state import (
    ConsumerGroup,
    ConsumerGroups,
    ConsumerMember,
    new_group,
)
from broker_core.coordinator.group import OFFSETS_TOPIC
from broker_core.kernel.canonical import canonical_text
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.log.partition_log import Record
from broker_core.replication import leader
from broker_core.replication.replica import Broker

Row = tuple[str, str | None]


def group_row(group: ConsumerGroup) -> Row:
    value = {
        "kind": group.kind,
        "epoch": group.epoch,
        "assignment_epoch": group.assignment_epoch,
        "assigned_at_us": group.assigned_at_us,
        "counts": [list(row) for row in group.counts],
    }
    return f"consumer_group {group.group}", canonical_text(value)


def member_row(group: ConsumerGroup, member: ConsumerMember) -> Row:
    value = [
        member.client,
        member.instance_id,
        list(member.topics),
        member.assignor,
        member.rebalance_us,
    ]
    return f"consumer_member {group.group} {member.member_id}", canonical_text(value)


def target_row(group: ConsumerGroup, member_id: str) -> Row:
    return f"consumer_target {group.group} {member_id}", canonical_text(
        list(group.target[member_id])
    )


def current_row(group: ConsumerGroup, member: ConsumerMember) -> Row:
    value = [
        member.epoch, member.previous_epoch, member.state,
        list(member.assigned.items()), list(member.revoking.items()),
    ]  # fmt: skip
    return f"consumer_current {group.group} {member.member_id}", canonical_text(value)


def farewell_rows(group: ConsumerGroup, member_id: str) -> list[Row]:
    """A member is gone: tombstones for all that was written of it."""
    kinds = ("consumer_current", "consumer_target", "consumer_member")
    return [(f"{kind} {group.group} {member_id}", None) for kind in kinds]


def write(world: World, broker: Broker, partition: int, rows: list[Row]) -> tuple[str | None, int]:
    """Append to the offsets partition: (None, the offset they reach to) or (error, -1)."""
    replica = broker.replica(OFFSETS_TOPIC, partition)
    if replica is None or not replica.leads:
        return "NOT_COORDINATOR", -1
    if len(replica.isr) < broker.min_insync(OFFSETS_TOPIC):
        return "COORDINATOR_NOT_AVAILABLE", -1
    records = []
    for key, value in rows:
        world.next_record += 1
        records.append((world.next_record, key, value, world.now_us))
    base = leader.write(world, broker, replica, records, None)
    leader.after_append(world, broker, replica)
    return None, base + len(records)


def answer(
    world: World, broker: Broker, groups: ConsumerGroups, group: ConsumerGroup, rows: list[Row],
    ref: Ref | None, body: Any, summary: Any, chatter: bool = False,
) -> None:  # fmt: skip
    """Write what changed and answer once it is safe; at once when nothing changed."""
    if not rows:
        if ref is not None:
            reply(world, ref, body, summary, chatter)
        return
    error, until = write(world, broker, group.partition, rows)
    if ref is None:
        return
    if error is not None:
        reply(world, ref, {"error": error}, {"error": error})
        return
    groups.waiting.append((group.partition, until, tuple(ref), body, summary))
    saved(world, broker, groups, group.partition)


def saved(world: World, broker: Broker, groups: ConsumerGroups, partition: int) -> None:
    """Send the answers whose records are on every in-sync replica by now, in order."""
    if not groups.waiting:
        return
    replica = broker.replica(OFFSETS_TOPIC, partition)
    mark = replica.high_watermark if replica is not None and replica.leads else -1
    due = [w for w in groups.waiting if w[0] == partition and w[1] <= mark]
    groups.waiting = [w for w in groups.waiting if not (w[0] == partition and w[1] <= mark)]
    for _, _, ref, body, summary in due:
        reply(world, Ref(*ref), body, summary)


def load(records: list[Record], partition: int) -> dict[str, ConsumerGroup]:
    """The groups that a log of __consumer_offsets tells of, oldest record first."""
    groups: dict[str, ConsumerGroup] = {}
    for record in records:
        words = (record.key or "").split(" ")
        if not words[0].startswith("consumer_"):
            continue
        group = groups.setdefault(words[1], new_group(words[1], "consumer", partition))
        value = json.loads(record.value) if record.value is not None else None
        _READERS[words[0]](group, words[2] if len(words) > 2 else "", value)
    return groups


def _group(group: ConsumerGroup, _: str, value: Any) -> None:
    group.kind = value["kind"]
    group.epoch = value["epoch"]
    group.assignment_epoch = value["assignment_epoch"]
    group.assigned_at_us = value["assigned_at_us"]
    group.counts = tuple((t, n) for t, n in value["counts"])


def _member(group: ConsumerGroup, member_id: str, value: Any) -> None:
    if value is None:
        group.members.pop(member_id, None)
        return
    client, instance_id, topics, assignor, rebalance_us = value
    known = group.members.get(member_id)
    if known is None:
        group.members[member_id] = ConsumerMember(
            member_id, client, instance_id, tuple(topics), assignor, rebalance_us,
            0, 0, "STABLE", {}, {}, 0, None, False, 0,
        )  # fmt: skip
    else:
        known.topics, known.assignor, known.rebalance_us = tuple(topics), assignor, rebalance_us


def _target(group: ConsumerGroup, member_id: str, value: Any) -> None:
    if value is None:
        group.target.pop(member_id, None)
    else:
        group.target[member_id] = tuple(value)


def _current(group: ConsumerGroup, member_id: str, value: Any) -> None:
    member = group.members.get(member_id)
    if member is not None and value is not None:
        member.epoch, member.previous_epoch, member.state = value[:3]
        member.assigned = dict(value[3])
        member.revoking = dict(value[4])


_READERS = {
    "consumer_group": _group,
    "consumer_member": _member,
    "consumer_target": _target,
    "consumer_current": _current,
}
