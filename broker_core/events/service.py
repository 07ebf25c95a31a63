"""Services: calls, work, state, sagas."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Remove, Set


@event(
    "service.declared",
    Set("services.{service}.mode", "mode"),
    Set("services.{service}.workers", "workers"),
    Set("services.{service}.deployed", "deployed"),
    Set("services.{service}.settings", "settings"),
)
class Declared(Event):
    """A service has its place. `settings` = ((name, value), …): carries, fields, needs, idempotent,
    ordered, outbox, handlers (what each is on)."""

    service: Name
    mode: Name
    workers: int
    deployed: int
    settings: Json


@event(
    "service.changed",
    Set("services.{service}.changed.{setting}", "value"),
    Set("services.{service}.{setting}", "value"),
)
class Changed(Event):
    """A setting of a service was changed (mode, workers, carries, fields, idempotent, …)."""

    service: Name
    setting: Name
    value: Json


@event("service.redeployed", Set("services.{service}.deployed", "deployed"))
class Redeployed(Event):
    """A service runs again as a new deployment; everything else ran on meanwhile."""

    service: Name
    deployed: int


@event(
    "service.called",
    Set("waits.{caller}.{call}.service", "service"),
    Set("waits.{caller}.{call}.operation", "operation"),
    Set("waits.{caller}.{call}.deadline_us", "deadline_us"),
)
class Called(Event):
    """A service asks another one and waits for the answer. `event` or the request it works for is
    named by `correlation`."""

    call: int
    caller: Name
    service: Name
    operation: Name
    correlation: Name
    deadline_us: int


@event("service.answered", Remove("waits.{caller}.{call}"))
class Answered(Event):
    """A caller has its answer; `outcome` is ok, refused, or failed when the other side could not."""

    call: int
    caller: Name
    service: Name
    operation: Name
    outcome: Name
    waited_us: int


@event("service.call_failed", Remove("waits.{caller}.{call}"))
class CallFailed(Event):
    """A caller gets no answer; `reason` is timeout, refused, reset or closed. What the other side
    did is unknown to it."""

    call: int
    caller: Name
    service: Name
    operation: Name
    reason: Name
    waited_us: int


@event(
    "service.requested",
    Append("requests", ("request", "service", "operation", "key", "correlation", "at_us")),
)
class Requested(Event):
    """A person asks a service for something, such as placing an order."""

    request: int
    service: Name
    operation: Name
    key: Name | None
    value: str
    correlation: Name


@event("service.accepted", Append("accepted", ("request", "service", "outcome", "waited_us")))
class Accepted(Event):
    """The person has an answer: ok, refused, or failed; `waited_us` is how long it took."""

    request: int
    service: Name
    operation: Name
    outcome: Name
    reason: Name
    waited_us: int
    correlation: Name


@event("service.frame_started", Set("frames.{service}.{slot}", "label"))
class FrameStarted(Event):
    """A worker of a service takes up a request or call (events: pubsub.work_started)."""

    service: Name
    slot: int
    label: Name
    correlation: Name


@event("service.frame_ended", Remove("frames.{service}.{slot}"))
class FrameEnded(Event):
    """A worker of a service is free again."""

    service: Name
    slot: int
    label: Name
    outcome: Name


@event("service.state_changed", Set("stores.{service}.{store}.{key}", "entry"))
class StateChanged(Event):
    """A value in a service's own store changed. `entry` = (value, version); `event` is the number of
    the event that led to it, 0 for a call or a request; `version` counts the source's changes."""

    service: Name
    store: Name
    key: Name
    before: Json
    value: Json
    version: int
    event: int
    entry: Json


@event("service.refused")
class Refused(Event):
    """A service cannot do what it is asked: its rule does not hold (too little in stock, …)."""

    service: Name
    operation: Name
    key: Name | None
    reason: Name
    correlation: Name


@event("service.looked_up")
class LookedUp(Event):
    """A reader of a thin event had to ask its source for the rest, and got it."""

    service: Name
    source: Name
    event: int
    name: Name
    key: Name | None
    waited_us: int


@event("service.lookup_failed")
class LookupFailed(Event):
    """A reader of a thin event knows that something happened and not what: its source is down."""

    service: Name
    source: Name
    event: int
    name: Name
    key: Name | None
    reason: Name


@event("service.stale_used")
class StaleUsed(Event):
    """A reader acts on an event's state although its source has a newer version of the key."""

    service: Name
    event: int
    name: Name
    key: Name | None
    version: int
    newest: int


@event("service.schema_failed")
class SchemaFailed(Event):
    """A reader cannot read an event: a field that it needs is not there (any more)."""

    service: Name
    event: int
    name: Name
    field: Name


@event("service.duplicate_ignored")
class DuplicateIgnored(Event):
    """An idempotent service recognises an event whose effect it has recorded."""

    service: Name
    event: int
    name: Name


@event("service.older_ignored")
class OlderIgnored(Event):
    """A service knows a newer version of the key, so an older event changes nothing."""

    service: Name
    event: int
    name: Name
    key: Name
    version: int
    known: int


@event(
    "service.read",
    Append(
        "reads",
        ("service", "store", "key", "value", "version", "behind", "behind_us", "at_us"),
        keep=16,
    ),
)
class WasRead(Event):
    """Somebody reads a value and gets a stamp: it is `behind` versions and `behind_us` behind the
    source; `newest` is the source's version (0 for both where the key is unknown)."""

    service: Name
    store: Name
    key: Name
    value: Json
    version: int
    newest: int
    behind: int
    behind_us: int


@event("service.rewound", Remove("stores.{service}"), Set("clients.{service}.inbox", "inbox"))
class Rewound(Event):
    """A service empties its stores and reads its log again from the start, up to `until` (the log's
    end, or an offset that was asked for). `inbox` = what it still has from elsewhere."""

    service: Name
    log: Name
    until: int
    inbox: Json


@event("service.outbox_written", Set("outbox.{service}", "waiting"))
class OutboxWritten(Event):
    """A service writes an event into its own store together with the change; a relay sends it."""

    service: Name
    event: int
    name: Name
    waiting: int


@event("service.outbox_relayed", Set("outbox.{service}", "waiting"))
class OutboxRelayed(Event):
    """An event leaves the outbox: the relay has published it and has the broker's answer."""

    service: Name
    event: int
    name: Name
    waiting: int


@event(
    "service.saga_started",
    Set("sagas.{correlation}.definition", "definition"),
    Set("sagas.{correlation}.style", "style"),
    Set("sagas.{correlation}.state", value="running"),
    Set("sagas.{correlation}.trail", value=[]),
    Set("sagas.{correlation}.since_us", "at_us"),
)
class SagaStarted(Event):
    """A business process begins; its correlation id travels with everything that belongs to it."""

    correlation: Name
    definition: Name
    style: Name
    service: Name


@event(
    "service.saga_advanced",
    Append("sagas.{correlation}.trail", ("name", "service", "at_us", "step")),
)
class SagaAdvanced(Event):
    """One more entry of a saga's trail: a command or an event with its correlation id."""

    correlation: Name
    definition: Name
    name: Name
    service: Name
    step: int


@event("service.compensated", Append("sagas.{correlation}.undone", ("name", "service", "at_us")))
class Compensated(Event):
    """A step of a saga is made good: what it did is undone by a step of its own."""

    correlation: Name
    definition: Name
    name: Name
    service: Name


@event(
    "service.saga_finished",
    Set("sagas.{correlation}.state", value="finished"),
    Set("sagas.{correlation}.outcome", "outcome"),
    Set("sagas.{correlation}.took_us", "took_us"),
)
class SagaFinished(Event):
    """A business process has ended: completed or cancelled; `messages` counts what it took."""

    correlation: Name
    definition: Name
    outcome: Name
    messages: int
    took_us: int


@event(
    "service.saga_stuck",
    Set("sagas.{correlation}.state", value="stuck"),
    Set("sagas.{correlation}.waits_for", "waits_for"),
)
class SagaStuck(Event):
    """Nothing with this correlation id happened for `quiet_us`; `last` is the trail's newest entry,
    `waits_for` the service that has not answered it ("" where nobody knows)."""

    correlation: Name
    definition: Name
    last: Name
    waits_for: Name
    quiet_us: int


@event("service.saga_resumed", Set("sagas.{correlation}.state", value="running"))
class SagaResumed(Event):
    """An orchestrator goes on with a saga where its saved state stopped, or something moves again
    in one that was stuck."""

    correlation: Name
    definition: Name
    service: Name
    step: int


@event("service.saga_forgotten", Set("sagas.{correlation}.state", value="forgotten"))
class SagaForgotten(Event):
    """An orchestrator came back without its memory, so nobody will go on with this saga."""

    correlation: Name
    definition: Name
    service: Name
    step: int
