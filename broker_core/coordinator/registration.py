"""A leader makes sure that a partition belongs to the transaction of what it is to write (KIP-890).

Before the first transactional record of a producer epoch the leader registers the partition with
the transaction's coordinator; the request waits meanwhile.
"""

from collections.abc import Callable
from typing import Any

from broker_core.coordinator.transactions import TRANSACTIONS_TOPIC, state_partition
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.kernel.world import World
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker

Proceed = Callable[[Broker, Ref, Any, dict[str, str]], None]
"""Goes on with a request; the mapping says which places were refused, and why."""

BRIEFLY = "CONCURRENT_TRANSACTIONS"


def missing(broker: Broker, body: Any) -> tuple[Any, ...]:
    """The partitions of a produce request that are not known to be part of its transaction."""
    rows = []
    for topic, partition, producer_id, epoch, *_ in body["batches"]:
        replica = broker.replica(topic, partition)
        if replica is None or not replica.leads:
            continue
        known = replica.log.producers.get(producer_id)
        if known is not None and known[0] > epoch:
            continue
        if producer_id not in replica.log.txn.open or (known is not None and known[0] < epoch):
            rows.append((topic, partition))
    return tuple(rows)


def ask(
    world: World, broker: Broker, ref: Ref, body: Any, rows: Any, identity: Any, proceed: Proceed,
    until_us: int | None = None,
) -> None:  # fmt: skip
    """Register `rows` for `identity` = (transactional id, producer id, producer epoch)."""
    settings = broker.settings
    if until_us is None:
        until_us = world.now_us + settings["add.partitions.to.txn.retry.backoff.max.ms"]
    partition = state_partition(identity[0])
    reg = broker.image.partitions.get(place(TRANSACTIONS_TOPIC, partition))
    if reg is None or reg.leader < 0:
        proceed(broker, ref, body, _refused(rows, "COORDINATOR_NOT_AVAILABLE"))
        return
    network.request(
        world, broker.name, f"broker-{reg.leader}", "coordinator", "add_partitions",
        {
            "transactional_id": identity[0],
            "producer_id": identity[1],
            "producer_epoch": identity[2],
            "partitions": rows,
        },
        settings["request.timeout.ms"], {"partitions": rows},
        context=(tuple(ref), body, rows, identity, until_us),
    )  # fmt: skip


def _refused(rows: Any, error: str) -> dict[str, str]:
    return {place(topic, partition): error for topic, partition in rows}


def answered(
    world: World, broker: Broker, error: str | None, context: Any, proceed: Proceed
) -> None:
    """The coordinator's word; one that is still busy with the transaction before is asked again."""
    ref, body, rows, _, until_us = context
    if error == BRIEFLY and world.now_us < until_us:
        wait = broker.settings["add.partitions.to.txn.retry.backoff.ms"]
        world.at(world.now_us + wait, "register_again", broker.name, context)
        return
    word = {
        "PRODUCER_FENCED": "INVALID_PRODUCER_EPOCH",
        "NOT_COORDINATOR": "COORDINATOR_NOT_AVAILABLE",
    }.get(error or "", error)
    proceed(broker, Ref(*ref), body, _refused(rows, word) if word else {})
