"""Interest: it spreads along links to every broker, and is withdrawn the same way.

A broker's interest is the set of filters of its own subscriptions, whoever they are for. It travels
whole, as (origin, version, filters), so that the newest row says all.
"""

from typing import Any

from broker_core.events.mesh import InterestSpread, InterestWithdrawn
from broker_core.kernel.network import Ref, done
from broker_core.mesh.flooding import flood
from broker_core.mesh.state import MeshNode
from broker_core.pubsub.state import Hub
from broker_core.town import Town

Row = tuple[str, int, tuple[str, ...]]


def changed(t: Town, hub: Hub, cause: Any = None) -> None:
    """A broker's own subscriptions changed: tell the mesh if the set of its filters did.

    Nothing happens at a broker without links, or at one that is down: it tells when it is back. The
    cause is the change; what there is when the mesh forms has no news in it.
    """
    node = t.nodes[hub.name]
    filters = own_filters(hub)
    if not node.links or not t.world.is_up(hub.name):
        return
    if filters == node.interest.get(hub.name, ()):
        return
    before = t.world.cause
    if cause is not None and node.map:
        t.world.cause = cause
    row = (hub.name, node.versions.get(hub.name, 0) + 1, filters)
    _keep(t, node, row, via=hub.name)
    if node.map:
        flood(t, node, "interest", (row,))
    t.world.cause = before


def own_filters(hub: Hub) -> tuple[str, ...]:
    """What a broker's own subscriptions select, each filter once, sorted."""
    return tuple(sorted(dict.fromkeys(row.filter for row in hub.subscriptions)))


def known(node: MeshNode) -> tuple[Row, ...]:
    """All that a broker knows of anybody's interest, as rows to tell."""
    return tuple(
        (origin, version, node.interest[origin]) for origin, version in node.versions.items()
    )


def learn(t: Town, node: MeshNode, rows: tuple[Row, ...], via: str) -> None:
    """Keep what is newer than what is known, once, and pass it on."""
    fresh = [row for row in rows if row[1] > node.versions.get(row[0], 0)]
    for row in fresh:
        _keep(t, node, row, via)
    flood(t, node, "interest", tuple(fresh), but=via)


def _keep(t: Town, node: MeshNode, row: Row, via: str) -> None:
    """The newest interest of one origin; what follows from it has the last change as its cause."""
    origin, version, filters = row
    old = node.interest.get(origin, ())
    node.interest[origin], node.versions[origin] = filters, version
    cause = t.world.cause
    for filter in filters:
        if filter not in old:
            cause = t.world.emit(InterestSpread, node.name, origin, filter, via)
    for filter in old:
        if filter not in filters:
            cause = t.world.emit(InterestWithdrawn, node.name, origin, filter, via)
    t.world.cause = cause


def serve(t: Town, ref: Ref, rows: tuple[Row, ...]) -> None:
    """A neighbour tells of interest."""
    learn(t, t.nodes[ref.server], rows, ref.client)
    done(t.world, ref)
