"""What services remember: stores, work in hand, calls, sagas."""

from broker_core.kernel.state import Plain, state


@state
class Service:
    """A program with state and handlers. `handlers` as scenario.town_schema has them; `mode` picks
    those that are on; `stores`: store -> key -> (value, version), durable; `work`: slot -> frame
    (what it is doing); `workers` slots. `calls`: requests that wait for a slot. `outbox`: events
    written with the change and not yet relayed. `applied`: events whose effect is recorded, so that
    an idempotent service can tell a repeat."""

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
    stores: dict[str, Plain]
    work: dict[int, Plain]
    calls: list[Plain]
    outbox: list[int]
    applied: dict[int, int]
    versions: dict[str, int]
    deployed: int


@state
class Saga:
    """One run of a business process. `definition` in the scenario; `correlation` is its id
    everywhere; `step` the orchestrator's place (-1 in a choreography); `state` is running,
    compensating, finished or forgotten; `trail`: (event or command name, service, at_us) rows."""

    correlation: str
    definition: str
    style: str
    state: str
    step: int
    started_at_us: int
    last_at_us: int
    messages: int
    trail: list[Plain]
    outcome: str
    stuck: bool
