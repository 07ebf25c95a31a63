"""Direct delivery: pushed at once to whoever is connected, kept for nobody."""

from broker_core.kernel import network
from broker_core.mesh.names import InvalidName
from broker_core.mesh.subscriptions import matches
from broker_core.pubsub.messages import drawn, lost
from broker_core.pubsub.state import Hub, Published
from broker_core.town import Client, Town


def push(t: Town, hub: Hub, client: str, e: Published, filter: str) -> None:
    """Send an event to a connected client; nobody waits for an answer."""
    deliver(t, hub, client, e, ("direct", filter, 1))


def deliver(t: Town, hub: Hub, client: str, e: Published, way: tuple[str, str, int]) -> None:
    """The message that brings an event to a client; `way` = (way, place, delivery)."""
    kind, place, delivery = way
    queue = place if kind == "queue" else ""
    network.request(
        t.world, hub.name, client, "push", "deliver", (e.event, kind, place, delivery, -1, queue),
        0, drawn(e, way=kind, delivery=delivery), answer=False,
    )  # fmt: skip


def tell_offline(t: Town, hub: Hub, e: Published) -> None:
    """Clients of this broker who want the event directly and are not connected miss it."""
    for it in t.clients.values():
        if it.hub == hub.name and it.intake.session and it.name not in hub.connected:
            if _wants(it, e.topic, hub.dialect):
                lost(t, e.event, it.name, "broker", "offline")


def tell_who_is_away(t: Town, hub: Hub, e: Published, onward: tuple[str, ...]) -> None:
    """The same of brokers of this mesh that the event does not even go to, since nobody is connected
    there who asked for it."""
    for name in _mesh_of(t, hub.name):
        if name != hub.name and name not in onward:
            tell_offline(t, t.hubs[name], e)


def _mesh_of(t: Town, name: str) -> list[str]:
    """All brokers that links lead to, whether these are up or not, the first one included."""
    found = [name]
    for broker in found:
        found += [other for other in t.nodes[broker].links if other not in found]
    return found


def _wants(it: Client, topic: str, dialect: str) -> bool:
    return any(
        memory == "direct" and _fits(filter, topic, dialect)
        for filter, memory, _ in it.intake.wants
    )


def _fits(filter: str, topic: str, dialect: str) -> bool:
    """A filter that is on its way to be refused selects nothing."""
    try:
        return matches(filter, topic, dialect)
    except InvalidName:
        return False
