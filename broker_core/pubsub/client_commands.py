"""Commands by which clients publish, come, and change what they ask for."""

from collections.abc import Callable
from typing import Any

from broker_core import town_opening
from broker_core.commands import kafka, town
from broker_core.errors import Rejected
from broker_core.kernel import network
from broker_core.pubsub import checks, lifecycle, outlet, places
from broker_core.pubsub.attach import MOST_RECORDS
from broker_core.pubsub.checks import Refusal
from broker_core.pubsub.state import Reader
from broker_core.scenario.town_schema import CARRIES, CLIENT, FORMS, MOST
from broker_core.town import Town

MOST_WANTS = 16
_NOT_HERE = ("partition", "acks", "timestamp")
_PUBLISH = "key, value, name, form, carries, correlation"


def _check_publish(t: Town, cmd: kafka.Publish) -> Refusal:
    for name in _NOT_HERE:
        if getattr(cmd, name) is not None:
            return Rejected("unknown_field", verb="publish", field=name, expected=_PUBLISH)
    return (
        checks.anybody(t, cmd.producer, "publish")
        or checks.word("form", cmd.form, FORMS)
        or checks.word("carries", cmd.carries, CARRIES)
    )


def _publish(t: Town, cmd: kafka.Publish) -> None:
    """By hand: what is not said is as the client's program would have it."""
    service = t.services.get(cmd.producer)
    carries = cmd.carries or t.clients[cmd.producer].outlet.carries
    outlet.publish(
        t, cmd.producer, cmd.topic, cmd.name or "Event", cmd.form or "fact", carries, cmd.key,
        cmd.value or "", correlation=cmd.correlation or "",
        fields=tuple(service.fields) if service is not None else (),
    )  # fmt: skip


def _check_add(t: Town, cmd: town.AddClient) -> Refusal:
    if not places.free_id(t, cmd.client):
        return Rejected("already_exists", kind="client", id=cmd.client)
    if len(t.clients) >= MOST["clients"]:
        return Rejected("too_many", kind="clients", limit=MOST["clients"])
    if cmd.filter is None and cmd.place is None:
        return checks.hub(t, cmd.broker, "add client", up=None)
    return checks.hub(t, cmd.broker, "add client", up=None) or _check_want(
        t, cmd.client, cmd.broker, cmd.memory, cmd.place
    )


def _check_want(t: Town, client: str, broker: str, memory: str, place: str | None) -> Refusal:
    """A queue of one's own may be named in full."""
    own = places.own_place(client, memory)
    return checks.place(t, broker, memory, None if place == own else place)


def _add(t: Town, cmd: town.AddClient) -> None:
    """A program with one want, or none; it starts at once."""
    wants = []
    if cmd.filter is not None or cmd.place is not None:
        wants = [
            {"filter": cmd.filter or "", "memory": cmd.memory, "place": cmd.place,
             "reset": "earliest", "most_records": MOST_RECORDS}
        ]  # fmt: skip
    row: dict[str, Any] = {
        name: key.default() if callable(key.default) else key.default
        for name, key in CLIENT.items()
    }
    row.update(id=cmd.client, broker=cmd.broker, wants=wants, work_us=cmd.work)
    kind = "subscriber" if wants else "publisher"
    town_opening.declare(t, row, kind)
    lifecycle.start(t, cmd.client)


def _check_subscribe(t: Town, cmd: town.SubscribeClient) -> Refusal:
    refused = checks.anybody(t, cmd.client, "subscribe")
    if refused is not None:
        return refused
    it = t.clients[cmd.client]
    if len(it.intake.wants) >= MOST_WANTS:
        return Rejected("too_many", kind="subscriptions", limit=MOST_WANTS)
    if any(want[0] == cmd.filter for want in it.intake.wants):
        return Rejected("already_exists", kind="subscription", id=cmd.filter)
    return _check_want(t, cmd.client, it.hub, cmd.memory, cmd.place)


def _subscribe(t: Town, cmd: town.SubscribeClient) -> None:
    it = t.clients[cmd.client]
    place = cmd.place or places.own_place(cmd.client, cmd.memory)
    want = (cmd.filter, cmd.memory, place)
    it.intake.wants.append(want)
    if cmd.memory == "log" and place not in it.intake.readers:
        it.intake.readers[place] = Reader(place, "earliest", MOST_RECORDS, -1, False)
    _ask(t, cmd.client, "subscribe", want)


def _check_unsubscribe(t: Town, cmd: town.UnsubscribeClient) -> Refusal:
    refused = checks.anybody(t, cmd.client, "unsubscribe")
    if refused is not None:
        return refused
    mine = [want[0] for want in t.clients[cmd.client].intake.wants if want[0]]
    if cmd.filter not in mine:
        known = checks.listed(mine)
        return Rejected("unknown_id", kind="subscription", id=cmd.filter, known=known)
    return None


def _unsubscribe(t: Town, cmd: town.UnsubscribeClient) -> None:
    box = t.clients[cmd.client].intake
    want = next(want for want in box.wants if want[0] == cmd.filter)
    box.wants.remove(want)
    if not any(other[2] == want[2] for other in box.wants):
        box.readers.pop(want[2], None)
    _ask(t, cmd.client, "unsubscribe", want)


def _ask(t: Town, client: str, kind: str, want: tuple[str, str, str]) -> None:
    """Tell the broker; without a connection it hears it when the client attaches itself again."""
    filter, memory, place = want
    summary = {"filter": filter, "memory": memory, "place": place}
    network.request(
        t.world, client, t.clients[client].hub, "events", kind, want,
        t.settings["request_timeout"], summary, context=want,
    )  # fmt: skip


RULES: dict[type, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], None]]] = {
    kafka.Publish: (_check_publish, _publish),
    town.AddClient: (_check_add, _add),
    town.SubscribeClient: (_check_subscribe, _subscribe),
    town.UnsubscribeClient: (_check_unsubscribe, _unsubscribe),
}
"""Command class -> (why not, do it)."""
