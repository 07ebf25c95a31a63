"""A broker's housekeeping of its logs: rolling, retention, compaction (semantics 1.3 to 1.5).

Every replica does this on its own broker's clock; followers also follow their leader's log start.
"""

from itertools import pairwise
from typing import Any

from broker_core.events.log import Compacted, LogStartAdvanced, SegmentDeleted, SegmentRolled
from broker_core.kernel.world import World
from broker_core.log.compaction import clean, dirt
from broker_core.log.partition_log import PartitionLog
from broker_core.log.retention import breaches
from broker_core.log.segments import why_roll
from broker_core.log.sizes import batch_bytes
from broker_core.replication.replica import Broker, Replica
from broker_core.replication.stable import last_stable

SHOWN = 64


def bases(log: PartitionLog) -> tuple[tuple[int], ...]:
    """The newest segments' base offsets, as the view lists them."""
    newest = log.closed.between(len(log.closed) - SHOWN + 1, len(log.closed))
    return tuple((segment.base,) for segment in (*newest, log.active))


def maybe_roll(
    world: World, broker: Broker, replica: Replica, texts: Any, largest_us: int, base: int
) -> None:
    """Before a batch of (key, value) texts is appended at `base`: does it need a new segment?"""
    config = broker.config(replica.topic)
    reason = why_roll(replica.log.active, batch_bytes(texts), largest_us, config)
    if reason:
        _roll(world, broker, replica, base, reason)


def _roll(world: World, broker: Broker, replica: Replica, base: int, reason: str) -> int:
    config = broker.config(replica.topic)
    jitter = min(config["segment.jitter.ms"], config["segment.ms"])
    drawn = world.chance.below(jitter, broker.name, "segment_jitter") if jitter else 0
    closed = replica.log.roll(base, drawn)
    because = (reason,) if "." in reason else ()
    return world.emit(
        SegmentRolled, broker.id, replica.topic, replica.partition, base, closed.base,
        closed.bytes, reason, _expiry(world, broker, closed, config), because=because,
    )  # fmt: skip


def _expiry(world: World, broker: Broker, closed: Any, config: Any) -> int:
    """When this broker's clock calls a closed segment older than retention.ms; 0 for never."""
    limit = config["retention.ms"]
    if limit < 0 or closed.largest_us is None or "delete" not in config["cleanup.policy"]:
        return 0
    ahead = broker.clock(world) - world.now_us
    due: int = closed.largest_us + limit - ahead
    return max(1, due)


def advance_log_start(world: World, broker: Broker, replica: Replica, to: int, reason: str) -> int:
    """The log start offset only grows, and never past the high watermark; the event, 0 for none."""
    before = replica.log.log_start
    if not before < to <= replica.high_watermark:
        return 0
    replica.log.advance_start(to)
    return world.emit(
        LogStartAdvanced, broker.id, replica.topic, replica.partition, to, before, reason
    )


def follow_log_start(world: World, broker: Broker, replica: Replica, leaders: int) -> None:
    """A follower takes over its leader's log start; whole segments below it go at its own check."""
    if leaders > replica.log.log_start:
        advance_log_start(world, broker, replica, leaders, "leader")


def _known(broker: Broker) -> list[Replica]:
    """The copies of topics that this broker has read of: a starting one has read of none yet."""
    return [r for r in broker.replicas.values() if r.topic in broker.image.topics]


def retention_check(world: World, broker: Broker) -> None:
    """Every log.retention.check.interval.ms, for all logs that the cleaner does not care for."""
    for replica in _known(broker):
        if "compact" not in broker.config(replica.topic)["cleanup.policy"]:
            retain(world, broker, replica)
    every = broker.settings["log.retention.check.interval.ms"]
    world.at(world.now_us + every, "retention_check", broker.name, cause=0)


def retain(world: World, broker: Broker, replica: Replica) -> None:
    """Delete what the rules of retention let go: a prefix of whole segments."""
    log = replica.log
    config = broker.config(replica.topic)
    timer = world.cause
    for reason, count in breaches(log, replica.high_watermark, broker.clock(world), config):
        if count > len(log.closed):
            world.cause = _roll(world, broker, replica, log.log_end, reason)
        first = log.closed[count] if count < len(log.closed) else log.active
        seq = advance_log_start(world, broker, replica, first.base, "retention")
        world.cause = seq or world.cause
        _delete(world, broker, replica, count, reason)
        world.cause = timer


def _delete(world: World, broker: Broker, replica: Replica, count: int, reason: str) -> None:
    log = replica.log
    old = [*log.closed.between(0, count + 1), log.active]
    because = (reason,) if "." in reason else ()
    for segment, following in pairwise(old[: count + 1]):
        place, end = log.find(segment.base), log.find(following.base)
        rows = log.records.between(place, min(end, place + SHOWN))
        log.drop_segments(1)
        world.emit(
            SegmentDeleted, broker.id, replica.topic, replica.partition, segment.base,
            following.base, end - place, segment.bytes, reason,
            tuple((r.offset, r.epoch, r.record, r.key) for r in rows), because=because,
        )  # fmt: skip


def cleaner_check(world: World, broker: Broker) -> None:
    """The cleaner thread wakes: it cleans the dirtiest logs until none is dirty enough, then looks
    after retention of the compacted ones, and sleeps for log.cleaner.backoff.ms."""
    compacted = [
        replica
        for replica in _known(broker)
        if "compact" in broker.config(replica.topic)["cleanup.policy"]
    ]
    if broker.settings["log.cleaner.enable"]:
        while _clean_filthiest(world, broker, compacted):
            pass
        for replica in compacted:
            retain(world, broker, replica)
    wait = max(1_000, broker.settings["log.cleaner.backoff.ms"])
    world.at(world.now_us + wait, "cleaner_check", broker.name, cause=0)


def _clean_filthiest(world: World, broker: Broker, replicas: list[Replica]) -> bool:
    best = None
    for replica in replicas:
        if not len(replica.log.closed):
            continue
        config = broker.config(replica.topic)
        work = dirt(replica.log, last_stable(replica), broker.clock(world), config)
        if work.reason and (best is None or work.order > best[1].order):
            best = replica, work
    if best is None:
        return False
    replica, work = best
    log = replica.log
    bound = log.records[max(0, len(log.records) - SHOWN)].offset
    done = clean(log, work, broker.clock(world), broker.config(replica.topic))
    gone = tuple(record.offset for record in done.removed if record.offset >= bound)
    world.emit(
        Compacted, broker.id, replica.topic, replica.partition, work.start, work.end,
        len(done.removed), done.kept, done.tombstones, gone, bases(log), work.reason,
        because=("cleanup.policy", work.reason),
    )  # fmt: skip
    return True
