"""What a service's workers do."""

from typing import Any

from broker_core.town import Town


def ready(t: Town, service: str) -> bool:
    """Requests and calls get their turn; whether events may have theirs."""
    return True


def begin(t: Town, service: str, slot: int, row: Any) -> None:
    """A worker takes up an event (a row of the inbox, which it has left already)."""
