"""A producer: batch and send (semantics 2.2 to 2.6); what the answers do stands in `delivery`."""

from typing import Any

from broker_core.clients import accumulator, metadata, partition_choice
from broker_core.clients.accumulator import size_of
from broker_core.clients.metadata import Knowledge
from broker_core.clients.session import Session
from broker_core.events.client import AckSkipped, RecordCreated
from broker_core.kernel import network
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.replication.metadata import place


@state
class Batch:
    """Records for one partition that travel together. `sequence` -1: not numbered yet; `parts`
    counts how often it was split."""

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
    parts: int

    @property
    def is_queued(self) -> bool:
        """Whether it waits to be sent (again)."""
        return not self.in_flight


@state
class Producer:
    """A producer's memory. Invariant: batches of a partition stand in the order of creation.

    `sequences`: place -> (producer epoch, next sequence). `unresolved` marks partitions where a
    sent batch expired: nothing new goes there until the sent ones are settled. `sticky`: topic ->
    what the partitioner remembers. `held` are blocked calls of send(), (number, call, cause, of
    the application's own rhythm); `undrained` servers -> since when ready batches cannot leave.
    `phase` is waiting (its start lies ahead), up, closing, closed, down or fenced; `txn` is there
    with a transactional.id.
    """

    name: str
    topic: str
    keys: Plain
    interval_us: int
    arrivals: str
    key_choice: str
    first_key: int
    profile: str
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
    phase: str
    held: list[Plain]
    calls: int
    undrained: dict[str, int]
    txn: Session | None


def idempotent(settings: Any) -> bool:
    return bool(settings["enable.idempotence"])


def tick(world: World, producer: Producer) -> None:
    """The application's own rhythm: one record with one of its keys; send() may block it."""
    if producer.phase != "up":
        return
    key, value = next_record(world, producer)
    before = len(producer.held)
    send(world, producer, producer.topic, key, value, None, None, by_app=True)
    if len(producer.held) == before:
        next_tick(world, producer)


def next_record(world: World, producer: Producer) -> tuple[str | None, str]:
    """Key and value of the application's next record."""
    producer.values += 1
    key = _next_key(world, producer) if producer.keys else None
    return key, f"order {producer.values}"


def next_tick(world: World, producer: Producer) -> None:
    """The application goes on after its pause between two records."""
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
    partition: int | None, acks: str | None, by_app: bool = False, timestamp_us: int | None = None,
) -> None:  # fmt: skip
    """The application calls send(): it blocks for metadata and memory, as max.block.ms allows.

    `timestamp_us` is the record's own timestamp; without one it is the time of the call.
    """
    call = (topic, key, value, partition, acks, timestamp_us)
    size = size_of(key, value)
    if accumulator.too_large(producer, size):
        accumulator.refused(world, producer, topic, key)
    elif topic not in producer.knowledge.partitions:
        accumulator.block(world, producer, call, "metadata", by_app)
    elif producer.held or not accumulator.has_room(producer, size):
        accumulator.block(world, producer, call, "memory", by_app)
        drain(world, producer)
    else:
        _send(world, producer, *call)


def _send(
    world: World, producer: Producer, topic: str, key: str | None, value: str | None,
    partition: int | None, acks: str | None, timestamp_us: int | None,
) -> None:  # fmt: skip
    acks = acks or producer.settings["acks"]
    chosen, by = partition_choice.choose(world, producer, topic, key, partition)
    world.next_record += 1
    record = world.next_record
    pending = (topic, chosen, key, world.now_us, acks)
    seq = world.emit(
        RecordCreated, producer.name, record, topic, chosen, key, value, acks, by, pending
    )
    before, world.cause = world.cause, seq
    row: tuple[Any, ...] = (record, key, value, world.now_us)
    if timestamp_us is not None:
        row = (*row, timestamp_us)
    _accumulate(world, producer, topic, chosen, acks, row)
    world.cause = before
    if by == "sticky":
        partition_choice.produced(world, producer, topic, chosen, size_of(key, value))


def release(world: World, producer: Producer) -> None:
    """Blocked calls of send() go on, in their order, as far as there is room."""
    while producer.held:
        number, call, cause, by_app = producer.held[0]
        topic = call[0]
        if topic not in producer.knowledge.partitions:
            break
        if not accumulator.has_room(producer, size_of(call[1], call[2])):
            break
        producer.held.remove((number, call, cause, by_app))
        before, world.cause = world.cause, cause
        accumulator.resumed(world, producer, topic)
        _send(world, producer, *call)
        if by_app:
            next_tick(world, producer)
        world.cause = before


def send_expired(world: World, producer: Producer, number: int) -> None:
    """A blocked send() has waited for max.block.ms."""
    by_app = accumulator.expired(world, producer, number)
    if by_app is None:
        return
    if by_app and producer.phase == "up":
        next_tick(world, producer)
    release(world, producer)


def _accumulate(
    world: World, producer: Producer, topic: str, partition: int, acks: str, row: Any
) -> None:
    size = size_of(row[1], row[2])
    batch = accumulator.open_batch(producer, topic, partition, acks, size)
    if batch is not None:
        batch.records.append(row)
        batch.size += size
        if batch.size >= producer.settings["batch.size"]:
            _ready(world, producer, batch)
        return
    for older in producer.batches:
        if (older.topic, older.partition) == (topic, partition) and older.attempts == 0:
            _ready(world, producer, older)
    producer.next_batch += 1
    linger = producer.settings["linger.ms"]
    if size >= producer.settings["batch.size"] or producer.phase == "closing":
        linger = 0
    producer.batches.append(
        Batch(
            producer.next_batch, topic, partition, acks, [row], size, world.now_us,
            world.now_us + linger, 0, False, -1, -1, 0,
        )
    )  # fmt: skip
    world.at(world.now_us + linger, "producer_send", producer.name)
    deadline = world.now_us + producer.settings["delivery.timeout.ms"]
    world.at(deadline, "batch_expired", producer.name, producer.next_batch)


def _ready(world: World, producer: Producer, batch: Batch) -> None:
    """A full batch does not wait for linger.ms."""
    if batch.ready_us > world.now_us:
        batch.ready_us = world.now_us
        world.at(world.now_us, "producer_send", producer.name)


def flush(world: World, producer: Producer) -> None:
    """flush(): nothing that was not tried yet waits for linger.ms."""
    for batch in producer.batches:
        if batch.attempts == 0:
            _ready(world, producer, batch)


def drain(world: World, producer: Producer) -> None:
    """Send every batch that may go: one batch a partition in a request, one request a broker."""
    if idempotent(producer.settings) and producer.producer_epoch < 0:
        return
    if producer.held:
        flush(world, producer)
    requests: dict[tuple[int, str], list[Batch]] = {}
    blocked: set[str] = set()
    flying: set[str] = set()
    stale = False
    for batch in producer.batches:
        key = place(batch.topic, batch.partition)
        if key in blocked or (key in producer.unresolved and batch.sequence < 0):
            continue
        if batch.in_flight:
            flying.add(key)
            if producer.settings["max.in.flight.requests.per.connection"] == 1:
                blocked.add(key)
            continue
        blocked.add(key)
        if batch.sequence >= 0 and key in flying:
            continue  # a numbered batch is tried again alone, when all before it are settled
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
            producer.undrained.setdefault(server, world.now_us)
            continue
        if acks == "0" and server in producer.knowledge.away:
            metadata.probe(
                world, producer.name, producer.knowledge, server, topics_of(producer),
                producer.settings,
            )  # fmt: skip
            continue
        if (
            producer.in_flight.get(server, 0)
            >= producer.settings["max.in.flight.requests.per.connection"]
        ):
            producer.undrained.setdefault(server, world.now_us)
            continue
        producer.undrained.pop(server, None)
        _transmit(world, producer, server, acks, _fitting(producer, batches))
    if stale:
        metadata.refresh(
            world, producer.name, producer.knowledge, topics_of(producer), producer.settings
        )


def _fitting(producer: Producer, batches: list[Batch]) -> list[Batch]:
    """As many batches as max.request.size lets one request carry, at least one."""
    taken: list[Batch] = []
    room = producer.settings["max.request.size"]
    for batch in batches:
        if taken and batch.size > room:
            break
        taken.append(batch)
        room -= batch.size
    return taken


def topics_of(producer: Producer) -> tuple[str, ...]:
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
        "transactional_id": producer.txn.transactional_id if producer.txn else None,
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


def sent_batches(producer: Producer, key: str) -> list[Batch]:
    return [b for b in producer.batches if b.sequence >= 0 and place(b.topic, b.partition) == key]


def _number(producer: Producer, batch: Batch) -> None:
    """The next sequence; a newer producer epoch begins at 0 once nothing older is under way."""
    key = place(batch.topic, batch.partition)
    epoch, following = producer.sequences.get(key, (producer.producer_epoch, 0))
    if epoch != producer.producer_epoch and not sent_batches(producer, key):
        epoch, following = producer.producer_epoch, 0
    batch.sequence, batch.epoch = following, epoch
    producer.sequences[key] = (epoch, following + len(batch.records))


def _assume_sent(world: World, producer: Producer, batches: list[Batch]) -> None:
    for batch in batches:
        producer.batches.remove(batch)
        for record, key, *_ in batch.records:
            world.emit(
                AckSkipped, producer.name, record, batch.topic, batch.partition, key,
                because=("acks",),
            )  # fmt: skip
    if producer.held:
        release(world, producer)


def knows_more(world: World, producer: Producer) -> None:
    """Fresh metadata came: what was held back can be placed, what waited for a leader can go."""
    release(world, producer)
    drain(world, producer)
