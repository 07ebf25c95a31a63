"""A broker's copy of a partition, and the broker's part that holds all of its copies."""

from broker_core.events.log import ReplicaCreated, ReplicaRemoved
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.log.partition_log import PartitionLog, new_log
from broker_core.replication.metadata import Image, effective_min_insync, new_image, place


@state
class Follower:
    """What a leader knows of one follower (semantics 3.2)."""

    log_end: int
    caught_up_us: int
    last_fetch_us: int
    last_leader_end: int
    lagging: bool


@state
class Replica:
    """Invariants: high_watermark <= log end; only a leader has `followers`; `pending` is an
    in-sync set proposed to the controller and not yet answered."""

    topic: str
    partition: int
    log: PartitionLog
    high_watermark: int
    checkpoint: int
    leads: bool
    leader: int
    leader_epoch: int
    partition_epoch: int
    isr: Plain
    pending: Plain
    followers: dict[int, Follower]
    topic_id: int = 0
    throttled_until_us: int = 0
    last_stable: int = -1

    @property
    def maximal_isr(self) -> tuple[int, ...]:
        """The in-sync set and what was proposed on top: what acks and the watermark count."""
        extra = tuple(b for b in self.pending or () if b not in self.isr)
        return (*self.isr, *extra)


@state
class Fetcher:
    """The loop of a follower towards one leader broker; `busy` while a fetch is unanswered."""

    leader: int
    busy: bool
    backoff: bool
    acknowledged: Plain


@state
class Broker:
    """A broker's memory and disk, without groups.

    `state` is up, stopping, starting (not registered yet) or fenced; `clean_epoch` is the broker
    epoch that an orderly stop left on disk, -1 after a crash.
    `parked_fetches`: (ref, body, deadline) that wait for data; `parked_produce`: msg -> (ref,
    deadline, results, {place: required offset}) that wait for the in-sync set.
    `skew_us` is how far its clock is ahead; `directory` numbers its log directory. `sharing`: share groups
    read from it.
    """

    id: int
    name: str
    rack: str | None
    broker_epoch: int
    clean_epoch: int
    state: str
    image: Image
    replicas: dict[str, Replica]
    fetchers: dict[int, Fetcher]
    parked_fetches: dict[int, Plain]
    parked_produce: dict[int, Plain]
    settings: Plain
    skew_us: int
    directory: int
    sharing: bool = False

    def replica(self, topic: str, partition: int) -> Replica | None:
        return self.replicas.get(place(topic, partition))

    def config(self, topic: str) -> Plain:
        """A topic's settings as this broker knows them."""
        return self.image.topics[topic].config

    def clock(self, world: World) -> int:
        """The time of day on this broker's own clock."""
        return world.now_us + self.skew_us

    def min_insync(self, topic: str) -> int:
        return effective_min_insync(self.image, topic)


def new_broker(broker_id: int, rack: str | None, settings: Plain) -> Broker:
    return Broker(
        broker_id, f"broker-{broker_id}", rack, 0, -1, "up", new_image(), {}, {}, {}, {}, settings,
        0, 1,
    )  # fmt: skip


def create_replica(world: World, broker: Broker, topic: str, partition: int) -> Replica:
    """A new, empty copy on this broker's disk."""
    replica = Replica(topic, partition, new_log(), 0, 0, False, -1, -1, -1, (), None, {})
    info = broker.image.topics.get(topic)
    replica.topic_id = info.topic_id if info is not None else 0
    broker.replicas[place(topic, partition)] = replica
    world.emit(ReplicaCreated, broker.id, topic, partition, 0, 0, 0)
    return replica


def remove_replica(world: World, broker: Broker, replica: Replica, reason: str) -> None:
    """Delete a copy from this broker's disk: the topic is gone, or the copy moved elsewhere."""
    del broker.replicas[place(replica.topic, replica.partition)]
    world.emit(ReplicaRemoved, broker.id, replica.topic, replica.partition, reason)
