"""Balancing a group whose members subscribe to different topics.

Members keep what they own, free partitions go to whoever may have them and has least, then single
partitions move while a move makes the counts more even. The end is reached when no partition can
go to a member that would still hold fewer than the giver had: nothing that one move improves.
Kafka's own search visits partitions in another order; balance agrees, identity may not.
Source: Apache Kafka `AbstractStickyAssignor.generalAssign`.
"""

from broker_core.coordinator.assignors.group import (
    Assignment,
    Group,
    TopicPartition,
    by_topic,
    java_order,
)
from broker_core.coordinator.assignors.ownership import by_member_id, settled_claims


def equally_subscribed(group: Group) -> bool:
    """Whether all members subscribe to the same existing topics."""
    existing = [sorted(t for t in group.topics() if t in m.topics) for m in group.members]
    return all(topics == existing[0] for topics in existing)


def assign_unequal(group: Group) -> Assignment:
    """Return a sticky assignment that no single move can make more even."""
    held = settled_claims(group)
    owned = {tp: member_id for member_id, mine in held.items() for tp in mine}
    eligible = {
        topic: [m.member_id for m in by_member_id(group) if topic in m.topics]
        for topic in group.topics()
    }
    free = [tp for tp in group.partitions() if tp not in owned]
    for tp in sorted(free, key=lambda tp: (len(eligible[tp.topic]), java_order(tp.topic), tp[1])):
        least = min(eligible[tp.topic], key=lambda member_id: len(held[member_id]))
        held[least].append(tp)
    while (move := _best_move(held, owned, eligible)) is not None:
        tp, giver, taker = move
        held[giver].remove(tp)
        held[taker].append(tp)
    return {member_id: by_topic(partitions) for member_id, partitions in held.items()}


def _best_move(
    held: dict[str, list[TopicPartition]],
    owned: dict[TopicPartition, str],
    eligible: dict[str, list[str]],
) -> tuple[TopicPartition, str, str] | None:
    """Return the move that evens out most, or None; ties prefer partitions that nobody loses.

    Each move lowers the sum of the squared counts, so the search ends.
    """
    best: tuple[TopicPartition, str, str] | None = None
    best_rank = (1, False)
    for giver, mine in held.items():
        for tp in sorted(mine):
            for taker in eligible[tp.topic]:
                gap = len(mine) - len(held[taker])
                rank = (gap, owned.get(tp) != giver)
                if gap > 1 and rank > best_rank:
                    best, best_rank = (tp, giver, taker), rank
    return best
