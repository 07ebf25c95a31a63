"""A client's workers: each takes the next event out of the inbox when it is free."""

from typing import Any

from broker_core.events.pubsub import Discarded, WorkStarted
from broker_core.mesh.names import InvalidName
from broker_core.mesh.subscriptions import matches
from broker_core.pubsub import intake
from broker_core.pubsub.state import Arrival
from broker_core.services import work as services
from broker_core.town import Client, Town


def turn(t: Town, client: str) -> None:
    """Give free workers what waits in the inbox. Anybody may schedule it for a client, as
    `t.world.at(now, "turn", client)`; nothing happens when nobody is free or nothing waits."""
    it = t.clients[client]
    before = t.world.cause
    if client in t.services and it.state in ("up", "stopping") and not services.ready(t, client):
        return
    t.world.cause = before
    while it.state == "up":
        slot, row = _free_slot(t, it), _next_row(t, it)
        if slot is None or row is None:
            return
        it.intake.inbox.remove(row)
        if it.intake.keeps and not _kept(t, it, row):
            _discard(t, it, row)
        else:
            it.intake.work[slot] = row
            _begin(t, it, slot, row)
        t.world.cause = before


def _free_slot(t: Town, it: Client) -> int | None:
    """The lowest worker that is free; a plain client has one, a service may be busy with calls."""
    service = t.services.get(it.name)
    busy: Any = it.intake.work if service is None else {**service.work, **it.intake.work}
    workers = 1 if service is None else service.workers
    return next((slot for slot in range(1, workers + 1) if slot not in busy), None)


def _next_row(t: Town, it: Client) -> Arrival | None:
    """The oldest event; of an ordered service the oldest whose key nobody works on."""
    service = t.services.get(it.name)
    if service is None or not service.ordered:
        return it.intake.inbox[0] if it.intake.inbox else None
    keys = [t.event(row.event).key for row in it.intake.work.values()]
    return next((r for r in it.intake.inbox if t.event(r.event).key not in keys), None)


def _kept(t: Town, it: Client, row: Arrival) -> bool:
    """Whether the application's own code wants an event that it received."""
    try:
        return matches(it.intake.keeps, t.event(row.event).topic, t.hub_of(it.name).dialect)
    except InvalidName:
        return False


def _discard(t: Town, it: Client, row: Arrival) -> None:
    name = t.event(row.event).name
    t.world.cause = t.world.emit(
        Discarded, it.name, row.event, name, it.intake.keeps, (row.event,), because=("keeps",)
    )
    intake.settle(t, it, row, "ok")


def _begin(t: Town, it: Client, slot: int, row: Arrival) -> None:
    if it.name in t.services:
        services.begin(t, it.name, slot, row)
        return
    until = t.world.now_us + it.intake.work_us
    t.world.cause = t.world.emit(
        WorkStarted, it.name, slot, row.event, t.event(row.event).name, until, (row.event,),
        because=("work",),
    )  # fmt: skip
    t.world.at(until, "work_done", it.name, slot, row.seq)


def work_done(t: Town, client: str, slot: int, seq: int) -> None:
    """A plain client has worked on an event for as long as it takes."""
    row = t.clients[client].intake.work.get(slot)
    if row is not None and row.seq == seq:
        intake.finished(t, client, row, "ok")
        turn(t, client)
