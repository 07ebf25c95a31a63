"""What is written to and cut from a partition's log."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Cut, Remove, Set, Shed, Strike

_REPLICA = "topics.{topic}.{partition}.replicas.{broker}"


@event(
    "log.replica_created",
    Set(f"{_REPLICA}.log_start_offset", "log_start_offset"),
    Set(f"{_REPLICA}.log_end_offset", "log_end_offset"),
    Set(f"{_REPLICA}.high_watermark", "high_watermark"),
    Set(f"{_REPLICA}.records", value=[]),
    Set(f"{_REPLICA}.segments", value=[[0]]),
    Set(f"{_REPLICA}.closed", value=[]),
)
class ReplicaCreated(Event):
    """A broker holds an empty log for a partition."""

    broker: int
    topic: Name
    partition: int
    log_start_offset: int
    log_end_offset: int
    high_watermark: int


@event("log.replica_removed", Remove(_REPLICA))
class ReplicaRemoved(Event):
    """A broker deletes its copy: the replica moved elsewhere, or the topic was deleted."""

    broker: int
    topic: Name
    partition: int
    reason: Name


@event(
    "log.record_appended",
    Append(
        f"{_REPLICA}.records",
        ("offset", "record_epoch", "record", "key", "value", "created_at_us", "kind", "producer"),
    ),
    Set(f"{_REPLICA}.log_end_offset", "next_offset"),
)
class RecordAppended(Event):
    """The leader writes a record at the end of its log and so gives it its offset.

    `kind` is txn for a record inside a transaction, else nothing.
    """

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
    timestamp_us: int
    kind: Name | None


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
    Set(f"{_REPLICA}.segments", "segments"),
    Cut(f"{_REPLICA}.closed", "to_offset"),
    Set(f"{_REPLICA}.residue.truncated", "lost"),
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
    segments: Json


@event(
    "log.segment_rolled",
    Append(f"{_REPLICA}.segments", ("base_offset",)),
    Append(f"{_REPLICA}.closed", ("closed", "expires_at_us")),
)
class SegmentRolled(Event):
    """A replica closes its active segment and goes on in a new one, named by its base offset.

    `reason` is the setting that asked for it; `closed` and `bytes` are the closed segment's, as is
    `expires_at_us`: from then on retention.ms lets it go, 0 where no time does.
    """

    broker: int
    topic: Name
    partition: int
    base_offset: int
    closed: int
    bytes: int
    reason: Name
    expires_at_us: int


@event("log.log_start_advanced", Set(f"{_REPLICA}.log_start_offset", "log_start_offset"))
class LogStartAdvanced(Event):
    """The first offset that can be read moves up; `reason` is retention, leader or request."""

    broker: int
    topic: Name
    partition: int
    log_start_offset: int
    before: int
    reason: Name


@event(
    "log.segment_deleted",
    Shed(f"{_REPLICA}.records", "end_offset"),
    Shed(f"{_REPLICA}.segments", "end_offset"),
    Shed(f"{_REPLICA}.closed", "end_offset"),
    Set(f"{_REPLICA}.residue.deleted", "records"),
)
class SegmentDeleted(Event):
    """Retention deletes a whole segment; `records` = ((offset, epoch, record, key), …), at most 64
    of them. `reason` is the setting it was too old or too much for, or that it is below the log
    start offset."""

    broker: int
    topic: Name
    partition: int
    base_offset: int
    end_offset: int
    count: int
    bytes: int
    reason: Name
    records: Json


@event(
    "log.compacted",
    Strike(f"{_REPLICA}.records", "offsets"),
    Set(f"{_REPLICA}.segments", "segments"),
    Set(f"{_REPLICA}.clean_offset", "to_offset"),
    Set(f"{_REPLICA}.residue.compacted", "offsets"),
)
class Compacted(Event):
    """The cleaner keeps of each key only its newest record in the closed segments it looked at.

    Dirty was what lies between `from_offset` and `to_offset`. `removed` and `kept` count records,
    `tombstones` those kept records that still stand for a deletion; `offsets` are removed ones
    among the newest 64 records. The rest keeps its offsets and its order.
    """

    broker: int
    topic: Name
    partition: int
    from_offset: int
    to_offset: int
    removed: int
    kept: int
    tombstones: int
    offsets: Json
    segments: Json
    reason: Name


@event(
    "log.started_over",
    Set(f"{_REPLICA}.log_start_offset", "offset"),
    Set(f"{_REPLICA}.log_end_offset", "offset"),
    Set(f"{_REPLICA}.high_watermark", "offset"),
    Set(f"{_REPLICA}.records", value=[]),
    Set(f"{_REPLICA}.segments", "segments"),
    Set(f"{_REPLICA}.closed", value=[]),
)
class StartedOver(Event):
    """A follower whose next offset the leader no longer has drops its log and begins again at the
    leader's log start offset."""

    broker: int
    topic: Name
    partition: int
    offset: int
    before: int
    leader: int
    segments: Json


@event("log.replica_lost", Remove(_REPLICA))
class ReplicaLost(Event):
    """A broker's copy of a partition is gone with its disk."""

    broker: int
    topic: Name
    partition: int
    records: int
