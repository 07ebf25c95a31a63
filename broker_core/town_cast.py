"""Who is on stage in the other families: everything that has, or will get, a place."""

from collections.abc import Iterator
from typing import Any

from broker_core.commands.admin import AddBroker
from broker_core.commands.grammar import Command, parse
from broker_core.commands.kafka import Publish, When
from broker_core.commands.plans import At
from broker_core.commands.town import AddClient, AddLink
from broker_core.services.operations import modes, operations
from broker_core.town import Client, Town

Row = dict[str, Any]


def cast_of(t: Town, scenario: Row) -> Row:
    """Ids of everything that has a place on the stage, in the order of the scenario; what its script
    adds later stands behind those who are there."""
    script = list(_script(scenario))
    return {
        "family": t.family,
        "hubs": _hubs(t, script),
        "links": _links(t, script),
        "queues": _queues(t),
        "logs": [
            {"id": tape.name, "broker": tape.hub, "readers": _readers(t, tape.name, "log")}
            for tape in t.tapes.values()
        ],
        "clients": _clients(t, script),
        "services": [
            {"id": s.name, "mode": s.mode, "stores": list(s.stores),
             "modes": modes(s), "operations": operations(t, s)}
            for s in t.services.values()
        ],
        "sagas": [
            {"id": row["id"], "style": row["style"], "service": row["service"]}
            for row in t.definitions.values()
        ],
        "producers": [], "brokers": [], "controllers": [], "topics": [], "groups": [],
    }  # fmt: skip


def _script(scenario: Row) -> Iterator[Command]:
    """The commands of the scenario's script; a plan stands for the command it leads to."""
    for row in scenario["script"]:
        item = parse(row["do"])
        yield parse(item.do) if isinstance(item, When | At) else item


def _hubs(t: Town, script: list[Command]) -> list[Row]:
    known = [
        {"id": hub.name, "dialect": hub.dialect, "edge": hub.edge, "queues": list(hub.queues),
         "logs": list(hub.logs)}
        for hub in t.hubs.values()
    ]  # fmt: skip
    later: list[Row] = [
        {"id": item.broker, "dialect": item.dialect or "mqtt", "edge": False, "queues": [],
         "logs": []}
        for item in script
        if isinstance(item, AddBroker) and item.broker not in t.hubs
    ]  # fmt: skip
    return known + later


def _links(t: Town, script: list[Command]) -> list[Row]:
    pairs = {
        tuple(sorted((name, other))): node.links[other].store
        for name, node in t.nodes.items()
        for other in node.links
    }
    for item in script:
        if isinstance(item, AddLink):
            pairs.setdefault(tuple(sorted((item.a, item.b))), item.store)
        elif isinstance(item, AddBroker) and item.links:
            for other in item.links.split(","):
                pairs.setdefault(tuple(sorted((str(item.broker), other))), item.store)
    return [{"a": a, "b": b, "store": store} for (a, b), store in pairs.items()]


def _queues(t: Town) -> list[Row]:
    """Queues that stand, and those that a client which is not there yet will get."""
    homes = {queue.name: queue.hub for queue in t.queues.values()}
    for it in t.clients.values():
        for _, memory, place in it.intake.wants:
            if memory == "queue":
                homes.setdefault(place, it.hub)
    return [
        {"id": name, "broker": hub, "readers": _readers(t, name, "queue")}
        for name, hub in homes.items()
    ]


def _readers(t: Town, place: str, memory: str) -> list[str]:
    return [
        it.name
        for it in t.clients.values()
        if any(want[1:] == (memory, place) for want in map(tuple, it.intake.wants))
    ]


def _clients(t: Town, script: list[Command]) -> list[Row]:
    known = [
        {"id": it.name, "kind": it.kind, "broker": it.hub, "publishes": bool(it.outlet.rows),
         "subscribes": bool(it.intake.wants), "topics": _topics(it, script),
         "wants": [list(want) for want in it.intake.wants]}
        for it in t.clients.values()
    ]  # fmt: skip
    later: list[Row] = [
        {"id": item.client, "kind": "subscriber", "broker": item.broker, "publishes": False,
         "subscribes": item.filter is not None, "topics": [],
         "wants": [[item.filter, item.memory, _place(item)]] if item.filter else []}
        for item in script
        if isinstance(item, AddClient) and item.client not in t.clients
    ]  # fmt: skip
    return known + later


def _place(item: AddClient) -> str:
    """Where what a new client asked for goes, by default a place of its own."""
    return item.place or (item.client if item.memory == "direct" else f"{item.client}.queue")


def _topics(it: Client, script: list[Command]) -> list[str]:
    """What its program publishes in turn, then what the script publishes with it."""
    own = [topic for row in it.outlet.rows for topic in row[0]]
    later = [c.topic for c in script if isinstance(c, Publish) and c.producer == it.name]
    return list(dict.fromkeys([*own, *later]))
