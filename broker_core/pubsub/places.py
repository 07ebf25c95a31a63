"""Queues, logs and interests at a broker: how they come to be there."""

from typing import Any

from broker_core.events.pubsub import LogDeclared, QueueDeclared
from broker_core.kernel.chunks import Chunks
from broker_core.pubsub import hubs
from broker_core.pubsub.state import Hub, Queue, Tape
from broker_core.town import Town

Row = dict[str, Any]


def add_queue(t: Town, row: Row) -> Queue:
    """A durable queue with its subscriptions; `row` as the scenario's section has it."""
    hub = t.hubs[row["broker"]]
    queue = t.queues[row["id"]] = Queue(
        row["id"], hub.name, row["capacity"], row["overflow"], row["expiry_us"],
        row["most_deliveries"], row["dead_letter"], row["window"], row["ack_timeout_us"],
        [], {}, [], 0,
    )  # fmt: skip
    hub.queues.append(queue.name)
    t.world.emit(
        QueueDeclared, queue.name, hub.name, queue.capacity, queue.overflow, queue.expiry_us,
        queue.most_deliveries, queue.dead_letter,
    )  # fmt: skip
    for filter in row["filters"]:
        hubs.subscribe(t, hub, queue.name, filter, "queue")
    return queue


def own_queue(name: str, broker: str, window: int = 1) -> Row:
    """The section of a queue that a client gets for itself, as many events at once as it can work on."""
    return {
        "id": name, "broker": broker, "filters": [], "capacity": 0, "overflow": "reject",
        "expiry_us": 0, "most_deliveries": 0, "dead_letter": "", "window": window,
        "ack_timeout_us": 0,
    }  # fmt: skip


def own_place(client: str, memory: str) -> str:
    """Where a client's events go when it names no place."""
    return client if memory == "direct" else f"{client}.queue"


def add_tape(t: Town, row: Row) -> Tape:
    """A log with its subscriptions."""
    hub = t.hubs[row["broker"]]
    tape = t.tapes[row["id"]] = Tape(row["id"], hub.name, row["retention_us"], Chunks(), 0, {}, 0)
    hub.logs.append(tape.name)
    t.world.emit(LogDeclared, tape.name, hub.name, tape.retention_us)
    for filter in row["filters"]:
        hubs.subscribe(t, hub, tape.name, filter, "log")
    return tape


def take_interest(t: Town, hub: Hub, client: str, filter: str, memory: str, place: str) -> None:
    """A broker keeps what a client asks for: a direct subscription, a queue to read, a log."""
    if memory == "queue":
        window = t.services[client].workers if client in t.services else 1
        queue = t.queues.get(place) or add_queue(t, own_queue(place, hub.name, window))
        if client not in queue.readers:
            queue.readers.append(client)
    if filter:
        hubs.subscribe(t, hub, place, filter, memory)


def lose_interest(t: Town, hub: Hub, client: str, filter: str, memory: str, place: str) -> None:
    """The same withdrawn; a queue that has no other want of this client loses it as a reader."""
    if filter:
        hubs.unsubscribe(t, hub, place, filter, "asked")
    reads = [want for want in t.clients[client].intake.wants if want[2] == place]
    if memory == "queue" and not reads and client in t.queues[place].readers:
        t.queues[place].readers.remove(client)
        t.queues[place].turn = 0


def free_id(t: Town, name: str) -> bool:
    """Whether nothing in the run has this id."""
    return name not in t.world.processes and name not in t.queues and name not in t.tapes
