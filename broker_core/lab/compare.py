"""Two runs on one virtual clock: where they part, which records and actors differ at a moment.

    a, b = Run(scenario, 7), Run(changed, 7)
    first, outcome = parting(a.head, b.head, 30_000_000)   # moves both heads
    differing_records(a.sim, b.sim)

Events are compared by what they say (`content`): one event more in one run shifts the numbers of all
that follow, and that is no difference.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from broker_core.history import Playhead, Run, finish
from broker_core.history.run import SLICE, Slices

ACTORS = (
    "brokers", "voters", "producers", "members", "groups",
    "hubs", "clients", "services", "queues", "stores", "sagas",
)  # fmt: skip
"""Parts of a view in which each key is an actor."""

OUTCOMES = frozenset({
    "client.ack_received", "client.gave_up", "client.retried", "client.record_processed",
    "client.offset_committed", "log.record_appended", "log.rejected", "log.truncated",
    "controller.leader_elected", "controller.partition_offline", "group.rebalanced",
    "pubsub.published", "pubsub.delivered", "pubsub.processed", "pubsub.lost", "pubsub.parked",
    "service.accepted", "service.state_changed", "service.saga_finished",
})  # fmt: skip
"""What people mean when they ask what came out differently; requests and timers are only the way to it."""

_NUMBERS = frozenset({"msg", "record", "event"})
"""Fields that number messages, records and events of one run; another run numbers anew."""
_TIMERS = ("_at_us", "since_us")
"""Ends of field names that say when something runs out or began, not what is so."""


class Difference(NamedTuple):
    """The first instant at which the runs do not say the same: an event of either side that the
    other does not have then, None where it has all."""

    at_us: int
    a: Any
    b: Any


class Parting(NamedTuple):
    """The first difference of any kind, and the first one in what became of a record, an event or a
    decision; None where there is none."""

    first: Difference | None
    outcome: Difference | None


class Held(NamedTuple):
    """What an offset of a partition holds: the auditor's number of the record, whose key, since when."""

    record: int
    key: str | None
    created_at_us: int


class Differing(NamedTuple):
    """An offset that the two runs do not fill alike; None on the side that has nothing there."""

    topic: str
    partition: int
    offset: int
    a: Held | None
    b: Held | None


class Actor(NamedTuple):
    """An actor whose state differs: `fields` are (dotted name, in A, in B), None where it is missing."""

    kind: str
    id: str
    fields: tuple[tuple[str, Any, Any], ...]


def content(event: Any) -> tuple[Any, ...]:
    """What an event says, without the numbers that its run gave and the settings that were read."""
    said = (getattr(event, name) for name in event.fields if name not in _NUMBERS)
    return (event.type, event.at_us, *map(_hashable, said))


def _hashable(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((name, _hashable(inner)) for name, inner in sorted(value.items()))
    return tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value


def common_us(a: Run, b: Run) -> int:
    """Up to here, not included, two runs are the same by construction: one scenario, one seed, and the
    same commands. The earlier of the heads when nothing at all differs."""
    if a.seed != b.seed or a.sim.scenario != b.sim.scenario:
        return 0
    pairs = zip_longest(a.log, b.log)
    given = next((pair for pair in pairs if pair[0] != pair[1]), ())
    times = [entry.at_us for entry in given if entry is not None]
    return min(times, default=min(a.head.now_us, b.head.now_us))


def parting(a: Playhead, b: Playhead, until_us: int) -> Parting:
    """Where two runs part at or before `until_us`. Moves both playheads.

    What they begin with is not compared: a changed setting is no event.
    """
    return finish(parting_steps(a, b, until_us))


def parting_steps(
    a: Playhead, b: Playhead, until_us: int, slice_size: int = SLICE
) -> Slices[Parting]:
    """Like `parting`, in slices; ends as soon as both answers are known."""
    count, first, outcome = 0, None, None
    while outcome is None and (now_us := _next_us(a, b)) is not None and now_us <= until_us:
        in_a, in_b = a.advance(now_us), b.advance(now_us)
        first = first or _parted(in_a, in_b, now_us)
        if first is not None:
            outcome = _parted(_outcomes(in_a), _outcomes(in_b), now_us)
        count += 1
        if count % slice_size == 0:
            yield
    return Parting(first, outcome)


def _outcomes(events: list[Any]) -> list[Any]:
    return [event for event in events if event.type in OUTCOMES]


def _next_us(a: Playhead, b: Playhead) -> int | None:
    due = [at for at in (a.next_at_us(), b.next_at_us()) if at is not None]
    return min(due, default=None)


def _parted(in_a: list[Any], in_b: list[Any], at_us: int) -> Difference | None:
    """The first events of an instant that only one run has; their order within it does not count."""
    said_a, said_b = Counter(map(content, in_a)), Counter(map(content, in_b))
    if said_a == said_b:
        return None
    more_a, more_b = said_a - said_b, said_b - said_a
    only_a = next((e for e in in_a if content(e) in more_a), None)
    only_b = next((e for e in in_b if content(e) in more_b), None)
    return Difference(at_us, only_a, only_b)


def differing_records(a: Any, b: Any) -> list[Differing]:
    """Offsets of what leaders hold or held that the simulations do not fill alike, in order.

    A record is the same when its key and the moment of its creation are: numbers may have shifted.
    Families without partitions have none.
    """
    books = (a.parts().book, b.parts().book)
    if not all(hasattr(book, "lineages") for book in books):
        return []
    places = sorted({*books[0].lineages, *books[1].lineages})
    return [row for place in places for row in _partition(place, *books)]


def _partition(place: str, book_a: Any, book_b: Any) -> Iterator[Differing]:
    topic, _, number = place.rpartition(":")
    rows_a, rows_b = _held(book_a, place), _held(book_b, place)
    for offset in sorted({*rows_a, *rows_b}):
        one, other = rows_a.get(offset), rows_b.get(offset)
        if one is None or other is None or one[1:] != other[1:]:
            yield Differing(topic, int(number), offset, one, other)


def _held(book: Any, place: str) -> dict[int, Held]:
    lineage = book.lineages.get(place)
    if lineage is None:
        return {}
    rows = {}
    for step, record in enumerate(lineage.records):
        entry = book.entries.get(record)
        if entry is not None:
            rows[lineage.start + step] = Held(record, entry.key, entry.created_at_us)
    return rows


def differing_actors(a: Any, b: Any) -> list[Actor]:
    """Actors whose state differs between two simulations now, timers aside."""
    view_a, view_b = a.view(), b.view()
    found = []
    for kind in ACTORS:
        of_a, of_b = view_a.get(kind, {}), view_b.get(kind, {})
        for name in sorted({*of_a, *of_b}, key=str):
            fields = _fields(of_a.get(name), of_b.get(name))
            if fields:
                found.append(Actor(kind, str(name), fields))
    return found


def _fields(a: Any, b: Any) -> tuple[tuple[str, Any, Any], ...]:
    flat_a, flat_b = dict(_flat(a)), dict(_flat(b))
    names = sorted(name for name in {*flat_a, *flat_b} if not name.endswith(_TIMERS))
    rows = ((name, flat_a.get(name), flat_b.get(name)) for name in names)
    return tuple(row for row in rows if row[1] != row[2])


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key))
    elif value is not None:
        yield name, value
