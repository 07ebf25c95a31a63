"""Who handles what arrives at brokers and clients, and what falls due there: tables."""

from collections.abc import Callable
from typing import Any

from broker_core.pubsub import (
    accepting,
    attach,
    intake,
    lifecycle,
    outlet,
    queues,
    reading,
    returns,
    tapes,
)

SERVE: dict[str, Callable[..., None]] = {
    "publish": accepting.publish,
    "forward": accepting.forward,
    "attach": attach.serve,
    "detach": attach.detach,
    "subscribe": attach.subscribe,
    "unsubscribe": attach.unsubscribe,
    "deliver": intake.deliver,
    "acknowledge": returns.acknowledge,
    "poll": tapes.poll,
    "commit": tapes.commit,
}

ANSWERED: dict[str, Callable[..., None]] = {
    "publish": outlet.answered,
    "attach": attach.attached,
    "subscribe": attach.subscribed,
    "unsubscribe": attach.nothing,
    "poll": intake.polled,
    "commit": reading.committed,
}

FAILED: dict[str, Callable[..., None]] = {
    "publish": outlet.failed,
    "attach": attach.failed,
    "subscribe": attach.failed,
    "unsubscribe": attach.not_withdrawn,
    "poll": reading.failed,
    "commit": reading.uncommitted,
}

GONE: dict[str, Callable[..., None]] = {"events": attach.gone, "push": attach.client_gone}


def _plain(function: Callable[..., None]) -> Callable[..., None]:
    """What names its own subject does not need the owner, who only has to be alive."""
    return lambda t, owner, *data: function(t, *data)


DUE: dict[str, Callable[..., Any]] = {
    "attach": attach.retry,
    "keep": attach.keep,
    "unheard": attach.unheard,
    "program": outlet.play,
    "resend": outlet.send_next,
    "poll": reading.due,
    "stopping": lifecycle.stopping,
    "client_end": lifecycle.end,
    "resume": _plain(lifecycle.resume),
    "dispatch": _plain(queues.wake),
    "expire": _plain(returns.expire),
    "ack_timeout": _plain(returns.overdue),
    "sweep": _plain(tapes.sweep),
}
