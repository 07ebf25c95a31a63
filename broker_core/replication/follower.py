"""How a follower copies: fetch, truncate where histories part, append, learn the watermark.

One loop per leader broker carries all partitions followed there (semantics 1.2, 3.1).
"""

from itertools import groupby
from typing import Any

from broker_core.events.log import StartedOver, Truncated
from broker_core.events.replication import HighWatermarkRestored, Replicated
from broker_core.kernel import network
from broker_core.kernel.world import World
from broker_core.log.partition_log import Record
from broker_core.replication import leader as leader_side
from broker_core.replication import read_replicas, throttle, upkeep, watermark
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker, Fetcher, Replica


def ensure_fetcher(world: World, broker: Broker, leader: int) -> None:
    """Make sure that the loop towards a leader broker runs."""
    fetcher = broker.fetchers.get(leader)
    if fetcher is None:
        fetcher = broker.fetchers[leader] = Fetcher(leader, False, False, ())
    if not fetcher.busy and not fetcher.backoff:
        world.at(world.now_us, "follower_fetch", broker.name, leader)
        fetcher.busy = True


def send_fetch(world: World, broker: Broker, leader: int) -> None:
    """The next fetch for everything that is followed at `leader`; the loop ends without any."""
    fetcher = broker.fetchers[leader]
    parts = tuple(
        (r.topic, r.partition, r.log.log_end, r.log.last_epoch, r.leader_epoch)
        for r in broker.replicas.values()
        if not r.leads and r.leader == leader and r.throttled_until_us <= world.now_us
    )
    if not parts:
        _rest(world, broker, fetcher)
        return
    at = tuple((t, p, offset) for t, p, offset, _, _ in parts)
    news = tuple(entry for entry in at if entry not in fetcher.acknowledged)
    fetcher.acknowledged = at
    body = {
        "replica": broker.id,
        "parts": parts,
        "max_wait_us": broker.settings["replica.fetch.wait.max.ms"],
    }
    network.request(
        world, broker.name, f"broker-{leader}", "data", "fetch", body,
        broker.settings["request.timeout.ms"], {"at": news or at}, chatter=not news,
        context=leader,
    )  # fmt: skip


def _rest(world: World, broker: Broker, fetcher: Fetcher) -> None:
    """Nothing to ask for: the loop ends, or waits for a throttled replica's turn."""
    waits = [
        r.throttled_until_us
        for r in broker.replicas.values()
        if not r.leads and r.leader == fetcher.leader and r.throttled_until_us > world.now_us
    ]
    fetcher.busy = bool(waits)
    if waits:
        world.at(min(waits), "follower_fetch", broker.name, fetcher.leader)


def fetched(world: World, broker: Broker, leader: int, body: Any) -> None:
    """An answer of the leader, partition by partition; then the next fetch at once."""
    trouble = False
    for topic, partition, error, mark, log_start, diverging, records in body["parts"]:
        replica = broker.replica(topic, partition)
        if replica is None or replica.leads or replica.leader != leader:
            continue
        if error == "OFFSET_OUT_OF_RANGE":
            _out_of_range(world, broker, replica, log_start, mark, leader)
        elif error is not None:
            trouble = True
        elif diverging is not None:
            _diverge(world, broker, replica, diverging, leader)
        else:
            rows = [Record(*row) for row in records]
            _copy_all(world, broker, replica, rows, leader)
            throttle.pay(world, broker, replica, rows)
            if watermark.learn(world, broker, replica, mark) and read_replicas.waited_for(broker):
                leader_side.complete_fetches(world, broker)
            upkeep.follow_log_start(world, broker, replica, log_start)
    if trouble:
        back_off(world, broker, leader)
    else:
        send_fetch(world, broker, leader)


def _copy_all(
    world: World, broker: Broker, replica: Replica, rows: list[Record], leader: int
) -> None:
    """Append what is new, batch by batch, under the leader's offsets, its gaps included."""
    news = [row for row in rows if row.offset >= replica.log.log_end]
    for _, group in groupby(news, key=lambda row: row.base):
        batch = list(group)
        largest = max(row.timestamp_us for row in batch)
        texts = [(row.key, row.value) for row in batch]
        upkeep.maybe_roll(world, broker, replica, texts, largest, batch[0].offset)
        for row in batch:
            replica.log.append(row)
            world.emit(
                Replicated, broker.id, leader, replica.topic, replica.partition, row.offset,
                row.epoch, row.record, row.key, row.value, row.created_at_us, row.offset + 1,
                row.timestamp_us, row.kind or None, row.producer,
            )  # fmt: skip


def _out_of_range(
    world: World, broker: Broker, replica: Replica, log_start: int, log_end: int, leader: int
) -> None:
    """The leader has no such offset: cut what is past its end, or begin again at its start."""
    log = replica.log
    if log.log_end > log_end:
        truncate(world, broker, replica, log_end, leader)
    else:
        _start_over(world, broker, replica, log_start, leader)


def _start_over(world: World, broker: Broker, replica: Replica, offset: int, leader: int) -> None:
    before = replica.log.log_end
    replica.log.start_over(offset)
    replica.high_watermark = replica.checkpoint = offset
    world.emit(
        StartedOver, broker.id, replica.topic, replica.partition, offset, before, leader,
        upkeep.bases(replica.log),
    )  # fmt: skip


def _diverge(world: World, broker: Broker, replica: Replica, diverging: Any, leader: int) -> None:
    """The leader's history of our last epoch ends earlier: cut back to where both agree."""
    epoch, end = diverging
    _, own_end = replica.log.end_of_epoch(epoch)
    target = min(end, own_end) if own_end >= 0 else end
    truncate(world, broker, replica, min(target, replica.log.log_end), leader)


def truncate(world: World, broker: Broker, replica: Replica, to: int, leader: int) -> None:
    """Erase the tail from `to` on; the watermark may not stand past the end."""
    if to < replica.log.log_start:
        _start_over(world, broker, replica, to, leader)
        return
    before = replica.log.log_end
    erased = replica.log.truncate(to)
    if erased:
        lost = tuple((r.offset, r.epoch, r.record, r.key) for r in erased[:64])
        world.emit(
            Truncated, broker.id, replica.topic, replica.partition, to, before, leader, lost,
            upkeep.bases(replica.log),
        )  # fmt: skip
    if replica.high_watermark > replica.log.log_end:
        replica.high_watermark = replica.log.log_end
        world.emit(
            HighWatermarkRestored, broker.id, replica.topic, replica.partition,
            replica.high_watermark,
        )  # fmt: skip


def back_off(world: World, broker: Broker, leader: int) -> None:
    """After an error the loop waits `replica.fetch.backoff.ms` before it tries again."""
    fetcher = broker.fetchers[leader]
    fetcher.busy = False
    fetcher.backoff = True
    fetcher.acknowledged = ()
    wait = broker.settings["replica.fetch.backoff.ms"]
    world.at(world.now_us + wait, "follower_retry", broker.name, leader)


def retry(world: World, broker: Broker, leader: int) -> None:
    """The backoff is over."""
    broker.fetchers[leader].backoff = False
    ensure_fetcher(world, broker, leader)


def followed_at(broker: Broker, topic: str, partition: int) -> Replica | None:
    """The copy of a partition that follows somebody, if there is one."""
    replica = broker.replicas.get(place(topic, partition))
    return replica if replica is not None and not replica.leads else None
