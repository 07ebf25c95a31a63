"""The view of a mesh computed from what its brokers know, without any event: what the fold equals.

Who told a broker of an interest is history, so only which interest it knows is compared. What is said
of a broker's own interest while it is down is told when it is back.
"""

import json
from typing import Any


def differences(sim: Any) -> list[str]:
    """Where view and state say different things now, as `place: view != state`."""
    view, t = sim.view(), sim._cluster
    mesh = view.get("mesh", {})
    pairs = [
        ("links", mesh.get("links", {}), _links(t)),
        ("interest", _interest_shown(mesh), _interest(t)),
        ("routes", mesh.get("routes", {}), {n.name: n.hops for n in t.nodes.values() if n.hops}),
        ("lags", _lags_shown(view), t.world.lags),
    ]
    return [
        f"{place}: {shown} != {real}"
        for place, shown, real in pairs
        if json.loads(json.dumps(shown)) != json.loads(json.dumps(real))
    ]


def _links(t: Any) -> dict[str, Any]:
    return {
        node.name: {
            link.neighbour: {
                "state": "up" if link.up else "down",
                "store": link.store,
                "stored": len(link.stored),
            }
            for link in node.links.values()
        }
        for node in t.nodes.values()
        if node.links
    }


def _interest(t: Any) -> dict[str, Any]:
    known = {
        node.name: {origin: sorted(rows) for origin, rows in node.interest.items() if rows}
        for node in t.nodes.values()
    }
    return {name: origins for name, origins in known.items() if origins}


def _interest_shown(mesh: Any) -> dict[str, Any]:
    shown = {
        name: {origin: sorted(rows) for origin, rows in origins.items() if rows}
        for name, origins in mesh.get("interest", {}).items()
    }
    return {name: origins for name, origins in shown.items() if origins}


def _lags_shown(view: Any) -> dict[str, int]:
    return {
        f"{a}>{b}": latency
        for a, others in view.get("lags", {}).items()
        for b, latency in others.items()
        if latency
    }
