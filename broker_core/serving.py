"""Who answers which request: the table from a kind of request to the part of a server."""

from collections.abc import Callable
from typing import Any

from broker_core import (
    ensembles,
    share_routes,
    transaction_routes,
)
from broker_core.clients import (
    metadata,
)
from broker_core.cluster import Cluster
from broker_core.controller import active, metadata_log, quorum
from broker_core.coordinator import service
from broker_core.coordinator.consumer_group import service as modern_service
from broker_core.kernel.network import Ref, reply
from broker_core.learning import replayed
from broker_core.replication import leader, lookup


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


SERVE: dict[str, Callable[[Cluster, Ref, Any], None]] = {
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


def _pushed(c: Cluster, ref: Ref, body: Any) -> None:
    ensembles.SERVE[ref.kind](c, ref, body, replayed(c))


SERVE.update(dict.fromkeys(ensembles.SERVE, _pushed))


def requests() -> list[str]:
    """Every kind of request."""
    return list(SERVE)


def is_request(kind: str) -> bool:
    return kind in SERVE
