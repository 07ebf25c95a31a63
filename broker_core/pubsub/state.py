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
    (place, filter, memory); `connected` clients with when each was last heard; `seen`: recent events
    taken in, so that none is taken twice; durable things (queues, logs, their subscriptions, `seen`)
    survive a crash, what was only direct does not."""

    name: str
    dialect: str
    edge: bool
    subscriptions: list[Subscription]
    connected: dict[str, int]
    seen: dict[int, int]
    queues: list[str]
    logs: list[str]


class Waiting(NamedTuple):
    """An event in a queue: `delivery` is how often it was given out; `expires_at_us` 0 for never;
    `order` only grows, so it says where the event stood when it comes back."""

    event: int
    delivery: int
    parked_at_us: int
    expires_at_us: int
    order: int


class Given(NamedTuple):
    """An event that a reader has and did not acknowledge, with what it was while it waited. `astray`:
    an armed fault keeps it from the reader and nobody knows, so it does not count in its window."""

    reader: str
    astray: bool
    event: int
    delivery: int
    parked_at_us: int
    expires_at_us: int
    order: int

    def waiting(self) -> Waiting:
        """The event as it waits again."""
        return Waiting(*self[2:])


class Arrival(NamedTuple):
    """An event that arrived at a client. `way` is direct, queue or log, `place` the filter, queue or
    log; `offset` -1 except for logs; `seq` is that of its delivery, so no two are the same."""

    event: int
    way: str
    place: str
    delivery: int
    offset: int
    seq: int


@state
class Queue:
    """A durable queue. `waiting` in order; `out`: event -> who has it and has not acknowledged it;
    `readers` take turns (`turn`), each has at most `window` events. `overflow` is reject,
    drop_oldest or drop_newest; `capacity` bounds waiting and out together, 0: without bound."""

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
    out: dict[int, Given]
    readers: list[str]
    turn: int


@state
class Tape:
    """A log at a broker: one sequence of events by offset, kept by age. `committed` by reader.
    Reading removes nothing; `rows` are (event, appended_at_us) from offset `start` on. `sweep_us`:
    when retention looks at it next, 0 for not."""

    name: str
    hub: str
    retention_us: int
    rows: Chunks[Plain]
    start: int
    committed: dict[str, int]
    sweep_us: int

    @property
    def end(self) -> int:
        """The offset that the next event will get."""
        return self.start + len(self.rows)


@state
class Reader:
    """A client's place in a log: `position` is the next offset it asks for, -1 unknown; `asking`
    while a poll is under way; `reset` is earliest or latest, for a reader without an offset. `idle`:
    its last poll brought nothing; `due_us`: when it polls next (-1: not armed); `until`: it reads
    only offsets below (-1: without bound)."""

    tape: str
    reset: str
    most_records: int
    position: int
    asking: bool
    idle: bool = False
    due_us: int = -1
    until: int = -1


@state
class Outlet:
    """The publishing half of a client. `held`: event numbers kept until the broker confirms them
    (the local buffer), the first `flying` of which are under way; `limit` bounds it. `quality` is
    guaranteed (confirmed, tried again) or direct (sent once). The program plays `rows` = (topics,
    name, form, key, value) in turn, one every `interval_us` (0: it stands still), forever or until
    it has `played` so many `times`; of a row's topics the first `copies` get an event each;
    `running`: its timer is armed. `carries` is what its events carry, state or id."""

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
    carries: str


@state
class Intake:
    """The receiving half of a client. `wants`: (filter, memory, place) rows; `inbox`: what arrived
    and waits, at most `limit` before what is pushed directly is lost (0: without bound); `work_us`
    per event; `keeps`: a filter in the application's own code ("" keeps all); `readers` by log.
    `work`: slot -> what a worker is busy with; `done`: events it is done with, the newest last.
    `attached` as the client knows it, `knocking` while it asks, `session` counts its connections."""

    wants: list[Plain]
    inbox: list[Arrival]
    limit: int
    work_us: int
    keeps: str
    attached: bool
    readers: dict[str, Reader]
    done: dict[int, int]
    work: dict[int, Arrival]
    knocking: bool
    session: int
