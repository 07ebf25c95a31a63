"""A broker of a mesh dies or comes back."""

from broker_core.pubsub.state import Hub
from broker_core.town import Town


def ended(t: Town, hub: Hub) -> None:
    """A broker ends, with its connections still known."""


def started(t: Town, hub: Hub) -> None:
    """A broker is back with what it knew."""
