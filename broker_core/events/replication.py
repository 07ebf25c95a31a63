"""Leaders, followers and the high watermark."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Remove, Set

_REPLICA = "topics.{topic}.{partition}.replicas.{broker}"


@event(
    "replication.leadership_taken",
    Set(f"{_REPLICA}.role", value="leader"),
    Set(f"{_REPLICA}.leader_epoch", "leader_epoch"),
)
class LeadershipTaken(Event):
    """A broker has read that it leads and serves from now on; the epoch starts at this offset."""

    broker: int
    topic: Name
    partition: int
    leader_epoch: int
    start_offset: int


@event(
    "replication.follower_started",
    Set(f"{_REPLICA}.role", value="follower"),
    Set(f"{_REPLICA}.leader_epoch", "leader_epoch"),
)
class FollowerStarted(Event):
    """A broker has read whom it follows and fetches from there; leader -1 means nobody."""

    broker: int
    topic: Name
    partition: int
    leader: int
    leader_epoch: int


@event(
    "replication.replicated",
    Append(
        f"{_REPLICA}.records",
        ("offset", "record_epoch", "record", "key", "value", "created_at_us", "kind", "written_by"),
    ),
    Set(f"{_REPLICA}.log_end_offset", "next_offset"),
)
class Replicated(Event):
    """A follower wrote a record that it fetched, under the leader's offset.

    `kind` is txn, or commit or abort for a marker, else nothing; `written_by` is the producer.
    """

    broker: int
    leader: int
    topic: Name
    partition: int
    offset: int
    record_epoch: int
    record: int
    key: Name | None
    value: Name | None
    created_at_us: int
    next_offset: int
    timestamp_us: int
    kind: Name | None
    written_by: Name | None


@event("replication.high_watermark_advanced", Set(f"{_REPLICA}.high_watermark", "high_watermark"))
class HighWatermarkAdvanced(Event):
    """A replica knows that everything below this offset is on every in-sync replica."""

    broker: int
    topic: Name
    partition: int
    high_watermark: int
    leads: bool


@event("replication.high_watermark_restored", Set(f"{_REPLICA}.high_watermark", "high_watermark"))
class HighWatermarkRestored(Event):
    """A replica's high watermark after a restart or a truncation: it may be lower than before."""

    broker: int
    topic: Name
    partition: int
    high_watermark: int


@event(
    "replication.follower_lags",
    Set("topics.{topic}.{partition}.lagging.{follower}", "deadline_at_us"),
)
class FollowerLags(Event):
    """An in-sync follower has been behind for half of its time: at `deadline_at_us` its leader may
    ask for an in-sync set without it."""

    broker: int
    topic: Name
    partition: int
    follower: int
    deadline_at_us: int


@event(
    "replication.follower_caught_up",
    Remove("topics.{topic}.{partition}.lagging.{follower}"),
)
class FollowerCaughtUp(Event):
    """A follower that had been behind has all of its leader's log again."""

    broker: int
    topic: Name
    partition: int
    follower: int


@event("replication.isr_proposed")
class IsrProposed(Event):
    """A leader asks the controller for another in-sync set."""

    broker: int
    topic: Name
    partition: int
    isr: Json
    change: Name
    follower: int


@event(
    "replication.isr_shrunk",
    Set("topics.{topic}.{partition}.isr", "isr"),
    Set("topics.{topic}.{partition}.elr", "elr"),
)
class IsrShrunk(Event):
    """Replicas left the in-sync set; acks=all no longer waits for them."""

    topic: Name
    partition: int
    removed: Json
    isr: Json
    elr: Json
    leader: int


@event("replication.elr_changed", Set("topics.{topic}.{partition}.elr", "elr"))
class ElrChanged(Event):
    """Other replicas are eligible to lead when nobody is in sync (KIP-966)."""

    topic: Name
    partition: int
    elr: Json
    isr: Json
    leader: int


@event(
    "replication.isr_expanded",
    Set("topics.{topic}.{partition}.isr", "isr"),
    Set("topics.{topic}.{partition}.elr", "elr"),
)
class IsrExpanded(Event):
    """Replicas are in sync again."""

    topic: Name
    partition: int
    added: Json
    isr: Json
    elr: Json
    leader: int
