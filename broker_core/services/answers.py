"""The two ends of a call: it arrives, it is answered, or it fails."""

from typing import Any

from broker_core.events.service import Answered, CallFailed, LookedUp, LookupFailed
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.services import outbox, stores, work
from broker_core.services.calls import LOOKUP
from broker_core.services.operations import handler_of
from broker_core.services.state import Asked, Service
from broker_core.town import Town


def serve(t: Town, ref: Ref, body: Any) -> None:
    """A call arrives: a look into a store is answered at once, work waits for a worker."""
    operation, key, value, correlation = body
    s = t.services[ref.server]
    if operation == LOOKUP:
        found = stores.entry(s, key, value)
        outcome = "ok" if found else "refused"
        said, version = (str(found[0]), found[1]) if found else ("unknown", 0)
        network.reply(t.world, ref, (outcome, said, version), {"name": LOOKUP, "outcome": outcome})
    elif handler_of(s, operation) is None:
        network.reply(
            t.world, ref, ("refused", "unknown"), {"name": operation, "outcome": "refused"}
        )
    else:
        s.calls.append(
            Asked("call", ref.msg, operation, key, value, correlation, t.world.now_us, tuple(ref))
        )
        t.world.at(t.world.now_us, "turn", s.name)


def answered(t: Town, client: str, server: str, body: Any, context: Any) -> None:
    """A caller has its answer and goes on."""
    number, operation, since_us = context
    slot = work.awaited(t, client, "call", number)
    if slot is None:
        return
    t.world.cause = t.world.emit(
        Answered, number, client, server, operation, body[0], t.world.now_us - since_us
    )
    s = t.services[client]
    if operation == LOOKUP:
        _looked_up(t, s, slot, server, body, t.world.now_us - since_us)
    elif body[0] == "ok":
        work.resume(t, s, slot)
    else:
        work.resume(t, s, slot, steps=(), at=0, outcome=body[0], reason=body[1])


def _looked_up(t: Town, s: Service, slot: int, server: str, body: Any, waited_us: int) -> None:
    outcome, value, version = body
    frame = s.work[slot]
    if outcome != "ok":
        _knows_nothing(t, s, slot, server, "unknown")
        return
    t.world.cause = t.world.emit(
        LookedUp, s.name, server, frame.number, frame.label, frame.key, waited_us
    )
    work.resume(t, s, slot, value=value, version=version)


def _knows_nothing(t: Town, s: Service, slot: int, server: str, reason: str) -> None:
    frame = s.work[slot]
    t.world.cause = t.world.emit(
        LookupFailed, s.name, server, frame.number, frame.label, frame.key, reason
    )
    work.resume(t, s, slot, outcome="failed", reason=reason)


def failed(t: Town, client: str, server: str, reason: str, context: Any) -> None:
    """No answer; what the other side did or will still do is unknown."""
    number, operation, since_us = context
    slot = work.awaited(t, client, "call", number)
    if slot is None:
        return
    t.world.cause = t.world.emit(
        CallFailed, number, client, server, operation, reason, t.world.now_us - since_us,
        because=("request_timeout",) if reason == "timeout" else (),
    )  # fmt: skip
    s = t.services[client]
    if operation == LOOKUP:
        _knows_nothing(t, s, slot, server, reason)
    else:
        work.resume(t, s, slot, outcome="failed", reason=reason)


def kept(t: Town, name: str, number: int, reason: str) -> None:
    """The broker keeps an event of a service, or refused it: who waited for that goes on."""
    s = t.services[name]
    outbox.answered(t, s, number)
    slot = work.awaited(t, name, "kept", number)
    if slot is None:
        return
    if reason:
        work.resume(t, s, slot, outcome="failed", reason=reason)
    else:
        work.resume(t, s, slot)
