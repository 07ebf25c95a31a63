"""What is written to and cut from a partition's log."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Cut, Set

_REPLICA = "topics.{topic}.{partition}.replicas.{broker}"


@event(
    "log.replica_created",
    Set(f"{_REPLICA}.log_start_offset", "log_start_offset"),
    Set(f"{_REPLICA}.log_end_offset", "log_end_offset"),
    Set(f"{_REPLICA}.high_watermark", "high_watermark"),
    Set(f"{_REPLICA}.records", value=[]),
)
class ReplicaCreated(Event):
    """A broker holds an empty log for a partition."""

    broker: int
    topic: Name
    partition: int
    log_start_offset: int
    log_end_offset: int
    high_watermark: int


@event(
    "log.record_appended",
    Append(
        f"{_REPLICA}.records",
        ("offset", "record_epoch", "record", "key", "value", "created_at_us"),
    ),
    Set(f"{_REPLICA}.log_end_offset", "next_offset"),
)
class RecordAppended(Event):
    """The leader writes a record at the end of its log and so gives it its offset."""

    broker: int
    topic: Name
    partition: int
    offset: int
    record_epoch: int
    record: int
    key: Name | None
    value: Name | None
    created_at_us: int
    producer: Name | None
    next_offset: int


@event("log.rejected")
class Rejected(Event):
    """A broker refuses a batch; nothing of it is written."""

    broker: int
    topic: Name
    partition: int
    producer: Name
    records: Json
    error: Name


@event("log.duplicate_recognised")
class DuplicateRecognised(Event):
    """A repeated batch is known by its sequence number: not written again, answered as before."""

    broker: int
    topic: Name
    partition: int
    producer: Name
    records: Json
    offset: int


@event(
    "log.truncated",
    Cut(f"{_REPLICA}.records", "to_offset"),
    Set(f"{_REPLICA}.log_end_offset", "to_offset"),
)
class Truncated(Event):
    """A follower erases its tail where its history parts from the leader's.

    `lost` = ((offset, epoch, record, key), …) of what was erased, at most 64 of them.
    """

    broker: int
    topic: Name
    partition: int
    to_offset: int
    from_offset: int
    leader: int
    lost: Json
