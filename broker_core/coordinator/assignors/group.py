"""What every assignor is given and gives back: members, partitions, assignments.

Source: Apache Kafka `AbstractPartitionAssignor`, `AbstractPartitionAssignor.MemberInfo`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Assignment = dict[str, dict[str, list[int]]]
"""Member id -> topic -> partitions in rising order. A member with nothing has an empty mapping."""

Racks = Mapping[str, Mapping[Any, Iterable[str]]]
"""Topic -> partition (int, or its text form) -> racks of its replicas."""


class TopicPartition(NamedTuple):
    """One partition of one topic; sorts by topic, then by number."""

    topic: str
    partition: int


@dataclass(frozen=True)
class Member:
    """One member of a group, as its JoinGroup request describes it.

    `topics` is the subscription; topics that do not exist are ignored. `instance_id` is
    `group.instance.id`, or None for a dynamic member. `owned` is what the member claims to own,
    `generation` the generation of that claim (-1: unknown): where two claims meet, the newer one
    counts, and neither does when both are of the same age. `rack` is `client.rack`.
    """

    member_id: str
    topics: tuple[str, ...]
    instance_id: str | None = None
    owned: tuple[TopicPartition, ...] = ()
    generation: int = -1
    rack: str | None = None

    @property
    def order(self) -> tuple[bool, bytes]:
        """Kafka's order of members: static ones first by instance id, then the others by id."""
        if self.instance_id is not None:
            return (False, java_order(self.instance_id))
        return (True, java_order(self.member_id))


@dataclass(frozen=True)
class Group:
    """The checked input of an assignor: members in Kafka's order, counts and replica racks."""

    members: tuple[Member, ...]
    partitions_per_topic: Mapping[str, int]
    partition_racks: Mapping[TopicPartition, tuple[str, ...]] = field(default_factory=dict)

    def topics(self) -> list[str]:
        """The topics that exist and that somebody subscribes to, in string order."""
        wanted = {topic for member in self.members for topic in member.topics}
        return sorted((t for t in self.partitions_per_topic if t in wanted), key=java_order)

    def partitions(self) -> list[TopicPartition]:
        """Every partition that must be given to somebody, topic by topic."""
        counts = self.partitions_per_topic
        return [TopicPartition(t, p) for t in self.topics() for p in range(counts[t])]

    def subscribers(self, topic: str) -> list[Member]:
        """The members subscribed to `topic`, in Kafka's order."""
        return [member for member in self.members if topic in member.topics]


def by_topic(partitions: Iterable[TopicPartition]) -> dict[str, list[int]]:
    """Group partitions as an assignment writes them, everything in rising order."""
    result: dict[str, list[int]] = {}
    for topic, partition in sorted(partitions, key=lambda tp: (java_order(tp.topic), tp.partition)):
        result.setdefault(topic, []).append(partition)
    return result


def java_order(text: str) -> bytes:
    """A sort key that orders text as Java does, by UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")
