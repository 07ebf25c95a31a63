"""Reading the members of a group from the shapes that callers have them in.

The engine passes `Member` objects; scenario files, tests and the published test vectors carry
plain mappings. Both come out as one `Group`, checked and sorted, so that no assignor looks at raw
input. Everything wrong raises ValueError and names the member or the topic.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from broker_core.coordinator.assignors.group import Group, Member, Racks, TopicPartition

_FIRST_GENERATION = 1
"""What a mapping without `generation` means, as the published vectors define it."""

Previous = Mapping[str, Mapping[str, Iterable[int]]]


def read_group(
    members: object,
    partitions_per_topic: Mapping[str, int],
    previous: Previous | None = None,
    partition_racks: Racks | None = None,
) -> Group:
    """Return the checked group; see `Assignor.assign` for the shapes that are understood."""
    for topic, count in partitions_per_topic.items():
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise ValueError(f"topic {topic!r} has no partition count: {count!r}")
    claims = previous or {}
    listed = [_read_member(raw, claims) for raw in _listed(members)]
    seen: dict[str, None] = {}
    for member in listed:
        if member.member_id in seen:
            raise ValueError(f"member {member.member_id!r} is listed twice")
        seen[member.member_id] = None
    return Group(
        members=tuple(sorted(listed, key=lambda member: member.order)),
        partitions_per_topic=dict(partitions_per_topic),
        partition_racks=_read_racks(partition_racks or {}),
    )


def _listed(members: object) -> Sequence[object]:
    if isinstance(members, Mapping):
        return [_named(member_id, value) for member_id, value in members.items()]
    if isinstance(members, Iterable) and not isinstance(members, (str, bytes)):
        return list(members)
    raise ValueError("members must be a list or a mapping of member id to topics")


def _named(member_id: str, value: object) -> object:
    if isinstance(value, Member):
        return value
    if isinstance(value, Mapping):
        return {"member_id": member_id, **value}
    return {"member_id": member_id, "subscription": value}


def _read_member(raw: object, claims: Previous) -> Member:
    if isinstance(raw, Member):
        if raw.owned or raw.member_id not in claims:
            return raw
        owned = _read_owned(raw.member_id, claims[raw.member_id])
        return Member(raw.member_id, raw.topics, raw.instance_id, owned, raw.generation, raw.rack)
    if not isinstance(raw, Mapping) or not isinstance(raw.get("member_id"), str):
        raise ValueError(f"a member needs a member_id: {raw!r}")
    member_id: str = raw["member_id"]
    owned_raw = _first(raw, "previous", "owned", "previous_target_assignment")
    return Member(
        member_id=member_id,
        topics=_read_topics(member_id, _first(raw, "subscription", "topics")),
        instance_id=_first(raw, "group_instance_id", "instance_id"),
        owned=_read_owned(member_id, claims.get(member_id, {}) if owned_raw is None else owned_raw),
        generation=_FIRST_GENERATION if raw.get("generation") is None else raw["generation"],
        rack=raw.get("rack"),
    )


def _first(raw: Mapping[str, Any], *keys: str) -> Any:
    return next((raw[key] for key in keys if raw.get(key) is not None), None)


def _read_topics(member_id: str, topics: object) -> tuple[str, ...]:
    if not isinstance(topics, Iterable) or isinstance(topics, (str, bytes)):
        raise ValueError(f"member {member_id!r} needs a list of topics, not {topics!r}")
    return tuple(topics)


def _read_owned(member_id: str, owned: object) -> tuple[TopicPartition, ...]:
    if isinstance(owned, Mapping):
        return tuple(TopicPartition(t, p) for t, numbers in owned.items() for p in numbers)
    if isinstance(owned, Iterable) and not isinstance(owned, (str, bytes)):
        return tuple(TopicPartition(topic, partition) for topic, partition in owned)
    raise ValueError(f"member {member_id!r} owns partitions by topic, not {owned!r}")


def _read_racks(racks: Racks) -> dict[TopicPartition, tuple[str, ...]]:
    return {
        TopicPartition(topic, int(partition)): tuple(names)
        for topic, by_partition in racks.items()
        for partition, names in by_partition.items()
    }
