"""An assignor: a name and one pure function, members and partition counts in, an assignment out.

Nothing is remembered between calls; the owned partitions travel in the members, as they do in a
JoinGroup request. The order in which members are listed never matters.
Source: Apache Kafka `ConsumerPartitionAssignor`, `CooperativeStickyAssignor`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from broker_core.coordinator.assignors.group import (
    Assignment,
    Group,
    Racks,
    TopicPartition,
    by_topic,
)
from broker_core.coordinator.assignors.reading import read_group


@dataclass(frozen=True)
class Assignor:
    """An assignor under Kafka's name; `assign` is all that most callers need."""

    name: str
    compute: Callable[[Group], Assignment]
    cooperative: bool = False

    def assign(
        self,
        members: object,
        partitions_per_topic: Mapping[str, int],
        *,
        previous: Mapping[str, Mapping[str, Iterable[int]]] | None = None,
        partition_racks: Racks | None = None,
    ) -> Assignment:
        """Return the complete assignment: every partition of a subscribed topic has one owner.

        `members` is a list of `Member`, a list of mappings with the keys `member_id`,
        `subscription` (or `topics`), `group_instance_id`, `previous` (or `owned`), `generation`
        and `rack`, or a mapping of member id to topics. `previous` may also be given beside the
        members, by member id. Malformed input raises ValueError.

        >>> from broker_core.coordinator.assignors import client_assignors
        >>> client_assignors["range"].assign({"C0": ["t"], "C1": ["t"]}, {"t": 3})
        {'C0': {'t': [0, 1]}, 'C1': {'t': [2]}}
        """
        return self.compute(read_group(members, partitions_per_topic, previous, partition_racks))

    def first_round(
        self,
        members: object,
        partitions_per_topic: Mapping[str, int],
        *,
        previous: Mapping[str, Mapping[str, Iterable[int]]] | None = None,
        partition_racks: Racks | None = None,
    ) -> Assignment:
        """Return what the group's leader sends in SyncGroup.

        For an eager assignor this is `assign`. For a cooperative one, partitions that change owner
        are withheld until their old owner has given them up and everybody has joined again; with
        the then owned partitions as input nothing is withheld and the answer is complete.
        """
        group = read_group(members, partitions_per_topic, previous, partition_racks)
        target = self.compute(group)
        return withhold_moved(group, target) if self.cooperative else target


def withhold_moved(group: Group, target: Assignment) -> Assignment:
    """Return `target` without the partitions that another member still claims to own."""
    claimants: dict[TopicPartition, list[str]] = {}
    for member in group.members:
        for owned in member.owned:
            claimants.setdefault(owned, []).append(member.member_id)
    first: Assignment = {}
    for member_id, topics in target.items():
        kept = [
            TopicPartition(topic, partition)
            for topic, partitions in topics.items()
            for partition in partitions
            if not _moves(claimants.get(TopicPartition(topic, partition), []), member_id)
        ]
        first[member_id] = by_topic(kept)
    return first


def _moves(claimants: list[str], member_id: str) -> bool:
    return bool(claimants) and member_id not in claimants
