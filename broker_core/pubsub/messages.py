"""What may be drawn of a message that carries an event, and how the end of an event is told."""

from typing import Any

from broker_core.events.pubsub import Lost
from broker_core.pubsub.state import Published
from broker_core.town import Town


def drawn(e: Published, **more: Any) -> dict[str, Any]:
    """The summary of a message about an event; what is empty is left out."""
    out: dict[str, Any] = {
        "event": e.event, "name": e.name, "topic": e.topic, "form": e.form, "carries": e.carries,
    }  # fmt: skip
    if e.key is not None:
        out["key"] = e.key
    if e.correlation:
        out["correlation"] = e.correlation
    return {**out, **more}


def lost(
    t: Town,
    event: int,
    place: str,
    where: str,
    reason: str,
    cause: Any = None,
    because: tuple[str, ...] = (),
) -> int:
    """Say that somebody who asked for an event will not get it; returns the event's seq."""
    name = t.event(event).name
    return t.world.emit(Lost, event, name, place, where, reason, cause=cause, because=because)
