"""The conductor of an orchestrated process: it sends commands, hears replies, and makes good.

Its memory of a process (the step it is at) is saved before the next command goes out. With
`durable` a new life sends the command of that step again, which the service that has done it
recognises; without, the process is forgotten.
"""

from typing import Any

from broker_core.events.service import Compensated, SagaForgotten, SagaResumed
from broker_core.pubsub import outlet
from broker_core.pubsub.state import Published
from broker_core.services import trail
from broker_core.services.state import Frame, Saga, Service
from broker_core.services.templates import step_of
from broker_core.town import Town

CONDUCT = step_of("conduct")
START = step_of("start")
Steps = tuple[dict[str, Any], ...]


def conducts(t: Town, s: Service, event: Published) -> bool:
    """Whether an event is of a process that this service conducts."""
    saga = t.sagas.get(event.correlation)
    return saga is not None and _of(t, saga)["service"] == s.name


def _of(t: Town, saga: Saga) -> Any:
    return t.definitions[saga.definition]


def start(t: Town, s: Service, frame: Frame) -> Steps:
    """A person asked for the process: it begins without an event."""
    row = trail.definition_starting(t, frame.label)
    saga = trail.start(t, row, frame.correlation, s.name, frame.key, frame.value)
    trail.note(t, saga, frame.label, s.name)
    saga.step = 0
    return orders(t, saga)


def conduct(t: Town, s: Service, event: Published) -> Steps:
    """What the conductor does on an event of a process: what it publishes next. A reply that it
    knows already, or to a step that is behind, changes nothing."""
    saga = t.sagas[event.correlation]
    rows = _of(t, saga)["steps"]
    if saga.state == "finished":
        return ()
    if event.name == _of(t, saga)["starts"]:
        return _begin(t, saga)
    if saga.state == "forgotten" or not 0 <= saga.step < len(rows):
        return ()
    return _heard(t, saga, rows[saga.step], event.name)


def _begin(t: Town, saga: Saga) -> Steps:
    if saga.step >= 0:
        return ()
    saga.step = 0
    return orders(t, saga)


def _heard(t: Town, saga: Saga, row: Any, name: str) -> Steps:
    if saga.state == "running" and name == row["done"]:
        saga.step += 1
    elif saga.state == "running" and row["refused"] and name == row["refused"]:
        saga.state = "compensating"
        _back(t, saga)
    elif saga.state == "compensating" and name == row["undone"]:
        t.world.cause = t.world.emit(
            Compensated, saga.correlation, saga.definition, name, row["service"]
        )
        _back(t, saga)
    else:
        return ()
    return orders(t, saga)


def _back(t: Town, saga: Saga) -> None:
    """The newest step before this one that has something to undo; -1 when none has."""
    rows = _of(t, saga)["steps"]
    saga.step = next((n for n in range(saga.step - 1, -1, -1) if rows[n]["undo"]), -1)


def orders(t: Town, saga: Saga) -> Steps:
    """What the conductor publishes where it stands: a command, or how the process ended."""
    row = _of(t, saga)
    if saga.state == "running" and saga.step == len(row["steps"]):
        told = row["steps"][-1]["done"] == row["completes"]
        return () if told else (_said(saga, row, row["completes"], "fact"),)
    if saga.state == "compensating" and saga.step < 0:
        if not row["cancels"]:
            trail.finish(t, saga, "cancelled")
            return ()
        return (_said(saga, row, row["cancels"], "fact"),)
    part = "command" if saga.state == "running" else "undo"
    return (_said(saga, row, row["steps"][saga.step][part], "command"),)


def _said(saga: Saga, row: Any, name: str, form: str) -> dict[str, Any]:
    return step_of(
        "publish", name=name, form=form, carries="state",
        topic=row["topic" if form == "command" else "end_topic"].replace("{name}", name),
        key=saga.key, value=saga.value,
    )  # fmt: skip


def resume(t: Town, s: Service) -> None:
    """A conductor is back: it goes on with every process it remembers, and forgets the others."""
    for saga in list(t.sagas.values()):
        if _of(t, saga)["service"] != s.name or saga.state not in trail.OPEN or saga.step < 0:
            if not _compensated(t, saga, s):
                continue
        if not _of(t, saga)["durable"]:
            saga.state, saga.stuck = "forgotten", False
            t.world.emit(
                SagaForgotten, saga.correlation, saga.definition, s.name, saga.step,
                because=("durable",),
            )  # fmt: skip
            continue
        saga.stuck = False
        t.world.cause = t.world.emit(
            SagaResumed, saga.correlation, saga.definition, s.name, saga.step, because=("durable",)
        )
        saga.last_at_us = t.world.now_us
        trail.watch(t, saga)
        for step in orders(t, saga):
            outlet.publish(
                t, s.name, step["topic"], step["name"], step["form"], "state", saga.key,
                saga.value, 0, saga.correlation,
            )  # fmt: skip


def _compensated(t: Town, saga: Saga, s: Service) -> bool:
    """Whether all is undone and only the end is not told yet."""
    mine = _of(t, saga)["service"] == s.name
    return mine and saga.state == "compensating" and saga.step < 0
