"""What a publish-subscribe broker and its clients remember."""

from typing import NamedTuple

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import Plain, state


class Published(NamedTuple):
    """One event as its producer published it; known everywhere by its number (from 1).

    `form` is fact, command or state; `carries` is state (all a reader needs is inside) or id (only
    the key is; the reader calls back). `version` counts the source's changes of this key (0: none).
    `fields` are the names of the value's parts, for schema changes. `source` is who published it.
    """

    event: int
    topic: str
    name: str
    form: str
    carries: str
    key: str | None
    value: str
    fields: tuple[str, ...]
    version: int
    correlation: str
    source: str
    published_at_us: int


class Subscription(NamedTuple):
    """One interest at a broker: who gets what the filter selects, and how it is remembered.

    `memory` is direct (pushed to whoever is connected), queue (parked in queue `place`) or log
    (appended to log `place`). Of a direct one `place` is the client.
    """

    place: str
    filter: str
    memory: str


@state
class Hub:
    """A publish-subscribe broker (a node of a mesh too). `subscriptions` by place and filter, as
    (place, filter, memory); `connected` clients; `seen`: recent events taken in, so that none is
    taken twice; durable things (queues, logs, their subscriptions) survive a crash, what was only
    direct does not."""

    name: str
    dialect: str
    edge: bool
    subscriptions: list[Subscription]
    connected: dict[str, bool]
    seen: dict[int, int]
    queues: list[str]
    logs: list[str]


class Waiting(NamedTuple):
    """An event in a queue: `delivery` is how often it was given out; `expires_at_us` 0 for never."""

    event: int
    delivery: int
    parked_at_us: int
    expires_at_us: int


@state
class Queue:
    """A durable queue. `waiting` in order; `out`: event -> (reader, delivery, parked_at_us,
    expires_at_us, sent_at_us), given to a reader and not acknowledged; `readers` take turns
    (`turn`). `overflow` is reject, drop_oldest or drop_newest; capacity 0: without bound."""

    name: str
    hub: str
    capacity: int
    overflow: str
    expiry_us: int
    most_deliveries: int
    dead_letter: str
    window: int
    ack_timeout_us: int
    waiting: list[Waiting]
    out: dict[int, Plain]
    readers: list[str]
    turn: int


@state
class Tape:
    """A log at a broker: one sequence of events by offset, kept by age. `committed` by reader.
    Reading removes nothing; `rows` are (event, appended_at_us) from offset `start` on."""

    name: str
    hub: str
    retention_us: int
    rows: Chunks[Plain]
    start: int
    committed: dict[str, int]


@state
class Reader:
    """A client's place in a log: `position` is the next offset it asks for, -1 unknown; `asking`
    while a poll is under way; `reset` is earliest or latest, for a reader without an offset."""

    tape: str
    reset: str
    most_records: int
    position: int
    asking: bool


@state
class Outlet:
    """The publishing half of a client. `held`: event numbers kept until the broker confirms them
    (the local buffer), the first `flying` of which are under way; `limit` bounds it. `quality` is
    guaranteed (confirmed, tried again) or direct (sent once). `program`: (topic, name, key, value)
    rows that `interval_us` plays in turn, forever or `times` times; `copies`: how many of the
    topics of a row get the event (all rows give a list)."""

    quality: str
    limit: int
    retry_us: int
    held: list[int]
    attempts: dict[int, int]
    flying: int
    interval_us: int
    rows: Plain
    played: int
    times: int
    copies: int
    running: bool


@state
class Intake:
    """The receiving half of a client. `wants`: (filter, memory, place) rows; `inbox`: (event, way,
    place, delivery) rows that arrived and wait, at most `limit` (0: without bound); `work_us` per
    event; `keeps`: a filter in the application's own code ("" keeps all); `readers` by log."""

    wants: list[Plain]
    inbox: list[Plain]
    limit: int
    work_us: int
    keeps: str
    attached: bool
    readers: dict[str, Reader]
    done: dict[int, int]
    newest: dict[str, int]
