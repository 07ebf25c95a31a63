"""Where an event goes next, and what happens when there is no way.

The broker where an event is published names its targets, once: every other broker at which somebody
asked. From there each broker divides the targets by the next hop of their shortest ways, so that an
event crosses each link at most once, and only towards somebody who asked.
"""

from functools import lru_cache

from broker_core.events.mesh import DuplicateDropped, Forwarded, Released, Rerouted, Stored
from broker_core.kernel import network
from broker_core.mesh.index import SubscriptionIndex
from broker_core.mesh.state import MeshLink, MeshNode
from broker_core.mesh.ways import first_hops
from broker_core.pubsub import hubs
from broker_core.pubsub.messages import drawn, lost
from broker_core.pubsub.state import Hub
from broker_core.town import Town

PURPOSE = "mesh_events"
Targets = tuple[str, ...]


def onward(t: Town, hub: Hub, topic: str) -> Targets:
    """The other brokers of the mesh at which somebody asked for a topic, as this one knows; sorted.

    The topic must be legal in the broker's dialect, else InvalidName is raised.
    """
    interest = t.nodes[hub.name].interest
    rows = tuple((origin, interest[origin]) for origin in interest if origin != hub.name)
    return tuple(_index(hub.dialect, rows).match(topic))


@lru_cache(maxsize=256)
def _index(dialect: str, rows: tuple[tuple[str, Targets], ...]) -> SubscriptionIndex:
    """The tree for what one broker knows of the others' interest."""
    index = SubscriptionIndex(dialect)
    for origin, filters in rows:
        for filter in filters:
            index.add(origin, filter)
    return index


def send_on(t: Town, hub: Hub, event: int, targets: Targets) -> None:
    """Send an event towards these brokers, over each link once; where there is no way it waits at a
    link that stores, else it is lost for that target."""
    node = t.nodes[hub.name]
    groups: dict[str, list[str]] = {}
    for target in targets:
        groups.setdefault(_hop(node, target), []).append(target)
    cause = t.world.cause
    for neighbour, group in groups.items():
        if not neighbour:
            _lose(t, event, group)
        elif node.links[neighbour].up:
            _forward(t, hub, event, neighbour, tuple(group))
        else:
            store(t, node.links[neighbour], hub, event, tuple(group))
        t.world.cause = cause


def _hop(node: MeshNode, target: str) -> str:
    """The next hop to a target, else the one towards the link where events for it wait, else ""."""
    hop = node.hops.get(target, "")
    return hop or first_hops(node.name, node.map, storing=True).get(target, "")


def _lose(t: Town, event: int, targets: list[str]) -> None:
    for target in targets:
        lost(t, event, target, "link", "no_way")


def _forward(t: Town, hub: Hub, event: int, neighbour: str, targets: Targets) -> None:
    it = t.event(event)
    t.world.cause = t.world.emit(Forwarded, hub.name, event, it.name, neighbour, targets)
    network.request(
        t.world, hub.name, neighbour, PURPOSE, "forward", (event, targets),
        t.settings["link_timeout"], summary=drawn(it, targets=targets), context=(event, targets),
    )  # fmt: skip


def store(t: Town, link: MeshLink, hub: Hub, event: int, targets: Targets) -> None:
    """An event waits at this end of a link, with the targets that lie beyond it."""
    link.stored.append((event, targets))
    t.world.emit(
        Stored, hub.name, event, t.event(event).name, link.neighbour, len(link.stored),
        because=("store",),
    )  # fmt: skip


def arrived(t: Town, hub: Hub, event: int, targets: Targets, via: str) -> bool:
    """An event came over a link: pass it on to the other targets. True when this broker is a target
    itself and has not had the event before, so that it must now find who asked for it here.

    A broker that is only on the way passes on whatever comes: after a failure it may be asked to
    take an event another way, even back.
    """
    asked = hub.name in targets
    fresh = asked and event not in hub.seen
    if fresh:
        hubs.remember(hub, event, t.world.now_us)
    elif asked:
        t.world.emit(DuplicateDropped, hub.name, event, t.event(event).name, via)
    send_on(t, hub, event, tuple(target for target in targets if target != hub.name))
    return fresh


def refresh(t: Town, node: MeshNode) -> None:
    """The ways again, after a link state changed; what waited and now has a way sets out."""
    hops = first_hops(node.name, node.map)
    for target in dict.fromkeys([*node.hops, *hops]):
        before, after = node.hops.get(target, ""), hops.get(target, "")
        if before != after:
            node.hops[target] = after
            t.world.emit(Rerouted, node.name, target, before, after)
    for link in node.links.values():
        if link.stored:
            _release(t, node, link)


def _release(t: Town, node: MeshNode, link: MeshLink) -> None:
    """Events leave a link's store as far as the next hop to their targets is within reach."""
    waiting, link.stored = link.stored, []
    leaving: list[tuple[int, Targets]] = []
    for event, targets in waiting:
        free = tuple(x for x in targets if _within_reach(node, _hop(node, x)))
        rest = tuple(x for x in targets if x not in free)
        if free:
            leaving.append((event, free))
        if rest:
            link.stored.append((event, rest))
    cause = t.world.cause
    for number, (event, targets) in enumerate(leaving, 1):
        left = len(link.stored) + len(leaving) - number
        t.world.cause = t.world.emit(
            Released, node.name, event, t.event(event).name, link.neighbour, left
        )
        send_on(t, t.hubs[node.name], event, targets)
        t.world.cause = cause


def _within_reach(node: MeshNode, neighbour: str) -> bool:
    return neighbour in node.links and node.links[neighbour].up
