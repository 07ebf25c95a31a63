"""Decisions of the control plane, told when a majority of the voters holds them."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Remove, Set


@event(
    "controller.cluster_formed",
    Set("cluster.control_plane", "control_plane"),
    Set("cluster.combined", "combined"),
    Set("cluster.preset", "preset"),
    Set("cluster.voters", "voters"),
    Set("cluster.quorum", value="held"),
)
class ClusterFormed(Event):
    """The run begins with a formed cluster: these nodes vote on its metadata."""

    control_plane: Name
    combined: bool
    preset: Name
    voters: Json


@event(
    "controller.broker_registered",
    Set("brokers.{broker}.broker_epoch", "broker_epoch"),
    Set("brokers.{broker}.fenced", "fenced"),
    Set("brokers.{broker}.rack", "rack"),
    Set("brokers.{broker}.state", "state"),
    Set("brokers.{broker}.since_at_us", "at_us"),
)
class BrokerRegistered(Event):
    """The controller accepts a broker and gives it a broker epoch."""

    broker: int
    broker_epoch: int
    fenced: bool
    rack: Name | None
    state: Name


@event("controller.registration_refused", Set("brokers.{broker}.retry_at_us", "retry_at_us"))
class RegistrationRefused(Event):
    """A returning broker must wait until the session of its former life has run out."""

    broker: int
    error: Name
    retry_at_us: int


@event(
    "controller.heartbeat_received",
    Set("brokers.{broker}.session_deadline_at_us", "session_deadline_at_us"),
)
class HeartbeatReceived(Event):
    """The active controller hears from a broker; its session starts afresh."""

    broker: int
    session_deadline_at_us: int


@event("controller.heartbeat_missed")
class HeartbeatMissed(Event):
    """No heartbeat came from a broker for `broker.session.timeout.ms`."""

    broker: int
    waited_us: int


@event("controller.broker_fenced", Set("brokers.{broker}.fenced", value=True))
class BrokerFenced(Event):
    """A fenced broker leads nothing and is in no in-sync set."""

    broker: int


@event(
    "controller.broker_unfenced",
    Set("brokers.{broker}.fenced", value=False),
    Set("brokers.{broker}.state", value="up"),
    Set("brokers.{broker}.since_at_us", "at_us"),
    Set("brokers.{broker}.retry_at_us", value=None),
)
class BrokerUnfenced(Event):
    """A broker has caught up with the metadata and may serve."""

    broker: int


@event(
    "controller.topic_created",
    Set("topic_configs.{topic}.partitions", "partitions"),
    Set("topic_configs.{topic}.replication_factor", "replication_factor"),
    Set("topic_configs.{topic}.min_insync_replicas", "min_insync_replicas"),
    Set("topic_configs.{topic}.internal", "internal"),
)
class TopicCreated(Event):
    """A topic exists; internal ones are Kafka's own."""

    topic: Name
    partitions: int
    replication_factor: int
    min_insync_replicas: int
    internal: bool


@event(
    "controller.topic_config_changed",
    Set("topic_configs.{topic}.min_insync_replicas", "min_insync_replicas"),
    Set("topic_configs.{topic}.config.{key}", "value"),
)
class TopicConfigChanged(Event):
    """A setting of a topic was changed while the cluster runs."""

    topic: Name
    key: Name
    value: Name
    min_insync_replicas: int


@event(
    "controller.partition_created",
    Set("topics.{topic}.{partition}.replica_ids", "replica_ids"),
    Set("topics.{topic}.{partition}.leader", "leader"),
    Set("topics.{topic}.{partition}.leader_epoch", "leader_epoch"),
    Set("topics.{topic}.{partition}.isr", "isr"),
    Set("topics.{topic}.{partition}.elr", value=[]),
)
class PartitionCreated(Event):
    """A partition has its replicas and its first leader."""

    topic: Name
    partition: int
    replica_ids: Json
    leader: int
    leader_epoch: int
    isr: Json


@event(
    "controller.topic_deleted",
    Remove("topics.{topic}"),
    Remove("topic_configs.{topic}"),
    Remove("acknowledged.{topic}"),
)
class TopicDeleted(Event):
    """A topic is gone; brokers delete their copies as they learn of it."""

    topic: Name


@event(
    "controller.partitions_added",
    Set("topic_configs.{topic}.partitions", "partitions"),
)
class PartitionsAdded(Event):
    """A topic has more partitions; the new ones are empty and keys are spread anew."""

    topic: Name
    partitions: int
    added: int


@event(
    "controller.reassignment_started",
    Set("topics.{topic}.{partition}.replica_ids", "replica_ids"),
    Set("topics.{topic}.{partition}.adding", "adding"),
    Set("topics.{topic}.{partition}.removing", "removing"),
    Set("topics.{topic}.{partition}.leader_epoch", "leader_epoch"),
)
class ReassignmentStarted(Event):
    """A partition's replicas move: new ones copy the log, old ones stay until those are in sync."""

    topic: Name
    partition: int
    replica_ids: Json
    adding: Json
    removing: Json
    isr: Json
    leader_epoch: int


@event(
    "controller.reassignment_completed",
    Set("topics.{topic}.{partition}.replica_ids", "replica_ids"),
    Set("topics.{topic}.{partition}.adding", value=[]),
    Set("topics.{topic}.{partition}.removing", value=[]),
    Set("topics.{topic}.{partition}.isr", "isr"),
    Set("topics.{topic}.{partition}.leader_epoch", "leader_epoch"),
)
class ReassignmentCompleted(Event):
    """The new replicas of a partition are in sync, so the old ones are dropped."""

    topic: Name
    partition: int
    replica_ids: Json
    gone: Json
    isr: Json
    leader: int
    leader_epoch: int


@event(
    "controller.leader_elected",
    Set("topics.{topic}.{partition}.leader", "leader"),
    Set("topics.{topic}.{partition}.leader_epoch", "leader_epoch"),
    Set("topics.{topic}.{partition}.isr", "isr"),
    Set("topics.{topic}.{partition}.elr", "elr"),
    Set("topics.{topic}.{partition}.election", "election"),
    Set("topics.{topic}.{partition}.lagging", value={}),
)
class LeaderElected(Event):
    """A partition has a new leader.

    `election` is clean (from the in-sync or eligible replicas), unclean or last-known. `reason` is
    fenced, shutdown, returned, preferred, reassigned, or eligible where the in-sync set was empty.
    """

    topic: Name
    partition: int
    leader: int
    previous_leader: int
    leader_epoch: int
    isr: Json
    elr: Json
    replica_ids: Json
    election: Name
    reason: Name


@event(
    "controller.partition_offline",
    Set("topics.{topic}.{partition}.leader", value=-1),
    Set("topics.{topic}.{partition}.leader_epoch", "leader_epoch"),
    Set("topics.{topic}.{partition}.isr", "isr"),
    Set("topics.{topic}.{partition}.elr", "elr"),
)
class PartitionOffline(Event):
    """No replica may lead: the partition can be neither written nor read."""

    topic: Name
    partition: int
    previous_leader: int
    leader_epoch: int
    isr: Json
    elr: Json


@event(
    "controller.role_changed",
    Set("voters.{node}.role", "role"),
    Set("voters.{node}.epoch", "epoch"),
    Set("voters.{node}.leader", "leader"),
)
class RoleChanged(Event):
    """A voter's part in the quorum: leader, follower, prospective, candidate, unattached or
    resigned."""

    node: Name
    role: Name
    epoch: int
    leader: Name | None


@event("controller.vote_granted")
class VoteGranted(Event):
    """A voter supports a candidate; a pre-vote only says that it would."""

    node: Name
    candidate: Name
    epoch: int
    pre_vote: bool


@event(
    "controller.controller_elected",
    Set("cluster.active_controller", "node"),
    Set("cluster.controller_epoch", "epoch"),
)
class ControllerElected(Event):
    """A majority chose the active controller."""

    node: Name
    epoch: int


@event(
    "controller.quorum_lost",
    Set("cluster.quorum", value="lost"),
    Set("cluster.active_controller", value=None),
)
class QuorumLost(Event):
    """Too few voters are left for a majority: no new decisions until one returns."""

    alive: int
    voters: int


@event("controller.quorum_restored", Set("cluster.quorum", value="held"))
class QuorumRestored(Event):
    """A majority of the voters decides again."""

    alive: int
    voters: int


@event("controller.metadata_appended")
class MetadataAppended(Event):
    """The active controller writes a decision to the metadata log; it counts once a majority
    has it."""

    node: Name
    offset: int
    record: Name


@event("controller.metadata_replayed", Set("metadata.{node}", "offset"))
class MetadataReplayed(Event):
    """A node knows the decided metadata up to (not including) this offset."""

    node: Name
    offset: int
