"""The round-robin assignor: all partitions in one row, dealt to the members in a circle.

    orders with 3, payments with 3, members C0 and C1:
    C0: orders 0 2, payments 1          C1: orders 1, payments 0 2

Topics stand in string order, members in Kafka's order; a member that does not subscribe to a
topic is passed over, which makes unequal subscriptions come out unevenly.
Source: Apache Kafka `RoundRobinAssignor`.
"""

from broker_core.coordinator.assignors.base import Assignor
from broker_core.coordinator.assignors.group import (
    Assignment,
    Group,
    TopicPartition,
    by_topic,
)


def assign_roundrobin(group: Group) -> Assignment:
    """Return the partitions dealt one by one, each to the next member that wants its topic."""
    dealt: dict[str, list[TopicPartition]] = {m.member_id: [] for m in group.members}
    turn = 0
    for tp in group.partitions():
        while tp.topic not in group.members[turn % len(group.members)].topics:
            turn += 1
        dealt[group.members[turn % len(group.members)].member_id].append(tp)
        turn += 1
    return {member_id: by_topic(partitions) for member_id, partitions in dealt.items()}


ROUNDROBIN = Assignor("roundrobin", assign_roundrobin)
