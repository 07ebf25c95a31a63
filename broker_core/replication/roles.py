"""Becoming leader or follower when the replayed metadata says so (semantics 1.2, 3.4)."""

from broker_core.events.replication import FollowerStarted, LeadershipTaken
from broker_core.kernel.world import World
from broker_core.replication import follower, leader, watermark
from broker_core.replication.metadata import Registration
from broker_core.replication.replica import Broker, Replica, create_replica, remove_replica


def apply(world: World, broker: Broker, registration: Registration) -> bool:
    """Bring this broker's copy in line with a decided registration; True when it became leader."""
    replica = broker.replica(registration.topic, registration.partition)
    if broker.id not in registration.replicas:
        if replica is not None:
            drop(world, broker, replica, "moved")
        return False
    if replica is None:
        replica = create_replica(world, broker, registration.topic, registration.partition)
    if registration.leader_epoch > replica.leader_epoch:
        if registration.leader == broker.id:
            _lead(world, broker, replica, registration)
            return True
        _follow(world, broker, replica, registration)
    elif registration.partition_epoch > replica.partition_epoch:
        replica.partition_epoch = registration.partition_epoch
        replica.isr = registration.isr
        replica.pending = None
        if replica.leads:
            _know_followers(world, broker, replica, registration)
            settle(world, broker, replica)
    return False


def _know_followers(world: World, broker: Broker, replica: Replica, reg: Registration) -> None:
    """A reassignment brings followers and takes them away while the leader stays."""
    replica.followers = {
        b: replica.followers.get(b) or leader.new_follower(world, False)
        for b in reg.replicas
        if b != broker.id
    }


def drop(world: World, broker: Broker, replica: Replica, reason: str) -> None:
    """This broker no longer holds a copy: who waits for it here is refused."""
    remove_replica(world, broker, replica, reason)
    leader.complete_produce(world, broker)
    leader.complete_fetches(world, broker)


def drop_topic(world: World, broker: Broker, topic: str, topic_id: int) -> None:
    """A topic was deleted; a newer one of the same name is another topic."""
    for replica in list(broker.replicas.values()):
        if replica.topic == topic and replica.topic_id == topic_id:
            remove_replica(world, broker, replica, "deleted")
    leader.complete_produce(world, broker)
    leader.complete_fetches(world, broker)


def settle(world: World, broker: Broker, replica: Replica) -> None:
    """After the in-sync set changed: the watermark may move, waiting requests may end."""
    watermark.advance(world, broker, replica)
    leader.complete_produce(world, broker)
    leader.complete_fetches(world, broker)


def _lead(world: World, broker: Broker, replica: Replica, reg: Registration) -> None:
    replica.leads = True
    _take_over(replica, reg)
    replica.log.begin_epoch(reg.leader_epoch, replica.log.log_end)
    replica.followers = {
        b: leader.new_follower(world, b in reg.isr) for b in reg.replicas if b != broker.id
    }
    world.emit(
        LeadershipTaken, broker.id, reg.topic, reg.partition, reg.leader_epoch,
        replica.log.log_end,
    )  # fmt: skip
    settle(world, broker, replica)


def _follow(world: World, broker: Broker, replica: Replica, reg: Registration) -> None:
    replica.leads = False
    _take_over(replica, reg)
    replica.followers = {}
    world.emit(FollowerStarted, broker.id, reg.topic, reg.partition, reg.leader, reg.leader_epoch)
    leader.complete_produce(world, broker)
    leader.complete_fetches(world, broker)
    if reg.leader >= 0:
        follower.ensure_fetcher(world, broker, reg.leader)


def _take_over(replica: Replica, reg: Registration) -> None:
    replica.leader = reg.leader
    replica.leader_epoch = reg.leader_epoch
    replica.partition_epoch = reg.partition_epoch
    replica.isr = reg.isr
    replica.pending = None


def forget_memory(broker: Broker) -> None:
    """A process ended: roles, loops and waiting requests are gone; the logs stay on disk."""
    broker.fetchers = {}
    broker.parked_fetches = {}
    broker.parked_produce = {}
    for replica in broker.replicas.values():
        replica.leads = False
        replica.leader = -1
        replica.leader_epoch = -1
        replica.partition_epoch = -1
        replica.isr = ()
        replica.pending = None
        replica.followers = {}
