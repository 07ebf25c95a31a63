"""Writing to a group's partition of __consumer_offsets, and what waits for that (semantics 5.1).

Everything a coordinator promises is in that log first, on every in-sync replica.
"""

from typing import Any

from broker_core.coordinator.group import OFFSETS_TOPIC, Groups
from broker_core.kernel.world import World
from broker_core.replication import leader
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
