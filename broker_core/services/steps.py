"""What each kind of step does with the frame in a slot."""

from collections.abc import Callable
from typing import Any

from broker_core.events.service import Compensated, OlderIgnored, Refused
from broker_core.services import calls, outbox, reading, sagas, stores
from broker_core.services.state import Frame, Service
from broker_core.services.templates import amount_of, fill, key_of, step_of
from broker_core.town import Town


def _put_back(s: Service, slot: int, **changes: Any) -> None:
    s.work[slot] = s.work[slot]._replace(**changes)


def _publish(t: Town, s: Service, slot: int, step: Any) -> None:
    frame = s.work[slot]
    _made_good(t, s, frame, step, fill(step["name"], frame))
    number = outbox.publish(t, s, frame, step)
    out = t.clients[s.name].outlet
    if number in out.held:
        _put_back(s, slot, waits=("kept", number))
    elif number and out.quality == "guaranteed":
        _put_back(s, slot, outcome="failed", reason="buffer_full")


def _change(t: Town, s: Service, slot: int, step: Any) -> None:
    frame = s.work[slot]
    store, key = step["store"], key_of(step, frame) or stores.NO_KEY
    known = stores.entry(s, store, key)
    number = frame.number if frame.origin == "event" else 0
    if step["op"] == "set_if_newer" and known and frame.version and frame.version <= known[1]:
        t.world.emit(
            OlderIgnored, s.name, number, frame.label, key, frame.version, known[1],
            because=("set_if_newer",),
        )  # fmt: skip
        return
    amount = amount_of(step, frame)
    if step["op"] == "add" and amount is None:
        _refuse(t, s, slot, step, key, "not_a_number")
        return
    before = known[0] if known else None
    text = stores.number_or_text(fill(step["value"], frame))
    value = stores.changed(step["op"], before, text, amount or 0)
    _made_good(t, s, frame, step, frame.label)
    stores.put(t, s, store, key, value, number, frame.version)
    reading.record(t, s, frame, "ok")


def _take(t: Town, s: Service, slot: int, step: Any) -> None:
    frame = s.work[slot]
    store, key = step["store"], key_of(step, frame) or stores.NO_KEY
    known = stores.entry(s, store, key)
    there = known[0] if known and isinstance(known[0], int) else 0
    amount = amount_of(step, frame)
    if amount is None or there < amount:
        reason = "not_a_number" if amount is None else "not_enough"
        _refuse(t, s, slot, step, key, reason)
        return
    number = frame.number if frame.origin == "event" else 0
    _made_good(t, s, frame, step, frame.label)
    stores.put(t, s, store, key, there - amount, number, frame.version)
    reading.record(t, s, frame, "ok")


def _refusal(t: Town, s: Service, slot: int, step: Any) -> None:
    _refuse(t, s, slot, step, key_of(step, s.work[slot]), "refuses")


def _refuse(t: Town, s: Service, slot: int, step: Any, key: str | None, reason: str) -> None:
    """The rest is not done; who wants to know hears of it by an event, if the step names one."""
    frame = s.work[slot]
    t.world.cause = t.world.emit(Refused, s.name, frame.label, key, reason, frame.correlation)
    reading.record(t, s, frame, "refused")
    rest = (step_of("publish", step, key=None, undo=False),) if step["name"] else ()
    _put_back(s, slot, steps=rest, at=0, outcome="refused", reason=reason)


def _made_good(t: Town, s: Service, frame: Frame, step: Any, name: str) -> None:
    """A step of a choreography that undoes an earlier one; in an orchestrated process the conductor
    says so when it hears of it."""
    saga = t.sagas.get(frame.correlation)
    if step["undo"] and saga is not None and saga.style == "choreographed":
        saga.state = "compensating" if saga.state == "running" else saga.state
        t.world.emit(Compensated, saga.correlation, saga.definition, name, s.name)


def _lookup(t: Town, s: Service, slot: int, step: Any) -> None:
    """A thin event's rest; an event that carries state needs none, and an own store needs no call."""
    frame = s.work[slot]
    if frame.origin == "event" and t.event(frame.number).carries == "state":
        return
    if step["service"] != s.name:
        calls.look_up(t, s, slot, step)
        return
    value, version = stores.entry(s, step["store"], key_of(step, frame) or stores.NO_KEY) or ("", 0)
    _put_back(s, slot, value=str(value), version=version)


def _nothing(t: Town, s: Service, slot: int, step: Any) -> None:
    """Work: the time of the step has passed already."""


def _conduct(t: Town, s: Service, slot: int, step: Any) -> None:
    frame = s.work[slot]
    _put_back(s, slot, steps=(*frame.steps, *sagas.conduct(t, s, t.event(frame.number))))


def _start(t: Town, s: Service, slot: int, step: Any) -> None:
    frame = s.work[slot]
    _put_back(s, slot, steps=(*frame.steps, *sagas.start(t, s, frame)))


DO: dict[str, Callable[[Town, Service, int, Any], None]] = {
    "call": calls.call,
    "publish": _publish,
    "change": _change,
    "take": _take,
    "lookup": _lookup,
    "work": _nothing,
    "refuse": _refusal,
    "conduct": _conduct,
    "start": _start,
}
"""Kind of step -> (town, service, slot, step); the frame in the slot is what changes."""
