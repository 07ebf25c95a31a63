"""What becomes of a producer's batches: answers, retries, splits, giving up (semantics 2.5, 2.6)."""

from typing import Any

from broker_core.clients import metadata, transactional
from broker_core.clients.accumulator import size_of
from broker_core.clients.producer import (
    Batch,
    Producer,
    drain,
    release,
    sent_batches,
    topics_of,
)
from broker_core.events.client import AckReceived, GaveUp, Retried
from broker_core.events.producer import BatchSplit
from broker_core.kernel.world import World
from broker_core.replication.metadata import place

RETRIABLE = frozenset(
    {
        "NOT_LEADER_OR_FOLLOWER", "NOT_ENOUGH_REPLICAS", "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
        "REQUEST_TIMED_OUT", "LEADER_NOT_AVAILABLE", "OUT_OF_ORDER_SEQUENCE_NUMBER",
        "UNKNOWN_TOPIC_OR_PARTITION", "UNKNOWN_TOPIC_ID", "NETWORK_EXCEPTION", "INVALID_PRODUCER_EPOCH",
        "CONCURRENT_TRANSACTIONS", "COORDINATOR_NOT_AVAILABLE",
    }
)  # fmt: skip
STALE_METADATA = frozenset(
    {
        "NOT_LEADER_OR_FOLLOWER", "LEADER_NOT_AVAILABLE", "NETWORK_EXCEPTION",
        "UNKNOWN_TOPIC_OR_PARTITION", "UNKNOWN_TOPIC_ID",
    }
)  # fmt: skip


def answered(world: World, producer: Producer, server: str, body: Any, numbers: Any) -> None:
    """A produce answer: per partition success, retry or failure."""
    producer.in_flight[server] = max(0, producer.in_flight.get(server, 0) - 1)
    producer.knowledge.away.pop(server, None)
    for topic, partition, error, base, leader, epoch in body["results"]:
        batch = next(
            (
                b
                for b in producer.batches
                if b.number in numbers and (b.topic, b.partition) == (topic, partition)
            ),
            None,
        )
        if error == "NOT_LEADER_OR_FOLLOWER" and leader >= 0:
            known = metadata.leader_of(producer.knowledge, topic, partition)
            if epoch > known[1]:
                producer.knowledge.leaders[place(topic, partition)] = (leader, epoch)
        if batch is not None:
            _settle(world, producer, batch, error, base)
            _resolve(producer, place(topic, partition))
    _go_on(world, producer)


def _settle(world: World, producer: Producer, batch: Batch, error: str | None, base: int) -> None:
    if error is None:
        producer.batches.remove(batch)
        for n, (record, key, *_) in enumerate(batch.records):
            world.emit(
                AckReceived, producer.name, record, batch.topic, batch.partition, key, base + n,
                batch.acks,
            )  # fmt: skip
    elif error == "MESSAGE_TOO_LARGE" and len(batch.records) > 1:
        _split(world, producer, batch)
    elif error in transactional.FATAL_FOR_PRODUCE and producer.txn is not None:
        _give_up(world, producer, batch, error)
    elif error in RETRIABLE:
        key = place(batch.topic, batch.partition)
        if error == "INVALID_PRODUCER_EPOCH":
            batch.sequence = batch.epoch = -1
        elif producer.txn is not None and error == "OUT_OF_ORDER_SEQUENCE_NUMBER":
            if sent_batches(producer, key)[:1] == [batch]:
                _give_up(world, producer, batch, error)
                return
        elif error == "OUT_OF_ORDER_SEQUENCE_NUMBER" and sent_batches(producer, key)[:1] == [batch]:
            _begin_again(producer, key, batch)
        _retry(world, producer, batch, error)
    else:
        _give_up(world, producer, batch, error)
        if batch.sequence >= 0 and producer.txn is None:
            # its sequences are missing now: a new epoch begins (TransactionManager.handleFailedBatch)
            producer.unresolved[place(batch.topic, batch.partition)] = 1


def _go_on(world: World, producer: Producer) -> None:
    """Something was settled: blocked calls may have room, other batches their turn."""
    if producer.held:
        release(world, producer)
    drain(world, producer)
    transactional.settled(world, producer)


def _split(world: World, producer: Producer, batch: Batch) -> None:
    """A batch that is too large goes again in smaller ones, with the sequences it had (Sender,
    RecordAccumulator.splitAndReenqueue); each further split halves."""
    rows = batch.records
    largest = max(size_of(r[1], r[2]) for r in rows)
    target = max(largest, batch.size // 2)
    if not batch.parts:
        target = max(largest, min(producer.settings["batch.size"], batch.size - 1))
    pieces: list[list[Any]] = []
    room = -1
    for row in rows:
        size = size_of(row[1], row[2])
        if size > room:
            pieces.append([])
            room = target
        pieces[-1].append(row)
        room -= size
    at = producer.batches.index(batch)
    made = []
    sequence = batch.sequence
    for piece in pieces:
        producer.next_batch += 1
        size = sum(size_of(r[1], r[2]) for r in piece)
        made.append(
            Batch(
                producer.next_batch, batch.topic, batch.partition, batch.acks, piece, size,
                batch.created_us, world.now_us, batch.attempts, False, sequence, batch.epoch,
                batch.parts + 1,
            )
        )  # fmt: skip
        sequence += len(piece) if sequence >= 0 else 0
        deadline = batch.created_us + producer.settings["delivery.timeout.ms"]
        world.at(deadline, "batch_expired", producer.name, producer.next_batch)
    producer.batches[at : at + 1] = made
    world.emit(
        BatchSplit, producer.name, batch.topic, batch.partition, len(rows), len(made),
        because=("max.message.bytes",),
    )  # fmt: skip


def _retry(world: World, producer: Producer, batch: Batch, error: str) -> None:
    if batch.attempts > producer.settings["retries"]:
        _give_up(world, producer, batch, error)
        return
    wait = metadata.backoff_us(world, producer.name, producer.settings, batch.attempts - 1)
    batch.in_flight = False
    batch.ready_us = world.now_us + wait
    records = tuple(r[0] for r in batch.records)
    seq = world.emit(
        Retried, producer.name, batch.topic, batch.partition, records, batch.attempts, error,
        batch.ready_us, because=("retries", "retry.backoff.ms"),
    )  # fmt: skip
    world.at(batch.ready_us, "producer_send", producer.name, cause=seq)
    if error in STALE_METADATA:
        metadata.refresh(
            world, producer.name, producer.knowledge, topics_of(producer), producer.settings
        )


def _give_up(world: World, producer: Producer, batch: Batch, error: str) -> None:
    producer.batches.remove(batch)
    because = ("delivery.timeout.ms",) if error == "DELIVERY_TIMEOUT" else ()
    for record, key, *_ in batch.records:
        world.emit(
            GaveUp, producer.name, record, batch.topic, batch.partition, key, error,
            because=because,
        )  # fmt: skip
    transactional.batch_failed(world, producer, error)


def _begin_again(producer: Producer, key: str, first: Batch) -> None:
    """The first unsettled batch does not follow what the leader knows: a new producer epoch.

    What is still under way with the old epoch will be refused and numbered anew then.
    """
    producer.producer_epoch += 1
    for batch in sent_batches(producer, key):
        if batch is first or not batch.in_flight:
            batch.sequence = batch.epoch = -1


def _resolve(producer: Producer, key: str) -> None:
    """After a sent batch expired: once the others are settled, a new producer epoch begins."""
    if key in producer.unresolved and not sent_batches(producer, key):
        del producer.unresolved[key]
        if producer.txn is None:
            producer.producer_epoch += 1


def failed(world: World, producer: Producer, server: str, numbers: Any) -> None:
    """The connection is gone: nobody knows what was written; everything on it is tried again."""
    producer.in_flight[server] = max(0, producer.in_flight.get(server, 0) - 1)
    metadata.lost(world, producer.name, producer.knowledge, server, producer.settings)
    for batch in [b for b in producer.batches if b.number in numbers]:
        _retry(world, producer, batch, "NETWORK_EXCEPTION")
    metadata.refresh(
        world, producer.name, producer.knowledge, topics_of(producer), producer.settings
    )
    transactional.settled(world, producer)


def disconnected(world: World, producer: Producer, server: str) -> None:
    """An idle connection is gone: a client asks for metadata at once, without waiting for a record
    to fail (semantics 3.6; NetworkClient.handleServerDisconnect)."""
    metadata.lost(world, producer.name, producer.knowledge, server, producer.settings)
    metadata.refresh(
        world, producer.name, producer.knowledge, topics_of(producer), producer.settings
    )


def expired(world: World, producer: Producer, number: int) -> None:
    """delivery.timeout.ms is over for a batch: its records are reported as failed."""
    batch = next((b for b in producer.batches if b.number == number), None)
    if batch is None:
        return
    servers = [f"broker-{b}" for b in producer.knowledge.brokers]
    leader, _ = metadata.leader_of(producer.knowledge, batch.topic, batch.partition)
    ends = (producer.name, f"broker-{leader}") if leader >= 0 else (producer.name, *servers)
    world.cause = world.fault_since(world.cause, *ends)
    sent = batch.sequence >= 0
    _give_up(world, producer, batch, "DELIVERY_TIMEOUT")
    if sent:
        key = place(batch.topic, batch.partition)
        producer.unresolved[key] = 1
        _resolve(producer, key)
    _go_on(world, producer)
