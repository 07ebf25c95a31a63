"""A broker of a mesh dies, comes back, or gets a new link."""

from broker_core.events.mesh import Linked
from broker_core.events.network import LinkSlowed
from broker_core.kernel import network
from broker_core.mesh import interest, links, routing
from broker_core.mesh.flooding import PURPOSE
from broker_core.mesh.state import MeshLink
from broker_core.pubsub.messages import lost
from broker_core.pubsub.state import Hub
from broker_core.town import Town


def ended(t: Town, hub: Hub) -> None:
    """A broker ends, with its connections still known: events that it was sending and that the next
    broker has not got wait at links that store, else they are lost with it."""
    for link in t.nodes[hub.name].links.values():
        connection = t.world.links.get(f"{hub.name}|{link.neighbour}|{routing.PURPOSE}")
        for msg, row in list(connection.waiting.items()) if connection else []:
            event, targets = row[2]
            if not _is_there(t, msg, link.neighbour, event, targets):
                _keep_or_lose(t, hub, link, event, targets)


def _is_there(t: Town, msg: int, neighbour: str, event: int, targets: routing.Targets) -> bool:
    """Whether a forwarded event has reached the neighbour, so that only the answer is missing."""
    return msg not in t.world.messages and (
        event in t.hubs[neighbour].seen or neighbour not in targets
    )


def _keep_or_lose(t: Town, hub: Hub, link: MeshLink, event: int, targets: routing.Targets) -> None:
    if link.store:
        routing.store(t, link, hub, event, targets)
        return
    for target in targets:
        lost(t, event, target, "broker", "crashed")


def started(t: Town, hub: Hub) -> None:
    """A broker is back with what it knew. It takes its links to be as they were, asks at once, and
    tells what has become of its interest; neighbours that lost it bring it up to date."""
    node = t.nodes[hub.name]
    for link in node.links.values():
        link.asked_us = 0
        t.world.at(t.world.now_us, "hello", hub.name, link.neighbour)
    interest.changed(t, hub)
    if node.map:
        routing.refresh(t, node)


def join(t: Town, a: str, b: str, store: bool) -> None:
    """A new link between two brokers that are up: each tells the other, and the mesh, what it knows."""
    link(t, a, b, store)
    for name in (a, b):
        links.announce(t, t.nodes[name], but=b if name == a else a)
        interest.changed(t, t.hubs[name])
    links.exchange(t, t.nodes[a], b)
    for name, other in ((a, b), (b, a)):
        routing.refresh(t, t.nodes[name])
        t.world.at(t.world.now_us + t.settings["link_hello"], "hello", name, other)


def link(t: Town, a: str, b: str, store: bool) -> None:
    """Both ends of a link, up and connected, so that each hears of the other's death; nobody is told
    yet."""
    for name, other in ((a, b), (b, a)):
        t.nodes[name].links[other] = MeshLink(other, True, store, [], 0)
        network.connect(t.world, name, other, PURPOSE)
    t.world.cause = t.world.emit(Linked, a, b, store)


def slow(t: Town, a: str, b: str, latency_us: int) -> int:
    """Everything between two ends takes so much longer, both ways; 0 ends it. Returns the event."""
    for way in (f"{a}>{b}", f"{b}>{a}"):
        t.world.lags.pop(way, None)
        if latency_us:
            t.world.lags[way] = latency_us
    return t.world.emit(LinkSlowed, a, b, latency_us)
