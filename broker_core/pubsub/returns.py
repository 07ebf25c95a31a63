"""What readers and time do to events in a queue: acknowledged, given back, too often, too old."""

from bisect import insort
from typing import Any

from broker_core.events.pubsub import Acknowledged, Expired, Returned, SetAside
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.pubsub import queues
from broker_core.pubsub.messages import lost
from broker_core.pubsub.state import Queue
from broker_core.town import Town

BECAUSE = {"timeout": ("ack_timeout",)}


def acknowledge(t: Town, ref: Ref, body: Any) -> None:
    """A reader is done with an event: forgotten when that went well, else it comes back. An event
    that was given to somebody else meanwhile is left alone."""
    name, event, outcome = body
    queue = t.queues[name]
    network.done(t.world, ref)
    given = queue.out.get(event)
    if given is None or given.reader != ref.client:
        return
    if outcome != "ok":
        give_back(t, queue, event, "failed")
    else:
        del queue.out[event]
        t.world.cause = t.world.emit(
            Acknowledged, name, event, t.event(event).name, ref.client
        )  # fmt: skip
    queues.dispatch(t, queue)


def give_back(t: Town, queue: Queue, event: int, reason: str) -> None:
    """An event that is out was not acknowledged: it waits again in its old place, or goes aside when
    it was given out as often as allowed. The caller lets the queue go on (`queues.dispatch`)."""
    given = queue.out.pop(event)
    row = given.waiting()
    name = t.event(event).name
    if 0 < queue.most_deliveries <= row.delivery:
        _set_aside(t, queue, event, row.delivery)
        return
    insort(queue.waiting, row, key=lambda other: other.order)
    order = tuple((other.event, other.delivery) for other in queue.waiting)
    t.world.cause = t.world.emit(
        Returned, queue.name, event, name, given.reader, row.delivery, reason, order,
        because=BECAUSE.get(reason, ()),
    )  # fmt: skip
    if 0 < row.expires_at_us <= t.world.now_us:
        expire(t, queue.name, event)


def give_back_all(t: Town, hub: str, reader: str | None, reason: str) -> None:
    """Everything that a reader (all of them: None) has of this broker's queues comes back, and the
    queues go on with the readers that are left."""
    seq = t.world.cause
    for queue in [queue for queue in t.queues.values() if queue.hub == hub]:
        mine = [e for e, given in queue.out.items() if reader in (None, given.reader)]
        for event in mine:
            give_back(t, queue, event, reason)
            t.world.cause = seq
        if mine:
            queues.dispatch(t, queue)


def _set_aside(t: Town, queue: Queue, event: int, delivery: int) -> None:
    seq = t.world.emit(
        SetAside, queue.name, event, t.event(event).name, delivery, queue.dead_letter, (),
        because=("most_deliveries",),
    )  # fmt: skip
    _bury(t, queue, event, seq, "most_deliveries")


def _bury(t: Town, queue: Queue, event: int, seq: int, reason: str) -> None:
    """Into the dead letter queue, or nowhere."""
    before, t.world.cause = t.world.cause, seq
    if queue.dead_letter:
        queues.park(t, t.queues[queue.dead_letter], event)
    else:
        lost(t, event, queue.name, "queue", reason)
    t.world.cause = before


def expire(t: Town, name: str, event: int) -> None:
    """An event's time in a queue is over, if it still waits there; one that is out keeps its chance."""
    queue = t.queues[name]
    row = next((row for row in queue.waiting if row.event == event), None)
    if row is None or not 0 < row.expires_at_us <= t.world.now_us:
        return
    queue.waiting.remove(row)
    waited = t.world.now_us - row.parked_at_us
    seq = t.world.emit(
        Expired, name, event, t.event(event).name, waited, (event,), because=("expiry",)
    )
    _bury(t, queue, event, seq, "expired")


def overdue(t: Town, name: str, event: int, delivery: int) -> None:
    """A reader has had an event for as long as it may without acknowledging it."""
    queue = t.queues[name]
    given = queue.out.get(event)
    if given is None or given.delivery != delivery:
        return
    t.world.cause = t.world.fault_since(t.world.cause, queue.hub, given.reader)
    give_back(t, queue, event, "timeout")
    queues.dispatch(t, queue)


def rearm(t: Town, hub: str) -> None:
    """A broker came back: what grew too old meanwhile goes, and its queues watch the rest again."""
    for queue in [queue for queue in t.queues.values() if queue.hub == hub]:
        for row in list(queue.waiting):
            if row.expires_at_us > t.world.now_us:
                t.world.at(row.expires_at_us, "expire", hub, queue.name, row.event)
            else:
                expire(t, queue.name, row.event)
