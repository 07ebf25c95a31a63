"""Producers and consumers as they see themselves."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Remove, Set

_PART = "members.{member}.partitions.{topic}.{partition}"


@event(
    "client.producer_started",
    Set("producers.{producer}.state", value="up"),
    Set("producers.{producer}.topic", "topic"),
    Set("producers.{producer}.acks", "acks"),
    Set("producers.{producer}.profile", "profile"),
    Set("producers.{producer}.idempotent", "idempotent"),
    Set("producers.{producer}.keys", "keys"),
    Set("producers.{producer}.records", value={}),
)
class ProducerStarted(Event):
    """A producer is ready to send."""

    producer: Name
    topic: Name
    acks: Name
    profile: Name
    idempotent: bool
    keys: Json


@event(
    "client.record_created",
    Set("producers.{producer}.records.{record}", "pending"),
)
class RecordCreated(Event):
    """An application hands a record to its producer, which chooses the partition.

    `pending` = (topic, partition, key, created_at_us, acks): what the producer still waits for.
    `chosen_by` is key, explicit or sticky.
    """

    producer: Name
    record: int
    topic: Name
    partition: int
    key: Name | None
    value: Name | None
    acks: Name
    chosen_by: Name
    pending: Json


@event(
    "client.ack_received",
    Remove("producers.{producer}.records.{record}"),
    Append("acknowledged.{topic}.{partition}", ("offset", "record", "key", "acks")),
)
class AckReceived(Event):
    """A producer learns that its record was written as far as `acks` asks."""

    producer: Name
    record: int
    topic: Name
    partition: int
    key: Name | None
    offset: int
    acks: Name


@event("client.ack_skipped", Remove("producers.{producer}.records.{record}"))
class AckSkipped(Event):
    """With acks=0 a producer takes a record for sent as soon as it has left."""

    producer: Name
    record: int
    topic: Name
    partition: int
    key: Name | None


@event("client.retried")
class Retried(Event):
    """A producer will send a batch again, since nobody knows whether it was written."""

    producer: Name
    topic: Name
    partition: int
    records: Json
    attempt: int
    error: Name
    retry_at_us: int


@event("client.gave_up", Remove("producers.{producer}.records.{record}"))
class GaveUp(Event):
    """A producer reports a record as failed; it may be in the log all the same."""

    producer: Name
    record: int
    topic: Name
    partition: int
    key: Name | None
    error: Name


@event("client.metadata_received", Set("metadata_of.{client}", "leaders"))
class MetadataReceived(Event):
    """A client learns who leads what. `leaders` = ((topic, partition, leader, epoch), …)."""

    client: Name
    source: Name
    leaders: Json


@event(
    "client.member_started",
    Set("members.{member}.state", value="up"),
    Set("members.{member}.group", "group"),
    Set("members.{member}.profile", "profile"),
    Set("members.{member}.topics", "topics"),
    Set("members.{member}.coordinator", value=-1),
    Set("members.{member}.member_id", value=None),
    Set("members.{member}.partitions", value={}),
    Set("members.{member}.working", value=None),
    Set("members.{member}.auto_commit_at_us", value=None),
    Set("members.{member}.poll_deadline_at_us", value=None),
    Set("members.{member}.instance_id", "instance_id"),
    Set("members.{member}.assigned", value=[]),
    Set("members.{member}.error", value=None),
    Set("members.{member}.isolation", "isolation"),
)
class MemberStarted(Event):
    """A consumer's process starts and will join its group; a static one has an instance id.

    `isolation` is its `isolation.level`: how far it may read.
    """

    member: Name
    group: Name
    profile: Name
    topics: Json
    instance_id: Name | None
    isolation: Name


@event("client.subscribed", Set("members.{member}.topics", "topics"))
class Subscribed(Event):
    """A consumer subscribes to other topics; it rejoins its group with them."""

    member: Name
    group: Name
    topics: Json


@event("client.membership_lost", Set("members.{member}.member_id", value=None))
class MembershipLost(Event):
    """A consumer learns that its group went on without it; what it still works on is a zombie's."""

    member: Name
    group: Name
    error: Name


@event("client.poll_expired")
class PollExpired(Event):
    """An application did not call poll() in time, so its consumer leaves the group by itself;
    a static one only stops its heartbeats."""

    member: Name
    group: Name
    waited_us: int
    static: bool


@event(
    "client.member_crashed",
    Set("members.{member}.state", value="down"),
    Set("members.{member}.partitions", value={}),
    Set("members.{member}.working", value=None),
    Set("members.{member}.auto_commit_at_us", value=None),
    Set("members.{member}.poll_deadline_at_us", value=None),
)
class MemberCrashed(Event):
    """A consumer's process dies without a word: position, processed and stored are gone."""

    member: Name
    group: Name


@event(
    "client.member_closed",
    Set("members.{member}.state", value="closed"),
    Set("members.{member}.partitions", value={}),
    Set("members.{member}.working", value=None),
    Set("members.{member}.auto_commit_at_us", value=None),
    Set("members.{member}.poll_deadline_at_us", value=None),
)
class MemberClosed(Event):
    """A consumer closed in order and ended; `left` when it said goodbye to its group, which a
    static member does not."""

    member: Name
    group: Name
    left: bool


@event("client.closing_started", Set("members.{member}.state", value="closing"))
class ClosingStarted(Event):
    """A consumer begins to close: it commits what is due, then leaves its group."""

    member: Name
    group: Name


@event("client.coordinator_found", Set("members.{member}.coordinator", "broker"))
class CoordinatorFound(Event):
    """A consumer learns which broker coordinates its group; -1 means not known."""

    member: Name
    group: Name
    broker: int


@event(
    "client.partitions_assigned",
    Set("members.{member}.generation", "generation"),
    Set("members.{member}.assigned", "partitions"),
)
class PartitionsAssigned(Event):
    """A consumer receives its partitions. `partitions` = ((topic, partition), …), all that it owns
    now; `added` those that it did not own before."""

    member: Name
    group: Name
    generation: int
    partitions: Json
    added: Json


@event(
    "client.partitions_revoked",
    Set("members.{member}.assigned", "kept"),
    Set("members.{member}.working", value=None),
)
class PartitionsRevoked(Event):
    """A consumer gives partitions back: all of them before it rejoins (eager), or those that go to
    others (cooperative; `kept` are the rest). `lost` means that it was put out."""

    member: Name
    group: Name
    partitions: Json
    lost: bool
    kept: Json


@event("client.partition_released", Remove(_PART))
class PartitionReleased(Event):
    """A consumer forgets what it knew of a partition that it gave back."""

    member: Name
    group: Name
    topic: Name
    partition: int


@event(
    "client.position_set",
    Set(f"{_PART}.position", "position"),
    Set(f"{_PART}.processed", "position"),
    Set(f"{_PART}.stored", value=None),
    Set(f"{_PART}.fetched", value=[]),
    Set(f"{_PART}.done", value=[]),
)
class PositionSet(Event):
    """A consumer knows where to begin. `origin` is committed, earliest, latest, by_duration, or
    divergence: after a leader change the log ended before what was read."""

    member: Name
    group: Name
    topic: Name
    partition: int
    position: int
    origin: Name


@event("client.records_fetched", Set(f"{_PART}.fetched", "fetched"))
class RecordsFetched(Event):
    """Records lie in the consumer's memory, not yet given to the application.

    `fetched` = the first 16 rows (offset, record, key) that wait there now.
    """

    member: Name
    group: Name
    topic: Name
    partition: int
    count: int
    fetched: Json


@event(
    "client.records_returned",
    Set(f"{_PART}.position", "position"),
    Set(f"{_PART}.fetched", "fetched"),
    Set("members.{member}.poll_deadline_at_us", "poll_deadline_at_us"),
)
class RecordsReturned(Event):
    """poll() hands records to the application: the position is now past them, and the next poll()
    is due by `poll_deadline_at_us`."""

    member: Name
    group: Name
    topic: Name
    partition: int
    first_offset: int
    count: int
    position: int
    fetched: Json
    poll_deadline_at_us: int


@event("client.processing_started", Set("members.{member}.working", "work"))
class ProcessingStarted(Event):
    """The application begins its work on a record.

    `work` = (topic, partition, offset, record, key, started_at_us, done_at_us).
    """

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    work: Json


@event(
    "client.record_processed",
    Set(f"{_PART}.processed", "next_offset"),
    Append(f"{_PART}.done", ("offset", "again"), keep=16),
    Set("members.{member}.working", value=None),
)
class RecordProcessed(Event):
    """The application finished its work on a record; `again` when the group had done it before,
    `ignored` when an idempotent handler recognised that, so that it had no effect."""

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    next_offset: int
    again: bool
    ignored: bool


@event(
    "client.record_failed",
    Set("members.{member}.working", value=None),
    Set(f"{_PART}.processed", "processed"),
)
class RecordFailed(Event):
    """The application cannot process a record. `outcome`: retried (again after a pause), skipped, or
    set_aside (a copy goes to the dead letter topic)."""

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    attempt: int
    outcome: Name
    processed: int


@event("client.dead_lettered", Set(f"{_PART}.processed", "processed"))
class DeadLettered(Event):
    """A copy of a record that fails is in the dead letter topic; the consumer goes on behind it."""

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    record: int
    key: Name | None
    dead_letter_topic: Name
    copy: int
    processed: int


@event("client.offset_stored", Set(f"{_PART}.stored", "offset"))
class OffsetStored(Event):
    """The consumer notes in memory what the next commit may say: the next offset to read."""

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int


@event(
    "client.offset_committed",
    Set("groups.{group}.committed.{topic}.{partition}", "offset"),
)
class OffsetCommitted(Event):
    """The group's offset is saved on the brokers: the next offset to read after a restart."""

    member: Name
    group: Name
    topic: Name
    partition: int
    offset: int
    broker: int


@event("client.commit_refused")
class CommitRefused(Event):
    """The group coordinator does not accept a commit."""

    member: Name
    group: Name
    error: Name


@event("client.auto_commit_armed", Set("members.{member}.auto_commit_at_us", "next_at_us"))
class AutoCommitArmed(Event):
    """The next automatic commit is due at this time."""

    member: Name
    group: Name
    next_at_us: int


@event("client.read_replica_chosen", Set(f"{_PART}.read_from", "replica"))
class ReadReplicaChosen(Event):
    """The leader sends a consumer to a follower in its own rack (KIP-392)."""

    member: Name
    group: Name
    topic: Name
    partition: int
    replica: int
