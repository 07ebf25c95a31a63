"""A broker takes an event in: is it legal, who asked for it, and it goes to each of them."""

from typing import Any

from broker_core.events.pubsub import Matched, Refused, Repeated
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.mesh import routing
from broker_core.mesh.names import InvalidName, topic_levels
from broker_core.pubsub import direct, hubs, queues, tapes
from broker_core.pubsub.hubs import Place
from broker_core.pubsub.state import Hub, Published
from broker_core.town import Town


def publish(t: Town, ref: Ref, body: Any) -> None:
    """A client's event. A guaranteed one is answered once the broker keeps it: "" or why not."""
    number, sure = body
    hub, e = t.hubs[ref.server], t.event(number)
    if number in hub.seen:
        reason = ""
        t.world.cause = t.world.emit(Repeated, hub.name, number)
    else:
        reason = _take(t, hub, e, ref.client)
    if sure:
        summary = {"event": number, "name": e.name, **({"error": reason} if reason else {})}
        network.reply(t.world, ref, reason, summary)
    else:
        network.done(t.world, ref)


def _take(t: Town, hub: Hub, e: Published, client: str) -> str:
    """Take a published event in; returns why it is refused, "" when it is not."""
    reason, places = _judge(t, hub, e)
    if reason:
        because = ("capacity", "overflow") if reason == "queue_full" else ()
        t.world.cause = t.world.emit(
            Refused, hub.name, client, e.event, e.name, e.topic, reason, because=because
        )
        return reason
    hubs.remember(hub, e.event, t.world.now_us)
    onward = routing.onward(t, hub, e.topic)
    _hand_out(t, hub, e, places, onward)
    direct.tell_who_is_away(t, hub, e, onward)
    if onward:
        seq = t.world.cause
        routing.send_on(t, hub, e.event, onward)
        t.world.cause = seq
    return ""


def _judge(t: Town, hub: Hub, e: Published) -> tuple[str, list[Place]]:
    """(why the broker refuses an event, who asked for it)."""
    try:
        topic_levels(e.topic, hub.dialect)
    except InvalidName as error:
        return error.rule, []
    places = hubs.asked(hub, e.topic)
    for row in places:
        if row.memory == "queue" and queues.refuses(t.queues[row.place], e.event):
            return "queue_full", []
    return "", places


def forward(t: Town, ref: Ref, body: Any) -> None:
    """An event from a neighbour: the mesh passes it on, and it is taken in if it is meant for here."""
    number, targets = body
    hub, e = t.hubs[ref.server], t.event(number)
    if routing.arrived(t, hub, number, targets, ref.client):
        seq = t.world.cause
        onward = tuple(name for name in targets if name != hub.name)
        _hand_out(t, hub, e, hubs.asked(hub, e.topic), onward)
        t.world.cause = seq
    network.reply(t.world, ref, (), {"event": number, "name": e.name})


def _hand_out(
    t: Town, hub: Hub, e: Published, places: list[Place], onward: tuple[str, ...]
) -> None:
    """Matched, then to each place; the cause stays what was matched."""
    rows = tuple(tuple(row) for row in places)
    seq = t.world.emit(Matched, hub.name, e.event, e.name, e.topic, rows, onward)
    for row in places:
        t.world.cause = seq
        if row.memory == "direct":
            direct.push(t, hub, row.place, e, row.filter)
        elif row.memory == "queue":
            queues.park(t, t.queues[row.place], e.event)
        else:
            tapes.append(t, t.tapes[row.place], e)
    t.world.cause = seq
    direct.tell_offline(t, hub, e)
