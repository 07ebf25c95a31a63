"""A service at the start of a run."""

from typing import Any

from broker_core.town import Town


def declare(t: Town, row: dict[str, Any]) -> None:
    """A service's place, with what its stores hold at first."""
