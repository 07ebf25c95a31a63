"""The receiving half of a client: what arrives, what faults do to it, and what it is done with."""

from collections.abc import Callable
from typing import Any

from broker_core.events.pubsub import (
    Delivered,
    FaultStruck,
    Polled,
    Processed,
    ReadingBegan,
    WorkFailed,
)
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.pubsub import reading
from broker_core.pubsub.messages import lost
from broker_core.pubsub.state import Arrival
from broker_core.town import Client, Town

REMEMBERED = 1024
"""So many of the newest events a client knows to have processed."""


def deliver(t: Town, ref: Ref, body: Any) -> None:
    """A broker pushed an event; it is not answered, so the connection is free at once."""
    network.done(t.world, ref)
    event, way, place, delivery, offset, _queue = body
    it, row = t.clients[ref.server], Arrival(event, way, place, delivery, offset, 0)
    if it.state == "leaving":
        miss(t, it, row, "stopped")
    else:
        arrive(t, it, row)


def arrive(t: Town, it: Client, row: Arrival) -> None:
    """An event is at a client's door; armed faults strike here, one a delivery."""
    if it.withheld:
        late, it.withheld = it.withheld[0], []
        _astray(t, it, late, False)
        _receive(t, it, row)
        _receive(t, it, late)
    elif it.faults:
        fault, armed = it.faults.pop(0)
        seq = t.world.emit(
            FaultStruck, it.name, fault, row.event, t.event(row.event).name, also=(armed,)
        )
        t.world.cause = seq
        _FAULTS[fault](t, it, row)
    else:
        _receive(t, it, row)


def _lose(t: Town, it: Client, row: Arrival) -> None:
    _astray(t, it, row, True)
    lost(t, row.event, it.name, "fault", "lose")


def _duplicate(t: Town, it: Client, row: Arrival) -> None:
    _receive(t, it, row)
    _receive(t, it, row)


def _swap(t: Town, it: Client, row: Arrival) -> None:
    it.withheld = [row]
    _astray(t, it, row, True)


_FAULTS: dict[str, Callable[[Town, Client, Arrival], None]] = {
    "lose": _lose,
    "duplicate": _duplicate,
    "swap": _swap,
}


def _astray(t: Town, it: Client, row: Arrival, astray: bool) -> None:
    """A fault keeps an event from its reader (or no longer): its queue goes on as if it had it."""
    if row.way != "queue":
        return
    queue = t.queues[row.place]
    given = queue.out.get(row.event)
    if given is not None and given.reader == it.name:
        queue.out[row.event] = given._replace(astray=astray)
        t.world.at(t.world.now_us, "dispatch", queue.hub, queue.name)


def _receive(t: Town, it: Client, row: Arrival) -> None:
    """Into the inbox; what is pushed directly finds no place in a full one."""
    box, world = it.intake, t.world
    if row.way == "direct" and 0 < box.limit <= len(box.inbox):
        lost(t, row.event, it.name, "inbox", "inbox_full", because=("inbox",))
        return
    before = world.cause
    world.cause = world.emit(
        Delivered, it.name, row.event, t.event(row.event).name, row.way, row.place, row.delivery,
        row.offset,
    )  # fmt: skip
    box.inbox.append(row._replace(seq=t.world.seq))
    world.at(world.now_us, "turn", it.name)
    world.cause = before


def polled(t: Town, client: str, server: str, body: Any, context: Any) -> None:
    """What follows a position. An answer to a question that is no longer asked changes nothing."""
    name, position, committed, origin, rows, end = body
    it = t.clients[client]
    reader = it.intake.readers.get(name)
    if reader is None:
        return
    reader.asking = False
    if reader.position != context[1]:
        reading.poll(t, it, reader)
        return
    if origin:
        reader.position = position
        because = ("retention",) if origin == "out_of_range" else ()
        t.world.cause = t.world.emit(
            ReadingBegan, name, client, position, committed, origin, because=because
        )
    reader.idle = not rows
    if not rows:
        reading.later(t, it, reader)
        return
    reader.position = rows[-1][0] + 1
    lag = end - reader.position
    seq = t.world.emit(
        Polled, name, client, len(rows), reader.position, lag, because=("most_records",)
    )
    for offset, event in rows:
        t.world.cause = seq
        arrive(t, it, Arrival(event, "log", name, 1, offset, 0))
    reading.settled(t, it, name)


def finished(t: Town, client: str, row: Any, outcome: str) -> None:
    """A worker is done with an event: `outcome` is ok or failed. What was given is acknowledged or
    goes back, a log's offset is committed when its batch is done; the worker's slot is free."""
    it = t.clients[client]
    row = Arrival(*row)
    slot = next((n for n, work in it.intake.work.items() if work.seq == row.seq), None)
    if slot is None:
        return
    del it.intake.work[slot]
    name = t.event(row.event).name
    if outcome == "ok":
        again = row.event in it.intake.done
        late = t.world.now_us - t.event(row.event).published_at_us
        seq = t.world.emit(Processed, client, slot, row.event, name, again, late)
        _note_done(it, row.event)
    else:
        seq = t.world.emit(WorkFailed, client, slot, row.event, name)
    t.world.cause = seq
    settle(t, it, row, outcome)
    t.world.cause = seq


def _note_done(it: Client, event: int) -> None:
    done = it.intake.done
    done[event] = done.pop(event, 0) + 1
    if len(done) > REMEMBERED:
        del done[next(iter(done))]


def settle(t: Town, it: Client, row: Arrival, outcome: str) -> None:
    """Tell the queue or the log what became of an event."""
    if row.way == "queue":
        network.request(
            t.world, it.name, it.hub, "events", "acknowledge", (row.place, row.event, outcome), 0,
            {"event": row.event, "name": t.event(row.event).name, "queue": row.place},
            answer=False,
        )  # fmt: skip
        return
    if outcome != "ok":
        lost(t, row.event, it.name, "client", "failed")
    if row.way == "log":
        reading.settled(t, it, row.place)


def miss(t: Town, it: Client, row: Arrival, reason: str) -> None:
    """A program ends without an event: one that was only pushed is lost; others come again."""
    if row.way == "direct":
        lost(t, row.event, it.name, "client", reason)


def abandon(t: Town, it: Client, reason: str) -> None:
    """The process is gone with everything that it held."""
    box = it.intake
    for row in [*it.withheld, *box.work.values(), *box.inbox]:
        miss(t, it, row, reason)
    it.withheld, box.inbox, box.work = [], [], {}
    box.attached = box.knocking = False
    reading.forget(it)
