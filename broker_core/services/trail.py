"""The trail of a business process: all that is published with its correlation id, seen from outside.

Nobody on the stage knows all of it; the conductor of an orchestrated one knows its own step only.
"""

from typing import Any

from broker_core.events.service import (
    SagaAdvanced,
    SagaFinished,
    SagaResumed,
    SagaStarted,
    SagaStuck,
)
from broker_core.services.state import Saga
from broker_core.town import Town

LONGEST_TRAIL = 64
OPEN = ("running", "compensating")


def definition_starting(t: Town, name: str) -> Any:
    """The process that begins when `name` is published or asked for, or None."""
    return next((row for row in t.definitions.values() if row["starts"] == name), None)


def new_id(t: Town, client: str, name: str) -> str:
    """The correlation id of an event without one: a new one if it begins a process, else ""."""
    if definition_starting(t, name) is None:
        return ""
    if client not in t.services:
        return f"{client}-{len(t.sagas) + 1}"
    t.services[client].asked += 1
    return f"{client}-{t.services[client].asked}"


def published(t: Town, client: str, number: int) -> None:
    """An event was published; what that means for the process it belongs to."""
    event = t.event(number)
    if not event.correlation:
        return
    saga = t.sagas.get(event.correlation)
    if saga is None:
        row = definition_starting(t, event.name)
        if row is None:
            return
        saga = start(t, row, event.correlation, client, event.key, event.value)
    note(t, saga, event.name, client)


def start(t: Town, row: Any, correlation: str, client: str, key: str | None, value: str) -> Saga:
    """A process begins."""
    now = t.world.now_us
    saga = t.sagas[correlation] = Saga(
        correlation, row["id"], row["style"], "running", key, value, -1, now, now, 0, [], "", False
    )
    t.world.cause = t.world.emit(SagaStarted, correlation, row["id"], row["style"], client)
    return saga


def note(t: Town, saga: Saga, name: str, service: str) -> None:
    """One more entry of the trail, which may be the last, or the first after a silence."""
    row = t.definitions[saga.definition]
    saga.messages += 1
    saga.last_at_us = t.world.now_us
    saga.trail = [*saga.trail, (name, service, t.world.now_us)][-LONGEST_TRAIL:]
    t.world.cause = t.world.emit(
        SagaAdvanced, saga.correlation, saga.definition, name, service, saga.step
    )
    if saga.state not in OPEN:
        return
    if saga.stuck:
        saga.stuck = False
        t.world.emit(SagaResumed, saga.correlation, saga.definition, service, saga.step)
    if name == row["completes"]:
        finish(t, saga, "completed")
    elif row["cancels"] and name == row["cancels"]:
        finish(t, saga, "cancelled")
    else:
        watch(t, saga)


def watch(t: Town, saga: Saga) -> None:
    """Look again after a while whether anything has happened since."""
    due = saga.last_at_us + t.definitions[saga.definition]["stuck_after_us"]
    t.world.at(max(due, t.world.now_us), "saga_quiet", "", saga.correlation, saga.last_at_us)


def finish(t: Town, saga: Saga, outcome: str) -> None:
    """A process has ended."""
    saga.state, saga.outcome, saga.stuck = "finished", outcome, False
    t.world.emit(
        SagaFinished, saga.correlation, saga.definition, outcome, saga.messages,
        t.world.now_us - saga.started_at_us,
    )  # fmt: skip


def quiet(t: Town, owner: str, correlation: str, seen_us: int) -> None:
    """Nothing with this correlation id since `seen_us`: is the process stuck?"""
    saga = t.sagas[correlation]
    if saga.state not in OPEN or saga.stuck or saga.last_at_us != seen_us:
        return
    last, waits_for = saga.trail[-1][0], waited_for(t, saga)
    ends = (waits_for, t.clients[waits_for].hub) if waits_for else ()
    saga.stuck = True
    t.world.emit(
        SagaStuck, correlation, saga.definition, last, waits_for, t.world.now_us - seen_us,
        cause=t.world.fault_since(t.world.cause, *ends), because=("stuck_after",),
    )  # fmt: skip


def waited_for(t: Town, saga: Saga) -> str:
    """Who has not answered the newest entry of the trail, "" where nobody knows."""
    row = t.definitions[saga.definition]
    last, source, _ = saga.trail[-1]
    commands = {
        step[part]: step["service"] for step in row["steps"] for part in ("command", "undo")
    }
    if row["style"] == "orchestrated":
        return str(commands.get(last) or row["service"])
    hearers = [
        s.name
        for s in t.services.values()
        if s.name != source and any(_answers(s, handler, last) for handler in s.handlers)
    ]
    dead = [name for name in hearers if not t.world.is_up(name)]
    return (dead or hearers or [""])[0]


def _answers(s: Any, handler: Any, name: str) -> bool:
    """Whether a handler is on for this event and publishes something."""
    return (
        handler["on"] == name
        and handler["mode"] in ("", s.mode)
        and any(step["name"] for step in handler["steps"])
    )
