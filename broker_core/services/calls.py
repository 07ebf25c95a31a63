"""Calls: a service asks another one, and its worker stands still until the answer or the timeout."""

from typing import Any

from broker_core.events.service import Called
from broker_core.kernel import network
from broker_core.services.state import Service
from broker_core.services.stores import NO_KEY
from broker_core.services.templates import fill, key_of
from broker_core.town import Town

LOOKUP = "lookup"
"""The operation by which a reader of a thin event asks for the rest."""


def call(t: Town, s: Service, slot: int, step: Any) -> None:
    """Ask for an operation; the frame goes on with the answer."""
    _ask(t, s, slot, step, step["operation"], "")


def look_up(t: Town, s: Service, slot: int, step: Any) -> None:
    """Ask for what an event left out."""
    _ask(t, s, slot, step, LOOKUP, step["store"])


def _ask(t: Town, s: Service, slot: int, step: Any, operation: str, store: str) -> None:
    frame = s.work[slot]
    t.next_call += 1
    number, timeout = t.next_call, step["timeout_us"] or t.settings["request_timeout"]
    key = key_of(step, frame)
    value = fill(step["value"], frame)
    t.world.cause = t.world.emit(
        Called, number, s.name, step["service"], operation, frame.correlation,
        t.world.now_us + timeout,
    )  # fmt: skip
    s.work[slot] = frame._replace(waits=("call", number))
    summary = {"name": operation, "key": key, "correlation": frame.correlation}
    body = (operation, store or key, key or NO_KEY if store else value, frame.correlation)
    network.request(
        t.world, s.name, step["service"], purpose(slot), "call", body, timeout, summary,
        context=(number, operation, t.world.now_us),
    )  # fmt: skip


def purpose(slot: int) -> str:
    """Every worker has a connection of its own, so that no call waits behind another's."""
    return "call" if slot == 1 else f"call-{slot}"
