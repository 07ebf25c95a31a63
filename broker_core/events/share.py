"""Records in share groups, as the leaders of their partitions and the members see them (KIP-932).

`in_flight` = the first 32 rows (offset, state, deliveries, member or "", lock until or 0) between the
start offset and the end offset of the share-partition.
"""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Set

_WINDOW = "shares.{group}.{topic}.{partition}"


@event(
    "share.partition_opened",
    Set(f"{_WINDOW}.start_offset", "start_offset"),
    Set(f"{_WINDOW}.end_offset", "end_offset"),
    Set(f"{_WINDOW}.in_flight", "in_flight"),
    Set(f"{_WINDOW}.leader", "broker"),
)
class PartitionOpened(Event):
    """A partition's leader knows where a share group stands. `origin` is saved, earliest or latest."""

    group: Name
    topic: Name
    partition: int
    broker: int
    start_offset: int
    end_offset: int
    origin: Name
    in_flight: Json


@event(
    "share.record_acquired",
    Set(f"{_WINDOW}.start_offset", "start_offset"),
    Set(f"{_WINDOW}.end_offset", "end_offset"),
    Set(f"{_WINDOW}.in_flight", "in_flight"),
)
class RecordAcquired(Event):
    """A record is handed to one member and locked for it; nobody else gets it meanwhile."""

    group: Name
    member: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    delivery: int
    lock_until_at_us: int
    in_flight: Json
    start_offset: int
    end_offset: int


@event("share.record_accepted", Set(f"{_WINDOW}.in_flight", "in_flight"))
class RecordAccepted(Event):
    """A member is done with a record: the group will not see it again."""

    group: Name
    member: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    in_flight: Json


@event("share.record_returned", Set(f"{_WINDOW}.in_flight", "in_flight"))
class RecordReturned(Event):
    """A record is available again, because its member released it or its lock ran out."""

    group: Name
    member: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    delivery: int
    reason: Name
    in_flight: Json


@event("share.record_archived", Set(f"{_WINDOW}.in_flight", "in_flight"))
class RecordArchived(Event):
    """A record is given up for this group: rejected, or delivered too often. It stays in the log."""

    group: Name
    member: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    delivery: int
    reason: Name
    in_flight: Json


@event("share.lock_renewed", Set(f"{_WINDOW}.in_flight", "in_flight"))
class LockRenewed(Event):
    """A member needs longer for a record, and its lock begins afresh."""

    group: Name
    member: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    lock_until_at_us: int
    in_flight: Json


@event(
    "share.start_moved",
    Set(f"{_WINDOW}.start_offset", "start_offset"),
    Set(f"{_WINDOW}.end_offset", "end_offset"),
    Set(f"{_WINDOW}.in_flight", "in_flight"),
)
class StartMoved(Event):
    """Everything below is done, so the share group's start offset moves past it."""

    group: Name
    topic: Name
    partition: int
    start_offset: int
    end_offset: int
    in_flight: Json


@event("share.state_saved")
class StateSaved(Event):
    """What became of the records stands in __share_group_state, on every in-sync replica."""

    group: Name
    topic: Name
    partition: int
    broker: int


@event("share.work_started", Set("members.{member}.working", "work"))
class WorkStarted(Event):
    """A member begins its work on a record it holds.

    `work` = (topic, partition, offset, record, key, started_at_us, done_at_us).
    """

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    delivery: int
    work: Json


@event("share.record_processed", Set("members.{member}.working", value=None))
class RecordProcessed(Event):
    """A member finished its work on a record; it will accept, release or reject it."""

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    delivery: int
    verdict: Name


@event("share.acknowledgement_refused")
class AcknowledgementRefused(Event):
    """A member's word on a record comes too late: its lock is over, another may have the record."""

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    error: Name
