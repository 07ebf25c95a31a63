"""What a service's workers do."""

from typing import Any

from broker_core.town import Town


def begin(t: Town, service: str, slot: int, row: Any) -> None:
    """A worker takes up an event (a row of the inbox, which it has left already)."""
