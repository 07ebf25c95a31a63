"""Who handles the messages and timers of transactions; `cluster` and `timers` take these tables in."""

from collections.abc import Callable
from typing import Any

from broker_core import processors
from broker_core.clients import transactional
from broker_core.coordinator import (
    markers,
    pending_offsets,
    registration,
    transaction_service,
)
from broker_core.kernel.network import Ref
from broker_core.replication import leader
from broker_core.replication.replica import Broker


def _refuse(c: Any, ref: Ref, error: str) -> None:
    transaction_service.refuse(c.world, ref, error)


def _proceed(c: Any) -> registration.Proceed:
    def go_on(broker: Broker, ref: Ref, body: Any, refused: dict[str, str]) -> None:
        if ref.kind == "produce":
            leader.produce(c.world, broker, ref, body, refused)
        else:
            pending_offsets.commit(c.world, broker, c.groups[broker.id], ref, body, refused)

    return go_on


def produce(c: Any, ref: Ref, body: Any) -> None:
    """A produce request; a transactional one may first need its partitions registered."""
    broker = c.broker_of(ref.server)
    rows = registration.missing(broker, body) if body.get("transactional_id") else ()
    if not rows:
        leader.produce(c.world, broker, ref, body)
        return
    first = body["batches"][0]
    identity = (body["transactional_id"], first[2], first[3])
    registration.ask(c.world, broker, ref, body, rows, identity, _proceed(c))


def _txn_offset_commit(c: Any, ref: Ref, body: Any) -> None:
    broker = c.broker_of(ref.server)
    rows = pending_offsets.needs_registration(broker, c.groups[broker.id], body)
    if rows:
        identity = (body["transactional_id"], body["producer_id"], body["producer_epoch"])
        registration.ask(c.world, broker, ref, body, rows, identity, _proceed(c))
    else:
        pending_offsets.commit(c.world, broker, c.groups[broker.id], ref, body, {})


def _add_partitions(c: Any, ref: Ref, body: Any) -> None:
    broker = c.broker_of(ref.server)
    transaction_service.add_partitions(c.world, broker, c.transactions[broker.id], ref, body)


def _end_txn(c: Any, ref: Ref, body: Any) -> None:
    broker = c.broker_of(ref.server)
    transaction_service.end_requested(c.world, broker, c.transactions[broker.id], ref, body)


def _write_markers(c: Any, ref: Ref, body: Any) -> None:
    broker = c.broker_of(ref.server)
    markers.serve(c.world, broker, c.groups[broker.id], ref, body)


def init(c: Any, ref: Ref, body: Any) -> None:
    """InitProducerId with a transactional.id, at its coordinator."""
    broker = c.broker_of(ref.server)

    def fresh() -> int:
        c.producer_ids += 1
        return int(c.producer_ids)

    transaction_service.init(c.world, broker, c.transactions[broker.id], ref, body, fresh)


def find(c: Any, ref: Ref, body: Any) -> None:
    transaction_service.find(c.world, c.broker_of(ref.server), ref, body["transaction"])


SERVE = {
    "add_partitions": _add_partitions,
    "txn_offset_commit": _txn_offset_commit,
    "end_txn": _end_txn,
    "write_markers": _write_markers,
}


def _got_partitions(c: Any, client: str, server: str, body: Any, context: Any) -> None:
    registration.answered(c.world, c.broker_of(client), body["error"], context, _proceed(c))


def _no_partitions(c: Any, client: str, server: str, context: Any) -> None:
    error = "COORDINATOR_NOT_AVAILABLE"
    registration.answered(c.world, c.broker_of(client), error, context, _proceed(c))


def _got_offsets(c: Any, client: str, server: str, body: Any, context: Any) -> None:
    transactional.offsets_answered(c.world, c.producers[client], body)
    _turn(c, client)


def _got_end(c: Any, client: str, server: str, body: Any, context: Any) -> None:
    if transactional.ended(c.world, c.producers[client], body):
        processors.over(c, client)
    _turn(c, client)


def turn_of(c: Any, client: str) -> None:
    _turn(c, client)


def _turn(c: Any, client: str) -> None:
    """A processor's program goes on with whatever it waited for."""
    from broker_core import application

    p = processors.of_producer(c, client)
    if p is not None and c.world.is_up(p.member):
        application.turn(c, c.consumers[p.member])


def _failed(c: Any, client: str, server: str, context: Any) -> None:
    transactional.failed(c.world, c.producers[client], server)


def _markers_of(c: Any, client: str, context: Any) -> Any:
    name, epoch = context
    it = c.transactions[c.broker_of(client).id].by_id.get(name)
    return it if it is not None and it.epoch == epoch and it.left else None


def _got_markers(c: Any, client: str, server: str, body: Any, context: Any) -> None:
    broker = c.broker_of(client)
    it = _markers_of(c, client, context)
    if it is not None and markers.answered(c.world, broker, it, body["results"]):
        transaction_service.complete(c.world, broker, c.transactions[broker.id], it)


def _no_markers(c: Any, client: str, server: str, context: Any) -> None:
    it = _markers_of(c, client, context)
    if it is not None:
        markers.again(c.world, c.broker_of(client), it)


ANSWERED = {
    "add_partitions": _got_partitions,
    "txn_offset_commit": _got_offsets,
    "end_txn": _got_end,
    "write_markers": _got_markers,
}
FAILED = {
    "add_partitions": _no_partitions,
    "txn_offset_commit": _failed,
    "end_txn": _failed,
    "write_markers": _no_markers,
}


def _saved(c: Any, owner: str, partition: int) -> None:
    broker = c.broker_of(owner)
    transaction_service.saved(c.world, broker, c.transactions[broker.id], partition)


def _sweep(c: Any, owner: str) -> None:
    broker = c.broker_of(owner)
    transaction_service.sweep(c.world, broker, c.transactions[broker.id])


def _markers_again(c: Any, owner: str, name: str, epoch: int) -> None:
    broker = c.broker_of(owner)
    it = c.transactions[broker.id].by_id.get(name)
    if it is None or it.epoch != epoch or it.state not in transaction_service.COMPLETE:
        return
    if it.left:
        markers.send(c.world, broker, it)
    elif not it.changing:
        transaction_service.complete(c.world, broker, c.transactions[broker.id], it)


def _register_again(c: Any, owner: str, context: Any) -> None:
    ref, body, rows, identity, until_us = context
    registration.ask(
        c.world, c.broker_of(owner), Ref(*ref), body, rows, identity, _proceed(c), until_us
    )


def _step(c: Any, owner: str) -> None:
    transactional.step(c.world, c.producers[owner])
    _turn(c, owner)


def _tick(c: Any, owner: str) -> None:
    transactional.tick(c.world, c.producers[owner])


def _wake(c: Any, owner: str) -> None:
    """A program that hung goes on."""
    _turn(c, owner)


DUE: dict[str, Callable[..., None]] = {
    "transactions_saved": _saved,
    "transaction_sweep": _sweep,
    "markers_again": _markers_again,
    "register_again": _register_again,
    "transaction_step": _step,
    "transaction_tick": _tick,
    "transaction_wake": _wake,
}
