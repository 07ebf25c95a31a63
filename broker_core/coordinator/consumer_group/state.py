"""What a coordinator holds of a group of the consumer protocol (semantics 6.1).

Three numbers order everything: the group epoch grows with every change of who is there and what they
subscribe to; the assignment epoch is the group epoch that the target was computed for; a member's
epoch is the assignment epoch it has reconciled to. member <= assignment <= group, always.
"""

from typing import Any

from broker_core.kernel.state import Plain, state
from broker_core.replication.metadata import place

LEFT_FOR_A_WHILE = -2
"""The epoch of a static member that closed and may come back with a new member id."""


@state
class ConsumerMember:
    """A member. `assigned`: place -> the epoch since which it may own that partition; `revoking`: what
    it has to give up, with the same epochs. No partition stands in both, and none at two members."""

    member_id: str
    client: str
    instance_id: str | None
    topics: Plain
    assignor: str | None
    rebalance_us: int
    epoch: int
    previous_epoch: int
    state: str
    assigned: dict[str, int]
    revoking: dict[str, int]
    deadline_us: int
    armed_by: Plain
    timer_armed: bool
    revoke_due_us: int


@state
class ConsumerGroup:
    """A group. `target`: member id -> places; `counts`: (topic, partitions) as the target knows them;
    `assigned_at_us`: when the last target was computed, -1 before the first."""

    group: str
    kind: str
    partition: int
    state: str
    epoch: int
    assignment_epoch: int
    assigned_at_us: int
    members: dict[str, ConsumerMember]
    target: dict[str, Plain]
    counts: Plain


@state
class ConsumerGroups:
    """A broker's groups of the newer protocols. `waiting`: answers that wait until their log records
    are on every in-sync replica, as (offsets partition, required offset, ref, body, summary)."""

    broker: int
    groups: dict[str, ConsumerGroup]
    waiting: list[Plain]


def new_group(name: str, kind: str, partition: int) -> ConsumerGroup:
    return ConsumerGroup(name, kind, partition, "Empty", 0, 0, -1, {}, {}, ())


def new_member(member_id: str, client: str, instance_id: str | None, body: Any) -> ConsumerMember:
    """A member that has nothing yet, at epoch 0."""
    return ConsumerMember(
        member_id, client, instance_id, body["topics"], body["assignor"], body["rebalance_us"],
        0, 0, "STABLE", {}, {}, 0, None, False, 0,
    )  # fmt: skip


def split(key: str) -> tuple[str, int]:
    """(topic, partition) of a place."""
    topic, _, partition = key.rpartition(":")
    return topic, int(partition)


def places(partitions: Any) -> tuple[str, ...]:
    return tuple(place(t, p) for t, p in partitions)


def rows(keys: Any) -> tuple[tuple[str, int], ...]:
    """Places as (topic, partition) rows in rising order."""
    return tuple(sorted(split(key) for key in keys))


def reconciled(group: ConsumerGroup, member: ConsumerMember) -> bool:
    return member.state == "STABLE" and member.epoch == group.assignment_epoch


def state_of(group: ConsumerGroup) -> str:
    """Empty, Assigning (a target is due), Reconciling (members are on the way) or Stable."""
    if not group.members:
        return "Empty"
    if group.epoch > group.assignment_epoch:
        return "Assigning"
    if all(reconciled(group, m) for m in group.members.values()):
        return "Stable"
    return "Reconciling"
