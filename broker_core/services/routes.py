"""Who handles what services send each other, and what falls due there: tables."""

from collections.abc import Callable
from typing import Any

from broker_core.services import answers, deploying, outbox, sagas, trail, work
from broker_core.town import Town


def _up(t: Town, name: str) -> None:
    """A service's process runs again: what it remembers goes on."""
    sagas.resume(t, t.services[name])
    outbox.arm(t, t.services[name])


SERVE: dict[str, Callable[..., None]] = {"call": answers.serve}

ANSWERED: dict[str, Callable[..., None]] = {"call": answers.answered}

FAILED: dict[str, Callable[..., None]] = {"call": answers.failed}

DUE: dict[str, Callable[..., Any]] = {
    "frame_step": work.due,
    "kept": answers.kept,
    "relay": outbox.relay,
    "service_up": _up,
    "deployed": deploying.deployed,
    "saga_quiet": trail.quiet,
}
