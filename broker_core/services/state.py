"""What services remember: stores, work in hand, calls, sagas."""

from dataclasses import field
from typing import NamedTuple

from broker_core.kernel.state import Plain, state


class Asked(NamedTuple):
    """A request or call that waits for a worker. `origin` is request or call, `number` its number;
    `ref` is how a call is answered, () for a request."""

    origin: str
    number: int
    operation: str
    key: str | None
    value: str
    correlation: str
    since_us: int
    ref: Plain


class Frame(NamedTuple):
    """What a worker has in hand: an event, a request or a call (`origin`) and the steps to do for it.

    `at` is the next step, -1 before the first look; `serial` tells it from other frames of the same
    slot. `value` and `version` are what is known by now (nothing of a thin event, until it is looked
    up). `back` is where the outcome goes: the inbox row of an event, the ref of a call. `waits` is
    ("call" | "kept", number) or (). `outcome` and `reason` as they stand so far.
    """

    origin: str
    number: int
    label: str
    key: str | None
    value: str
    version: int
    correlation: str
    steps: Plain
    at: int
    serial: int
    back: Plain
    waits: Plain
    since_us: int
    outcome: str
    reason: str


@state
class Service:
    """A program with state and handlers. `handlers` as scenario.town_schema has them; `mode` picks
    those that are on; `stores`: store -> key -> (value, version), durable; of those it `owns` it
    numbers the changes (`versions`, by "store key"); `work`: slot -> frame; `workers` slots.
    `calls`: requests and calls that wait for a slot. `outbox`: events written with the change and
    not yet confirmed, `handed`: those of them that the client library had once; `relaying`: the
    relay's timer is armed. `applied`:
    events whose effect is recorded, and `answers`: "correlation name" -> outcome of commands, so
    that an idempotent service can tell a repeat. `asked` and `serial` count. `deploying`: settings
    of a deployment under way, `rewinding`: (log, until) of a rewind that waits for the work in hand;
    None when there is none."""

    name: str
    handlers: Plain
    mode: str
    carries: str
    fields: Plain
    needs: Plain
    workers: int
    idempotent: bool
    ordered: bool
    uses_outbox: bool
    owns: Plain
    stores: dict[str, dict[str, Plain]]
    work: dict[int, Frame] = field(default_factory=dict)
    calls: list[Asked] = field(default_factory=list)
    outbox: list[int] = field(default_factory=list)
    handed: dict[int, int] = field(default_factory=dict)
    applied: dict[int, int] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    deployed: int = 1
    asked: int = 0
    serial: int = 0
    relaying: bool = False
    deploying: Plain = None
    rewinding: Plain = None


@state
class Saga:
    """One run of a business process. `definition` in the scenario; `correlation` is its id
    everywhere; `key` and `value` are what it is about; `step` the orchestrator's place (-1 before it
    begins, and in a choreography); `state` is running, compensating, finished or forgotten; `trail`:
    (event or command name, service, at_us) rows, the newest 64; `stuck` while nothing moves."""

    correlation: str
    definition: str
    style: str
    state: str
    key: str | None
    value: str
    step: int
    started_at_us: int
    last_at_us: int
    messages: int
    trail: list[Plain]
    outcome: str
    stuck: bool
