"""How fast a new replica may copy while a partition moves (KIP-73, semantics 3.9).

The reassignment says so many bytes a second. The leader hands out at most one second's worth; the
follower leaves the partition out of its fetches until what it got is paid for.
"""

from typing import Any

from broker_core.kernel.world import World
from broker_core.log.partition_log import Record
from broker_core.log.sizes import record_bytes
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker, Replica


def rate(broker: Broker, topic: str, partition: int, follower: int) -> int:
    """Bytes a second that this follower may copy, 0 for no bound."""
    reg = broker.image.partitions.get(place(topic, partition))
    return reg.throttle if reg is not None and follower in reg.adding else 0


def allowed(records: tuple[Record, ...], bytes_most: int) -> tuple[Record, ...]:
    """The first records that fit, at least one."""
    total = 0
    for count, record in enumerate(records):
        total += record_bytes(record.key, record.value)
        if total > bytes_most and count:
            return records[:count]
    return records


def pay(world: World, broker: Broker, replica: Replica, records: Any) -> None:
    """A throttled follower got records: it rests until it may copy on."""
    most = rate(broker, replica.topic, replica.partition, broker.id)
    if most and records:
        size = sum(record_bytes(record.key, record.value) for record in records)
        replica.throttled_until_us = world.now_us + size * 1_000_000 // most
