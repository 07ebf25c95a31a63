"""Offsets inside a transaction: written at once, counted when its marker comes (KIP-98, KIP-447)."""

from typing import Any

from broker_core.coordinator.group import OFFSETS_TOPIC, Groups, offset_record
from broker_core.coordinator.offsets import commit_problem
from broker_core.events.client import OffsetCommitted
from broker_core.events.transaction import OffsetsPending, OffsetsSettled
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.log.partition_log import Record
from broker_core.log.transactions import COMMIT, DATA, MARKERS
from broker_core.replication import leader
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker


def needs_registration(broker: Broker, groups: Groups, body: Any) -> Any:
    """The offsets partition of the group, unless it is part of the transaction already."""
    group = groups.groups.get(body["group"])
    if group is None:
        return ()
    replica = broker.replica(OFFSETS_TOPIC, group.partition)
    if replica is None or not replica.leads:
        return ()
    known = replica.log.producers.get(body["producer_id"])
    open_ = body["producer_id"] in replica.log.txn.open
    if open_ and known is not None and known[0] == body["producer_epoch"]:
        return ()
    return ((OFFSETS_TOPIC, group.partition),)


def commit(
    world: World, broker: Broker, groups: Groups, ref: Ref, body: Any, refused: dict[str, str]
) -> None:
    """TxnOffsetCommit: the offsets wait in the group's log; the answer waits for the in-sync set."""
    group = groups.groups.get(body["group"])
    error: str | None = next(iter(refused.values()), None)
    if group is None:
        error = "NOT_COORDINATOR"
    elif error is None:
        error = commit_problem(group, body) if body["generation"] >= 0 else None
    replica = broker.replica(OFFSETS_TOPIC, group.partition) if group is not None else None
    if error is None and (replica is None or not replica.leads):
        error = "NOT_COORDINATOR"
    if error is None and replica is not None:
        known = replica.log.producers.get(body["producer_id"])
        if known is not None and known[0] > body["producer_epoch"]:
            error = "INVALID_PRODUCER_EPOCH"
        elif len(replica.isr) < broker.min_insync(OFFSETS_TOPIC):
            error = "COORDINATOR_NOT_AVAILABLE"
    at = body["offsets"]
    if error is not None or replica is None or group is None:
        reply(world, ref, {"error": error}, {"error": error, "at": at})
        return
    records = []
    for topic, partition, offset in at:
        world.next_record += 1
        records.append(
            (world.next_record, *offset_record(group.group, topic, partition, offset), world.now_us)
        )
    base = leader.write(
        world, broker, replica, records, body["producer"], body["producer_id"],
        body["producer_epoch"], -1, DATA,
    )  # fmt: skip
    data = (tuple(ref), group.group, body["producer"], body["producer_id"], at)
    groups.waiting.append((group.partition, base + len(records), "pending", data))
    leader.after_append(world, broker, replica)


def stored(world: World, groups: Groups, data: Any) -> None:
    """The pending offsets are on every in-sync replica; the producer is told."""
    ref, group, producer, producer_id, rows = data
    key = str(producer_id)
    groups.pending[key] = (*groups.pending.get(key, ()), (group, rows))
    world.emit(OffsetsPending, group, producer, rows)
    reply(world, Ref(*ref), {"error": None}, {"at": rows})


def settled(world: World, broker: Broker, groups: Groups, data: Any) -> None:
    """The marker is on every in-sync replica: the offsets count, or they are forgotten."""
    producer_id, producer, outcome = data
    for name, rows in groups.pending.pop(str(producer_id), ()):
        group = groups.groups.get(name)
        for topic, partition, offset in rows if outcome == COMMIT else ():
            if group is not None:
                group.offsets[place(topic, partition)] = offset
            world.emit(OffsetCommitted, producer, name, topic, partition, offset, broker.id)
        world.emit(OffsetsSettled, name, producer, outcome)


def is_pending(groups: Groups, group: str, partitions: Any) -> bool:
    """Whether an open transaction may still change the committed offset of one of these."""
    wanted = {(topic, partition) for topic, partition in partitions}
    return any(
        name == group and any((t, p) in wanted for t, p, _ in rows)
        for entries in groups.pending.values()
        for name, rows in entries
    )


def decided(records: list[Record]) -> tuple[list[Record], dict[str, Any]]:
    """A log of __consumer_offsets without markers and without offsets of aborted transactions;
    and what is still pending, by producer id."""
    plain: list[Record] = []
    waiting: dict[int, list[Record]] = {}
    for record in records:
        if record.kind == DATA:
            waiting.setdefault(record.producer_id, []).append(record)
        elif record.kind in MARKERS:
            ended = waiting.pop(record.producer_id, [])
            plain += ended if record.kind == COMMIT else []
        else:
            plain.append(record)
    pending: dict[str, Any] = {}
    for producer_id, rows in waiting.items():
        entries = []
        for record in rows:
            _, group, topic, partition = (record.key or "").split(" ")
            entries.append((group, ((topic, int(partition), int(record.value or "0")),)))
        pending[str(producer_id)] = tuple(entries)
    return plain, pending
