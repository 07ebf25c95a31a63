"""Interest: it spreads along links to every broker, and is withdrawn the same way."""

from typing import Any

from broker_core.pubsub.state import Hub
from broker_core.town import Town


def changed(t: Town, hub: Hub, cause: Any = None) -> None:
    """A broker's own subscriptions changed: tell the mesh if the set of its filters did."""
