"""Who takes which answer, or its failure: the tables from a kind of request to the client that sent it."""

from collections.abc import Callable
from typing import Any

from broker_core import (
    application,
    ensembles,
    group_routes,
    share_routes,
    transaction_routes,
)
from broker_core.clients import consumer as poll_loop
from broker_core.clients import (
    delivery,
    metadata,
    positions,
    producer,
    rebalances,
    transactional,
)
from broker_core.cluster import Cluster
from broker_core.controller import lifecycle, quorum
from broker_core.kernel import network
from broker_core.learning import catch_up, replayed
from broker_core.replication import follower, isr, roles


def _got_produce(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    delivery.answered(c.world, c.producers[client], server, body, context)
    application.letters_settled(c, client)


def _no_produce(c: Cluster, client: str, server: str, context: Any) -> None:
    delivery.failed(c.world, c.producers[client], server, context)
    application.letters_settled(c, client)


def batch_expired(c: Cluster, name: str, number: int) -> None:
    """delivery.timeout.ms is over for a batch."""
    delivery.expired(c.world, c.producers[name], number)
    application.letters_settled(c, name)


def _got_fetch(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    if client in c.consumers:
        it = c.consumers[client]
        lost = poll_loop.fetched(c.world, it, server, body, context)
        if lost:
            positions.out_of_range(c.world, it, [(t, p) for t, p, _ in lost])
        application.turn(c, it)
        poll_loop.fetch_all(c.world, it)
    else:
        follower.fetched(c.world, c.broker_of(client), context, body)


def _no_fetch(c: Cluster, client: str, server: str, context: Any) -> None:
    if client in c.consumers:
        poll_loop.fetch_failed(c.world, c.consumers[client], server)
    else:
        follower.back_off(c.world, c.broker_of(client), context)


def _knowledge(c: Cluster, client: str) -> tuple[metadata.Knowledge, Any]:
    actor = c.producers.get(client) or c.consumers[client]
    return actor.knowledge, actor.settings


def _got_metadata(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    knowledge, settings = _knowledge(c, client)
    complete = metadata.learn(c.world, client, knowledge, server, body)
    if not complete:
        metadata.refresh(c.world, client, knowledge, context, settings)
    if client in c.producers:
        producer.knows_more(c.world, c.producers[client])
    else:
        it = c.consumers[client]
        if rebalances.knows_more(c.world, it):
            application.turn(c, it)


def _no_metadata(c: Cluster, client: str, server: str, context: Any) -> None:
    knowledge, settings = _knowledge(c, client)
    metadata.failed(c.world, client, knowledge, server, context, settings)


def _got_init(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    it = c.producers[client]
    if it.txn is not None:
        transactional.initialised(c.world, it, body)
        transaction_routes.turn_of(c, client)
        return
    it.producer_id, it.producer_epoch = body["producer_id"], body["producer_epoch"]
    producer.drain(c.world, it)


def init_producer(c: Cluster, name: str) -> None:
    """Ask any broker for a producer id, as an idempotent producer does first."""
    it = c.producers[name]
    server = f"broker-{metadata.next_broker(it.knowledge, c.world.now_us)}"
    network.request(
        c.world, name, server, "data", "init_producer", {},
        it.settings["request.timeout.ms"], {},
    )  # fmt: skip


def _no_init(c: Cluster, client: str, server: str, context: Any) -> None:
    it = c.producers[client]
    if it.txn is not None:
        transactional.failed(c.world, it, server)
        return
    metadata.lost(c.world, client, it.knowledge, server, it.settings)
    wait = it.settings["retry.backoff.ms"]
    c.world.at(c.world.now_us + wait, "init_producer", client)


def _got_quorum_fetch(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    quorum.fetched(c.world, c.plane, c.plane.nodes[client], server, body, replayed(c))


def _no_quorum_fetch(c: Cluster, client: str, server: str, context: Any) -> None:
    quorum.fetch_failed(c.world, c.plane, c.plane.nodes[client])


def _got_vote(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    quorum.voted(c.world, c.plane, c.plane.nodes[client], server, body, context)


def _got_beat(kind: str) -> Callable[[Cluster, str, str, Any, Any], None]:
    def got(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
        broker = c.broker_of(client)
        if lifecycle.answered(c.world, c.plane, broker, kind, body):
            c.world.at(c.world.now_us, "broker_stop", broker.name)
        elif kind == "register":
            catch_up(c, broker)

    return got


def _no_beat(c: Cluster, client: str, server: str, context: Any) -> None:
    lifecycle.failed(c.world, c.plane, c.broker_of(client))


def _got_alter(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    topic, partition, epoch = context
    broker = c.broker_of(client)
    replica = broker.replica(topic, partition)
    if replica is None or not replica.leads or replica.leader_epoch != epoch:
        return
    if body["error"] == "NOT_CONTROLLER":
        lifecycle.retry_alter(c.world, broker, topic, partition, epoch)
        return
    isr.answered(c.world, broker, replica, body["error"], body["isr"], body["partition_epoch"])
    roles.settle(c.world, broker, replica)


def _no_alter(c: Cluster, client: str, server: str, context: Any) -> None:
    lifecycle.retry_alter(c.world, c.broker_of(client), *context)


def _nothing(*_: Any) -> None:
    """No one needs this answer."""


def _got_pushed(kind: str) -> Callable[[Cluster, str, str, Any, Any], None]:
    return lambda c, client, server, body, context: ensembles.ANSWERED[kind](
        c, client, server, body, context, replayed(c)
    )


def _got_find(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    if client in c.producers:
        transactional.found(c.world, c.producers[client], body)
    else:
        group_routes.found(c, client, server, body, context)


def _no_find(c: Cluster, client: str, server: str, context: Any) -> None:
    if client in c.producers:
        transactional.failed(c.world, c.producers[client], server)
    else:
        group_routes.not_found(c, client, server, context)


ANSWERED: dict[str, Callable[[Cluster, str, str, Any, Any], None]] = {
    "produce": _got_produce,
    "fetch": _got_fetch,
    "metadata": _got_metadata,
    "init_producer": _got_init,
    "find_coordinator": _got_find,
    "list_offsets": group_routes.listed,
    "epoch_end": group_routes.checked,
    "join": group_routes.joined,
    "sync": group_routes.synced,
    "heartbeat": group_routes.heard,
    "leave": group_routes.left,
    "commit": group_routes.committed,
    "offset_fetch": group_routes.offsets_known,
    **transaction_routes.ANSWERED,
    **dict.fromkeys(("consumer_heartbeat", "share_heartbeat"), group_routes.reconciled),
    **share_routes.ANSWERED,
    "quorum_fetch": _got_quorum_fetch,
    "vote": _got_vote,
    "begin_quorum": _nothing,
    "end_quorum": _nothing,
    "broker_heartbeat": _got_beat("broker_heartbeat"),
    "register": _got_beat("register"),
    "alter_partition": _got_alter,
    **{kind: _got_pushed(kind) for kind in ensembles.ANSWERED},
}

FAILED: dict[str, Callable[[Cluster, str, str, Any], None]] = {
    "produce": _no_produce,
    "fetch": _no_fetch,
    "metadata": _no_metadata,
    "init_producer": _no_init,
    "find_coordinator": _no_find,
    "list_offsets": group_routes.not_listed,
    "epoch_end": group_routes.not_checked,
    **dict.fromkeys(
        ("join", "sync", "heartbeat", "leave", "commit", "offset_fetch"), group_routes.failed
    ),
    **transaction_routes.FAILED,
    **dict.fromkeys(("consumer_heartbeat", "share_heartbeat"), group_routes.failed),
    **share_routes.FAILED,
    "quorum_fetch": _no_quorum_fetch,
    "vote": _nothing,
    "begin_quorum": _nothing,
    "end_quorum": _nothing,
    "broker_heartbeat": _no_beat,
    "register": _no_beat,
    "alter_partition": _no_alter,
    **ensembles.FAILED,
}
