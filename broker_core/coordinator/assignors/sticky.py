"""The sticky assignors: balanced first, then as few partitions as possible change their owner.

With equal subscriptions the counts differ by at most one, and among such assignments no other
moves fewer partitions. `sticky` is eager: everything is given up before the group joins again.
`cooperative-sticky` computes the same target but hands it out in two rounds; see
`Assignor.first_round`.

    orders with 6, C0 owned 0 2 4, C1 owned 1 3 5, C2 joins:
    assign        C0: 0 2    C1: 1 3    C2: 4 5
    first_round   C0: 0 2    C1: 1 3    C2: nothing yet

Source: Apache Kafka `AbstractStickyAssignor.constrainedAssign`, `CooperativeStickyAssignor`.
"""

from broker_core.coordinator.assignors.balance import assign_unequal, equally_subscribed
from broker_core.coordinator.assignors.base import Assignor
from broker_core.coordinator.assignors.group import (
    Assignment,
    Group,
    TopicPartition,
    by_topic,
)
from broker_core.coordinator.assignors.ownership import settled_claims


def assign_sticky(group: Group) -> Assignment:
    """Return the target of both sticky assignors."""
    if not group.members:
        return {}
    if not equally_subscribed(group):
        return assign_unequal(group)
    kept, free = keep_up_to_quota(group)
    floor = len(group.partitions()) // len(group.members)
    hungry = [member_id for member_id in kept if len(kept[member_id]) < floor]
    waiting = [member_id for member_id in kept if len(kept[member_id]) == floor]
    while hungry and free:
        for member_id in list(hungry):
            kept[member_id].append(free.pop(0))
            if len(kept[member_id]) == floor:
                hungry.remove(member_id)
                waiting.append(member_id)
    for member_id, tp in zip(waiting, free, strict=False):
        kept[member_id].append(tp)
    return {member_id: by_topic(partitions) for member_id, partitions in kept.items()}


def keep_up_to_quota(
    group: Group,
) -> tuple[dict[str, list[TopicPartition]], list[TopicPartition]]:
    """Return what each member keeps of its own, by member id, and the partitions left over.

    With equal subscriptions nobody may hold more than the quota: the floor of the mean, and one
    more for as many members as the remainder allows, first come in string order of member ids.
    """
    partitions = group.partitions()
    floor, extras = divmod(len(partitions), len(group.members))
    kept: dict[str, list[TopicPartition]] = {}
    for member_id, claimed in settled_claims(group).items():
        quota = floor
        if len(claimed) > floor and extras > 0:
            quota, extras = floor + 1, extras - 1
        kept[member_id] = claimed[:quota]
    held = {tp for mine in kept.values() for tp in mine}
    return kept, [tp for tp in partitions if tp not in held]


STICKY = Assignor("sticky", assign_sticky)
COOPERATIVE_STICKY = Assignor("cooperative-sticky", assign_sticky, cooperative=True)
