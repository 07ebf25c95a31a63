"""Commands about services: why not, and what they do."""

from typing import Any

from broker_core.commands import town as words
from broker_core.errors import Rejected
from broker_core.services import deploying, requests, rewinding, settings, stores
from broker_core.services.operations import handler_of, operations, starts_here
from broker_core.town import Town

Refusal = Rejected | None


def _listed(items: Any) -> str:
    return ", ".join(str(item) for item in items) or "none"


def _known(t: Town, name: str, verb: str, needs_up: bool = False) -> Refusal:
    if name not in t.services:
        return Rejected("unknown_id", kind="service", id=name, known=_listed(t.services))
    state = t.clients[name].state
    if needs_up and state != "up":
        return Rejected("wrong_state", kind="service", id=name, state=state, verb=verb, needed="up")
    return None


def _check_request(t: Town, cmd: words.Request) -> Refusal:
    refused = _known(t, cmd.service, "request")
    if refused is not None:
        return refused
    s = t.services[cmd.service]
    if handler_of(s, cmd.operation) or starts_here(t, s, cmd.operation):
        return None
    known = _listed(operations(t, s))
    return Rejected("unknown_id", kind="operation", id=cmd.operation, known=known)


def _check_scale(t: Town, cmd: words.ScaleService) -> Refusal:
    if not 1 <= cmd.to <= settings.MOST_WORKERS:
        return Rejected("out_of_range", field="to", low=1, high=settings.MOST_WORKERS, value=cmd.to)
    return _known(t, cmd.service, "scale")


def _check_set(t: Town, cmd: words.SetService) -> Refusal:
    refused = _known(t, cmd.service, "set")
    if refused is None and not cmd.settings:
        return Rejected("missing_field", verb="set service", field="a setting", column=1,
                        example=cmd.example)  # fmt: skip
    return refused or settings.refusal(t, t.services[cmd.service], "set service", cmd.settings)


def _check_deploy(t: Town, cmd: words.DeployService) -> Refusal:
    refused = _known(t, cmd.service, "deploy", needs_up=True)
    return refused or settings.refusal(t, t.services[cmd.service], "deploy service", cmd.settings)


def _store(t: Town, service: str, store: str) -> Refusal:
    known = t.services[service].stores
    if store in known:
        return None
    return Rejected("unknown_id", kind="store", id=store, known=_listed(known))


def _check_rewind(t: Town, cmd: words.RewindService) -> Refusal:
    refused = _known(t, cmd.service, "rewind", needs_up=True)
    if refused is not None:
        return refused
    log = rewinding.log_of(t, cmd.service)
    if not log:
        reads = [name for name in t.services if rewinding.log_of(t, name)]
        return Rejected("unknown_id", kind="log reader", id=cmd.service, known=_listed(reads))
    if not -1 <= cmd.until <= t.tapes[log].end:
        return Rejected("out_of_range", field="until", low=0, high=t.tapes[log].end,
                        value=cmd.until)  # fmt: skip
    return None


def _set_store(t: Town, cmd: words.SetStore) -> None:
    s, value = t.services[cmd.service], stores.number_or_text(cmd.value)
    known = stores.entry(s, cmd.store, cmd.key)
    stores.put(t, s, cmd.store, cmd.key, value, 0, known[1] if known else 0)


RULES: dict[type, Any] = {
    words.Request: (_check_request, requests.request),
    words.ScaleService: (
        _check_scale,
        lambda t, c: settings.change(t, t.services[c.service], (("workers", str(c.to)),)),
    ),
    words.SetService: (
        _check_set,
        lambda t, c: settings.change(t, t.services[c.service], c.settings),
    ),
    words.DeployService: (
        _check_deploy,
        lambda t, c: deploying.deploy(t, c.service, c.settings),
    ),
    words.SetStore: (
        lambda t, c: _known(t, c.service, "set") or _store(t, c.service, c.store),
        _set_store,
    ),
    words.ReadStore: (
        lambda t, c: _known(t, c.service, "read", needs_up=True) or _store(t, c.service, c.store),
        lambda t, c: stores.read(t, t.services[c.service], c.store, c.key),
    ),
    words.RewindService: (
        _check_rewind,
        lambda t, c: rewinding.rewind(t, t.services[c.service], c.until),
    ),
}
"""Command class -> (why not, do it)."""
