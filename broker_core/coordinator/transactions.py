"""What a transaction coordinator holds, and how it is read back from its log (semantics 2.7).

The coordinator of a transactional.id is the leader of one partition of __transaction_state. Every
change is written there first and counts once the in-sync set has it.
"""

import json
from typing import Any

from broker_core.coordinator.placement import coordinator_partition
from broker_core.kernel.canonical import canonical_text
from broker_core.kernel.state import Plain, state
from broker_core.log.partition_log import Record

TRANSACTIONS_TOPIC = "__transaction_state"
TRANSACTIONS_PARTITIONS = 50


@state
class Transaction:
    """A transactional.id as its coordinator knows it.

    `state` is Empty, Ongoing, PrepareCommit, PrepareAbort, CompleteCommit or CompleteAbort;
    `changing` while a write is not yet on the in-sync set. `left` are the partitions whose marker
    is not confirmed yet.
    """

    transactional_id: str
    partition: int
    producer: str
    producer_id: int
    epoch: int
    state: str
    timeout_us: int
    partitions: Plain
    started_us: int
    changing: bool
    left: Plain


@state
class Transactions:
    """A broker's transaction coordinator. `waiting`: (partition of the state topic, required
    offset, the change, what follows it) in the order of the log."""

    broker: int
    by_id: dict[str, Transaction]
    waiting: list[Plain]
    sweeping: bool


def new_transactions(broker: int) -> Transactions:
    return Transactions(broker, {}, [], False)


def state_partition(transactional_id: str) -> int:
    """Which partition of __transaction_state an id belongs to."""
    return coordinator_partition(transactional_id, TRANSACTIONS_PARTITIONS)


def change_of(it: Transaction, **changed: Any) -> dict[str, Any]:
    """The next version of a transaction, as it is written down."""
    now = {
        "producer": it.producer,
        "producer_id": it.producer_id,
        "epoch": it.epoch,
        "state": it.state,
        "timeout_us": it.timeout_us,
        "partitions": it.partitions,
        "started_us": it.started_us,
    }
    return {**now, **changed}


def adopt(it: Transaction, change: Any) -> None:
    """A change is safe: it holds from now on."""
    it.producer = change["producer"]
    it.producer_id = change["producer_id"]
    it.epoch = change["epoch"]
    it.state = change["state"]
    it.timeout_us = change["timeout_us"]
    it.partitions = tuple((t, p) for t, p in change["partitions"])
    it.started_us = change["started_us"]


def new_transaction(transactional_id: str, partition: int) -> Transaction:
    return Transaction(transactional_id, partition, "", -1, -1, "Empty", 0, (), 0, False, ())


def record_of(transactional_id: str, change: Any) -> tuple[str, str]:
    """(key, value) of a change in the log."""
    value = {**change, "partitions": [list(row) for row in change["partitions"]]}
    return f"transaction {transactional_id}", canonical_text(value)


def load_transactions(records: list[Record], partition: int) -> dict[str, Transaction]:
    """The transactions that a log of __transaction_state tells of."""
    found: dict[str, Transaction] = {}
    for record in records:
        name = (record.key or "").partition(" ")[2]
        it = found.setdefault(name, new_transaction(name, partition))
        adopt(it, json.loads(record.value or "{}"))
    return found
