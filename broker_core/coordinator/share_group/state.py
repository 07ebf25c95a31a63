"""What the leader of a partition holds for a share group that reads it (semantics 6.2).

A share-partition is a window over the log, from the start offset (SPSO) to the end offset (SPEO):
below it all is done, above it nothing was handed out yet, inside every record has a state of its own.
Source: Apache Kafka `SharePartition`, KIP-932.
"""

from typing import NamedTuple

from broker_core.kernel.state import Plain, state

AVAILABLE, ACQUIRED, ACKNOWLEDGED, ARCHIVED = "Available", "Acquired", "Acknowledged", "Archived"
FINAL = (ACKNOWLEDGED, ARCHIVED)
STATE_TOPIC = "__share_group_state"
SHOWN = 32


class Cell(NamedTuple):
    """One record in flight. `deliveries` counts how often it was handed out; `lock_until_us` and
    `said` (the seq of its acquisition) mean something while it is Acquired."""

    state: str
    deliveries: int
    member_id: str
    member: str
    lock_until_us: int
    record: int
    key: str | None
    said: int


@state
class SharePartition:
    """Invariants: start <= every offset in `cells` < end; only Acquired cells have a lock; the cell
    at `start` is never final. `unsaved` while the state topic does not have the newest state."""

    group: str
    topic: str
    partition: int
    leader_epoch: int
    ready: bool
    start: int
    end: int
    cells: dict[int, Cell]
    timer_us: int
    unsaved: bool
    saving: int


@state
class ShareBroker:
    """A broker's share-partitions (group and place -> window). `parked`: fetches that wait for
    records, msg -> (ref, body). `acking`: acknowledgements that wait until what they changed is
    saved, msg -> (ref, results, places left). `waiting`: state writes that wait for the in-sync set,
    as (state partition, required offset, ref)."""

    broker: int
    partitions: dict[str, SharePartition]
    parked: dict[int, Plain]
    acking: dict[int, Plain]
    waiting: list[Plain]


def new_share_broker(broker: int) -> ShareBroker:
    return ShareBroker(broker, {}, {}, {}, [])


def new_share_partition(
    group: str, topic: str, partition: int, leader_epoch: int
) -> SharePartition:
    return SharePartition(group, topic, partition, leader_epoch, False, 0, 0, {}, 0, False, 0)


def share_place(group: str, topic: str, partition: int) -> str:
    """Kafka's key of a share-partition, which also chooses its partition of the state topic."""
    return f"{group}:{topic}:{partition}"


def in_flight(sp: SharePartition) -> tuple[tuple[int, str, int, str, int], ...]:
    """What may be drawn: (offset, state, deliveries, member, lock until), the first 32."""
    rows = sorted(sp.cells.items())[:SHOWN]
    return tuple(
        (
            offset,
            c.state,
            c.deliveries,
            c.member if c.state == ACQUIRED else "",
            c.lock_until_us if c.state == ACQUIRED else 0,
        )
        for offset, c in rows
    )
