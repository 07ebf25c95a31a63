"""The mesh at the start of a run: links are up, routes are known, all interest has spread."""

from typing import Any

from broker_core.events.mesh import InterestSpread
from broker_core.mesh import brokers, routing
from broker_core.mesh.state import MeshNode
from broker_core.mesh.ways import first_hops
from broker_core.town import Town


def new_node(name: str) -> MeshNode:
    """A broker without links, which knows only itself."""
    return MeshNode(name, {}, {}, {}, {}, {})


def link_all(t: Town, rows: list[dict[str, Any]]) -> None:
    """Make the links of a scenario."""
    cause = t.world.cause
    for row in rows:
        a, b = row["between"]
        brokers.link(t, a, b, row["store"])
        t.world.cause = cause
        if row["latency_us"]:
            brokers.slow(t, a, b, row["latency_us"])


def form(t: Town) -> None:
    """Let everybody know everything within reach, without a message; hellos begin."""
    linked = [node for node in t.nodes.values() if node.links]
    states = {node.name: (1, tuple(node.links), ()) for node in linked}
    for node in linked:
        hops = first_hops(node.name, states)
        node.map = {name: states[name] for name in states if name == node.name or name in hops}
        routing.refresh(t, node)
        for neighbour in node.links:
            t.world.at(t.world.now_us + t.settings["link_hello"], "hello", node.name, neighbour)
    for node in linked:
        for origin, via in node.hops.items():
            _let_know(t, node, t.nodes[origin], via)


def _let_know(t: Town, node: MeshNode, origin: MeshNode, via: str) -> None:
    filters = origin.interest.get(origin.name, ())
    if not filters:
        return
    node.interest[origin.name] = filters
    node.versions[origin.name] = origin.versions[origin.name]
    for filter in filters:
        t.world.emit(InterestSpread, node.name, origin.name, filter, via)
