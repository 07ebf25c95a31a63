"""What a service's process goes through, and what it hears from its client library.

The broker's side calls these; whatever publishes in return happens in a moment of its own.
"""

from broker_core.services import requests, trail
from broker_core.town import Town


def started(t: Town, service: str) -> None:
    """A service's process began (for the first time or again), after `pubsub.client_started`."""
    t.world.at(t.world.now_us, "service_up", service)


def ended(t: Town, service: str, crashed: bool) -> None:
    """A service's process ended; what it had in memory is gone. Connections are still known."""
    s = t.services[service]
    waiting = [frame for frame in s.work.values() if frame.origin == "request"]
    waiting += [asked for asked in s.calls if asked.origin == "request"]  # type: ignore[misc]
    s.work, s.calls, s.rewinding, s.relaying = {}, [], None, False
    for asked in waiting:
        requests.accepted(t, s, asked, "failed", "crashed" if crashed else "stopped")
    if s.deploying is not None and not crashed:
        t.world.at(t.world.now_us + t.settings["deploy"], "deployed", "", service)
    elif crashed:
        s.deploying = None


def busy(t: Town, service: str) -> bool:
    """Whether an orderly end has to wait for work in hand."""
    return bool(t.services[service].work)


def correlate(t: Town, client: str, name: str) -> str:
    """The correlation id of an event that was published without one, "" for none."""
    return trail.new_id(t, client, name)


def published(t: Town, client: str, event: int) -> None:
    """Somebody (any client) handed an event to its client library."""
    trail.published(t, client, event)


def confirmed(t: Town, service: str, event: int, reason: str) -> None:
    """A program's broker keeps an event ("" for `reason`) or refuses it; it left `outlet.held`."""
    if service in t.services:
        t.world.at(t.world.now_us, "kept", service, event, reason)
