"""The publishing half of a client: its program, its local buffer, its way to the broker."""

from typing import Any

from broker_core.events.pubsub import Confirmed, GaveUp, Held, Resent, WasPublished
from broker_core.kernel import network
from broker_core.pubsub.messages import drawn
from broker_core.pubsub.state import Published
from broker_core.services import lifecycle as services
from broker_core.town import Client, Town


def publish(
    t: Town,
    client: str,
    topic: str,
    name: str,
    form: str,
    carries: str,
    key: str | None,
    value: str,
    version: int = 0,
    correlation: str = "",
    fields: tuple[str, ...] = (),
) -> int:
    """A program hands an event to its client library; returns the event's number at once.

    A guaranteed one is in `outlet.held` until its broker confirms or refuses it (a service then
    hears `services.lifecycle.confirmed`), unless the buffer is full. The caller's cause is kept.
    """
    before = t.world.cause
    number = create(t, client, topic, name, form, carries, key, value, version, correlation, fields)
    hand_over(t, client, number)
    t.world.cause = before
    return number


def create(
    t: Town,
    client: str,
    topic: str,
    name: str,
    form: str,
    carries: str,
    key: str | None,
    value: str,
    version: int = 0,
    correlation: str = "",
    fields: tuple[str, ...] = (),
) -> int:
    """An event gets its number and its content and goes nowhere yet; what follows has it as cause."""
    number = len(t.published) + 1
    correlation = correlation or services.correlate(t, client, name)
    t.published.append(
        Published(
            number, topic, name, form, carries, key, value, fields, version, correlation, client,
            t.world.now_us,
        )
    )  # fmt: skip
    seq = t.world.emit(
        WasPublished, number, client, t.clients[client].hub, topic, name, form, carries, key, value,
        fields, version, correlation,
    )  # fmt: skip
    t.world.cause = seq
    services.published(t, client, number)
    t.world.cause = seq
    return number


def hand_over(t: Town, client: str, number: int, again: bool = False) -> None:
    """Give a created event to the client library; `again` when an earlier life did so already."""
    out, world = t.clients[client].outlet, t.world
    before, e = world.cause, t.event(number)
    if out.quality == "direct":
        _send(t, t.clients[client], e, sure=False)
    elif len(out.held) >= out.limit:
        held = len(out.held)
        world.emit(GaveUp, client, number, e.name, "buffer_full", held, because=("buffer",))
    else:
        out.held.append(number)
        if again:
            out.attempts[number] = 1
        world.cause = world.emit(Held, client, number, len(out.held))
        send_next(t, client)
    world.cause = before


def send_next(t: Town, client: str) -> None:
    """Send the oldest held event, unless one is under way: so they arrive in order."""
    it = t.clients[client]
    out = it.outlet
    if out.flying or not out.held:
        return
    out.flying = 1
    e = t.event(out.held[0])
    attempt = out.attempts.get(e.event, 0) + 1
    out.attempts[e.event] = attempt
    if attempt > 1:
        t.world.cause = t.world.emit(
            Resent, client, e.event, e.name, attempt, because=("publish_retry",)
        )
    _send(t, it, e, sure=True)


def _send(t: Town, it: Client, e: Published, sure: bool) -> None:
    network.request(
        t.world, it.name, it.hub, "publish", "publish", (e.event, sure),
        t.settings["request_timeout"], drawn(e), context=e.event, answer=sure,
    )  # fmt: skip


def answered(t: Town, client: str, server: str, reason: Any, event: Any) -> None:
    """The broker keeps an event, or refuses it: either way it leaves the buffer."""
    it, e = t.clients[client], t.event(event)
    out = it.outlet
    if event not in out.held:
        return
    _let_go(it, event)
    waiting, waited = len(out.held), t.world.now_us - e.published_at_us
    if reason:
        seq = t.world.emit(GaveUp, client, event, e.name, reason, waiting)
    else:
        seq = t.world.emit(Confirmed, client, server, event, e.name, waited, waiting)
    t.world.cause = seq
    if client in t.services:
        services.confirmed(t, client, event, reason)
        t.world.cause = seq
    send_next(t, client)


def _let_go(it: Client, event: int) -> None:
    it.outlet.held.remove(event)
    it.outlet.attempts.pop(event, None)
    it.outlet.flying = 0


def failed(t: Town, client: str, server: str, reason: str, event: Any) -> None:
    """Nobody knows what became of an attempt: try again a little later."""
    it = t.clients[client]
    if event in it.outlet.held and it.outlet.flying:
        it.outlet.flying = 0
        t.world.at(t.world.now_us + it.outlet.retry_us, "resend", client)


def give_up_all(t: Town, it: Client, reason: str) -> None:
    """The program ends, and with it what its broker has not confirmed; an outbox keeps its own."""
    kept = t.services[it.name].outbox if it.name in t.services else ()
    for event in list(it.outlet.held):
        _let_go(it, event)
        if event in kept:
            continue
        t.world.emit(GaveUp, it.name, event, t.event(event).name, reason, 0)
    it.outlet.flying = 0


def start_program(t: Town, client: str, after_us: int) -> None:
    """A client's program publishes its events in turn from then on, if it has any."""
    out = t.clients[client].outlet
    if out.rows and out.interval_us and not out.running and not _over(out):
        out.running = True
        t.world.at(t.world.now_us + after_us, "program", client)


def _over(out: Any) -> bool:
    return bool(0 < out.times <= out.played)


def play(t: Town, client: str) -> None:
    """The program's next event: one each for the first `copies` of its topics."""
    it = t.clients[client]
    out = it.outlet
    out.running = False
    if it.state != "up" or not out.interval_us or _over(out):
        return
    topics, name, form, key, value = out.rows[out.played % len(out.rows)]
    out.played += 1
    words = {"n": str(out.played), "name": name}
    key = key and _filled(key, words)
    words["key"] = key or ""
    value = _filled(value, words)
    fields = tuple(t.services[client].fields) if client in t.services else ()
    for topic in topics[: out.copies]:
        publish(
            t, client, _filled(topic, words), name, form, out.carries, key, value, fields=fields
        )
    start_program(t, client, out.interval_us)


def _filled(text: str, words: dict[str, str]) -> str:
    """A text of the program with {n} (its how manieth event), {name} and {key} filled in."""
    for word, value in words.items():
        text = text.replace("{" + word + "}", value)
    return text
