"""A service at work: frames, each a worker's event, request or call with the steps that it takes.

A step is one moment of its own, 1 us after the one before at the least, so that a crash can fall
between a change and the event that tells of it. Changes that follow each other are one transaction;
so are, with an outbox, a change and the events written with it.
"""

from typing import Any

from broker_core.events.pubsub import WorkStarted
from broker_core.events.service import DuplicateIgnored, FrameEnded, FrameStarted
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.pubsub import intake
from broker_core.pubsub.state import Arrival
from broker_core.services import reading, requests, rewinding, sagas, steps
from broker_core.services.operations import handler_of
from broker_core.services.state import Asked, Frame, Service
from broker_core.town import Town

GAP_US = 1
EFFECTS = ("change", "take")


def free_slot(t: Town, s: Service) -> int | None:
    """A worker without work, None when there is none."""
    busy = t.clients[s.name].intake.work
    return next((n for n in range(1, s.workers + 1) if n not in s.work and n not in busy), None)


def ready(t: Town, name: str) -> bool:
    """Before events get their turn: requests and calls come first, since somebody waits for their
    answer. False while a rewind waits for the work in hand."""
    s = t.services[name]
    while s.calls and (slot := free_slot(t, s)) is not None:
        _begin_asked(t, s, slot, s.calls.pop(0))
    if rewinding.due(t, s):
        rewinding.do(t, s)
    return s.rewinding is None


def begin(t: Town, name: str, slot: int, row: Arrival) -> None:
    """A worker takes up an event."""
    s = t.services[name]
    event = t.event(row.event)
    handler = handler_of(s, event.name)
    rows = handler["steps"] if handler else ()
    if sagas.conducts(t, s, event):
        rows = (*rows, sagas.CONDUCT)
    thin = event.carries == "id"
    frame = Frame(
        "event", event.event, event.name, event.key, "" if thin else event.value,
        0 if thin else event.version, event.correlation, tuple(rows), -1, 0, tuple(row), (),
        t.world.now_us, "ok", "",
    )  # fmt: skip
    quick = reading.repeated(t, s, frame) or (
        handler is not None and bool(reading.missing(s, event))
    )
    lasts = 0 if quick else _first_work(t, s, handler, rows)
    until = t.world.now_us + lasts
    t.world.cause = t.world.emit(
        WorkStarted, name, slot, event.event, event.name, until, (event.event,),
        because=("work",) if lasts else (),
    )  # fmt: skip
    _open(t, s, slot, frame, lasts)


def _first_work(t: Town, s: Service, handler: Any, rows: Any) -> int:
    own = handler["work_us"] if handler else 0
    first: int = rows[0]["lasts_us"] if rows else 0
    return int(t.clients[s.name].intake.work_us + own + first)


def _begin_asked(t: Town, s: Service, slot: int, asked: Asked) -> None:
    handler = handler_of(s, asked.operation)
    rows = handler["steps"] if handler else (sagas.START,)
    frame = Frame(
        asked.origin, asked.number, asked.operation, asked.key, asked.value, 0, asked.correlation,
        tuple(rows), -1, 0, asked.ref, (), asked.since_us, "ok", "",
    )  # fmt: skip
    t.world.cause = t.world.emit(FrameStarted, s.name, slot, asked.operation, asked.correlation)
    _open(t, s, slot, frame, _first_work(t, s, handler, rows))


def _open(t: Town, s: Service, slot: int, frame: Frame, lasts: int) -> None:
    s.serial += 1
    s.work[slot] = frame._replace(serial=s.serial)
    t.world.at(t.world.now_us + lasts, "frame_step", s.name, slot, s.serial)


def due(t: Town, name: str, slot: int, serial: int) -> None:
    """The next step of a frame is due."""
    s = t.services[name]
    frame = s.work.get(slot)
    if frame is None or frame.serial != serial:
        return
    if frame.at < 0:
        frame = _look(t, s, frame)
        s.work[slot] = frame
    run(t, s, slot)


def _look(t: Town, s: Service, frame: Frame) -> Frame:
    """The first look at what is in hand: is it a repeat, can it be read, is it old?"""
    frame = frame._replace(at=0)
    if frame.origin != "event":
        return frame
    event = t.event(frame.number)
    if reading.repeated(t, s, frame):
        t.world.cause = t.world.emit(
            DuplicateIgnored, s.name, event.event, event.name, because=("idempotent",)
        )
        return frame._replace(steps=reading.answer_again(t, s, frame))
    if handler_of(s, event.name) is not None and reading.unreadable(t, s, event):
        return frame._replace(steps=(), outcome="failed", reason="schema")
    reading.look_at_age(t, s, frame)
    return frame


def run(t: Town, s: Service, slot: int) -> None:
    """Do what is due in this moment; then the frame waits for time or an answer, or it ends."""
    while (frame := s.work[slot]).at < len(frame.steps):
        step = frame.steps[frame.at]
        s.work[slot] = frame._replace(at=frame.at + 1)
        steps.DO[step["do"]](t, s, slot, step)
        frame = s.work[slot]
        if frame.waits:
            return
        if frame.outcome == "failed":
            break
        if frame.at < len(frame.steps) and (gap := _gap(s, step, frame.steps[frame.at])):
            t.world.at(t.world.now_us + gap, "frame_step", s.name, slot, frame.serial)
            return
    end(t, s, slot)


def _gap(s: Service, done: Any, following: Any) -> int:
    """The time between two steps, 0 when they are one transaction."""
    if following["lasts_us"]:
        return int(following["lasts_us"])
    together = following["do"] in EFFECTS or (s.uses_outbox and following["do"] == "publish")
    first = done["do"] in EFFECTS or (s.uses_outbox and done["do"] == "publish")
    return 0 if together and first else GAP_US


def awaited(t: Town, name: str, what: str, number: int) -> int | None:
    """The slot whose frame waits for this; its wait is over. None when none does any more."""
    s = t.services[name]
    for slot, frame in s.work.items():
        if frame.waits == (what, number):
            s.work[slot] = frame._replace(waits=())
            return slot
    return None


def resume(t: Town, s: Service, slot: int, **changes: Any) -> None:
    """A frame goes on with what it waited for, its `changes`; one that failed by it ends."""
    frame = s.work[slot] = s.work[slot]._replace(**changes)
    if frame.outcome == "failed" or frame.at == len(frame.steps):
        end(t, s, slot)
        return
    gap = max(GAP_US, frame.steps[frame.at]["lasts_us"])
    t.world.at(t.world.now_us + gap, "frame_step", s.name, slot, frame.serial)


def end(t: Town, s: Service, slot: int) -> None:
    """A worker is done: who waits for the outcome gets it, and the worker is free."""
    frame = s.work.pop(slot)
    if frame.outcome != "failed":
        reading.record(t, s, frame, frame.outcome)
    if frame.origin == "event":
        outcome = "failed" if frame.outcome == "failed" else "ok"
        intake.finished(t, s.name, Arrival(*frame.back), outcome)
    else:
        t.world.cause = t.world.emit(FrameEnded, s.name, slot, frame.label, frame.outcome)
        _answer(t, s, frame)
    t.world.at(t.world.now_us, "turn", s.name)


def _answer(t: Town, s: Service, frame: Frame) -> None:
    if frame.origin == "request":
        requests.accepted(t, s, frame, frame.outcome, frame.reason)
        return
    value = frame.reason or frame.value
    summary = {"name": frame.label, "correlation": frame.correlation, "outcome": frame.outcome}
    network.reply(t.world, Ref(*frame.back), (frame.outcome, value), summary)
