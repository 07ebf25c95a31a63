"""Requests and answers over connections that keep their order and can be lost in two ways.

*Reset* (a process dies or closes): both ends know one hop later and all in flight fails.
*Silence* (a cut, a pause, a lost answer): nobody knows until the wait is over (in Kafka
`request.timeout.ms`); the client then closes the connection and everything in flight on it fails. A
server takes the next request of a connection only after it has answered the one before. Between two
parts of one process nothing travels and nothing is drawn: the call is handed over at the same instant.
"""

from typing import Any, NamedTuple, Protocol

from broker_core.events.network import ConnectionLost, Dropped, Sent, TimedOut
from broker_core.kernel import answer_faults
from broker_core.kernel.world import Link, Message, World

WAITS = {
    "events": "request_timeout",
    "publish": "request_timeout",
    "log": "request_timeout",
    "call": "request_timeout",
    "mesh": "link_timeout",
    "mesh_events": "link_timeout",
}
"""Purpose of a connection -> the setting that says how long an answer is awaited on it; of all other
connections it is Kafka's request.timeout.ms."""


class Ref(NamedTuple):
    """What a server needs to answer a request, whenever it is ready."""

    link: str
    life: int
    msg: int
    kind: str
    client: str
    server: str


class Router(Protocol):
    """Where the network hands over what arrives."""

    def serve(self, ref: Ref, body: Any) -> None: ...

    def answered(self, client: str, kind: str, server: str, body: Any, context: Any) -> None: ...

    def failed(self, client: str, kind: str, server: str, reason: str, context: Any) -> None: ...

    def gone(self, client: str, server: str, purpose: str) -> None: ...


def request(
    world: World,
    client: str,
    server: str,
    purpose: str,
    kind: str,
    body: Any,
    timeout_us: int,
    summary: Any = None,
    chatter: bool = False,
    context: Any = None,
    answer: bool = True,
) -> int:
    """Send a request; its answer or failure comes to the router. Returns the message's number.

    `context` is kept at the client and handed back with the answer. With `answer=False` (acks=0)
    nothing is awaited.
    """
    key, link = connect(world, client, server, purpose)
    msg, seq = _transmit(world, key, link, kind, client, server, 0, body, summary, chatter)
    if answer:
        deadline = world.now_us + timeout_us
        link.waiting[msg] = (kind, body, context, seq, deadline)
        _arm(world, key, link, deadline, seq)
    return msg


def connect(world: World, client: str, server: str, purpose: str) -> tuple[str, Link]:
    """A connection, made if there is none: from now on its client hears of the server's end."""
    key = f"{client}|{server}|{purpose}"
    link = world.links.get(key)
    if link is None:
        link = world.links[key] = Link(
            client, server, purpose, world.seq + 1, False, False, 0, 0, [], 0, {}, 0
        )
    return key, link


def reply(world: World, ref: Ref, body: Any, summary: Any = None, chatter: bool = False) -> None:
    """Answer a request and free its connection; nothing happens when the connection is gone."""
    link = world.links.get(ref.link)
    if link is None or link.life != ref.life:
        return
    _transmit(
        world, ref.link, link, f"{ref.kind}_reply", ref.server, ref.client, ref.msg, body,
        summary, chatter,
    )  # fmt: skip
    done(world, ref)


def done(world: World, ref: Ref) -> None:
    """A request needs no (further) answer: its connection is free for the next one."""
    link = world.links.get(ref.link)
    if link is not None and link.life == ref.life and link.serving == ref.msg:
        link.serving = 0
        if link.queue:
            world.at(world.now_us, "serve_next", ref.server, ref.link, link.life)


def _transmit(
    world: World,
    key: str,
    link: Link,
    kind: str,
    source: str,
    target: str,
    reply_to: int,
    body: Any,
    summary: Any,
    chatter: bool,
) -> tuple[int, Any]:
    world.next_msg += 1
    msg = world.next_msg
    if source == target:
        world.messages[msg] = Message(
            msg, kind, source, target, key, link.life, reply_to, world.cause, body
        )
        world.at(world.now_us, "arrive", "", msg)
        return msg, world.cause
    latency = world.hop_us + world.processes[source].slow_us + world.processes[target].slow_us
    if world.lags:
        latency += world.lags.get(f"{source}>{target}", 0)
    struck = answer_faults.strike(world, kind, source, target) if reply_to and world.armed else None
    if struck is not None:
        latency += struck[1]
    last = link.to_client_us if reply_to else link.to_server_us
    arrives = max(last, world.now_us + latency)
    if reply_to:
        link.to_client_us = arrives
    else:
        link.to_server_us = arrives
    seq = world.emit(
        Sent, msg, kind, source, target, link.purpose, world.now_us, arrives, chatter,
        summary if summary is not None else {},
    )  # fmt: skip
    world.messages[msg] = Message(msg, kind, source, target, key, link.life, reply_to, seq, body)
    lost = struck is not None and struck[0] == "lose"
    if struck is not None:
        answer_faults.tell(world, kind, source, target, struck)
    if link.silent or lost or f"{source}>{target}" in world.cuts:
        link.silent = True
        halfway = world.now_us + (arrives - world.now_us) // 2
        world.at(halfway, "lose", "", msg, "lost" if lost else "cut", cause=seq)
    else:
        world.at(arrives, "arrive", "", msg, cause=seq)
    return msg, seq


def lose(world: World, msg: int, reason: str) -> None:
    """A message stops on its way; its connection is silent from now on."""
    message = world.messages.pop(msg, None)
    if message is None:
        return
    link = world.links.get(message.link)
    if link is not None and link.life == message.link_life:
        link.silent = True
    cause = world.fault_since(message.cause, message.source, message.target)
    _drop(world, message, reason, cause)


def _drop(world: World, message: Message, reason: str, cause: Any) -> None:
    if message.source != message.target:
        world.emit(
            Dropped, message.msg, message.kind, message.source, message.target, reason, cause=cause
        )


def arrive(world: World, router: Router, msg: int) -> None:
    """A message reaches its target: served, queued, handed to the client, or refused."""
    message = world.messages.get(msg)
    if message is None:
        return
    target = world.processes[message.target]
    if target.up and target.paused_until_us > world.now_us:
        world.at(target.paused_until_us, "arrive", "", msg, cause=message.cause)
        return
    del world.messages[msg]
    world.cause = message.cause
    link = world.links.get(message.link)
    if link is None or link.life != message.link_life:
        _drop(world, message, "reset", message.cause)
        return
    if not target.up or link.dead:
        _refuse(world, link, message)
    elif message.reply_to:
        waiting = link.waiting.pop(message.reply_to, None)
        if waiting is not None:
            router.answered(link.client, waiting[0], link.server, message.body, waiting[2])
    elif link.serving or link.queue:
        world.messages[msg] = message
        link.queue.append(msg)
    else:
        _serve(router, link, message)


def _serve(router: Router, link: Link, message: Message) -> None:
    link.serving = message.msg
    ref = Ref(message.link, link.life, message.msg, message.kind, message.source, message.target)
    router.serve(ref, message.body)


def serve_next(world: World, router: Router, key: str, life: int) -> None:
    """A connection is free: take the next request that waits on it."""
    link = world.links.get(key)
    if link is None or link.life != life or link.serving or not link.queue:
        return
    message = world.messages.pop(link.queue.pop(0))
    world.cause = message.cause
    _serve(router, link, message)


def _refuse(world: World, link: Link, message: Message) -> None:
    """Nobody listens at the target: the sender knows one hop later."""
    _drop(world, message, "refused", world.fault_since(0, message.target) or message.cause)
    if not message.reply_to and not link.dead:
        link.dead = True
        key = message.link
        world.at(
            world.now_us + world.hop_us, "peer_lost", link.client, key, link.life, "refused",
            cause=message.cause,
        )  # fmt: skip


def peer_lost(world: World, router: Router, key: str, life: int, reason: str) -> None:
    """A client learns that the other end is gone: all that waits on the connection fails."""
    link = world.links.get(key)
    if link is None or link.life != life:
        return
    if link.client != link.server:
        world.cause = world.emit(
            ConnectionLost, link.client, link.server, link.purpose, reason,
            cause=world.fault_since(0, link.server) or world.cause,
        )  # fmt: skip
    _close(world, router, key, reason)


def _arm(world: World, key: str, link: Link, deadline: int, seq: Any) -> None:
    """Watch for the earliest deadline on a connection; a later one is looked at then."""
    if not link.timer_us or deadline < link.timer_us:
        link.timer_us = deadline
        world.at(deadline, "request_timeout", link.client, key, link.life, deadline, cause=seq)


def request_timeout(world: World, router: Router, key: str, life: int, armed_us: int) -> None:
    """Some unanswered request may have waited as long as it may; every request has its own time."""
    link = world.links.get(key)
    if link is None or link.life != life or link.timer_us != armed_us:
        return
    link.timer_us = 0
    if not link.waiting:
        return
    msg = min(link.waiting, key=lambda number: (link.waiting[number][4], number))
    kind, _, _, seq, deadline = link.waiting[msg]
    if deadline > world.now_us:
        _arm(world, key, link, deadline, seq)
        return
    world.cause = world.emit(
        TimedOut,
        link.client,
        link.server,
        link.purpose,
        kind,
        msg,
        cause=world.fault_since(seq, link.client, link.server),
        because=(WAITS.get(link.purpose, "request.timeout.ms"),),
    )
    _close(world, router, key, "timeout")


def _close(world: World, router: Router, key: str, reason: str) -> None:
    link = world.links.pop(key)
    drop_in_flight(world, key, link.life, reason)
    for kind, _body, context, _seq, _deadline in list(link.waiting.values()):
        router.failed(link.client, kind, link.server, reason, context)
    if not link.waiting:
        router.gone(link.client, link.server, link.purpose)


def drop_in_flight(world: World, key: str, life: int, reason: str) -> None:
    """Everything under way on a connection ends there."""
    for message in [m for m in world.messages.values() if m.link == key and m.link_life == life]:
        del world.messages[message.msg]
        _drop(world, message, reason, world.cause)


def close_client(
    world: World,
    client: str,
    purpose: str | None = None,
    reason: str = "closed",
    server: str | None = None,
) -> None:
    """A client closes its connections in order (or dies), all of them or those of a purpose or to a
    server: its servers forget them."""
    for key in [k for k, link in world.links.items() if link.client == client]:
        link = world.links[key]
        if purpose in (None, link.purpose) and server in (None, link.server):
            del world.links[key]
            drop_in_flight(world, key, link.life, reason)


def abandon(world: World, client: str, server: str, purpose: str, reason: str) -> list[Any]:
    """A client gives up one connection, if it has it: what is under way on it stops, and the contexts
    of its unanswered requests come back, oldest first. Nobody is called."""
    key = f"{client}|{server}|{purpose}"
    link = world.links.pop(key, None)
    if link is None:
        return []
    drop_in_flight(world, key, link.life, reason)
    return [context for _kind, _body, context, _seq, _deadline in link.waiting.values()]


def process_ended(world: World, name: str, cause: int) -> None:
    """A process is gone: what was in flight from and to it fails, its peers know one hop later."""
    before, world.cause = world.cause, cause
    close_client(world, name, reason="reset")
    for key, link in list(world.links.items()):
        if link.server == name and not link.dead:
            link.dead = True
            drop_in_flight(world, key, link.life, "reset")
            link.queue.clear()
            link.serving = 0
            unreachable = link.silent or f"{name}>{link.client}" in world.cuts
            if not unreachable:
                world.at(
                    world.now_us + world.hop_us, "peer_lost", link.client, key, link.life, "reset"
                )
    world.cause = before
