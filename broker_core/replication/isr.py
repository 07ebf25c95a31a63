"""Proposals to change the in-sync set (semantics 3.2): only the controller changes it."""

from broker_core.events.replication import FollowerCaughtUp, FollowerLags, IsrProposed
from broker_core.kernel.world import World
from broker_core.replication import watermark
from broker_core.replication.metadata import may_serve
from broker_core.replication.replica import Broker, Replica


def maybe_expand(world: World, broker: Broker, replica: Replica, follower_id: int) -> None:
    """A follower at or past the high watermark and the start of this epoch may join."""
    follower = replica.followers.get(follower_id)
    if follower is None or replica.pending is not None or follower_id in replica.isr:
        return
    start = replica.log.epochs[-1][1] if replica.log.last_epoch == replica.leader_epoch else 0
    if (
        follower.log_end >= replica.high_watermark
        and follower.log_end >= start
        and may_serve(broker.image, follower_id)
    ):
        wanted = tuple(
            b for b in _in_order(broker, replica) if b in replica.isr or b == follower_id
        )
        propose(world, broker, replica, wanted, "expand", follower_id)


def shrink_check(world: World, broker: Broker) -> None:
    """The leader's timer: followers not caught up within replica.lag.time.max.ms must go."""
    for replica in broker.replicas.values():
        if not replica.leads or replica.pending is not None:
            continue
        laggards = [
            b
            for b in replica.isr
            if b in replica.followers
            and not watermark.is_caught_up(world, broker, replica, replica.followers[b])
        ]
        _note_lagging(world, broker, replica)
        if laggards:
            wanted = tuple(b for b in replica.isr if b not in laggards)
            propose(world, broker, replica, wanted, "shrink", laggards[0])
    lag_us = broker.settings["replica.lag.time.max.ms"]
    world.at(world.now_us + lag_us // 2, "isr_check", broker.name, cause=0)


def _note_lagging(world: World, broker: Broker, replica: Replica) -> None:
    """Tell once of an in-sync follower that has been behind since before the last check."""
    lag_us = broker.settings["replica.lag.time.max.ms"]
    for follower_id, follower in replica.followers.items():
        late = world.now_us - follower.caught_up_us
        if (
            follower_id in replica.isr
            and not follower.lagging
            and follower.log_end < replica.log.log_end
            and lag_us // 2 <= late <= lag_us
        ):
            follower.lagging = True
            world.emit(
                FollowerLags, broker.id, replica.topic, replica.partition, follower_id,
                follower.caught_up_us + lag_us, because=("replica.lag.time.max.ms",),
            )  # fmt: skip


def note_caught_up(world: World, broker: Broker, replica: Replica, follower_id: int) -> None:
    """A follower of which it was told that it lags has all of the log again."""
    follower = replica.followers[follower_id]
    if follower.lagging:
        follower.lagging = False
        world.emit(FollowerCaughtUp, broker.id, replica.topic, replica.partition, follower_id)


def propose(
    world: World, broker: Broker, replica: Replica, wanted: tuple[int, ...], change: str, who: int
) -> None:
    """Ask the active controller; until it answers both sets count (the maximal one)."""
    replica.pending = wanted
    because = ("replica.lag.time.max.ms",) if change == "shrink" else ()
    armed = world.cause
    if change == "shrink":
        armed = world.fault_since(0, f"broker-{who}", broker.name) or armed
    seq = world.emit(
        IsrProposed, broker.id, replica.topic, replica.partition, wanted, change, who,
        cause=armed, because=because,
    )  # fmt: skip
    world.at(
        world.now_us, "alter_send", broker.name, replica.topic, replica.partition,
        replica.leader_epoch, cause=seq,
    )  # fmt: skip


def answered(
    world: World, broker: Broker, replica: Replica, error: str | None, isr: tuple[int, ...],
    partition_epoch: int,
) -> None:  # fmt: skip
    """The controller's word: the new set counts, or the old one stays."""
    replica.pending = None
    if error is None and partition_epoch > replica.partition_epoch:
        replica.isr = isr
        replica.partition_epoch = partition_epoch


def _in_order(broker: Broker, replica: Replica) -> tuple[int, ...]:
    members = (*replica.isr, *sorted(replica.followers))
    return tuple(dict.fromkeys(members))
