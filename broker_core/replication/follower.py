"""How a follower copies: fetch, truncate where histories part, append, learn the watermark.

One loop per leader broker carries all partitions followed there (semantics 1.2, 3.1).
"""

from typing import Any

from broker_core.events.log import Truncated
from broker_core.events.replication import HighWatermarkRestored, Replicated
from broker_core.kernel import network
from broker_core.kernel.world import World
from broker_core.log.partition_log import Record
from broker_core.replication import watermark
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
        if not r.leads and r.leader == leader
    )
    if not parts:
        fetcher.busy = False
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


def fetched(world: World, broker: Broker, leader: int, body: Any) -> None:
    """An answer of the leader, partition by partition; then the next fetch at once."""
    trouble = False
    for topic, partition, error, mark, log_start, diverging, records in body["parts"]:
        replica = broker.replica(topic, partition)
        if replica is None or replica.leads or replica.leader != leader:
            continue
        if error == "OFFSET_OUT_OF_RANGE":
            truncate(world, broker, replica, max(log_start, 0), leader)
        elif error is not None:
            trouble = True
        elif diverging is not None:
            _diverge(world, broker, replica, diverging, leader)
        else:
            for row in records:
                _copy(world, broker, replica, Record(*row), leader)
            watermark.learn(world, broker, replica, mark)
    if trouble:
        back_off(world, broker, leader)
    else:
        send_fetch(world, broker, leader)


def _copy(world: World, broker: Broker, replica: Replica, row: Record, leader: int) -> None:
    if row.offset != replica.log.log_end:
        return
    replica.log.append(row)
    world.emit(
        Replicated, broker.id, leader, replica.topic, replica.partition, row.offset, row.epoch,
        row.record, row.key, row.value, row.created_at_us, row.offset + 1,
    )  # fmt: skip


def _diverge(world: World, broker: Broker, replica: Replica, diverging: Any, leader: int) -> None:
    """The leader's history of our last epoch ends earlier: cut back to where both agree."""
    epoch, end = diverging
    _, own_end = replica.log.end_of_epoch(epoch)
    target = min(end, own_end) if own_end >= 0 else end
    truncate(world, broker, replica, min(target, replica.log.log_end), leader)


def truncate(world: World, broker: Broker, replica: Replica, to: int, leader: int) -> None:
    """Erase the tail from `to` on; the watermark may not stand past the end."""
    before = replica.log.log_end
    erased = replica.log.truncate(to)
    if erased:
        lost = tuple((r.offset, r.epoch, r.record, r.key) for r in erased[:64])
        world.emit(Truncated, broker.id, replica.topic, replica.partition, to, before, leader, lost)
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
