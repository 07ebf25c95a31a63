"""Durable queues: events are parked, given to one reader each, and forgotten when acknowledged."""

from broker_core.events.pubsub import Overflowed, Parked, Taken
from broker_core.pubsub import direct
from broker_core.pubsub.messages import lost
from broker_core.pubsub.state import Given, Queue, Waiting
from broker_core.town import Town


def holds(queue: Queue, event: int) -> bool:
    """Whether an event waits there or is out with a reader; a queue has each event once."""
    return event in queue.out or any(row.event == event for row in queue.waiting)


def full(queue: Queue) -> bool:
    return 0 < queue.capacity <= len(queue.waiting) + len(queue.out)


def refuses(queue: Queue, event: int) -> bool:
    """Whether a producer must hear that its event does not fit."""
    return queue.overflow == "reject" and full(queue) and not holds(queue, event)


def park(t: Town, queue: Queue, event: int) -> None:
    """An event joins the queue, if there is room by its policy; readers get what they may."""
    if holds(queue, event) or (full(queue) and not _make_room(t, queue, event)):
        return
    world = t.world
    expires = world.now_us + queue.expiry_us if queue.expiry_us else 0
    waiting = len(queue.waiting) + 1
    seq = world.emit(Parked, queue.name, event, t.event(event).name, 0, waiting)
    queue.waiting.append(Waiting(event, 0, world.now_us, expires, seq))
    world.cause = seq
    if expires:
        world.at(expires, "expire", queue.hub, queue.name, event)
    dispatch(t, queue)


def _make_room(t: Town, queue: Queue, event: int) -> bool:
    """By the queue's policy somebody goes; returns whether the newcomer may stay."""
    if queue.overflow == "reject":  # it came over a link, so no producer can be told any more
        lost(t, event, queue.name, "queue", "queue_full", because=("capacity", "overflow"))
        return False
    oldest = queue.waiting[0].event if queue.waiting else event
    victim = oldest if queue.overflow == "drop_oldest" else event
    gone = (victim,) if victim != event else ()
    queue.waiting = [row for row in queue.waiting if row.event != victim]
    seq = t.world.emit(
        Overflowed, queue.name, event, victim, queue.overflow, gone,
        because=("capacity", "overflow"),
    )  # fmt: skip
    lost(t, victim, queue.name, "queue", "overflow", cause=seq)
    return victim != event


def dispatch(t: Town, queue: Queue) -> None:
    """Give out what waits, while a connected reader may have more; readers take turns."""
    seq = t.world.cause
    while queue.waiting:
        reader = _next_reader(t, queue)
        if reader is None:
            return
        _give(t, queue, reader)
        t.world.cause = seq


def _next_reader(t: Town, queue: Queue) -> str | None:
    connected = t.hubs[queue.hub].connected
    count = len(queue.readers)
    for step in range(count):
        place = (queue.turn + step) % count
        reader = queue.readers[place]
        if reader in connected and load(queue, reader) < queue.window:
            queue.turn = (place + 1) % count
            return reader
    return None


def load(queue: Queue, reader: str) -> int:
    """How many events of its window a reader has; one that a fault keeps from it does not count."""
    return sum(1 for row in queue.out.values() if row.reader == reader and not row.astray)


def _give(t: Town, queue: Queue, reader: str) -> None:
    world, row = t.world, queue.waiting.pop(0)
    row = row._replace(delivery=row.delivery + 1)
    queue.out[row.event] = Given(reader, False, *row)
    e = t.event(row.event)
    world.cause = world.emit(
        Taken, queue.name, e.event, e.name, reader, row.delivery, (e.event,), because=("window",)
    )
    if queue.ack_timeout_us:
        due = world.now_us + queue.ack_timeout_us
        world.at(due, "ack_timeout", queue.hub, queue.name, e.event, row.delivery)
    direct.deliver(t, t.hubs[queue.hub], reader, e, ("queue", queue.name, row.delivery))


def wake(t: Town, name: str) -> None:
    """Something changed for a queue: look whether it can give out more."""
    dispatch(t, t.queues[name])
