"""A producer's memory for records: send() blocks when it is full (semantics 2.2)."""

from typing import Any

from broker_core.clients import metadata
from broker_core.events.producer import SendBlocked, SendFailed, SendResumed
from broker_core.kernel.world import World

RECORD_OVERHEAD_BYTES = 70


def size_of(key: str | None, value: str | None) -> int:
    """What a record takes in a batch, roughly."""
    return RECORD_OVERHEAD_BYTES + len((key or "").encode()) + len((value or "").encode())


def open_batch(producer: Any, topic: str, partition: int, acks: str, size: int) -> Any:
    """The newest batch of the partition, when the record still fits into it."""
    for batch in reversed(producer.batches):
        if (batch.topic, batch.partition) == (topic, partition):
            fits = batch.size + size <= producer.settings["batch.size"]
            fresh = batch.attempts == 0 and batch.is_queued and batch.sequence < 0
            return batch if fits and fresh and batch.acks == acks else None
    return None


def has_room(producer: Any, size: int) -> bool:
    """Whether another batch fits: each takes batch.size, or its one record if that is larger."""
    least = producer.settings["batch.size"]
    used = sum(max(least, batch.size) for batch in producer.batches)
    return bool(used + max(least, size) <= producer.settings["buffer.memory"])


def too_large(producer: Any, size: int) -> bool:
    """A record that no request, or not even the whole memory, can hold fails at once."""
    settings = producer.settings
    return bool(size > settings["max.request.size"] or size > settings["buffer.memory"])


def block(world: World, producer: Any, call: Any, reason: str, by_app: bool) -> None:
    """send() does not return: for want of metadata or memory, at most max.block.ms."""
    topic, key = call[0], call[1]
    until = world.now_us + producer.settings["max.block.ms"]
    setting = "buffer.memory" if reason == "memory" else "max.block.ms"
    seq = world.emit(SendBlocked, producer.name, topic, key, reason, until, because=(setting,))
    producer.calls += 1
    producer.held.append((producer.calls, call, world.cause, by_app))
    world.at(until, "send_expired", producer.name, producer.calls, cause=seq)
    if reason == "metadata":
        metadata.refresh(world, producer.name, producer.knowledge, (topic,), producer.settings)


def expired(world: World, producer: Any, number: int) -> bool | None:
    """max.block.ms is over for a blocked send(): it throws. Returns whether the application's own
    rhythm waited for it; None when it had gone through."""
    row = next((r for r in producer.held if r[0] == number), None)
    if row is None:
        return None
    producer.held.remove(row)
    topic, key = row[1][0], row[1][1]
    world.emit(SendFailed, producer.name, topic, key, "TIMEOUT", because=("max.block.ms",))
    return bool(row[3])


def refused(world: World, producer: Any, topic: str, key: str | None) -> None:
    world.emit(
        SendFailed, producer.name, topic, key, "MESSAGE_TOO_LARGE", because=("max.request.size",)
    )


def resumed(world: World, producer: Any, topic: str) -> None:
    world.emit(SendResumed, producer.name, topic)
