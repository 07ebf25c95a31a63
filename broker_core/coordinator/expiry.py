"""Committed offsets that are too old, and groups that end (semantics 7.4, 5.2).

An offset expires `offsets.retention.minutes` after its group became Empty; in a live group only when
no member subscribes to its topic any more; in a group that never had members, counted from the
commit. A group without members and offsets is Dead.
Source: Apache Kafka `OffsetExpirationConditionImpl`, `ClassicGroup.offsetExpirationCondition`.
"""

from broker_core.coordinator import journal
from broker_core.coordinator.group import Group, Groups, new_group
from broker_core.coordinator.transitions import change_state
from broker_core.events.group import OffsetExpired
from broker_core.kernel.world import World
from broker_core.replication.metadata import split_place
from broker_core.replication.replica import Broker


def sweep(world: World, broker: Broker, groups: Groups, classic: list[str]) -> None:
    """Look through the classic groups that this broker coordinates, then again after a while."""
    for group in [g for g in groups.groups.values() if g.group in classic]:
        expired = due(group, world.now_us, broker.settings["offsets.retention.minutes"])
        if expired:
            forget(world, broker, groups, group, expired, "offsets_expired")
    every = broker.settings["offsets.retention.check.interval.ms"]
    world.at(world.now_us + every, "offsets_sweep", broker.name, cause=0)


def due(group: Group, now_us: int, keep_us: int) -> list[str]:
    """The places whose committed offsets have expired."""
    if group.state == "Dead":
        return []
    if group.state == "Empty" and group.generation > 0:
        return list(group.offsets) if now_us - group.since_us >= keep_us else []
    topics = [t for member in group.members.values() for t in member.topics]
    return [
        key
        for key in group.offsets
        if split_place(key)[0] not in topics and now_us - group.committed_us[key] >= keep_us
    ]


def forget(
    world: World, broker: Broker, groups: Groups, group: Group, places: list[str], reason: str
) -> None:
    """Write tombstones for these offsets; a group that has nothing left ends with them."""
    rows: list[tuple[str, str | None]] = []
    for key in places:
        topic, partition = split_place(key)
        rows.append((f"offset {group.group} {topic} {partition}", None))
    ends = group.state == "Empty" and len(places) == len(group.offsets)
    if ends:
        rows.append((f"group {group.group}", None))
    if journal.append(world, broker, groups, group.partition, rows, "group", ()) is not None:
        return
    because = ("offsets.retention.minutes",) if reason == "offsets_expired" else ()
    for key in places:
        topic, partition = split_place(key)
        world.emit(
            OffsetExpired, group.group, topic, partition, group.offsets.pop(key), reason,
            because=because,
        )  # fmt: skip
        group.committed_us.pop(key, None)
    if ends:
        change_state(world, group, "Dead", reason, because=because)


def revive(groups: Groups, group: Group) -> Group:
    """A request for a Dead group meets a new one of that name."""
    groups.groups[group.group] = fresh = new_group(group.group, group.partition)
    return fresh
