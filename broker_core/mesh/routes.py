"""Who handles what arrives between brokers, and what falls due there: tables.

A forwarded event is taken in where published ones are: `pubsub.accepting` asks `routing.arrived`.
"""

from collections.abc import Callable
from typing import Any

from broker_core.mesh import interest, links
from broker_core.mesh.flooding import PURPOSE
from broker_core.mesh.routing import PURPOSE as EVENTS
from broker_core.town import Town


def _nothing(t: Town, client: str, server: str, body: Any, context: Any) -> None:
    """The next broker has the event: this one is done with it."""


SERVE: dict[str, Callable[..., None]] = {
    "hello": links.answer,
    "interest": interest.serve,
    "link_state": links.serve,
    "sync": links.exchanged,
}

ANSWERED: dict[str, Callable[..., None]] = {
    "hello": links.heard,
    "sync": links.told,
    "forward": _nothing,
}

FAILED: dict[str, Callable[..., None]] = {
    "hello": links.unheard,
    "sync": links.undone,
    "forward": links.returned,
}

GONE: dict[str, Callable[..., None]] = {PURPOSE: links.gone, EVENTS: links.gone}

DUE: dict[str, Callable[..., None]] = {
    "hello": lambda t, owner, neighbour: links.hello(t, owner, neighbour),
}
