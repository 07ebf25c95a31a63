"""WriteTxnMarkers: the coordinator ends a transaction in every partition it touched (2.7)."""

from typing import Any

from broker_core.coordinator.group import OFFSETS_TOPIC, Groups
from broker_core.coordinator.transactions import Transaction
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.kernel.world import World
from broker_core.log.transactions import ABORT, COMMIT
from broker_core.replication import leader
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker, Replica

RETRY_US = 100_000


def send(world: World, broker: Broker, it: Transaction) -> None:
    """One request to every leader that still owes a marker; without a leader try again later."""
    outcome = COMMIT if it.state == "PrepareCommit" else ABORT
    by_leader: dict[int, list[Any]] = {}
    for topic, partition in it.left:
        reg = broker.image.partitions.get(place(topic, partition))
        by_leader.setdefault(reg.leader if reg is not None else -1, []).append((topic, partition))
    for server, rows in by_leader.items():
        if server < 0:
            again(world, broker, it)
            continue
        marked = tuple((t, p, it.producer_id, it.epoch, outcome) for t, p in rows)
        network.request(
            world, broker.name, f"broker-{server}", "coordinator", "write_markers",
            {"markers": marked, "producer": it.producer, "acks": "all"},
            broker.settings["request.timeout.ms"],
            {"partitions": tuple(rows), "outcome": outcome},
            context=(it.transactional_id, it.epoch),
        )  # fmt: skip


def again(world: World, broker: Broker, it: Transaction) -> None:
    world.at(world.now_us + RETRY_US, "markers_again", broker.name, it.transactional_id, it.epoch)


def answered(world: World, broker: Broker, it: Transaction, results: Any) -> bool:
    """Strike off what is confirmed; True when nothing is left."""
    ok = {(row[0], row[1]) for row in results if row[2] is None}
    had = bool(it.left)
    it.left = tuple(row for row in it.left if row not in ok)
    if len(ok) < len(results):
        again(world, broker, it)
    return had and not it.left


def serve(world: World, broker: Broker, groups: Groups, ref: Ref, body: Any) -> None:
    """A leader writes the control records; the answer waits for the in-sync set."""
    results: list[Any] = []
    required: dict[str, int] = {}
    touched: list[Replica] = []
    for topic, partition, producer_id, epoch, outcome in body["markers"]:
        replica = broker.replica(topic, partition)
        error = None
        if replica is None or not replica.leads:
            error = "NOT_LEADER_OR_FOLLOWER"
        elif len(replica.isr) < broker.min_insync(topic):
            error = "NOT_ENOUGH_REPLICAS"
        if error is not None or replica is None:
            results.append((topic, partition, error, -1, ()))
            continue
        known = replica.log.producers.get(producer_id)
        if known is None or known[0] < epoch or producer_id in replica.log.txn.open:
            rows = _write(world, broker, replica, body["producer"], producer_id, epoch, outcome)
            touched.append(replica)
        else:
            rows = ()
        results.append((topic, partition, None, replica.log.log_end - len(rows), rows))
        required[place(topic, partition)] = replica.log.log_end
        if topic == OFFSETS_TOPIC and rows:
            data = (producer_id, body["producer"], outcome)
            groups.waiting.append((partition, replica.log.log_end, "transaction", data))
    leader.park(world, broker, ref, results, required)
    for replica in touched:
        leader.after_append(world, broker, replica)
    leader.complete_produce(world, broker)


def _write(
    world: World, broker: Broker, replica: Replica, producer: str, producer_id: int, epoch: int,
    outcome: str,
) -> Any:  # fmt: skip
    """A marker of a bumped epoch: whatever of the old one comes later is refused (KIP-890)."""
    world.next_record += 1
    row = (world.next_record, None, outcome, world.now_us)
    leader.write(world, broker, replica, [row], producer, producer_id, epoch, -1, outcome)
    return ((world.next_record, None),)
