"""What must hold in a mesh at every moment: ways lead closer, knowledge is never newer than its
origin, and only what waits for a lost link is stored."""

from collections.abc import Iterator
from typing import Any

from broker_core.mesh.ways import NOTHING, distances


def broken(t: Any) -> list[str]:
    """What does not hold now, in words; empty when all is well."""
    return [
        *_ends(t),
        *_ways(t),
        *_interest(t),
        *_link_states(t),
        *_own(t),
        *_stored(t),
    ]


def _ends(t: Any) -> Iterator[str]:
    """A link has two ends, and both brokers speak the same dialect."""
    for node in t.nodes.values():
        for other in node.links:
            if node.name not in t.nodes[other].links:
                yield f"{node.name} has a link to {other} that has no other end"
            elif t.hubs[node.name].dialect != t.hubs[other].dialect:
                yield f"{node.name} and {other} are linked and speak different dialects"


def _ways(t: Any) -> Iterator[str]:
    """The next hop is a neighbour within reach, and one link closer to the target; as a broker that
    is up knows the mesh."""
    for node in t.nodes.values():
        if not t.world.is_up(node.name):
            continue
        far = distances(node.name, node.map)
        for target, hop in node.hops.items():
            if (target in far) != bool(hop):
                yield f"{node.name} and {target}: the next hop is {hop or 'none'}"
            elif hop and not (hop in node.links and node.links[hop].up):
                yield f"{node.name} sends what is for {target} to {hop}, which it cannot reach"
            elif hop and distances(hop, node.map).get(target, far[target]) != far[target] - 1:
                yield f"{node.name} sends what is for {target} to {hop}, which is not closer"


def _interest(t: Any) -> Iterator[str]:
    """Interest is known only of brokers that exist, and never newer than, nor other than, they say."""
    for node in t.nodes.values():
        if list(node.interest) != list(node.versions):
            yield f"{node.name} knows interest without its version"
        for origin, version in node.versions.items():
            source = t.nodes.get(origin)
            if source is None:
                yield f"{node.name} knows the interest of {origin}, which is no broker"
            elif version > source.versions.get(origin, 0):
                yield f"{node.name} knows interest of {origin} that it never had"
            elif version == source.versions[origin] and (
                node.interest[origin] != source.interest[origin]
            ):
                yield f"{node.name} and {origin} differ about the interest of {origin}"


def _link_states(t: Any) -> Iterator[str]:
    """A link state is never newer than, nor other than, its broker says."""
    for node in t.nodes.values():
        for name, row in node.map.items():
            own = t.nodes[name].map.get(name, NOTHING) if name in t.nodes else NOTHING
            if row[0] > own[0] or (row[0] == own[0] and row != own):
                yield f"{node.name} knows a link state of {name} that it never had"


def _own(t: Any) -> Iterator[str]:
    """What a broker tells of itself is so."""
    for node in t.nodes.values():
        if not node.links or not t.world.is_up(node.name):
            continue
        filters = tuple(sorted({row.filter for row in t.hubs[node.name].subscriptions}))
        if node.interest.get(node.name, ()) != filters:
            yield f"{node.name} tells of another interest than it has"
        up = tuple(link.neighbour for link in node.links.values() if link.up)
        if node.map[node.name][1] != up:
            yield f"{node.name} tells of other links than it has"


def _stored(t: Any) -> Iterator[str]:
    """Events wait only at links that store and are down, for brokers that exist."""
    for node in t.nodes.values():
        for link in node.links.values():
            where = f"the link from {node.name} to {link.neighbour}"
            if link.stored and not link.store:
                yield f"events wait at {where}, which does not store"
            if link.stored and link.up and t.world.is_up(node.name):
                yield f"events wait at {where}, which is up"
            for event, targets in link.stored:
                if not 1 <= event <= len(t.published):
                    yield f"event {event} waits at {where} and was never published"
                if not targets or any(target not in t.hubs for target in targets):
                    yield f"event {event} waits at {where} for nobody"
