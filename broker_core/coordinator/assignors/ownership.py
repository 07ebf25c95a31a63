"""What the members of a group may keep: their claims, with the conflicts settled.

A claim counts when the partition exists and the member still subscribes to its topic. Where two
members claim one partition the newer generation wins; claims of the same age cancel out, because
nobody can tell which of the two is alive.
Source: Apache Kafka `AbstractStickyAssignor.allSubscriptionsEqual`.
"""

from broker_core.coordinator.assignors.group import Group, Member, TopicPartition, java_order


def by_member_id(group: Group) -> list[Member]:
    """The members in string order of their ids: sticky assignors do not put static ones first."""
    return sorted(group.members, key=lambda member: java_order(member.member_id))


def settled_claims(group: Group) -> dict[str, list[TopicPartition]]:
    """Return the valid claims of each member, as listed, every partition at most once overall."""
    best: dict[TopicPartition, tuple[int, str | None]] = {}
    for member in by_member_id(group):
        for tp in dict.fromkeys(member.owned):
            if _is_valid(group, member, tp):
                best[tp] = _newer(best.get(tp), member)
    return {
        member.member_id: sorted(tp for tp in best if best[tp][1] == member.member_id)
        for member in by_member_id(group)
    }


def _is_valid(group: Group, member: Member, tp: TopicPartition) -> bool:
    exists = 0 <= tp.partition < group.partitions_per_topic.get(tp.topic, 0)
    return exists and tp.topic in member.topics


def _newer(known: tuple[int, str | None] | None, member: Member) -> tuple[int, str | None]:
    if known is None or member.generation > known[0]:
        return (member.generation, member.member_id)
    if member.generation == known[0]:
        return (known[0], None)
    return known
