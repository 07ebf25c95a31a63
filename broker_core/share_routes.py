"""Share groups in the tables: which request, answer, failure and timer goes where."""

from collections.abc import Callable
from typing import Any

from broker_core.clients import share_member
from broker_core.coordinator.share_group import persister, service
from broker_core.coordinator.share_group.state import ShareBroker, share_place
from broker_core.kernel.network import Ref
from broker_core.replication.replica import Broker

Cluster = Any
"""broker_core.cluster.Cluster, whose tables take these."""


def _here(c: Cluster, process: str) -> tuple[Broker, ShareBroker]:
    broker = c.broker_of(process)
    return broker, c.shares[broker.id]


def _serve_leader(function: Callable[..., None]) -> Callable[[Cluster, Ref, Any], None]:
    def serve(c: Cluster, ref: Ref, body: Any) -> None:
        function(c.world, *_here(c, ref.server), c.group_settings, ref, body)

    return serve


def _serve_state(c: Cluster, ref: Ref, body: Any) -> None:
    persister.serve(c.world, *_here(c, ref.server), ref, body)


def _read(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    service.read_answered(c.world, *_here(c, client), c.group_settings, body, context)


def _not_read(c: Cluster, client: str, server: str, context: Any) -> None:
    _read(c, client, server, {"error": "NETWORK_EXCEPTION"}, context)


def _written(c: Cluster, client: str, server: str, body: Any, context: Any) -> None:
    service.write_answered(c.world, *_here(c, client), body["error"], context)


def _not_written(c: Cluster, client: str, server: str, context: Any) -> None:
    service.write_answered(c.world, *_here(c, client), "NETWORK_EXCEPTION", context)


SERVE: dict[str, Callable[[Cluster, Ref, Any], None]] = {
    "share_fetch": _serve_leader(service.fetch),
    "share_acknowledge": _serve_leader(service.acknowledge),
    "share_state_read": _serve_state,
    "share_state_write": _serve_state,
}

ANSWERED: dict[str, Callable[[Cluster, str, str, Any, Any], None]] = {
    "share_fetch": lambda c, client, server, body, _: share_member.fetched(
        c.world, c.consumers[client], server, body
    ),
    "share_acknowledge": lambda c, client, server, body, _: share_member.acknowledged(
        c.world, c.consumers[client], body
    ),
    "share_state_read": _read,
    "share_state_write": _written,
}

FAILED: dict[str, Callable[[Cluster, str, str, Any], None]] = {
    "share_fetch": lambda c, client, server, _: share_member.fetch_failed(
        c.world, c.consumers[client], server
    ),
    "share_acknowledge": lambda c, client, server, _: share_member.acknowledge_failed(
        c.world, c.consumers[client], server
    ),
    "share_state_read": _not_read,
    "share_state_write": _not_written,
}


def _wake(c: Cluster, owner: str) -> None:
    service.wake(c.world, *_here(c, owner), c.group_settings)


def _fetch_expired(c: Cluster, owner: str, msg: int) -> None:
    service.fetch_expired(c.world, *_here(c, owner), c.group_settings, msg)


def _lock(c: Cluster, owner: str, group: str, topic: str, partition: int, at_us: int) -> None:
    broker, shares = _here(c, owner)
    sp = shares.partitions.get(share_place(group, topic, partition))
    if sp is not None:
        service.lock_due(c.world, broker, shares, c.group_settings, sp, at_us)


def _again(function: Callable[..., None]) -> Callable[..., None]:
    def due(c: Cluster, owner: str, group: str, topic: str, partition: int) -> None:
        broker, shares = _here(c, owner)
        sp = shares.partitions.get(share_place(group, topic, partition))
        if sp is not None and service.led(broker, shares, sp) is not None:
            function(c.world, broker, sp)

    return due


DUE: dict[str, Callable[..., None]] = {
    "share_wake": _wake,
    "share_fetch_expired": _fetch_expired,
    "share_lock": _lock,
    "share_save": _again(persister.save),
    "share_read": _again(persister.read),
    "share_again": lambda c, owner: share_member.rested(c.world, c.consumers[owner]),
    "share_work_done": lambda c, owner, session: share_member.work_done(
        c.world, c.consumers[owner], session
    ),
}
