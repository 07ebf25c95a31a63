"""Transactions: their coordinator, their markers, and what a producer learns of them."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Remove, Set

_HERE = "transactions.{transactional_id}"
_REPLICA = "topics.{topic}.{partition}.replicas.{broker}"


@event(
    "transaction.initialised",
    Set(f"{_HERE}.state", value="Empty"),
    Set(f"{_HERE}.producer", "producer"),
    Set(f"{_HERE}.producer_id", "producer_id"),
    Set(f"{_HERE}.producer_epoch", "producer_epoch"),
    Set(f"{_HERE}.coordinator", "coordinator"),
    Set(f"{_HERE}.partitions", value=[]),
    Set(f"{_HERE}.timeout_at_us", value=None),
)
class Initialised(Event):
    """The coordinator gives a transactional.id its producer id and a new epoch: older sessions
    with this id are fenced from now on."""

    transactional_id: Name
    producer: Name
    producer_id: int
    producer_epoch: int
    coordinator: int


@event("transaction.begun", Set("producers.{producer}.transaction", value="open"))
class Begun(Event):
    """An application begins a transaction; only its own producer knows of it yet."""

    transactional_id: Name
    producer: Name
    number: int


@event(
    "transaction.partition_added",
    Set(f"{_HERE}.state", value="Ongoing"),
    Set(f"{_HERE}.partitions", "partitions"),
    Set(f"{_HERE}.timeout_at_us", "timeout_at_us"),
)
class PartitionAdded(Event):
    """The coordinator notes a partition as part of a transaction, before its first record."""

    transactional_id: Name
    topic: Name
    partition: int
    partitions: Json
    timeout_at_us: int


@event(
    "transaction.ending",
    Set("producers.{producer}.transaction", "outcome"),
)
class Ending(Event):
    """An application asks its producer to commit or abort; the producer first sends the rest."""

    transactional_id: Name
    producer: Name
    outcome: Name
    error: Name | None


@event("transaction.expired")
class Expired(Event):
    """A transaction stayed open for too long: the coordinator fences its producer and aborts it."""

    transactional_id: Name
    producer: Name
    timeout_us: int


@event(
    "transaction.prepared",
    Set(f"{_HERE}.state", "state"),
    Set(f"{_HERE}.producer_epoch", "producer_epoch"),
    Set(f"{_HERE}.timeout_at_us", value=None),
)
class Prepared(Event):
    """The decision is on every in-sync replica of the coordinator's log: it can not be undone."""

    transactional_id: Name
    producer: Name
    outcome: Name
    state: Name
    producer_epoch: int
    coordinator: int


@event("transaction.confirmed", Set("producers.{producer}.transaction", value=None))
class Confirmed(Event):
    """A producer learns that its transaction is decided; its markers may still be on their way."""

    transactional_id: Name
    producer: Name
    outcome: Name
    records: int


@event(
    "transaction.marker_written",
    Append(
        f"{_REPLICA}.records",
        (
            "offset",
            "record_epoch",
            "record",
            "key",
            "value",
            "created_at_us",
            "outcome",
            "producer",
        ),
    ),
    Set(f"{_REPLICA}.log_end_offset", "next_offset"),
    Append("topics.{topic}.{partition}.markers", ("offset", "outcome", "producer")),
)
class MarkerWritten(Event):
    """A leader ends a transaction in its partition: a control record that takes an offset."""

    broker: int
    topic: Name
    partition: int
    offset: int
    record_epoch: int
    record: int
    key: Name | None
    value: Name | None
    created_at_us: int
    producer: Name
    outcome: Name
    next_offset: int


@event(
    "transaction.committed",
    Set(f"{_HERE}.state", value="CompleteCommit"),
    Set(f"{_HERE}.partitions", value=[]),
)
class Committed(Event):
    """Every partition has its commit marker; the coordinator closes the transaction."""

    transactional_id: Name
    producer: Name


@event(
    "transaction.aborted",
    Set(f"{_HERE}.state", value="CompleteAbort"),
    Set(f"{_HERE}.partitions", value=[]),
)
class Aborted(Event):
    """Every partition has its abort marker; readers of committed data skip its records."""

    transactional_id: Name
    producer: Name


@event(
    "transaction.fenced",
    Set("producers.{producer}.state", value="fenced"),
    Set("producers.{producer}.transaction", value=None),
    Set("producers.{producer}.records", value={}),
    Remove("producers.{producer}.blocked_until_us"),
)
class Fenced(Event):
    """A producer learns that its epoch is over: a newer session or the timeout replaced it."""

    transactional_id: Name
    producer: Name
    error: Name


@event(
    "transaction.coordinator_moved",
    Set(f"{_HERE}.state", "state"),
    Set(f"{_HERE}.coordinator", "broker"),
)
class TransactionCoordinatorMoved(Event):
    """Another broker leads the transaction's partition and reads the state from its log."""

    transactional_id: Name
    broker: int
    state: Name


@event(
    "transaction.last_stable_offset_moved",
    Set("topics.{topic}.{partition}.last_stable_offset", "offset"),
)
class LastStableOffsetMoved(Event):
    """Readers of committed data may read up to here: no open transaction lies below."""

    broker: int
    topic: Name
    partition: int
    offset: int
    high_watermark: int


@event(
    "transaction.offsets_pending",
    Set("groups.{group}.pending_offsets.{producer}", "offsets"),
)
class OffsetsPending(Event):
    """Offsets wait in the group's log for the end of a producer's transaction."""

    group: Name
    producer: Name
    offsets: Json


@event("transaction.offsets_settled", Remove("groups.{group}.pending_offsets.{producer}"))
class OffsetsSettled(Event):
    """The transaction around pending offsets ended: they count from now on, or are dropped."""

    group: Name
    producer: Name
    outcome: Name


@event(
    "transaction.records_skipped",
    Set("members.{member}.partitions.{topic}.{partition}.position", "position"),
)
class RecordsSkipped(Event):
    """A consumer passes over control records, and aborted ones if it reads committed data.

    `hidden` are the offsets of the aborted ones, `aborted` counts them.
    """

    member: Name
    group: Name
    topic: Name
    partition: int
    aborted: int
    markers: int
    position: int
    hidden: Json
