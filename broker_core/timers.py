"""The table of scheduled things: what each kind does when it falls due."""

from collections.abc import Callable
from typing import Any

from broker_core import (
    answering,
    application,
    ensembles,
    faults,
    producer_faults,
    producers,
    share_routes,
    transaction_routes,
)
from broker_core.clients import (
    commits,
    coordination,
    heartbeats,
    metadata,
    positions,
    producer,
    reconciling_member,
)
from broker_core.clients import consumer as poll_loop
from broker_core.cluster import Cluster
from broker_core.controller import active, lifecycle, metadata_log, quorum, zookeeper
from broker_core.coordinator import expiry, joining, offsets, rebalancing, service
from broker_core.coordinator.consumer_group import expiry as modern_expiry
from broker_core.coordinator.consumer_group import journal as modern_journal
from broker_core.coordinator.share_group import persister
from broker_core.kernel import network
from broker_core.learning import replayed
from broker_core.replication import follower, isr, leader, upkeep
from broker_core.routes import Routes

Due = Callable[..., None]


def _network(function: Callable[..., None]) -> Due:
    return lambda c, owner, *data: function(c.world, Routes(c), *data)


def _broker(function: Callable[..., None]) -> Due:
    return lambda c, owner, *data: function(c.world, c.broker_of(owner), *data)


def _node(function: Callable[..., None]) -> Due:
    return lambda c, owner, *data: function(c.world, c.plane, c.plane.nodes[owner], *data)


def _group(function: Callable[..., None]) -> Due:
    def due(c: Cluster, owner: str, name: str, *data: Any) -> None:
        broker = c.broker_of(owner)
        groups = c.groups[broker.id]
        group = groups.groups.get(name)
        if group is not None:
            function(c.world, broker, groups, group, *data)

    return due


def _modern_group(function: Callable[..., None]) -> Due:
    def due(c: Cluster, owner: str, name: str, *data: Any) -> None:
        broker = c.broker_of(owner)
        groups = c.modern[broker.id]
        group = groups.groups.get(name)
        if group is not None:
            function(c.world, broker, groups, group, *data)

    return due


def _producer(function: Callable[..., None]) -> Due:
    return lambda c, owner, *data: function(c.world, c.producers[owner], *data)


def _consumer(function: Callable[..., None]) -> Due:
    return lambda c, owner, *data: function(c.world, c.consumers[owner], *data)


def _metadata_ask(c: Cluster, owner: str, topics: Any) -> None:
    actor = c.producers.get(owner) or c.consumers[owner]
    metadata.ask(c.world, owner, actor.knowledge, topics, actor.settings)


def _metadata_age(c: Cluster, owner: str) -> None:
    actor = c.producers.get(owner) or c.consumers[owner]
    topics = (actor.topic,) if owner in c.producers else actor.topics  # type: ignore[union-attr]
    metadata.refresh(c.world, owner, actor.knowledge, topics, actor.settings)
    c.world.at(
        c.world.now_us + actor.settings["metadata.max.age.ms"], "metadata_age", owner, cause=0
    )


def _beat(c: Cluster, owner: str) -> None:
    lifecycle.beat(c.world, c.plane, c.broker_of(owner), c.plane.nodes[owner])


def _alter(c: Cluster, owner: str, topic: str, partition: int, epoch: int) -> None:
    broker = c.broker_of(owner)
    node = c.plane.nodes[owner]
    lifecycle.send_alter(c.world, c.plane, broker, node, topic, partition, epoch)


def _commit_expired(c: Cluster, owner: str, ref: Any) -> None:
    offsets.expired(c.world, c.groups[c.broker_of(owner).id], ref)


def _offsets_saved(c: Cluster, owner: str, partition: int) -> None:
    broker = c.broker_of(owner)
    service.saved(c.world, broker, c.groups[broker.id], partition)
    modern_journal.saved(c.world, broker, c.modern[broker.id], partition)
    persister.saved(c.world, broker, c.shares[broker.id], partition)


def _fetch_again(c: Cluster, owner: str) -> None:
    c.consumers[owner].fetch_backoff = False
    poll_loop.fetch_all(c.world, c.consumers[owner])


def _commit_too_late(c: Cluster, owner: str, rows: Any) -> None:
    commits.too_late(c.world, c.consumers[owner], rows)
    application.turn(c, c.consumers[owner])


def _offsets_sweep(c: Cluster, owner: str) -> None:
    broker = c.broker_of(owner)
    classic = [name for name, s in c.group_settings.items() if s["kind"] == "classic"]
    expiry.sweep(c.world, broker, c.groups[broker.id], classic)


def _checkpoint(c: Cluster, owner: str) -> None:
    broker = c.broker_of(owner)
    for replica in broker.replicas.values():
        replica.checkpoint = replica.high_watermark
    every = broker.settings["replica.high.watermark.checkpoint.interval.ms"]
    c.world.at(c.world.now_us + every, "checkpoint", owner, cause=0)


def _quorum_flush(c: Cluster, owner: str) -> None:
    if c.plane.zookeeper is not None:
        zookeeper.flush(c.world, c.plane, c.plane.nodes[owner])
        return
    metadata_log.flush(c.world, c.plane, c.plane.nodes[owner], replayed(c))


def _quorum_expired(c: Cluster, owner: str, msg: int) -> None:
    metadata_log.fetch_expired(c.world, c.plane.nodes[owner], msg)


DUE: dict[str, Due] = {
    "arrive": _network(network.arrive),
    "serve_next": _network(network.serve_next),
    "peer_lost": _network(network.peer_lost),
    "request_timeout": _network(network.request_timeout),
    "lose": lambda c, owner, *data: network.lose(c.world, *data),
    "produce_expired": _broker(leader.produce_expired),
    "fetch_expired": _broker(leader.fetch_expired),
    "follower_fetch": _broker(follower.send_fetch),
    "follower_retry": _broker(follower.retry),
    "isr_check": _broker(isr.shrink_check),
    "alter_send": _alter,
    "checkpoint": _checkpoint,
    "retention_check": _broker(upkeep.retention_check),
    "cleaner_check": _broker(upkeep.cleaner_check),
    "broker_beat": _beat,
    "broker_stop": faults.broker_may_stop,
    "broker_gone": faults.broker_gone,
    "resume": lambda c, owner, *data: faults.resume(c, *data),
    "offsets_saved": _offsets_saved,
    "commit_expired": _commit_expired,
    "quorum_flush": _quorum_flush,
    "quorum_fetch_expired": _quorum_expired,
    "quorum_timeout": _node(quorum.timed_out),
    "quorum_retry": _node(quorum.fetch),
    "check_quorum": _node(quorum.check_quorum),
    "session_check": _node(active.session_check),
    "leader_balance": _node(active.balance),
    "unclean_sweep": _node(active.unclean_sweep),
    **ensembles.due(replayed),
    "rebalance_due": _group(rebalancing.rebalance_due),
    "member_session": _group(rebalancing.session_due),
    "pending_due": _group(joining.pending_due),
    "consumer_session": _modern_group(modern_expiry.session_due),
    "consumer_revocation": _modern_group(modern_expiry.revocation_due),
    "modern_beat": _consumer(reconciling_member.beat),
    **share_routes.DUE,
    "producer_tick": _producer(producer.tick),
    "producer_send": _producer(producer.drain),
    "batch_expired": answering.batch_expired,
    **transaction_routes.DUE,
    "offsets_again": _consumer(positions.ask_again),
    "producer_start": lambda c, owner, name: producers.start(c, name),
    "send_expired": _producer(producer.send_expired),
    "producer_close": lambda c, owner: producer_faults.try_close(c, owner),
    "init_producer": answering.init_producer,
    "metadata_ask": _metadata_ask,
    "metadata_age": _metadata_age,
    "find_coordinator": _consumer(coordination.ask),
    "member_beat": _consumer(heartbeats.beat),
    "poll_check": _consumer(heartbeats.poll_check),
    "auto_commit": _consumer(commits.auto_commit),
    "commit_too_late": _commit_too_late,
    "offsets_sweep": _offsets_sweep,
    "fetch_again": _fetch_again,
    "reset_again": _consumer(positions.reset_again),
    "record_again": lambda c, owner, session: application.record_again(
        c, c.consumers[owner], session
    ),
    "work_done": lambda c, owner, session: application.work_done(c, c.consumers[owner], session),
}
"""Kind -> what to do with (cluster, owner, *data). The simulation adds "command"."""
