"""A broker's own table: who asked for what, who is connected, what was taken in."""

from functools import lru_cache
from typing import NamedTuple

from broker_core.events.pubsub import Attached, Detached, Subscribed, Unsubscribed
from broker_core.kernel import network
from broker_core.mesh import interest
from broker_core.mesh.index import SubscriptionIndex
from broker_core.pubsub.state import Hub, Subscription
from broker_core.town import Town

REMEMBERED = 4096
"""So many of the newest events a broker recognises when they come again."""

PATIENCE = 5
"""A broker gives a client up when it was not heard for so many of its `keep_alive`."""


class Place(NamedTuple):
    """Somebody who gets an event: a client (direct), a queue or a log, and the filter that did it."""

    place: str
    filter: str
    memory: str


def subscribe(t: Town, hub: Hub, place: str, filter: str, memory: str) -> None:
    """Keep an interest; keeping the same one again changes nothing."""
    row = Subscription(place, filter, memory)
    if row in hub.subscriptions:
        return
    hub.subscriptions.append(row)
    interest.changed(t, hub, t.world.emit(Subscribed, hub.name, place, filter, memory))


def unsubscribe(t: Town, hub: Hub, place: str, filter: str, reason: str) -> None:
    """Forget an interest; nothing happens when it was not there."""
    for row in [r for r in hub.subscriptions if (r.place, r.filter) == (place, filter)]:
        hub.subscriptions.remove(row)
        interest.changed(t, hub, t.world.emit(Unsubscribed, hub.name, place, filter, reason))


def connect(t: Town, hub: Hub, client: str) -> None:
    """From now on the broker may push to this client; each end hears of the other's death."""
    network.connect(t.world, client, hub.name, "events")
    network.connect(t.world, hub.name, client, "push")
    if client not in hub.connected:
        t.world.cause = t.world.emit(Attached, client, hub.name)
    hub.connected[client] = t.world.now_us
    wait = PATIENCE * t.settings["keep_alive"]
    t.world.at(t.world.now_us + wait, "unheard", hub.name, client, t.world.now_us)


def disconnect(t: Town, hub: Hub, client: str, reason: str, gone: str = "gone") -> bool:
    """The broker has lost a client: what it had asked for directly is withdrawn with it, for the
    reason `gone`. False when there was no connection."""
    if client not in hub.connected:
        return False
    del hub.connected[client]
    network.close_client(t.world, hub.name, "push", server=client)
    t.world.cause = t.world.emit(Detached, client, hub.name, reason)
    for row in [r for r in hub.subscriptions if (r.place, r.memory) == (client, "direct")]:
        unsubscribe(t, hub, client, row.filter, gone)
    return True


def remember(hub: Hub, event: int, now_us: int) -> None:
    """The broker has taken this event in."""
    hub.seen[event] = now_us
    if len(hub.seen) > REMEMBERED:
        del hub.seen[next(iter(hub.seen))]


def asked(hub: Hub, topic: str) -> list[Place]:
    """Everybody at this broker who asked for a topic, each place once, by the first filter that fits.

    The topic must be legal in the broker's dialect, else InvalidName is raised.
    """
    index = _index(hub.dialect, tuple(hub.subscriptions))
    first: dict[str, Place] = {}
    for number in index.match(topic):
        row = hub.subscriptions[int(number)]
        first.setdefault(row.place, Place(*row))
    return list(first.values())


@lru_cache(maxsize=256)
def _index(dialect: str, rows: tuple[Subscription, ...]) -> SubscriptionIndex:
    """The tree for one set of subscriptions; hubs with the same set share it."""
    index = SubscriptionIndex(dialect)
    for number, row in enumerate(rows):
        index.add(f"{number:05d}", row.filter)
    return index
