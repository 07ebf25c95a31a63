"""The network's router over a town, and the table of what falls due."""

from collections.abc import Callable
from typing import Any

from broker_core import town_work
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.mesh import routes as mesh
from broker_core.pubsub import routes as pubsub
from broker_core.pubsub import transit
from broker_core.services import routes as services
from broker_core.town import Town

SERVE: dict[str, Callable[..., None]] = {**pubsub.SERVE, **mesh.SERVE, **services.SERVE}
"""Kind of request -> (town, ref, body)."""

ANSWERED: dict[str, Callable[..., None]] = {
    **pubsub.ANSWERED, **mesh.ANSWERED, **services.ANSWERED,
}  # fmt: skip
"""Kind of request -> (town, client, server, body of the answer, context)."""

FAILED: dict[str, Callable[..., None]] = {**pubsub.FAILED, **mesh.FAILED, **services.FAILED}
"""Kind of request -> (town, client, server, reason, context); reason is reset, refused, timeout
or closed."""


class TownRoutes:
    """Requests, answers and failures find their actor."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def serve(self, ref: Ref, body: Any) -> None:
        SERVE[ref.kind](self.town, Ref(*ref), body)

    def answered(self, client: str, kind: str, server: str, body: Any, context: Any) -> None:
        ANSWERED[kind](self.town, client, server, body, context)

    def failed(self, client: str, kind: str, server: str, reason: str, context: Any) -> None:
        FAILED[kind](self.town, client, server, reason, context)

    def gone(self, client: str, server: str, purpose: str) -> None:
        """A connection on which nothing was awaited is lost."""
        handler = GONE.get(purpose)
        if handler is not None:
            handler(self.town, client, server)


GONE: dict[str, Callable[..., None]] = {**pubsub.GONE, **getattr(mesh, "GONE", {})}
"""Purpose of a connection -> (town, client, server), when it ended with nothing awaited on it."""


def _arrive(t: Town, owner: str, msg: int) -> None:
    message = t.world.messages.get(msg)
    transit.losing(t, [message], lambda: network.arrive(t.world, TownRoutes(t), msg))


def _lose(t: Town, owner: str, msg: int, reason: str) -> None:
    message = t.world.messages.get(msg)
    transit.losing(t, [message], lambda: network.lose(t.world, msg, reason))


def _closing(function: Callable[..., None]) -> Callable[..., None]:
    """What may close the connection `key`, with all that is under way on it."""

    def act(t: Town, owner: str, key: str, *data: Any) -> None:
        under_way = transit.on_link(t, key)
        transit.losing(t, under_way, lambda: function(t.world, TownRoutes(t), key, *data))

    return act


DUE: dict[str, Callable[..., None]] = {
    "arrive": _arrive,
    "serve_next": lambda t, owner, *data: network.serve_next(t.world, TownRoutes(t), *data),
    "peer_lost": _closing(network.peer_lost),
    "request_timeout": _closing(network.request_timeout),
    "lose": _lose,
    "turn": town_work.turn,
    "work_done": town_work.work_done,
    **pubsub.DUE,
    **mesh.DUE,
    **services.DUE,
}
"""Kind -> what to do with (town, owner, *data). The simulation adds "command"."""
