"""When the high watermark moves, and what that completes (semantics 3.3)."""

from broker_core.events.replication import HighWatermarkAdvanced
from broker_core.kernel.world import World
from broker_core.replication import stable
from broker_core.replication.metadata import may_serve
from broker_core.replication.replica import Broker, Follower, Replica

SAVED = {"__transaction_state": "transactions_saved"}
"""Internal topic -> what is due once its high watermark has moved."""


def is_caught_up(world: World, broker: Broker, replica: Replica, follower: Follower) -> bool:
    """At the leader's end, or there within the last `replica.lag.time.max.ms`."""
    lag_us = broker.settings["replica.lag.time.max.ms"]
    return follower.log_end == replica.log.log_end or world.now_us - follower.caught_up_us <= lag_us


def advance(world: World, broker: Broker, replica: Replica) -> bool:
    """Raise a leader's high watermark as far as its in-sync set allows; True when it moved.

    It stands still while the in-sync set is smaller than the effective min.insync.replicas
    (KIP-966, 3.7+). A replica that is caught up and may join the set is waited for too.
    """
    if len(replica.isr) < broker.min_insync(replica.topic):
        return False
    mark = replica.log.log_end
    counted = replica.maximal_isr
    for follower_id, follower in replica.followers.items():
        if follower.log_end < mark and (
            follower_id in counted
            or (
                is_caught_up(world, broker, replica, follower)
                and may_serve(broker.image, follower_id)
            )
        ):
            mark = follower.log_end
    if mark <= replica.high_watermark:
        return False
    replica.high_watermark = mark
    seq = world.emit(
        HighWatermarkAdvanced, broker.id, replica.topic, replica.partition, mark, True,
    )  # fmt: skip
    if broker.image.topics[replica.topic].internal:
        kind = SAVED.get(replica.topic, "offsets_saved")
        world.at(world.now_us, kind, broker.name, replica.partition, cause=seq)
    elif broker.sharing:
        world.at(world.now_us, "share_wake", broker.name, cause=seq)
    stable.announce(world, broker, replica)
    return True


def learn(world: World, broker: Broker, replica: Replica, leader_mark: int) -> bool:
    """A follower's watermark: what the leader said, bounded by what is here. True when it moved."""
    mark = min(leader_mark, replica.log.log_end)
    if mark <= replica.high_watermark:
        return False
    replica.high_watermark = mark
    world.emit(HighWatermarkAdvanced, broker.id, replica.topic, replica.partition, mark, False)
    return True
