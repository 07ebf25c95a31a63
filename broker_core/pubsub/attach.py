"""Connections: a client attaches itself to its broker, keeps the connection alive, and finds back.

A client asks to be attached until it is; then it says so again every `keep_alive`. It learns that its
broker is gone when its connection ends or stays silent; a broker learns it of a client in the same
ways, or when it has not heard of it for `hubs.PATIENCE` times that long.
"""

from typing import Any

from broker_core.events.pubsub import SubscriptionRefused
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.mesh.names import InvalidName, filter_levels
from broker_core.mesh.patterns import compile_pattern
from broker_core.pubsub import hubs, outlet, places, queues, returns
from broker_core.pubsub.state import Hub, Reader
from broker_core.town import Client, Town

Want = tuple[str, str, str]
MOST_RECORDS = 5
"""How many events a poll of a want by hand brings at most."""


def knock(t: Town, client: str) -> None:
    """A client asks its broker for a connection with all that it wants."""
    it = t.clients[client]
    if it.intake.knocking or it.state == "leaving":
        return
    it.intake.knocking = True
    wants = tuple(it.intake.wants)
    network.request(
        t.world, client, it.hub, "events", "attach", (not it.intake.attached, wants),
        t.settings["request_timeout"], {"wants": len(wants)}, it.intake.attached,
    )  # fmt: skip


def keep(t: Town, client: str, session: int) -> None:
    """Say that the connection is alive, as long as it is the same one."""
    it = t.clients[client]
    if it.intake.attached and it.intake.session == session:
        knock(t, client)


def serve(t: Town, ref: Ref, body: tuple[bool, tuple[Want, ...]]) -> None:
    """A client attaches itself, or says that it is still there: only what is new changes anything.

    A client that comes anew although the broker still knows it has lost its connection, and with it
    perhaps acknowledgements: what it had not acknowledged waits in its queues again.
    """
    anew, wants = body
    hub, known = t.hubs[ref.server], ref.client in t.hubs[ref.server].connected
    if known and (anew or _silent(t, hub, ref.client)):
        forget(t, hub, ref.client, "reset" if anew else "timeout")
    hubs.connect(t, hub, ref.client)
    refused = tuple((want[0], rule) for want in wants if (rule := _keep(t, hub, ref.client, want)))
    summary = {"error": refused[0][1]} if refused else {}
    network.reply(t.world, ref, refused, summary, chatter=known and not refused)
    _go_on(t, hub, ref.client)


def _silent(t: Town, hub: Hub, client: str) -> bool:
    """Whether nothing that the broker pushed gets through, as a transport notices after a while."""
    link = t.world.links.get(f"{hub.name}|{client}|push")
    return link is not None and (link.silent or link.dead)


def _keep(t: Town, hub: Hub, client: str, want: Want) -> str:
    """Keep one want; returns the rule that its filter breaks, "" for none."""
    rule = broken_rule(want[0], hub.dialect)
    if rule:
        t.world.emit(SubscriptionRefused, hub.name, client, want[0], rule)
    else:
        places.take_interest(t, hub, client, *want)
    return rule


def broken_rule(filter: str, dialect: str) -> str:
    """The rule of the dialect that a filter breaks, "" for none (and for no filter)."""
    try:
        if filter and dialect == "kafka":
            compile_pattern(filter)
        elif filter:
            filter_levels(filter, dialect)
    except InvalidName as error:
        return error.rule
    return ""


def _go_on(t: Town, hub: Hub, client: str) -> None:
    """Queues give a reader that is here what waits for it."""
    seq = t.world.cause
    for name in hub.queues:
        if client in t.queues[name].readers:
            queues.dispatch(t, t.queues[name])
            t.world.cause = seq


def attached(t: Town, client: str, server: str, refused: Any, context: Any) -> None:
    """The broker knows the client: from here on it keeps the connection alive and sends what it held."""
    it = t.clients[client]
    box = it.intake
    fresh, box.attached, box.knocking = not box.attached, True, False
    box.session += 1
    _drop_wants(it, [row[0] for row in refused])
    t.world.at(t.world.now_us + t.settings["keep_alive"], "keep", client, box.session)
    if fresh:
        outlet.send_next(t, client)
        t.world.at(t.world.now_us, "poll", client)


def _drop_wants(it: Client, filters: list[str]) -> None:
    it.intake.wants = [want for want in it.intake.wants if want[0] not in filters]


def failed(t: Town, client: str, server: str, reason: str, context: Any) -> None:
    """Something asked on the connection has failed, so it is gone."""
    gone(t, client, server)


def gone(t: Town, client: str, server: str) -> None:
    """A client lost its connection: it knocks again after a while. Its work in hand goes on."""
    box = t.clients[client].intake
    box.attached, box.knocking = False, True
    box.session += 1
    wait = t.settings["attach_retry"]
    t.world.at(t.world.now_us + wait, "attach", client, box.session)


def retry(t: Town, client: str, session: int) -> None:
    """The time to knock again, unless that happened meanwhile."""
    it = t.clients[client]
    if it.intake.session == session and not it.intake.attached:
        it.intake.knocking = False
        knock(t, client)


def subscribe(t: Town, ref: Ref, want: Any) -> None:
    """A client asks for one thing more; answered with the rule it breaks, or ""."""
    hub = t.hubs[ref.server]
    hubs.connect(t, hub, ref.client)
    rule = _keep(t, hub, ref.client, want)
    network.reply(t.world, ref, rule, {"filter": want[0], **({"error": rule} if rule else {})})
    _go_on(t, hub, ref.client)


def subscribed(t: Town, client: str, server: str, rule: Any, want: Any) -> None:
    """What was asked for is kept, or it is not allowed."""
    it = t.clients[client]
    if rule:
        _drop_wants(it, [want[0]])
    elif want[1] == "log":
        t.world.at(t.world.now_us, "poll", client)


def unsubscribe(t: Town, ref: Ref, want: Any) -> None:
    """A client no longer asks for something."""
    places.lose_interest(t, t.hubs[ref.server], ref.client, *want)
    network.reply(t.world, ref, "", {"filter": want[0]})


def not_withdrawn(t: Town, client: str, server: str, reason: str, want: Any) -> None:
    """The broker did not hear it (or nobody knows), so the client still asks for it."""
    box = t.clients[client].intake
    if want not in box.wants:
        box.wants.append(want)
    if want[1] == "log" and want[2] not in box.readers:
        box.readers[want[2]] = Reader(want[2], "earliest", MOST_RECORDS, -1, False)
    gone(t, client, server)


def nothing(t: Town, client: str, server: str, body: Any, context: Any) -> None:
    """An answer that changes nothing."""


def detach(t: Town, ref: Ref, body: Any) -> None:
    """A client says goodbye."""
    network.done(t.world, ref)
    forget(t, t.hubs[ref.server], ref.client, "stopped")


def client_gone(t: Town, hub: str, client: str) -> None:
    """A broker's connection to a client ended."""
    forget(t, t.hubs[hub], client, "reset")


def unheard(t: Town, hub: str, client: str, heard_us: int) -> None:
    """A broker's patience with a client ends, if nothing was heard of it since."""
    if t.hubs[hub].connected.get(client) == heard_us:
        t.world.cause = t.world.fault_since(t.world.cause, hub, client)
        forget(t, t.hubs[hub], client, "timeout")


def forget(t: Town, hub: Hub, client: str, reason: str) -> None:
    """A broker has lost a client: what that one did not acknowledge waits in its queues again."""
    if not hubs.disconnect(t, hub, client, reason):
        return
    word = {"timeout": "reset"}.get(reason, reason)
    if reason == "reset" and not t.world.is_up(client):
        word = "crashed"
    returns.give_back_all(t, hub.name, client, word)
