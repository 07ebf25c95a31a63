"""The uniform assignor of the consumer protocol (KIP-848), computed by the group coordinator.

Balanced and sticky like the client-side sticky assignor, but it fills one member after the other
instead of dealing in a circle, so a fresh group gets runs of neighbouring partitions.

    orders with 6, payments with 3, a fresh group of three:
    C0: orders 0 1 2     C1: orders 3 4 5     C2: payments 0 1 2

The owned partitions of the members are here the previous target assignment. Counts, validity and
moves agree with Kafka; which of several equal partitions goes to whom may not, because Kafka
follows the order of a Java hash table there.
Source: Apache Kafka `UniformAssignor`, `UniformHomogeneousAssignmentBuilder`.
"""

from broker_core.coordinator.assignors.balance import assign_unequal, equally_subscribed
from broker_core.coordinator.assignors.base import Assignor
from broker_core.coordinator.assignors.group import Assignment, Group, by_topic
from broker_core.coordinator.assignors.sticky import keep_up_to_quota


def assign_uniform(group: Group) -> Assignment:
    """Return the target assignment of a group of the consumer protocol."""
    if not group.members:
        return {}
    if not equally_subscribed(group):
        return assign_unequal(group)
    kept, free = keep_up_to_quota(group)
    floor, extras = divmod(len(group.partitions()), len(group.members))
    extras -= sum(1 for mine in kept.values() if len(mine) > floor)
    open_members = [member_id for member_id in kept if len(kept[member_id]) <= floor]
    for position, member_id in enumerate(open_members):
        bonus = 1 if len(open_members) - position <= extras else 0
        wanted = floor + bonus - len(kept[member_id])
        kept[member_id].extend(free[:wanted])
        free = free[wanted:]
    return {member_id: by_topic(partitions) for member_id, partitions in kept.items()}


UNIFORM = Assignor("uniform", assign_uniform)
