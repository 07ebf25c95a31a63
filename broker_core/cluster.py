"""The whole run's state, and the table that says who handles what arrives or falls due."""

from collections.abc import Callable
from dataclasses import field
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
from broker_core.clients.consumer import Consumer
from broker_core.clients.producer import Producer
from broker_core.controller import active, announce, lifecycle, metadata_log, quorum
from broker_core.controller.node import ControlPlane, Entry, Node
from broker_core.coordinator import service, transaction_service
from broker_core.coordinator.consumer_group import service as modern_service
from broker_core.coordinator.consumer_group.state import ConsumerGroups
from broker_core.coordinator.group import OFFSETS_TOPIC, Group, Groups
from broker_core.coordinator.share_group.state import ShareBroker
from broker_core.coordinator.transactions import TRANSACTIONS_TOPIC, Transactions
from broker_core.kernel import network
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.processors import Processor
from broker_core.replication import follower, isr, leader, lookup, roles
from broker_core.replication.metadata import Registration, place, replay
from broker_core.replication.replica import Broker


@state
class Cluster:
    """Everything that changes in a run.

    `done` holds, per group and partition, the offset after the highest processed record, so that a
    repeat can be told from a first time. `conditions` are armed (number, event type, filter,
    command text). `commands` counts what was ever commanded. `overrides` names the settings that
    may leave Kafka's range here; `topic_defaults` are the settings of a topic made later.
    """

    world: World
    plane: ControlPlane
    brokers: dict[int, Broker]
    groups: dict[int, Groups]
    modern: dict[int, ConsumerGroups]
    shares: dict[int, ShareBroker]
    producers: dict[str, Producer]
    consumers: dict[str, Consumer]
    group_settings: dict[str, Plain]
    done: dict[str, int]
    commands: int
    members_made: dict[str, int]
    conditions: list[Plain]
    overrides: Plain
    topic_defaults: Plain
    producer_ids: int = 999
    transactions: dict[int, Transactions] = field(default_factory=dict)
    processors: dict[str, Processor] = field(default_factory=dict)

    def newer_groups(self) -> dict[str, str]:
        """group -> consumer or share, for those that do not speak the classic protocol."""
        kinds = {name: shape["kind"] for name, shape in self.group_settings.items()}
        return {name: kind for name, kind in kinds.items() if kind != "classic"}

    def broker_of(self, process: str) -> Broker:
        return self.brokers[int(process.removeprefix("broker-"))]


class Routes:
    """The network's router over a cluster: requests, answers and failures find their actor."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def serve(self, ref: Ref, body: Any) -> None:
        _SERVE[ref.kind](self.cluster, Ref(*ref), body)

    def answered(self, client: str, kind: str, server: str, body: Any, context: Any) -> None:
        _ANSWERED[kind](self.cluster, client, server, body, context)

    def failed(self, client: str, kind: str, server: str, reason: str, context: Any) -> None:
        _FAILED[kind](self.cluster, client, server, context)

    def gone(self, client: str, server: str, purpose: str) -> None:
        """A connection on which nothing was awaited is lost."""
        if client in self.cluster.producers and purpose == "data":
            delivery.disconnected(self.cluster.world, self.cluster.producers[client], server)


def replayed(c: Cluster) -> Callable[[Node, list[Entry]], None]:
    """What follows when a node has learned decisions: tell the run, then let its broker act."""

    def act(node: Node, entries: list[Entry]) -> None:
        start = node.high_watermark - len(entries)
        if node.role == "leader":
            announce.announce(c.world, c.plane, entries, start)
            if not node.active:
                active.activate(c.world, c.plane, node)
            active.decided(c.world, node)
        if node.name.startswith("broker-"):
            catch_up(c, c.broker_of(node.name))

    return act


def catch_up(c: Cluster, broker: Broker) -> None:
    """Let a broker act on what its node has learned, as one step from image to image.

    A starting broker acts on nothing until it is registered and has replayed its registration.
    """
    node = c.plane.nodes[broker.name]
    if broker.state not in ("up", "fenced", "stopping", "leaving"):
        return
    if broker.state == "fenced" and not _knows_itself(c, broker, node):
        return
    if c.plane.zookeeper is not None and broker.state == "fenced":
        broker.state = "up"
    before = c.world.cause
    changed: dict[str, Registration] = {}
    back: list[int] = []
    deleted: list[Any] = []
    for entry in node.log.between(broker.image.offset, node.high_watermark):
        replay(broker.image, entry.record)
        kind, value = entry.record
        if kind == "partition":
            changed[place(value[0], value[1])] = Registration(*value)
        elif kind == "broker" and value[0] != broker.id and not value[2]:
            back.append(value[0])
        elif kind == "topic_removed":
            deleted.append(value)
            changed = {key: reg for key, reg in changed.items() if reg.topic != value[0]}
    for topic, topic_id in deleted:
        roles.drop_topic(c.world, broker, topic, topic_id)
    for reg in changed.values():
        c.world.cause = before
        _apply(c, broker, reg)
    for other in back:
        _leader_is_back(c, broker, other)
    c.world.cause = before


def _knows_itself(c: Cluster, broker: Broker, node: Node) -> bool:
    """Whether a broker has replayed its own registration."""
    if c.plane.zookeeper is None:
        return node.high_watermark > broker.broker_epoch
    info = node.image.brokers.get(broker.id)
    return info is not None and info.broker_epoch == broker.broker_epoch


def _apply(c: Cluster, broker: Broker, reg: Registration) -> None:
    replica = broker.replica(reg.topic, reg.partition)
    led = replica is not None and replica.leads
    became = roles.apply(c.world, broker, reg)
    groups = c.groups[broker.id]
    if reg.topic == OFFSETS_TOPIC and became:
        newer = c.newer_groups()
        service.took_over(c.world, broker, groups, reg.partition, list(c.group_settings), newer)
        modern_service.took_over(c.world, broker, c.modern[broker.id], reg.partition, newer)
    elif reg.topic == OFFSETS_TOPIC and led and reg.leader != broker.id:
        for old in service.gave_up(c.world, groups, reg.partition):
            _correct(c, old)
        modern_service.gave_up(c.world, c.modern[broker.id], reg.partition)
    elif reg.topic == TRANSACTIONS_TOPIC:
        txns = c.transactions[broker.id]
        if became:
            transaction_service.took_over(c.world, broker, txns, reg.partition)
        elif led and reg.leader != broker.id:
            transaction_service.gave_up(c.world, txns, reg.partition)


def _correct(c: Cluster, old: Group) -> None:
    """What a coordinator did that did not know yet of its successor is void: tell what holds."""
    for groups in c.groups.values():
        new = groups.groups.get(old.group)
        if new is not None and _standing(new) != _standing(old):
            service.tell(c.world, new, whole=old.group not in c.newer_groups())


def _standing(group: Group) -> tuple[Any, ...]:
    return group.state, group.generation, tuple(group.members)


def _leader_is_back(c: Cluster, broker: Broker, leader_id: int) -> None:
    if any(not r.leads and r.leader == leader_id for r in broker.replicas.values()):
        follower.ensure_fetcher(c.world, broker, leader_id)


def _serve_produce(c: Cluster, ref: Ref, body: Any) -> None:
    transaction_routes.produce(c, ref, body)


def _serve_fetch(c: Cluster, ref: Ref, body: Any) -> None:
    leader.fetch(c.world, c.broker_of(ref.server), ref, body)


def _serve_metadata(c: Cluster, ref: Ref, body: Any) -> None:
    answer = metadata.answer(c.broker_of(ref.server).image, body["topics"])
    reply(c.world, ref, answer, {"leaders": answer["leaders"]})


def _serve_find(c: Cluster, ref: Ref, body: Any) -> None:
    if "transaction" in body:
        transaction_routes.find(c, ref, body)
    else:
        service.find(c.world, c.broker_of(ref.server), ref, body)


def _serve_group(c: Cluster, ref: Ref, body: Any) -> None:
    broker = c.broker_of(ref.server)
    if c.group_settings[body["group"]]["kind"] != "classic":
        modern = c.modern[broker.id]
        modern_service.serve(c.world, broker, modern, c.groups[broker.id], ref, body)
        return
    service.serve(c.world, broker, c.groups[broker.id], ref, body)


def _serve_init(c: Cluster, ref: Ref, body: Any) -> None:
    """Any broker gives a new producer id; blocks of them from the controller are left out."""
    if "transactional_id" in body:
        transaction_routes.init(c, ref, body)
        return
    c.producer_ids += 1
    reply(c.world, ref, {"producer_id": c.producer_ids, "producer_epoch": 0}, {})


def _serve_list_offsets(c: Cluster, ref: Ref, body: Any) -> None:
    lookup.list_offsets(c.world, c.broker_of(ref.server), ref, body)


def _serve_epoch_end(c: Cluster, ref: Ref, body: Any) -> None:
    lookup.epoch_ends(c.world, c.broker_of(ref.server), ref, body)


def _node_serve(function: Callable[..., None], learns: bool = False) -> Any:
    def serve(c: Cluster, ref: Ref, body: Any) -> None:
        node = c.plane.nodes[ref.server]
        if learns:
            function(c.world, c.plane, node, ref, body, replayed(c))
        else:
            function(c.world, c.plane, node, ref, body)

    return serve


_SERVE: dict[str, Callable[[Cluster, Ref, Any], None]] = {
    "produce": _serve_produce,
    "fetch": _serve_fetch,
    "metadata": _serve_metadata,
    "find_coordinator": _serve_find,
    "init_producer": _serve_init,
    "list_offsets": _serve_list_offsets,
    "epoch_end": _serve_epoch_end,
    **dict.fromkeys(("join", "sync", "heartbeat", "leave", "commit", "offset_fetch"), _serve_group),
    **transaction_routes.SERVE,
    **dict.fromkeys(("consumer_heartbeat", "share_heartbeat"), _serve_group),
    **share_routes.SERVE,
    "quorum_fetch": _node_serve(metadata_log.serve_fetch, learns=True),
    "vote": _node_serve(quorum.serve_vote),
    "begin_quorum": _node_serve(quorum.serve_begin),
    "end_quorum": _node_serve(quorum.serve_end),
    "broker_heartbeat": _node_serve(active.heartbeat),
    "register": _node_serve(active.register),
    "alter_partition": _node_serve(active.alter_partition),
}


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


def requests() -> list[str]:
    """Every kind of request."""
    return list(_SERVE)


def _pushed(c: Cluster, ref: Ref, body: Any) -> None:
    ensembles.SERVE[ref.kind](c, ref, body, replayed(c))


def _got_pushed(kind: str) -> Callable[[Cluster, str, str, Any, Any], None]:
    return lambda c, client, server, body, context: ensembles.ANSWERED[kind](
        c, client, server, body, context, replayed(c)
    )


_SERVE.update(dict.fromkeys(ensembles.SERVE, _pushed))


def is_request(kind: str) -> bool:
    return kind in _SERVE


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


_ANSWERED: dict[str, Callable[[Cluster, str, str, Any, Any], None]] = {
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

_FAILED: dict[str, Callable[[Cluster, str, str, Any], None]] = {
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
