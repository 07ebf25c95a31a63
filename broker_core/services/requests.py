"""Requests: a person asks a service for something and waits for the answer."""

from broker_core.commands.town import Request
from broker_core.events.service import Accepted, Requested
from broker_core.services.state import Asked, Frame, Service
from broker_core.town import Town


def request(t: Town, cmd: Request) -> None:
    """A person asks; a service that is not there answers nobody."""
    s = t.services[cmd.service]
    s.asked += 1
    number = sum(service.asked for service in t.services.values())
    correlation = f"{s.name}-{s.asked}"
    t.world.cause = t.world.emit(
        Requested, number, s.name, cmd.operation, cmd.key, cmd.value, correlation
    )
    asked = Asked(
        "request", number, cmd.operation, cmd.key, cmd.value, correlation, t.world.now_us, ()
    )
    if t.clients[s.name].state != "up":
        accepted(t, s, asked, "failed", "refused")
        return
    s.calls.append(asked)
    t.world.at(t.world.now_us, "turn", s.name)


def accepted(t: Town, s: Service, asked: Asked | Frame, outcome: str, reason: str) -> None:
    """The person has an answer, or learns that there will be none."""
    operation = asked.operation if isinstance(asked, Asked) else asked.label
    t.world.emit(
        Accepted, asked.number, s.name, operation, outcome, reason,
        t.world.now_us - asked.since_us, asked.correlation,
    )  # fmt: skip
