"""Who is on stage in the other families: everything that has, or will get, a place."""

from typing import Any

from broker_core.services.operations import modes, operations
from broker_core.town import Town


def cast_of(t: Town, scenario: dict[str, Any]) -> dict[str, Any]:
    """Ids of everything that has a place on the stage, in the order of the scenario."""
    links = [
        (name, other) for name, node in t.nodes.items() for other in node.links if name < other
    ]
    return {
        "family": t.family,
        "hubs": [
            {"id": hub.name, "dialect": hub.dialect, "edge": hub.edge, "queues": list(hub.queues),
             "logs": list(hub.logs)}
            for hub in t.hubs.values()
        ],
        "links": [{"a": a, "b": b, "store": t.nodes[a].links[b].store} for a, b in links],
        "clients": [
            {"id": it.name, "kind": it.kind, "broker": it.hub, "publishes": bool(it.outlet.rows),
             "subscribes": bool(it.intake.wants), "topics": _topics(it)}
            for it in t.clients.values()
        ],
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


def _topics(it: Any) -> list[str]:
    return list(dict.fromkeys(topic for row in it.outlet.rows for topic in row[0]))
