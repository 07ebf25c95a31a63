"""Acquire, acknowledge, release, reject, renew, expire: the life of one record in a share group."""

from typing import Any

from broker_core.coordinator.share_group.state import (
    ACKNOWLEDGED,
    ACQUIRED,
    ARCHIVED,
    AVAILABLE,
    FINAL,
    Cell,
    SharePartition,
    in_flight,
)
from broker_core.events import share as says
from broker_core.kernel.world import World
from broker_core.log.transactions import DATA
from broker_core.replication.replica import Broker, Replica


def acquire(
    world: World, broker: Broker, replica: Replica, sp: SharePartition, body: Any, most: int
) -> list[tuple[int, int, str | None, int]]:  # fmt: skip
    """Hand out up to `most` records: first what came back, then what nobody had yet.

    Returns rows (offset, record, key, delivery). New ones come from below the high watermark and
    only while fewer than group.share.partition.max.record.locks are in flight.
    """
    _extend(broker, replica, sp, most)
    lock_us = broker.settings["group.share.record.lock.duration.ms"]
    free = sorted(o for o, c in sp.cells.items() if c.state == AVAILABLE)[: max(0, most)]
    rows = []
    for offset in free:
        cell = sp.cells[offset]
        until = world.now_us + lock_us
        cell = sp.cells[offset] = cell._replace(
            state=ACQUIRED, deliveries=cell.deliveries + 1, member_id=body["member_id"],
            member=body["client"], lock_until_us=until,
        )  # fmt: skip
        said = world.emit(
            says.RecordAcquired, sp.group, body["client"], sp.topic, sp.partition, offset,
            cell.record, cell.key, cell.deliveries, until, in_flight(sp), sp.start, sp.end,
            because=("group.share.record.lock.duration.ms",),
        )  # fmt: skip
        sp.cells[offset] = cell._replace(said=said)
        rows.append((offset, cell.record, cell.key, cell.deliveries))
    arm(world, broker, sp)
    return rows


def _extend(broker: Broker, replica: Replica, sp: SharePartition, most: int) -> None:
    """Let new records into the window, as far as there is room for `most`."""
    if replica.log.log_start > sp.start:
        sp.cells = {o: c for o, c in sp.cells.items() if o >= replica.log.log_start}
        sp.start = replica.log.log_start
        sp.end = max(sp.end, sp.start)
    free = sum(1 for c in sp.cells.values() if c.state == AVAILABLE)
    limit = broker.settings["group.share.partition.max.record.locks"]
    while free < most and sp.end < replica.high_watermark and sp.end - sp.start < limit:
        for row in replica.log.read(sp.end, sp.end + 1):
            if row.kind in ("", DATA):
                sp.cells[row.offset] = Cell(AVAILABLE, 0, "", "", 0, row.record, row.key, 0)
                free += 1
        sp.end += 1


def arm(world: World, broker: Broker, sp: SharePartition) -> None:
    """One timer for each share-partition, at its earliest lock."""
    soonest = min((c.lock_until_us for c in sp.cells.values() if c.state == ACQUIRED), default=0)
    if soonest and soonest != sp.timer_us:
        sp.timer_us = soonest
        world.at(soonest, "share_lock", broker.name, sp.group, sp.topic, sp.partition, soonest)


def settle(
    world: World, broker: Broker, sp: SharePartition, offset: int, member_id: str, verdict: str
) -> str | None:  # fmt: skip
    """What a member says of a record it holds: accept, release, reject or renew.

    INVALID_RECORD_STATE when the lock is over or another member has the record by now.
    """
    cell = sp.cells.get(offset)
    if cell is None or cell.state != ACQUIRED or cell.member_id != member_id:
        return "INVALID_RECORD_STATE"
    if verdict == "renew":
        until = world.now_us + broker.settings["group.share.record.lock.duration.ms"]
        sp.cells[offset] = cell._replace(lock_until_us=until)
        world.emit(
            says.LockRenewed, sp.group, cell.member, sp.topic, sp.partition, offset, cell.record,
            cell.key, until, in_flight(sp),
        )  # fmt: skip
        arm(world, broker, sp)
        return None
    if verdict == "accept":
        sp.cells[offset] = cell._replace(state=ACKNOWLEDGED)
        world.emit(
            says.RecordAccepted, sp.group, cell.member, sp.topic, sp.partition, offset,
            cell.record, cell.key, in_flight(sp),
        )  # fmt: skip
    elif verdict == "reject":
        _archive(world, sp, offset, cell, "rejected", ())
    else:
        give_back(world, broker, sp, offset, "released")
    sp.unsaved = True
    return None


def give_back(
    world: World, broker: Broker, sp: SharePartition, offset: int, reason: str, cause: Any = None
) -> None:
    """A record is available again, unless it was delivered too often: then it is archived."""
    cell = sp.cells[offset]
    if cause is not None:
        world.cause = cause
    if cell.deliveries >= broker.settings["group.share.delivery.count.limit"]:
        _archive(world, sp, offset, cell, "delivery_limit", ("group.share.delivery.count.limit",))
        return
    sp.cells[offset] = cell._replace(state=AVAILABLE)
    why = ("group.share.record.lock.duration.ms",) if reason == "lock_expired" else ()
    world.emit(
        says.RecordReturned, sp.group, cell.member, sp.topic, sp.partition, offset, cell.record,
        cell.key, cell.deliveries, reason, in_flight(sp), because=why,
    )  # fmt: skip


def _archive(
    world: World, sp: SharePartition, offset: int, cell: Cell, reason: str, because: Any
) -> None:
    sp.cells[offset] = cell._replace(state=ARCHIVED)
    world.emit(
        says.RecordArchived, sp.group, cell.member, sp.topic, sp.partition, offset, cell.record,
        cell.key, cell.deliveries, reason, in_flight(sp), because=because,
    )  # fmt: skip


def advance_start(world: World, sp: SharePartition) -> None:
    """The start offset moves past everything that is done; what it passes is forgotten."""
    before = sp.start
    for offset in sorted(sp.cells):
        if sp.cells[offset].state not in FINAL:
            break
        del sp.cells[offset]
        sp.start = offset + 1
    if not sp.cells:
        sp.start = sp.end
    if sp.start != before:
        world.emit(
            says.StartMoved, sp.group, sp.topic, sp.partition, sp.start, sp.end, in_flight(sp)
        )


def expire_locks(world: World, broker: Broker, sp: SharePartition) -> bool:
    """Locks that are over: the records go back (semantics 6.2). True when any did."""
    late = [
        o
        for o, c in sorted(sp.cells.items())
        if c.state == ACQUIRED and c.lock_until_us <= world.now_us
    ]
    for offset in late:
        cell = sp.cells[offset]
        cause = world.fault_since(cell.said, cell.member, broker.name)
        give_back(world, broker, sp, offset, "lock_expired", cause)
    if late:
        sp.unsaved = True
        advance_start(world, sp)
    return bool(late)
