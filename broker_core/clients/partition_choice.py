"""Which partition a record goes to (semantics 2.1): named, hashed, sticky, random or in turn."""

from typing import Any

from broker_core.clients import metadata
from broker_core.clients.partitioners import crc32_partition, java_partition
from broker_core.kernel.world import World
from broker_core.replication.metadata import place

RANDOM = frozenset({"consistent_random", "murmur2_random", "random"})
"""librdkafka's partitioners that place a record without key at random."""
ROUND_ROBIN = "RoundRobinPartitioner"


def choose(
    world: World, producer: Any, topic: str, key: str | None, partition: int | None
) -> tuple[int, str]:
    """(partition, why): explicit, key, sticky, random or round_robin."""
    if partition is not None:
        return partition, "explicit"
    settings = producer.settings
    count = producer.knowledge.partitions[topic]
    if settings["partitioner.class"].endswith(ROUND_ROBIN):
        return _next_in_turn(producer, topic, count), "round_robin"
    kind = settings["partitioner"]
    ignored = settings["partitioner.ignore.keys"] if kind not in RANDOM else kind == "random"
    if key is not None and not ignored and not (kind == "consistent_random" and key == ""):
        hashed = crc32_partition if kind == "consistent_random" else java_partition
        return hashed(key.encode(), count), "key"
    if kind in RANDOM:
        return _random(world, producer, topic, count), "random"
    return _sticky(world, producer, topic, count), "sticky"


def _led(producer: Any, topic: str, count: int) -> list[int]:
    return [p for p in range(count) if metadata.leader_of(producer.knowledge, topic, p)[0] >= 0]


def _next_in_turn(producer: Any, topic: str, count: int) -> int:
    _, turn = producer.sticky.get(topic, (-1, -1))
    producer.sticky[topic] = (-1, turn + 1)
    led = _led(producer, topic, count) or list(range(count))
    return int(led[(turn + 1) % len(led)])


def _random(world: World, producer: Any, topic: str, count: int) -> int:
    """librdkafka: a random partition, kept for sticky.partitioning.linger.ms."""
    linger = producer.settings["sticky.partitioning.linger.ms"]
    kept, until = producer.sticky.get(topic, (-1, -1))
    if kept < 0 or world.now_us >= until:
        led = _led(producer, topic, count) or list(range(count))
        kept = led[world.chance.below(len(led), producer.name, "sticky")]
        producer.sticky[topic] = (kept, world.now_us + linger)
    return int(kept)


def _sticky(world: World, producer: Any, topic: str, count: int) -> int:
    """KIP-794: stay until batch.size bytes went there; switch then, if the batch was ready."""
    kept, used = producer.sticky.get(topic, (-1, 0))
    if kept < 0 or (used >= producer.settings["batch.size"] and _all_full(producer, topic, kept)):
        kept = _next_sticky(world, producer, topic, count)
        producer.sticky[topic] = (kept, 0)
    return int(kept)


def produced(world: World, producer: Any, topic: str, partition: int, size: int) -> None:
    """Count what went to the sticky partition; at 2 x batch.size it is left in any case."""
    kept, used = producer.sticky.get(topic, (-1, 0))
    if kept != partition:
        return
    used += size
    limit = producer.settings["batch.size"]
    if used >= 2 * limit or (used >= limit and _all_full(producer, topic, kept)):
        count = producer.knowledge.partitions[topic]
        kept, used = _next_sticky(world, producer, topic, count), 0
    producer.sticky[topic] = (kept, used)


def _all_full(producer: Any, topic: str, partition: int) -> bool:
    """Whether no batch of the partition still waits for more records."""
    waiting = [
        b for b in producer.batches if (b.topic, b.partition) == (topic, partition) if b.is_queued
    ]
    return not waiting or waiting[-1].size >= producer.settings["batch.size"]


def _next_sticky(world: World, producer: Any, topic: str, count: int) -> int:
    """Random; with adaptive partitioning long queues get less, undrained brokers nothing."""
    candidates = _led(producer, topic, count)
    if not candidates:
        return world.chance.below(count, producer.name, "sticky")
    weights = [1] * len(candidates)
    if producer.settings["partitioner.adaptive.partitioning.enable"]:
        candidates = _drained(world, producer, topic, candidates) or candidates
        queues = [_queue(producer, topic, p) for p in candidates]
        weights = [max(queues) + 1 - queue for queue in queues]
    at = world.chance.below(sum(weights), producer.name, "sticky")
    for partition, weight in zip(candidates, weights, strict=False):
        at -= weight
        if at < 0:
            return partition
    return candidates[-1]


def _queue(producer: Any, topic: str, partition: int) -> int:
    here = (topic, partition)
    return sum(1 for b in producer.batches if (b.topic, b.partition) == here and b.is_queued)


def _drained(world: World, producer: Any, topic: str, partitions: list[int]) -> list[int]:
    """Without the partitions of brokers that could not be sent to for too long."""
    limit = producer.settings["partitioner.availability.timeout.ms"]
    if not limit:
        return partitions
    late = {s for s, since in producer.undrained.items() if world.now_us - since > limit}
    leaders = producer.knowledge.leaders
    return [p for p in partitions if f"broker-{leaders[place(topic, p)][0]}" not in late]
