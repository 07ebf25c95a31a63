"""The range assignor: each topic is cut into contiguous blocks, one per subscriber.

With n partitions and m subscribers the first n mod m members, in Kafka's order of members, get
one partition more. The same members lead for every topic, so many small topics pile up on them;
topics with equal counts come out co-partitioned.

    orders with 3, payments with 3, members C0 and C1:
    C0: orders 0 1, payments 0 1        C1: orders 2, payments 2

When members and replicas name racks and the replicas' racks differ, a first pass keeps to
matching racks (KIP-881); the server-side range of the consumer protocol has no such pass.
Source: Apache Kafka `RangeAssignor`, `AbstractPartitionAssignor.useRackAwareAssignment`.
"""

from collections.abc import Callable
from dataclasses import replace

from broker_core.coordinator.assignors.base import Assignor
from broker_core.coordinator.assignors.group import (
    Assignment,
    Group,
    Member,
    TopicPartition,
    by_topic,
)


class _TopicShare:
    """One topic while it is being dealt: what is left, and how many each subscriber may take."""

    def __init__(self, topic: str, group: Group) -> None:
        self.members = group.subscribers(topic)
        self.count = group.partitions_per_topic[topic]
        self.left = [TopicPartition(topic, number) for number in range(self.count)]
        self.racks = {tp: group.partition_racks.get(tp, ()) for tp in self.left}
        self.floor, self.extras = divmod(self.count, len(self.members))
        self.taken: dict[str, list[TopicPartition]] = {m.member_id: [] for m in self.members}

    @property
    def uses_racks(self) -> bool:
        """Whether racks can help: some member shares one, and not every partition is in all."""
        everywhere = sorted({rack for racks in self.racks.values() for rack in racks})
        if not any(member.rack in everywhere for member in self.members):
            return False
        return any(sorted(set(racks)) != everywhere for racks in self.racks.values())

    def room(self, member: Member) -> int:
        extra = 1 if self.extras > 0 else 0
        return max(0, self.floor + extra - len(self.taken[member.member_id]))

    def near(self, member: Member, tp: TopicPartition) -> bool:
        return member.rack is None or member.rack in self.racks[tp]

    def take(self, member: Member, partitions: list[TopicPartition]) -> None:
        mine = self.taken[member.member_id]
        mine.extend(partitions)
        if len(mine) > self.floor:
            self.extras -= 1
        self.left = [tp for tp in self.left if tp not in partitions]

    def deal(self, allowed: Callable[[Member, TopicPartition], bool]) -> None:
        for member in self.members:
            fitting = [tp for tp in self.left if allowed(member, tp)][: self.room(member)]
            if fitting:
                self.take(member, fitting)


def assign_range(group: Group) -> Assignment:
    """Return contiguous blocks per topic, after a pass by rack where racks can help."""
    shares = [_TopicShare(topic, group) for topic in group.topics()]
    if any(share.uses_racks for share in shares):
        _deal_by_rack(shares)
    for share in shares:
        share.deal(lambda member, tp: True)
    return {
        member.member_id: by_topic(
            tp for share in shares for tp in share.taken.get(member.member_id, ())
        )
        for member in group.members
    }


def assign_range_without_racks(group: Group) -> Assignment:
    """Return contiguous blocks per topic, racks ignored, as the group coordinator does."""
    return assign_range(replace(group, partition_racks={}))


def _deal_by_rack(shares: list[_TopicShare]) -> None:
    alike: dict[tuple[int, tuple[str, ...]], list[_TopicShare]] = {}
    for share in shares:
        key = (share.count, tuple(member.member_id for member in share.members))
        alike.setdefault(key, []).append(share)
    for together in alike.values():
        if len(together) > 1:
            _deal_together(together)
        elif together[0].uses_racks:
            together[0].deal(together[0].near)


def _deal_together(shares: list[_TopicShare]) -> None:
    """Give partition p of every co-partitioned topic to one member, nearest first."""
    for number in range(shares[0].count):
        for member in shares[0].members:
            fits = all(
                share.room(member) > 0 and share.near(member, tp)
                for share in shares
                for tp in share.left
                if tp.partition == number
            )
            if fits:
                for share in shares:
                    share.take(member, [tp for tp in share.left if tp.partition == number])
                break


RANGE = Assignor("range", assign_range)
SERVER_RANGE = Assignor("range", assign_range_without_racks)
