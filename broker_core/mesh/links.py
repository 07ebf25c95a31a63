"""Links: each end asks the other whether it is there, and tells the mesh whom it can reach.

Every `link_hello` a broker says hello to each neighbour, one at a time. A hello or an event without an
answer, or a connection that ends, means that the link is lost at this end; the first answered hello
after that restores it, and both ends then exchange everything. A broker that hears a hello on a link
that it believes lost asks back at once, so that both ends find each other again together.
"""

from typing import Any

from broker_core.events.mesh import LinkLost, LinkRestored
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.mesh import interest, routing
from broker_core.mesh.flooding import PURPOSE, flood
from broker_core.mesh.state import MeshLink, MeshNode
from broker_core.mesh.ways import NOTHING
from broker_core.town import Town

LinkState = tuple[str, int, tuple[str, ...], tuple[str, ...]]


def hello(t: Town, name: str, neighbour: str) -> None:
    """The rhythm of one end of a link: ask, unless an answer is still awaited."""
    t.world.at(t.world.now_us + t.settings["link_hello"], "hello", name, neighbour)
    link = t.nodes[name].links[neighbour]
    if not link.up and link.asked_us and _overdue(t, link):
        network.abandon(t.world, name, neighbour, PURPOSE, "timeout")
        link.asked_us = 0
    ask(t, t.nodes[name], link)


def _overdue(t: Town, link: MeshLink) -> bool:
    waited_us = t.world.now_us - link.asked_us
    return waited_us >= int(t.settings["link_timeout"])


def ask(t: Town, node: MeshNode, link: MeshLink) -> None:
    """Say hello: the version of one's own link state, and whether the link is up at this end.

    On a link that is lost already no answer is no news: the next beat tries again without a word.
    """
    if link.asked_us:
        return
    link.asked_us = t.world.now_us
    version = node.map[node.name][0]
    patience = t.settings["link_timeout"] + (0 if link.up else 2 * t.settings["link_hello"])
    network.request(
        t.world, node.name, link.neighbour, PURPOSE, "hello", (version, link.up), patience,
        summary={"version": version, "up": link.up}, chatter=True,
    )  # fmt: skip


def answer(t: Town, ref: Ref, body: tuple[int, bool]) -> None:
    """A neighbour says hello. An answer that will restore its end of the link is worth seeing."""
    node = t.nodes[ref.server]
    version = node.map[node.name][0]
    network.reply(t.world, ref, version, summary={"version": version}, chatter=body[1])
    link = node.links[ref.client]
    if not link.up:
        ask(t, node, link)


def heard(t: Town, name: str, neighbour: str, version: int, context: Any) -> None:
    """A neighbour answered. A lost link is up again if it is quick enough to stay so."""
    link = t.nodes[name].links[neighbour]
    in_time = not _overdue(t, link)
    link.asked_us = 0
    if not link.up and in_time:
        _restored(t, t.nodes[name], link)


def unheard(t: Town, name: str, neighbour: str, reason: str, context: Any) -> None:
    """A hello failed."""
    t.nodes[name].links[neighbour].asked_us = 0
    lost(t, name, neighbour, reason)


def undone(t: Town, name: str, neighbour: str, reason: str, context: Any) -> None:
    """An exchange failed; the next restoration brings another."""
    lost(t, name, neighbour, reason)


def returned(t: Town, name: str, neighbour: str, reason: str, context: Any) -> None:
    """A neighbour did not say that it has an event: the link is lost, and the event takes another
    way, waits at the link, or has none."""
    lost(t, name, neighbour, reason)
    event, targets = context
    routing.send_on(t, t.hubs[name], event, targets)


def gone(t: Town, name: str, neighbour: str) -> None:
    """A connection on which nothing was awaited has ended: the neighbour is not there any more."""
    lost(t, name, neighbour, "reset")


def lost(t: Town, name: str, neighbour: str, reason: str) -> None:
    """A link is lost at this end: the mesh is told, ways change, and what was under way on it is
    tried another way. Nothing happens when it was lost before."""
    node = t.nodes[name]
    link = node.links[neighbour]
    if not link.up:
        return
    link.up = False
    read = ("link_timeout",) if reason == "timeout" else ()
    cause = t.world.cause = t.world.emit(LinkLost, name, neighbour, reason, because=read)
    network.abandon(t.world, name, neighbour, PURPOSE, reason)
    link.asked_us = 0
    under_way = network.abandon(t.world, name, neighbour, routing.PURPOSE, reason)
    announce(t, node)
    routing.refresh(t, node)
    for event, targets in under_way:
        t.world.cause = cause
        routing.send_on(t, t.hubs[name], event, targets)


def _restored(t: Town, node: MeshNode, link: MeshLink) -> None:
    link.up = True
    t.world.cause = t.world.emit(LinkRestored, node.name, link.neighbour)
    announce(t, node, but=link.neighbour)
    exchange(t, node, link.neighbour)
    routing.refresh(t, node)


def announce(t: Town, node: MeshNode, but: str = "") -> None:
    """A broker's own link state changed: a new version of it, for everybody."""
    up = tuple(link.neighbour for link in node.links.values() if link.up)
    stores = tuple(x.neighbour for x in node.links.values() if x.store and not x.up)
    version = node.map.get(node.name, NOTHING)[0] + 1
    node.map[node.name] = (version, up, stores)
    flood(t, node, "link_state", ((node.name, version, up, stores),), but)


def exchange(t: Town, node: MeshNode, neighbour: str) -> None:
    """Tell a neighbour everything, and hear everything back."""
    told = _everything(node)
    network.request(
        t.world, node.name, neighbour, PURPOSE, "sync", told, t.settings["link_timeout"],
        summary={"interest": told[0], "links": told[1]},
    )  # fmt: skip


def _everything(node: MeshNode) -> tuple[tuple[interest.Row, ...], tuple[LinkState, ...]]:
    return interest.known(node), tuple((name, *row) for name, row in node.map.items())


def exchanged(t: Town, ref: Ref, body: Any) -> None:
    """A neighbour tells everything it knows: learn, and tell everything in return."""
    node = t.nodes[ref.server]
    cause = t.world.cause
    _learn_all(t, node, body, ref.client)
    t.world.cause = cause
    told = _everything(node)
    network.reply(t.world, ref, told, summary={"interest": told[0], "links": told[1]})


def told(t: Town, name: str, neighbour: str, body: Any, context: Any) -> None:
    """What a neighbour knows, in return for what it was told."""
    _learn_all(t, t.nodes[name], body, neighbour)


def _learn_all(t: Town, node: MeshNode, body: Any, via: str) -> None:
    cause = t.world.cause
    interest.learn(t, node, body[0], via)
    t.world.cause = cause
    learn(t, node, body[1], via)


def learn(t: Town, node: MeshNode, rows: tuple[LinkState, ...], via: str) -> None:
    """Keep link states that are newer than what is known, pass them on, and find the ways again."""
    fresh = [row for row in rows if row[1] > node.map.get(row[0], NOTHING)[0]]
    for name, *state in fresh:
        node.map[name] = tuple(state)
    if fresh:
        flood(t, node, "link_state", tuple(fresh), but=via)
        routing.refresh(t, node)


def serve(t: Town, ref: Ref, rows: tuple[LinkState, ...]) -> None:
    """A neighbour tells of links."""
    learn(t, t.nodes[ref.server], rows, ref.client)
    network.done(t.world, ref)
