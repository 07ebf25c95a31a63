"""A broker as leader of share-partitions: ShareFetch and ShareAcknowledge (semantics 6.2).

Simplified: acknowledgements travel in a ShareAcknowledge in front of the next ShareFetch, never inside
it; there are no share sessions, so what a dead member held comes back when its locks run out.
"""

from typing import Any

from broker_core.coordinator.share_group import persister, records
from broker_core.coordinator.share_group.state import (
    ShareBroker,
    SharePartition,
    in_flight,
    new_share_partition,
    share_place,
)
from broker_core.events.share import PartitionOpened
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker, Replica

Shapes = Any
"""group -> its shape, with its settings."""


def led(broker: Broker, shares: ShareBroker, sp: SharePartition) -> Replica | None:
    """The replica behind a share-partition, None when another broker (or epoch) leads it by now."""
    replica = broker.replica(sp.topic, sp.partition)
    if replica is None or not replica.leads or replica.leader_epoch != sp.leader_epoch:
        shares.partitions.pop(share_place(sp.group, sp.topic, sp.partition), None)
        return None
    return replica


def opened(
    world: World, broker: Broker, shares: ShareBroker, group: str, topic: str, partition: int
) -> SharePartition | None:
    """The share-partition, if this broker leads it; its state is read when it is first asked for."""
    replica = broker.replica(topic, partition)
    if replica is None or not replica.leads:
        return None
    key = share_place(group, topic, partition)
    sp = shares.partitions.get(key)
    if sp is None or led(broker, shares, sp) is None:
        sp = new_share_partition(group, topic, partition, replica.leader_epoch)
        shares.partitions[key] = sp
        broker.sharing = True
        persister.read(world, broker, sp)
    return sp


def read_answered(
    world: World, broker: Broker, shares: ShareBroker, shapes: Shapes, body: Any, context: Any
) -> None:
    """Where the group stands: as saved, else where share.auto.offset.reset says."""
    sp = waiting_for(broker, shares, context)
    replica = led(broker, shares, sp) if sp is not None else None
    if sp is None or replica is None or sp.ready:
        return
    if body["error"] is not None:
        again(world, broker, "share_read", sp)
        return
    origin = "saved"
    if persister.restore(sp, body["value"]):
        persister.name_records(replica, sp)
    else:
        origin = shapes[sp.group]["settings"]["share.auto.offset.reset"]
        earliest = origin == "earliest"
        sp.start = sp.end = replica.log.log_start if earliest else replica.high_watermark
        sp.unsaved = True
    sp.ready = True
    world.emit(
        PartitionOpened, sp.group, sp.topic, sp.partition, broker.id, sp.start, sp.end, origin,
        in_flight(sp), because=() if origin == "saved" else ("share.auto.offset.reset",),
    )  # fmt: skip
    persister.save(world, broker, sp)
    wake(world, broker, shares, shapes)


def waiting_for(broker: Broker, shares: ShareBroker, context: Any) -> SharePartition | None:
    group, topic, partition, epoch = context
    sp = shares.partitions.get(share_place(group, topic, partition))
    return sp if sp is not None and sp.leader_epoch == epoch else None


def again(world: World, broker: Broker, kind: str, sp: SharePartition) -> None:
    """The share coordinator could not answer: ask once more after a while."""
    at_us = world.now_us + persister.RETRY_US
    world.at(at_us, kind, broker.name, sp.group, sp.topic, sp.partition)


def fetch(
    world: World, broker: Broker, shares: ShareBroker, shapes: Shapes, ref: Ref, body: Any
) -> None:
    """Hand out records at once if there are any, else when some come or the wait is over."""
    if not _try(world, broker, shares, shapes, ref, body, force=not body["parts"]):
        shares.parked[ref.msg] = (tuple(ref), body)
        world.at(world.now_us + body["max_wait_us"], "share_fetch_expired", broker.name, ref.msg)


def _try(
    world: World, broker: Broker, shares: ShareBroker, shapes: Shapes, ref: Ref, body: Any,
    force: bool,
) -> bool:  # fmt: skip
    left = body["max_records"]
    rows: list[Any] = []
    errors = []
    for topic, partition in body["parts"]:
        sp = opened(world, broker, shares, body["group"], topic, partition)
        if sp is None:
            errors.append((topic, partition, "NOT_LEADER_OR_FOLLOWER"))
        elif sp.ready and left > 0:
            replica = led(broker, shares, sp)
            assert replica is not None
            got = records.acquire(world, broker, replica, sp, body, left)
            left -= len(got)
            if got:
                rows.append((topic, partition, tuple(got)))
    if not (rows or errors or force):
        return False
    parts = tuple((t, p, tuple((r, k, o) for o, r, k, _ in got)) for t, p, got in rows)
    summary: dict[str, Any] = {"parts": parts}
    if errors:
        summary["error"] = errors[0][2]
    answer = {"rows": tuple(rows), "errors": tuple(errors)}
    reply(world, ref, answer, summary, not parts and not errors)
    return True


def fetch_expired(
    world: World, broker: Broker, shares: ShareBroker, shapes: Shapes, msg: int
) -> None:
    """Nothing came in time: an empty answer."""
    parked = shares.parked.pop(msg, None)
    if parked is not None:
        _try(world, broker, shares, shapes, Ref(*parked[0]), parked[1], force=True)


def wake(world: World, broker: Broker, shares: ShareBroker, shapes: Shapes) -> None:
    """Something may have become available: the longest waiting members are served first."""
    for msg, (ref, body) in list(shares.parked.items()):
        if msg not in shares.parked:
            continue
        link = world.links.get(ref[0])
        if link is None or link.life != ref[1] or link.dead:
            del shares.parked[msg]  # its member is gone, and would only hold a lock
        elif _try(world, broker, shares, shapes, Ref(*ref), body, force=False):
            shares.parked.pop(msg, None)


def acknowledge(
    world: World, broker: Broker, shares: ShareBroker, shapes: Shapes, ref: Ref, body: Any
) -> None:
    """Take a member's word on its records; the answer waits until the new state is saved."""
    results: list[Any] = []
    touched: dict[str, SharePartition] = {}
    for topic, partition, offset, verdict in body["rows"]:
        sp = shares.partitions.get(share_place(body["group"], topic, partition))
        if sp is None or not sp.ready or led(broker, shares, sp) is None:
            results.append((topic, partition, offset, "NOT_LEADER_OR_FOLLOWER"))
            continue
        error = records.settle(world, broker, sp, offset, body["member_id"], verdict)
        results.append((topic, partition, offset, error))
        touched[share_place(sp.group, topic, partition)] = sp
    for sp in touched.values():
        records.advance_start(world, sp)
    left = [key for key, sp in touched.items() if sp.unsaved or sp.saving]
    shares.acking[ref.msg] = (tuple(ref), tuple(results), tuple(left))
    for sp in touched.values():
        persister.save(world, broker, sp)
    _answer(world, shares)
    wake(world, broker, shares, shapes)


def _answer(world: World, shares: ShareBroker, done: str = "") -> None:
    """Answer the acknowledgements for which nothing is left to save."""
    for msg, (ref, results, left) in list(shares.acking.items()):
        remaining = tuple(key for key in left if key != done)
        if remaining:
            shares.acking[msg] = (ref, results, remaining)
            continue
        del shares.acking[msg]
        errors = sorted({row[3] for row in results if row[3]})
        at = tuple((t, p, o) for t, p, o, _ in results)
        summary: dict[str, Any] = {"at": at, **({"error": errors[0]} if errors else {})}
        reply(world, Ref(*ref), {"results": results}, summary)


def write_answered(
    world: World, broker: Broker, shares: ShareBroker, error: str | None, context: Any
) -> None:
    """The state is saved (or was not: then it is tried again)."""
    sp = waiting_for(broker, shares, context)
    if sp is None:
        _answer(world, shares, share_place(*context[:3]))
        return
    sp.saving = 0
    if error is not None:
        sp.unsaved = True
        again(world, broker, "share_save", sp)
        return
    if not sp.unsaved:
        _answer(world, shares, share_place(sp.group, sp.topic, sp.partition))
    persister.save(world, broker, sp)


def lock_due(
    world: World, broker: Broker, shares: ShareBroker, shapes: Shapes, sp: SharePartition,
    at_us: int,
) -> None:  # fmt: skip
    """The earliest lock of a share-partition may be over."""
    if sp.timer_us != at_us or led(broker, shares, sp) is None:
        return
    sp.timer_us = 0
    if records.expire_locks(world, broker, sp):
        persister.save(world, broker, sp)
        wake(world, broker, shares, shapes)
    records.arm(world, broker, sp)
