"""A producer: choose a partition, batch, send, retry, give up (semantics 2.1 to 2.6)."""

from typing import Any

from broker_core.clients import metadata
from broker_core.clients.metadata import Knowledge
from broker_core.clients.partitioners import crc32_partition, java_partition
from broker_core.events.client import AckReceived, AckSkipped, GaveUp, RecordCreated, Retried
from broker_core.kernel import network
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.replication.metadata import place

RETRIABLE = frozenset(
    {
        "NOT_LEADER_OR_FOLLOWER", "NOT_ENOUGH_REPLICAS", "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
        "REQUEST_TIMED_OUT", "LEADER_NOT_AVAILABLE", "OUT_OF_ORDER_SEQUENCE_NUMBER",
        "UNKNOWN_TOPIC_OR_PARTITION", "NETWORK_EXCEPTION", "INVALID_PRODUCER_EPOCH",
    }
)  # fmt: skip
STALE_METADATA = frozenset({"NOT_LEADER_OR_FOLLOWER", "LEADER_NOT_AVAILABLE", "NETWORK_EXCEPTION"})
RECORD_OVERHEAD_BYTES = 70


@state
class Batch:
    """Records for one partition that travel together. `sequence` -1: not sent yet."""

    number: int
    topic: str
    partition: int
    acks: str
    records: list[Plain]
    size: int
    created_us: int
    ready_us: int
    attempts: int
    in_flight: bool
    sequence: int
    epoch: int


@state
class Producer:
    """A producer's memory. Invariant: batches of a partition stand in the order of creation.

    `sequences`: place -> (producer epoch, next sequence). `unresolved` marks partitions where a
    sent batch expired: nothing new goes there until the sent ones are settled.
    """

    name: str
    topic: str
    keys: Plain
    interval_us: int
    arrivals: str
    key_choice: str
    first_key: int
    settings: Plain
    knowledge: Knowledge
    producer_id: int
    producer_epoch: int
    sequences: dict[str, Plain]
    unresolved: dict[str, int]
    batches: list[Batch]
    next_batch: int
    sticky: dict[str, Plain]
    in_flight: dict[str, int]
    values: int
    started: bool
    held: list[Plain]


def idempotent(settings: Any) -> bool:
    return bool(settings["enable.idempotence"])


def tick(world: World, producer: Producer) -> None:
    """The application's own rhythm: one record with one of its keys."""
    producer.values += 1
    key = None
    if producer.keys:
        key = _next_key(world, producer)
    send(world, producer, producer.topic, key, f"order {producer.values}", None, None)
    gap = producer.interval_us
    if producer.arrivals == "random":
        gap = world.chance.exponential(gap, producer.name, "gap")
    world.at(world.now_us + gap, "producer_tick", producer.name, cause=0)


def _next_key(world: World, producer: Producer) -> str:
    """The application's next key: in a circle from a seeded start, or drawn each time."""
    count = len(producer.keys)
    if producer.key_choice == "random":
        return str(producer.keys[world.chance.below(count, producer.name, "key")])
    return str(producer.keys[(producer.first_key + producer.values) % count])


def send(
    world: World, producer: Producer, topic: str, key: str | None, value: str | None,
    partition: int | None, acks: str | None,
) -> None:  # fmt: skip
    """The application calls send(): held back until metadata is known, as max.block.ms allows."""
    if topic not in producer.knowledge.partitions:
        producer.held.append((topic, key, value, partition, acks, world.cause))
        metadata.refresh(world, producer.name, producer.knowledge, (topic,), producer.settings)
        return
    acks = acks or producer.settings["acks"]
    chosen, by = _choose(world, producer, topic, key, value, partition)
    world.next_record += 1
    record = world.next_record
    pending = (topic, chosen, key, world.now_us, acks)
    seq = world.emit(
        RecordCreated, producer.name, record, topic, chosen, key, value, acks, by, pending
    )
    before, world.cause = world.cause, seq
    _accumulate(world, producer, topic, chosen, acks, (record, key, value, world.now_us))
    world.cause = before


def _choose(
    world: World, producer: Producer, topic: str, key: str | None, value: str | None,
    partition: int | None,
) -> tuple[int, str]:  # fmt: skip
    count = producer.knowledge.partitions[topic]
    if partition is not None:
        return partition, "explicit"
    crc = producer.settings["partitioner"] == "consistent_random"
    if key is not None and not (crc and key == ""):
        hashed = crc32_partition if crc else java_partition
        return hashed(key.encode(), count), "key"
    size = _size(key, value)
    place_, used = producer.sticky.get(topic, (-1, 0))
    if place_ < 0 or used >= producer.settings["batch.size"]:
        ready = [
            p for p in range(count) if metadata.leader_of(producer.knowledge, topic, p)[0] >= 0
        ] or list(range(count))
        place_, used = ready[world.chance.below(len(ready), producer.name, "sticky")], 0
    producer.sticky[topic] = (place_, used + size)
    return place_, "sticky"


def _size(key: str | None, value: str | None) -> int:
    return RECORD_OVERHEAD_BYTES + len((key or "").encode()) + len((value or "").encode())


def _accumulate(
    world: World, producer: Producer, topic: str, partition: int, acks: str, row: Any
) -> None:
    size = _size(row[1], row[2])
    linger = producer.settings["linger.ms"]
    for batch in reversed(producer.batches):
        if (batch.topic, batch.partition) == (topic, partition):
            open_ = batch.attempts == 0 and not batch.in_flight and batch.acks == acks
            if open_ and batch.size + size <= producer.settings["batch.size"]:
                batch.records.append(row)
                batch.size += size
                return
            break
    producer.next_batch += 1
    producer.batches.append(
        Batch(
            producer.next_batch,
            topic,
            partition,
            acks,
            [row],
            size,
            world.now_us,
            world.now_us + linger,
            0,
            False,
            -1,
            -1,
        )
    )
    world.at(world.now_us + linger, "producer_send", producer.name)
    deadline = world.now_us + producer.settings["delivery.timeout.ms"]
    world.at(deadline, "batch_expired", producer.name, producer.next_batch)


def drain(world: World, producer: Producer) -> None:
    """Send every batch that may go: one batch a partition in a request, one request a broker."""
    if idempotent(producer.settings) and producer.producer_epoch < 0:
        return
    requests: dict[tuple[int, str], list[Batch]] = {}
    blocked: set[str] = set()
    stale = False
    for batch in producer.batches:
        key = place(batch.topic, batch.partition)
        if key in blocked or (key in producer.unresolved and batch.sequence < 0):
            continue
        if batch.in_flight:
            if producer.settings["max.in.flight.requests.per.connection"] == 1:
                blocked.add(key)
            continue
        blocked.add(key)
        leader, _ = metadata.leader_of(producer.knowledge, batch.topic, batch.partition)
        if leader < 0:
            stale = True
        elif batch.ready_us <= world.now_us:
            requests.setdefault((leader, batch.acks), []).append(batch)
    for (leader, acks), batches in requests.items():
        server = f"broker-{leader}"
        if metadata.is_away(producer.knowledge, server, world.now_us):
            until = producer.knowledge.away[server][0]
            world.at(until, "producer_send", producer.name)
            continue
        if (
            producer.in_flight.get(server, 0)
            >= producer.settings["max.in.flight.requests.per.connection"]
        ):
            continue
        _transmit(world, producer, server, acks, batches)
    if stale:
        metadata.refresh(
            world, producer.name, producer.knowledge, _topics(producer), producer.settings
        )


def _topics(producer: Producer) -> tuple[str, ...]:
    return tuple(dict.fromkeys((producer.topic, *(b.topic for b in producer.batches))))


def _transmit(
    world: World, producer: Producer, server: str, acks: str, batches: list[Batch]
) -> None:
    rows = []
    for batch in batches:
        if idempotent(producer.settings) and batch.sequence < 0:
            _number(producer, batch)
        batch.in_flight = True
        batch.attempts += 1
        pid = producer.producer_id if idempotent(producer.settings) else -1
        rows.append(
            (batch.topic, batch.partition, pid, batch.epoch, batch.sequence, tuple(batch.records))
        )
    body = {
        "producer": producer.name,
        "acks": acks,
        "timeout_us": producer.settings["request.timeout.ms"],
        "batches": tuple(rows),
    }
    parts = tuple((r[0], r[1], tuple((x[0], x[1], None) for x in r[5])) for r in rows)
    numbers = tuple(b.number for b in batches)
    network.request(
        world, producer.name, server, "data", "produce", body,
        producer.settings["request.timeout.ms"], {"parts": parts, "acks": acks},
        context=numbers, answer=acks != "0",
    )  # fmt: skip
    if acks == "0":
        _assume_sent(world, producer, batches)
    else:
        producer.in_flight[server] = producer.in_flight.get(server, 0) + 1


def _sent_batches(producer: Producer, key: str) -> list[Batch]:
    return [b for b in producer.batches if b.sequence >= 0 and place(b.topic, b.partition) == key]


def _number(producer: Producer, batch: Batch) -> None:
    """The next sequence; a newer producer epoch begins at 0 once nothing older is under way."""
    key = place(batch.topic, batch.partition)
    epoch, following = producer.sequences.get(key, (producer.producer_epoch, 0))
    if epoch != producer.producer_epoch and not _sent_batches(producer, key):
        epoch, following = producer.producer_epoch, 0
    batch.sequence, batch.epoch = following, epoch
    producer.sequences[key] = (epoch, following + len(batch.records))


def _assume_sent(world: World, producer: Producer, batches: list[Batch]) -> None:
    for batch in batches:
        producer.batches.remove(batch)
        for record, key, _, _ in batch.records:
            world.emit(
                AckSkipped, producer.name, record, batch.topic, batch.partition, key,
                because=("acks",),
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
    drain(world, producer)


def _settle(world: World, producer: Producer, batch: Batch, error: str | None, base: int) -> None:
    if error is None:
        producer.batches.remove(batch)
        for n, (record, key, _, _) in enumerate(batch.records):
            world.emit(
                AckReceived, producer.name, record, batch.topic, batch.partition, key, base + n,
                batch.acks,
            )  # fmt: skip
    elif error in RETRIABLE:
        key = place(batch.topic, batch.partition)
        if error == "INVALID_PRODUCER_EPOCH":
            batch.sequence = batch.epoch = -1
        elif error == "OUT_OF_ORDER_SEQUENCE_NUMBER" and _sent_batches(producer, key)[:1] == [
            batch
        ]:
            _begin_again(producer, key, batch)
        _retry(world, producer, batch, error)
    else:
        _give_up(world, producer, batch, error)


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
            world, producer.name, producer.knowledge, _topics(producer), producer.settings
        )


def _give_up(world: World, producer: Producer, batch: Batch, error: str) -> None:
    producer.batches.remove(batch)
    because = ("delivery.timeout.ms",) if error == "DELIVERY_TIMEOUT" else ()
    for record, key, _, _ in batch.records:
        world.emit(
            GaveUp, producer.name, record, batch.topic, batch.partition, key, error,
            because=because,
        )  # fmt: skip


def _begin_again(producer: Producer, key: str, first: Batch) -> None:
    """The first unsettled batch does not follow what the leader knows: a new producer epoch.

    What is still under way with the old epoch will be refused and numbered anew then.
    """
    producer.producer_epoch += 1
    for batch in _sent_batches(producer, key):
        if batch is first or not batch.in_flight:
            batch.sequence = batch.epoch = -1


def _resolve(producer: Producer, key: str) -> None:
    """After a sent batch expired: once the others are settled, a new producer epoch begins."""
    if key in producer.unresolved and not _sent_batches(producer, key):
        del producer.unresolved[key]
        producer.producer_epoch += 1


def failed(world: World, producer: Producer, server: str, numbers: Any) -> None:
    """The connection is gone: nobody knows what was written; everything on it is tried again."""
    producer.in_flight[server] = max(0, producer.in_flight.get(server, 0) - 1)
    metadata.lost(world, producer.name, producer.knowledge, server, producer.settings)
    for batch in [b for b in producer.batches if b.number in numbers]:
        _retry(world, producer, batch, "NETWORK_EXCEPTION")
    metadata.refresh(world, producer.name, producer.knowledge, _topics(producer), producer.settings)


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
    drain(world, producer)


def knows_more(world: World, producer: Producer) -> None:
    """Fresh metadata came: what was held back can be placed, what waited for a leader can go."""
    held, producer.held = producer.held, []
    for topic, key, value, partition, acks, cause in held:
        before, world.cause = world.cause, cause
        send(world, producer, topic, key, value, partition, acks)
        world.cause = before
    drain(world, producer)
