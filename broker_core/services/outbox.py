"""Publishing: at once, or through an outbox that is written together with the change.

An outbox is durable; a relay gives what stands in it to the client library, in order, and takes an
event out when the broker has confirmed it. After a crash it begins again with what is still there;
what arrives twice by that is one event with one number, which the broker recognises.
"""

from typing import Any

from broker_core.events.service import OutboxRelayed, OutboxWritten
from broker_core.pubsub import outlet
from broker_core.services.state import Frame, Service
from broker_core.services.templates import fill, key_of
from broker_core.town import Town


def publish(t: Town, s: Service, frame: Frame, step: Any) -> int:
    """Publish what a step says; returns the number that the frame has to wait for, 0 for none."""
    carries = step["carries"] or s.carries
    thin = carries == "id"
    key = key_of(step, frame)
    event = (
        fill(step["topic"], frame).replace("{name}", step["name"]), fill(step["name"], frame),
        step["form"], carries, key, "" if thin else fill(step["value"], frame),
        version_of(s, step["store"], key), frame.correlation, () if thin else s.fields,
    )  # fmt: skip
    if not s.uses_outbox:
        return outlet.publish(t, s.name, *event)
    number = outlet.create(t, s.name, *event)
    s.outbox.append(number)
    t.world.cause = t.world.emit(
        OutboxWritten, s.name, number, event[1], len(s.outbox), because=("outbox",)
    )
    arm(t, s)
    return 0


def version_of(s: Service, store: str, key: str | None) -> int:
    """The version of a key that an event of this service tells of, 0 when it does not own the key."""
    stores = [store] if store else list(s.owns)
    return next((v for name in stores if (v := s.versions.get(f"{name} {key}", 0))), 0)


def arm(t: Town, s: Service) -> None:
    """The relay looks into the outbox a little later, as long as something is in it."""
    if s.outbox and not s.relaying:
        s.relaying = True
        t.world.at(t.world.now_us + t.settings["relay_every"], "relay", s.name)


def relay(t: Town, name: str) -> None:
    """Give to the client library what it does not hold, in order, as far as its buffer has room."""
    s, out = t.services[name], t.clients[name].outlet
    s.relaying = False
    if t.clients[name].state == "up":
        for number in list(s.outbox):
            if number not in out.held and len(out.held) < out.limit:
                outlet.hand_over(t, name, number, again=number in s.handed)
                s.handed[number] = 1
                if out.quality == "direct":
                    answered(t, s, number)
    arm(t, s)


def answered(t: Town, s: Service, number: int) -> None:
    """The broker keeps an event of the outbox, or will never take it, or is not asked: it need not
    wait any more."""
    if number not in s.outbox:
        return
    s.outbox.remove(number)
    s.handed.pop(number, None)
    t.world.emit(
        OutboxRelayed, s.name, number, t.event(number).name, len(s.outbox),
        because=("relay_every",),
    )  # fmt: skip
