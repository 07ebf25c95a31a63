"""A broker's transaction coordinator: sessions, partitions, the decision, the timeout (2.7).

transaction.version 2 (KIP-890): leaders register partitions, and every end raises the epoch.
"""

from collections.abc import Callable
from typing import Any

from broker_core.coordinator import markers
from broker_core.coordinator.transactions import (
    TRANSACTIONS_TOPIC,
    Transaction,
    Transactions,
    adopt,
    change_of,
    load_transactions,
    new_transaction,
    record_of,
    state_partition,
)
from broker_core.events import transaction as says
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication import leader
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker

COMPLETE = {"PrepareCommit": "CompleteCommit", "PrepareAbort": "CompleteAbort"}
OUTCOME = {"PrepareCommit": "commit", "PrepareAbort": "abort"}
ENDED = ("Empty", "CompleteCommit", "CompleteAbort")


def took_over(world: World, broker: Broker, txns: Transactions, partition: int) -> None:
    """This broker leads a partition of the state topic now: decided transactions are finished."""
    replica = broker.replica(TRANSACTIONS_TOPIC, partition)
    assert replica is not None
    for name, it in load_transactions(list(replica.log.records), partition).items():
        txns.by_id[name] = it
        world.emit(says.TransactionCoordinatorMoved, name, broker.id, it.state)
        if it.state in COMPLETE:
            it.left = it.partitions
            markers.send(world, broker, it)
    sweep_later(world, broker, txns)


def gave_up(world: World, txns: Transactions, partition: int) -> None:
    """Another broker leads the partition: forget its transactions, refuse who waits."""
    for name in [n for n, it in txns.by_id.items() if it.partition == partition]:
        del txns.by_id[name]
    for _, _, _, follow in [row for row in txns.waiting if row[0] == partition]:
        if follow[1] is not None:
            refuse(world, Ref(*follow[1]), "NOT_COORDINATOR")
    txns.waiting = [row for row in txns.waiting if row[0] != partition]


def refuse(world: World, ref: Ref, error: str) -> None:
    reply(world, ref, {"error": error}, {"error": error})


def find(world: World, broker: Broker, ref: Ref, transactional_id: str) -> None:
    """Any broker says who leads the id's partition of the state topic."""
    reg = broker.image.partitions.get(place(TRANSACTIONS_TOPIC, state_partition(transactional_id)))
    info = broker.image.brokers.get(reg.leader) if reg is not None else None
    if reg is None or info is None or info.fenced:
        refuse(world, ref, "COORDINATOR_NOT_AVAILABLE")
        return
    reply(world, ref, {"error": None, "broker": reg.leader}, {"broker": reg.leader})


def unwritable(broker: Broker, it: Transaction) -> str | None:
    """Why nothing can be written to the state topic now."""
    replica = broker.replica(TRANSACTIONS_TOPIC, it.partition)
    if replica is None or not replica.leads:
        return "NOT_COORDINATOR"
    enough = len(replica.isr) >= broker.min_insync(TRANSACTIONS_TOPIC)
    return None if enough else "COORDINATOR_NOT_AVAILABLE"


def write(
    world: World, broker: Broker, txns: Transactions, it: Transaction, change: Any, follow: Any
) -> str | None:
    """Write the next version of a transaction; `follow` = (what to do, ref or None) once it is on
    the in-sync set. Returns an error when nothing was written."""
    replica = broker.replica(TRANSACTIONS_TOPIC, it.partition)
    problem = unwritable(broker, it)
    if problem is not None or replica is None:
        return problem
    it.changing = True
    key, value = record_of(it.transactional_id, change)
    world.next_record += 1
    row = (world.next_record, key, value, world.now_us)
    base = leader.write(world, broker, replica, [row], None)
    txns.waiting.append((it.partition, base + 1, (it.transactional_id, change), follow))
    leader.after_append(world, broker, replica)
    return None


def saved(world: World, broker: Broker, txns: Transactions, partition: int) -> None:
    """Changes reached every in-sync replica: they hold, in order, and what follows happens."""
    replica = broker.replica(TRANSACTIONS_TOPIC, partition)
    mark = replica.high_watermark if replica is not None and replica.leads else -1
    due = [row for row in txns.waiting if row[0] == partition and row[1] <= mark]
    txns.waiting = [row for row in txns.waiting if not (row[0] == partition and row[1] <= mark)]
    for _, _, (name, change), (action, ref) in due:
        it = txns.by_id[name]
        it.changing = False
        adopt(it, change)
        _SAVED[action](world, broker, txns, it, Ref(*ref) if ref is not None else None)


def init(
    world: World, broker: Broker, txns: Transactions, ref: Ref, body: Any,
    fresh_id: Callable[[], int],
) -> None:  # fmt: skip
    """InitProducerId: a new epoch fences older sessions; an open transaction is aborted first."""
    name = body["transactional_id"]
    partition = state_partition(name)
    replica = broker.replica(TRANSACTIONS_TOPIC, partition)
    if replica is None or not replica.leads:
        refuse(world, ref, "NOT_COORDINATOR")
        return
    if body["timeout_us"] > broker.settings["transaction.max.timeout.ms"]:
        refuse(world, ref, "INVALID_TRANSACTION_TIMEOUT")
        return
    it = txns.by_id.get(name)
    if it is None:
        it = txns.by_id[name] = new_transaction(name, partition)
        it.producer_id = fresh_id()
    if it.changing or it.state in COMPLETE:
        refuse(world, ref, "CONCURRENT_TRANSACTIONS")
    elif it.state == "Ongoing":
        end(world, broker, txns, it, "PrepareAbort", None)
        refuse(world, ref, "CONCURRENT_TRANSACTIONS")
    else:
        change = change_of(
            it, producer=body["producer"], epoch=it.epoch + 1, state="Empty",
            timeout_us=body["timeout_us"], partitions=(), started_us=0,
        )  # fmt: skip
        error = write(world, broker, txns, it, change, ("init", tuple(ref)))
        if error is not None:
            refuse(world, ref, error)


def _initialised(
    world: World, broker: Broker, txns: Transactions, it: Transaction, ref: Ref | None
) -> None:
    world.emit(
        says.Initialised, it.transactional_id, it.producer, it.producer_id, it.epoch, broker.id
    )
    if ref is not None:
        answer = {"error": None, "producer_id": it.producer_id, "producer_epoch": it.epoch}
        reply(world, ref, answer, {"epoch": it.epoch})


def _problem(txns: Transactions, body: Any) -> tuple[Transaction | None, str | None]:
    """The transaction of a request, and why the request is refused, if it is."""
    it = txns.by_id.get(body["transactional_id"])
    if it is None:
        return None, "NOT_COORDINATOR"
    if it.producer_id != body["producer_id"]:
        return it, "INVALID_PRODUCER_ID_MAPPING"
    return it, None


def add_partitions(world: World, broker: Broker, txns: Transactions, ref: Ref, body: Any) -> None:
    """A leader registers partitions on a transaction's first record there."""
    it, error = _problem(txns, body)
    if it is None or error is not None:
        refuse(world, ref, error or "NOT_COORDINATOR")
        return
    missing = tuple(row for row in body["partitions"] if row not in it.partitions)
    if body["producer_epoch"] != it.epoch:
        refuse(world, ref, "PRODUCER_FENCED")
    elif it.changing or it.state in COMPLETE:
        refuse(world, ref, "CONCURRENT_TRANSACTIONS")
    elif it.state == "Ongoing" and not missing:
        reply(world, ref, {"error": None}, {"partitions": body["partitions"]})
    else:
        fresh = it.state != "Ongoing"
        change = change_of(
            it, state="Ongoing", partitions=(*(() if fresh else it.partitions), *missing),
            started_us=world.now_us if fresh else it.started_us,
        )  # fmt: skip
        error = write(world, broker, txns, it, change, ("add", tuple(ref)))
        if error is not None:
            refuse(world, ref, error)


def _added(
    world: World, broker: Broker, txns: Transactions, it: Transaction, ref: Ref | None
) -> None:
    topic, partition = it.partitions[-1]
    rows = tuple((t, p) for t, p in it.partitions)
    world.emit(
        says.PartitionAdded, it.transactional_id, topic, partition, rows,
        it.started_us + it.timeout_us,
    )  # fmt: skip
    if ref is not None:
        reply(world, ref, {"error": None}, {"partitions": ((topic, partition),)})


def end_requested(world: World, broker: Broker, txns: Transactions, ref: Ref, body: Any) -> None:
    """EndTxn: the decision is written; a repeated request gets the answer of the first."""
    it, error = _problem(txns, body)
    if it is None or error is not None:
        refuse(world, ref, error or "NOT_COORDINATOR")
        return
    wanted = "PrepareCommit" if body["outcome"] == "commit" else "PrepareAbort"
    epoch = body["producer_epoch"]
    repeated = epoch == it.epoch - 1 and it.state in (wanted, COMPLETE[wanted])
    if it.changing:
        refuse(world, ref, "CONCURRENT_TRANSACTIONS")
    elif repeated:
        reply(world, ref, {"error": None, "producer_epoch": it.epoch}, {"epoch": it.epoch})
    elif epoch != it.epoch:
        refuse(world, ref, "PRODUCER_FENCED")
    elif it.state in COMPLETE:
        refuse(world, ref, "CONCURRENT_TRANSACTIONS")
    elif it.state in ENDED and wanted == "PrepareCommit":
        refuse(world, ref, "INVALID_TXN_STATE")
    else:
        error = end(world, broker, txns, it, wanted, ref)
        if error is not None:
            refuse(world, ref, error)


def end(
    world: World, broker: Broker, txns: Transactions, it: Transaction, wanted: str, ref: Ref | None
) -> str | None:
    """Write the decision with a raised epoch: nothing of the old epoch is taken any more.

    Without a client's request the epoch is raised twice, once to fence (PrepareEpochFence) and once
    to end, so that a late EndTxn of the fenced producer is not taken for a repeated one.
    """
    partitions = it.partitions if it.state == "Ongoing" else ()
    raised = it.epoch + (1 if ref is not None else 2)
    change = change_of(it, state=wanted, epoch=raised, partitions=partitions)
    follow = ("prepared", tuple(ref) if ref is not None else None)
    return write(world, broker, txns, it, change, follow)


def _prepared(
    world: World, broker: Broker, txns: Transactions, it: Transaction, ref: Ref | None
) -> None:
    """The point of no return: the client is answered at once, the markers follow."""
    world.cause = world.emit(
        says.Prepared, it.transactional_id, it.producer, OUTCOME[it.state], it.state, it.epoch,
        broker.id,
    )  # fmt: skip
    if ref is not None:
        reply(world, ref, {"error": None, "producer_epoch": it.epoch}, {"epoch": it.epoch})
    it.left = it.partitions
    if it.left:
        markers.send(world, broker, it)
    else:
        complete(world, broker, txns, it)


def complete(world: World, broker: Broker, txns: Transactions, it: Transaction) -> None:
    """Every marker is on the in-sync set of its partition: the transaction is over."""
    change = change_of(it, state=COMPLETE[it.state], partitions=(), started_us=0)
    if write(world, broker, txns, it, change, ("complete", None)) is not None:
        markers.again(world, broker, it)


def _completed(
    world: World, broker: Broker, txns: Transactions, it: Transaction, ref: Ref | None
) -> None:
    kind = says.Committed if it.state == "CompleteCommit" else says.Aborted
    world.emit(kind, it.transactional_id, it.producer)


def sweep_later(world: World, broker: Broker, txns: Transactions) -> None:
    if not txns.sweeping:
        txns.sweeping = True
        every = broker.settings["transaction.abort.timed.out.transaction.cleanup.interval.ms"]
        world.at(world.now_us + every, "transaction_sweep", broker.name, cause=0)


def sweep(world: World, broker: Broker, txns: Transactions) -> None:
    """Abort, with a raised epoch, what has been open for longer than its timeout."""
    txns.sweeping = False
    for it in txns.by_id.values():
        late = world.now_us - it.started_us > it.timeout_us
        able = not it.changing and unwritable(broker, it) is None
        if it.state == "Ongoing" and late and able:
            world.cause = world.emit(
                says.Expired, it.transactional_id, it.producer, it.timeout_us,
                cause=world.fault_since(0, it.producer) or None,
                because=("transaction.timeout.ms",),
            )  # fmt: skip
            end(world, broker, txns, it, "PrepareAbort", None)
    if any(r.topic == TRANSACTIONS_TOPIC and r.leads for r in broker.replicas.values()):
        sweep_later(world, broker, txns)


_SAVED: dict[str, Callable[..., None]] = {
    "init": _initialised,
    "add": _added,
    "prepared": _prepared,
    "complete": _completed,
}
