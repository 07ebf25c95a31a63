"""Where an event goes next, and what happens when there is no way."""

from broker_core.pubsub.state import Hub
from broker_core.town import Town


def onward(t: Town, hub: Hub, topic: str) -> tuple[str, ...]:
    """The other brokers of the mesh at which somebody asked for a topic, as this one knows."""
    return ()


def send_on(t: Town, hub: Hub, event: int, targets: tuple[str, ...]) -> None:
    """Send an event towards these brokers, over each link once."""


def arrived(t: Town, hub: Hub, event: int, targets: tuple[str, ...], via: str) -> bool:
    """An event came over a link: True when this broker is a target and has not had it before."""
    return False
