"""Why a command about clients, brokers, queues and logs makes no sense now."""

from collections.abc import Iterable
from typing import Any

from broker_core.config.table import nearest
from broker_core.errors import Rejected
from broker_core.kernel.units import format_duration
from broker_core.pubsub.attach import broken_rule
from broker_core.scenario.town_schema import MEMORIES
from broker_core.town import Town

Refusal = Rejected | None
LONGEST_PAUSE_US = 600_000_000
LONGEST_LATENCY_US = 10_000_000

NEEDED = {
    "start": ("absent",),
    "stop": ("up",),
    "crash": ("up", "stopping"),
    "restart": ("stopped", "down"),
    "pause": ("up", "stopping"),
    "publish": ("up",),
    "subscribe": ("up",),
    "unsubscribe": ("up",),
}
"""What a client's state must be for a verb; other verbs do not care."""


def listed(items: Iterable[Any]) -> str:
    return ", ".join(str(item) for item in items) or "none"


def state_of(t: Town, client: str) -> str:
    """A client's state in words; saying goodbye is part of stopping."""
    state = t.clients[client].state
    return "stopping" if state == "leaving" else state


def client(t: Town, name: str, verb: str, kind: str = "client") -> Refusal:
    """Why a client (or a service, by `kind`) cannot do that now."""
    mine = [n for n in t.clients if (n in t.services) == (kind == "service")]
    if name not in mine:
        return Rejected("unknown_id", kind=kind, id=name, known=listed(mine))
    return running(t, name, verb, kind)


def anybody(t: Town, name: str, verb: str) -> Refusal:
    """The same of a client or a service."""
    if name not in t.clients:
        return Rejected("unknown_id", kind="client", id=name, known=listed(t.clients))
    return running(t, name, verb, t.clients[name].kind)


def running(t: Town, name: str, verb: str, kind: str) -> Refusal:
    state, needed = state_of(t, name), NEEDED.get(verb, ())
    if needed and state not in needed:
        return Rejected(
            "wrong_state", kind=kind, id=name, state=state, verb=verb, needed=" or ".join(needed)
        )
    return None


def hub(t: Town, name: int | str, verb: str, up: bool | None) -> Refusal:
    """Why a broker cannot do that now; `up` is what it has to be, None for either."""
    if not isinstance(name, str) or name not in t.hubs:
        return Rejected("unknown_id", kind="broker", id=name, known=listed(t.hubs))
    if up is not None and t.world.is_up(name) != up:
        words = {True: "up", False: "down"}
        return Rejected(
            "wrong_state", kind="broker", id=name, state=words[not up], verb=verb, needed=words[up]
        )
    return None


def pause(for_us: int) -> Refusal:
    if 1 <= for_us <= LONGEST_PAUSE_US:
        return None
    return Rejected("out_of_range", field="for", low="1us", high="10m",
                    value=format_duration(for_us))  # fmt: skip


def latency(us: int) -> Refusal:
    if us <= LONGEST_LATENCY_US:
        return None
    return Rejected("out_of_range", field="latency", low="0us", high="10s",
                    value=format_duration(us))  # fmt: skip


def word(field: str, value: str | None, known: Iterable[str]) -> Refusal:
    """One of some words, if it is given at all."""
    if value is None or value in known:
        return None
    return Rejected("bad_value", field=field, expected=" or ".join(known), value=value, column=1)


def place(t: Town, broker: str, memory: str, name: str | None) -> Refusal:
    """Whether a want's memory and place fit together, at its broker."""
    refused = word("memory", memory, MEMORIES)
    if refused is not None:
        return refused
    there = {
        "queue": [q.name for q in t.queues.values() if q.hub == broker],
        "log": [tape.name for tape in t.tapes.values() if tape.hub == broker],
        "direct": [],
    }[memory]
    if name is None and memory != "log":
        return None
    if name not in there:
        return Rejected("unknown_id", kind=memory, id=name or "", known=listed(there))
    return None


def names(given: tuple[tuple[str, str], ...], known: Iterable[str], verb: str) -> Refusal:
    """Settings by name: at least one, and all known."""
    if not given:
        return Rejected(
            "missing_field", verb=verb, field="a setting", column=len(verb) + 2,
            example=f"{verb} {next(iter(known))}=…",
        )  # fmt: skip
    for name, _ in given:
        if name not in known:
            return Rejected("unknown_field", verb=verb, field=name, expected=nearest(name, known))
    return None


def selects(field: str, text: str, dialect: str) -> Refusal:
    """A filter that the dialect allows."""
    rule = broken_rule(text, dialect)
    if not rule:
        return None
    return Rejected("bad_value", field=field, expected=f"a filter of {dialect} ({rule})",
                    value=text[:40], column=1)  # fmt: skip
