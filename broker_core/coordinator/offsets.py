"""Committing and fetching offsets, and writing to the group's log (semantics 5.4, 7.1)."""

from typing import Any

from broker_core.coordinator.group import OFFSETS_TOPIC, Group, Groups, offset_record
from broker_core.events.client import OffsetCommitted
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication import leader
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker


def append(
    world: World, broker: Broker, groups: Groups, partition: int, rows: Any, action: str, data: Any
) -> str | None:
    """Write (key, value) rows to the offsets partition; `action` runs once all in-sync replicas
    have them. Returns an error name when nothing was written."""
    replica = broker.replica(OFFSETS_TOPIC, partition)
    if replica is None or not replica.leads:
        return "NOT_COORDINATOR"
    if len(replica.isr) < broker.min_insync(OFFSETS_TOPIC):
        return "COORDINATOR_NOT_AVAILABLE"
    records = []
    for key, value in rows:
        world.next_record += 1
        records.append((world.next_record, key, value, world.now_us))
    base = leader.write(world, broker, replica, records, None)
    groups.waiting.append((partition, base + len(records), action, data))
    leader.after_append(world, broker, replica)
    return None


def saved(groups: Groups, broker: Broker, partition: int) -> list[Any]:
    """Take out and return the (action, data) pairs whose records are on every in-sync replica."""
    replica = broker.replica(OFFSETS_TOPIC, partition)
    mark = replica.high_watermark if replica is not None and replica.leads else -1
    due = [w for w in groups.waiting if w[0] == partition and w[1] <= mark]
    groups.waiting = [w for w in groups.waiting if not (w[0] == partition and w[1] <= mark)]
    return [(action, data) for _, _, action, data in due]


def commit_problem(group: Group, body: Any) -> str | None:
    """Why a commit is refused, or None (semantics 5.4)."""
    member_id, generation = body["member_id"], body["generation"]
    if generation < 0 and group.state == "Empty":
        return None
    if member_id not in group.members:
        return "UNKNOWN_MEMBER_ID"
    if generation != group.generation:
        return "ILLEGAL_GENERATION"
    return "REBALANCE_IN_PROGRESS" if group.state == "CompletingRebalance" else None


def commit(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """Write the offsets to the group's log; the answer waits for the in-sync set."""
    error = commit_problem(group, body)
    if error is None:
        rows = [offset_record(group.group, t, p, o) for t, p, o in body["offsets"]]
        data = (tuple(ref), group.group, body["client"], body["offsets"])
        error = append(world, broker, groups, group.partition, rows, "offsets", data)
    if error is not None:
        at = body["offsets"]
        reply(world, ref, {"error": error, "offsets": at}, {"error": error, "at": at})


def committed(world: World, broker: Broker, group: Group | None, data: Any) -> None:
    """The offsets are on every in-sync replica: they count, and the member is told."""
    ref, name, client, offsets = data
    for topic, partition, offset in offsets:
        if group is not None:
            group.offsets[place(topic, partition)] = offset
        world.emit(OffsetCommitted, client, name, topic, partition, offset, broker.id)
    reply(world, Ref(*ref), {"error": None, "offsets": offsets}, {"at": offsets})


def fetch(world: World, group: Group, ref: Ref, body: Any) -> None:
    """The committed offsets of the asked partitions; -1 where there is none."""
    rows = tuple((t, p, group.offsets.get(place(t, p), -1)) for t, p in body["partitions"])
    reply(world, ref, {"error": None, "offsets": rows}, {"at": rows})
