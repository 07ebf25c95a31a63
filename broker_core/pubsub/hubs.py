"""A broker's own table: who asked for what, who is connected."""

from functools import lru_cache
from typing import NamedTuple

from broker_core.events.pubsub import Attached, Detached, Subscribed, Unsubscribed
from broker_core.mesh import interest
from broker_core.mesh.index import SubscriptionIndex
from broker_core.pubsub.state import Hub, Subscription
from broker_core.town import Town


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
    """From now on the broker may push to this client."""
    if client not in hub.connected:
        hub.connected[client] = True
        t.world.emit(Attached, client, hub.name)


def disconnect(t: Town, hub: Hub, client: str, reason: str) -> None:
    """The broker has lost a client: what it had asked for directly is withdrawn with it."""
    if client not in hub.connected:
        return
    del hub.connected[client]
    t.world.emit(Detached, client, hub.name, reason)
    for row in [r for r in hub.subscriptions if (r.place, r.memory) == (client, "direct")]:
        unsubscribe(t, hub, client, row.filter, "gone")


def asked(hub: Hub, topic: str) -> list[Place]:
    """Everybody at this broker who asked for a topic, each place once, by the first filter that fits.

    The topic must be legal in the broker's dialect, else InvalidName is raised.
    """
    index = _index(hub.dialect, tuple(hub.subscriptions))
    rows = [hub.subscriptions[int(number)] for number in index.match(topic)]
    first: dict[str, Place] = {}
    for row in sorted(rows, key=hub.subscriptions.index):
        first.setdefault(row.place, Place(*row))
    return list(first.values())


@lru_cache(maxsize=256)
def _index(dialect: str, rows: tuple[Subscription, ...]) -> SubscriptionIndex:
    """The tree for one set of subscriptions; hubs with the same set share it."""
    index = SubscriptionIndex(dialect)
    for number, row in enumerate(rows):
        index.add(f"{number:05d}", row.filter)
    return index
