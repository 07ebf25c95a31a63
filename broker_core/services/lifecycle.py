"""What a service's process goes through, and what it hears from its client library."""

from broker_core.town import Town


def started(t: Town, service: str) -> None:
    """A service's process began (for the first time or again), after `pubsub.client_started`."""


def ended(t: Town, service: str, crashed: bool) -> None:
    """A service's process ended; what it had in memory is gone. Connections are still known."""


def busy(t: Town, service: str) -> bool:
    """Whether an orderly end has to wait for work in hand."""
    return bool(t.services[service].work)


def correlate(t: Town, client: str, name: str) -> str:
    """The correlation id of an event that was published without one, "" for none."""
    return ""


def published(t: Town, client: str, event: int) -> None:
    """Somebody (any client) handed an event to its client library."""


def confirmed(t: Town, service: str, event: int, reason: str) -> None:
    """A service's broker keeps an event ("" for `reason`) or refuses it; it left `outlet.held`."""
