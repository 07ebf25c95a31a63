"""Commands about links and brokers of a mesh: why not, and what they do."""

from collections.abc import Callable
from typing import Any

from broker_core import town_opening
from broker_core.commands import admin, town
from broker_core.errors import Rejected
from broker_core.mesh import brokers
from broker_core.mesh.names import DIALECTS
from broker_core.pubsub import places
from broker_core.scenario.town_schema import MOST
from broker_core.town import Town

LONGEST_LATENCY_US = 10_000_000
Refusal = Rejected | None


def _listed(items: Any) -> str:
    return ", ".join(str(item) for item in items) or "none"


def _names(links: str | None) -> list[str]:
    """The brokers that links=tokyo,paris names, each once."""
    return list(dict.fromkeys(name for name in (links or "").split(",") if name))


def _dialect(t: Town, cmd: admin.AddBroker) -> str:
    """The dialect asked for, by default that of the neighbours, or of the first broker."""
    names = [name for name in _names(cmd.links) if name in t.hubs] or list(t.hubs)
    return cmd.dialect or t.hubs[names[0]].dialect


def _check_add_broker(t: Town, cmd: admin.AddBroker) -> Refusal:
    if isinstance(cmd.broker, int):
        return Rejected("bad_value", field="broker", expected=_AN_ID, value=cmd.broker, column=12)
    if not places.free_id(t, cmd.broker):
        return Rejected("already_exists", kind="broker", id=cmd.broker)
    if len(t.hubs) >= MOST["brokers"]:
        return Rejected("too_many", kind="brokers", limit=MOST["brokers"])
    dialect = _dialect(t, cmd)
    if dialect not in DIALECTS:
        return Rejected("unknown_id", kind="dialect", id=dialect, known=_listed(DIALECTS))
    neighbours = _names(cmd.links)
    if _count(t) + len(neighbours) > MOST["links"]:
        return Rejected("too_many", kind="links", limit=MOST["links"])
    for name in neighbours:
        refusal = _is_up(t, name, "add broker") or _same(t, name, cmd.broker, dialect)
        if refusal is not None:
            return refusal
    return None


_AN_ID = "an id of a-z, 0-9, dot, dash, underscore, at most 32"


def _is_up(t: Town, name: str, verb: str) -> Refusal:
    if name not in t.hubs:
        return Rejected("unknown_id", kind="broker", id=name, known=_listed(t.hubs))
    if not t.world.is_up(name):
        return Rejected(
            "wrong_state", kind="broker", id=name, state="down", verb=verb, needed="up"
        )  # fmt: skip
    return None


def _same(t: Town, a: str, b: str, dialect: str) -> Refusal:
    if t.hubs[a].dialect != dialect:
        return Rejected("other_dialect", a=a, dialect_a=t.hubs[a].dialect, b=b, dialect_b=dialect)
    return None


def _count(t: Town) -> int:
    return sum(len(node.links) for node in t.nodes.values()) // 2


def _add_broker(t: Town, cmd: admin.AddBroker) -> None:
    hub = town_opening.add_hub(t, str(cmd.broker), _dialect(t, cmd), edge=False)
    cause = t.world.seq
    for name in _names(cmd.links):
        t.world.cause = cause
        brokers.join(t, name, hub.name, cmd.store)


def _check_add_link(t: Town, cmd: town.AddLink) -> Refusal:
    if cmd.a == cmd.b:
        return Rejected("not_connected", a=cmd.a, b=cmd.b)
    refusal = _is_up(t, cmd.a, "add link") or _is_up(t, cmd.b, "add link")
    if refusal is not None:
        return refusal
    if cmd.b in t.nodes[cmd.a].links:
        return Rejected("already_exists", kind="link", id=f"{cmd.a}-{cmd.b}")
    if _count(t) >= MOST["links"]:
        return Rejected("too_many", kind="links", limit=MOST["links"])
    return _same(t, cmd.a, cmd.b, t.hubs[cmd.b].dialect)


def _check_slow(t: Town, cmd: town.SlowLink) -> Refusal:
    known = t.world.processes
    if cmd.a == cmd.b or cmd.a not in known or cmd.b not in known:
        return Rejected("not_connected", a=cmd.a, b=cmd.b)
    if cmd.latency > LONGEST_LATENCY_US:
        return Rejected("out_of_range", field="latency", low="0us", high="10s",
                        value=f"{cmd.latency}us")  # fmt: skip
    return None


def _slow(t: Town, cmd: town.SlowLink) -> None:
    seq = brokers.slow(t, cmd.a, cmd.b, cmd.latency)
    t.world.fault(seq, f"{cmd.a}>{cmd.b}", f"{cmd.b}>{cmd.a}")


RULES: dict[type, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], None]]] = {
    admin.AddBroker: (_check_add_broker, _add_broker),
    town.AddLink: (_check_add_link, lambda t, k: brokers.join(t, k.a, k.b, k.store)),
    town.SlowLink: (_check_slow, _slow),
}
"""Command class -> (why not, do it)."""
