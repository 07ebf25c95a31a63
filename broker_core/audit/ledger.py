"""The auditor's ledger of the families pubsub, mesh and services: a fold over events, O(1) an event.

Definitions: *delivered* arrived at a client; *lost* will not reach somebody who asked; *duplicated*
processed again by the same client; *out_of_order* processed for the first time after a newer event of
its key; *staleness* how far a read or an acted-upon value was behind its source, in events and in time;
*waited* how long a caller or a person waited for an answer; *divergence* keys of which two services
hold different values in a store of one name, and for how long.
"""

from collections.abc import Callable
from typing import Any

from broker_core.audit.measures import nearest_rank
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.rows import Rows
from broker_core.kernel.state import Plain, state

EVIDENCE = 50
PER_PLACE = ("delivered", "processed", "lost", "duplicated", "out_of_order")

COUNTED: dict[str, str] = {
    "pubsub.published": "published",
    "pubsub.confirmed": "confirmed",
    "pubsub.gave_up": "gave_up",
    "pubsub.resent": "resent",
    "pubsub.refused": "refused",
    "pubsub.returned": "redelivered",
    "pubsub.expired": "expired",
    "pubsub.overflowed": "overflowed",
    "pubsub.set_aside": "set_aside",
    "pubsub.discarded": "discarded",
    "mesh.forwarded": "forwarded",
    "mesh.duplicate_dropped": "duplicates_dropped",
    "service.call_failed": "calls_failed",
    "service.looked_up": "lookups",
    "service.lookup_failed": "lookups_failed",
    "service.stale_used": "stale_used",
    "service.schema_failed": "schema_failed",
    "service.duplicate_ignored": "duplicates_ignored",
    "service.older_ignored": "older_ignored",
    "service.compensated": "compensated",
    "service.saga_started": "sagas_started",
    "service.saga_finished": "sagas_finished",
    "service.saga_stuck": "sagas_stuck",
    "service.saga_forgotten": "sagas_forgotten",
}
"""Event type -> the count that it adds one to."""

EVIDENT = ("lost", "duplicated", "out_of_order", "expired", "overflowed", "set_aside", "stale_used")


@state
class Ledger:
    """`keys`: event -> its key; `done`: client -> event -> times processed; `way_of`: client -> event ->
    the place by which it came;
    `newest`: "client key" -> newest event processed; `places`: "client|way|place" -> counts in the
    order of PER_PLACE; `values`: "store key" -> service -> value; `apart`: "store key" -> since when
    its holders differ; `diverged_us`: how long all in all."""

    counts: dict[str, int]
    evidence: dict[str, list[Plain]]
    keys: Rows[Plain]
    done: dict[str, Rows[int]]
    newest: dict[str, int]
    places: dict[str, Plain]
    way_of: dict[str, Rows[str]]
    late: Chunks[int]
    waited: dict[str, Chunks[int]]
    behind: Chunks[Plain]
    saga_messages: dict[str, int]
    values: dict[str, Plain]
    apart: dict[str, int]
    diverged_us: int


def new_ledger() -> Ledger:
    """An empty ledger; every count is there from the start, since zero is a number."""
    names = dict.fromkeys([*PER_PLACE, *COUNTED.values()], 0)
    return Ledger(
        names, {}, Rows(), {}, {}, {}, {}, Chunks(), {"calls": Chunks(), "requests": Chunks()},
        Chunks(), {}, {}, {}, 0,
    )  # fmt: skip


def observe(book: Ledger, event: Any) -> None:
    """Take one event in, in order."""
    kind = event.type
    name = COUNTED.get(kind)
    if name is not None:
        book.counts[name] += 1
        if name in EVIDENT:
            _note(book, name, event.event, _who(event), event)
    rule = RULES.get(kind)
    if rule is not None:
        rule(book, event)


def _who(event: Any) -> str:
    return str(getattr(event, "client", getattr(event, "queue", getattr(event, "service", ""))))


def _note(book: Ledger, name: str, number: int, who: str, event: Any) -> None:
    rows = book.evidence.setdefault(name, [])
    if len(rows) < EVIDENCE:
        rows.append((number, who, event.at_us, event.seq))


def _count(book: Ledger, place: str, name: str) -> None:
    row = list(book.places.get(place, (0,) * len(PER_PLACE)))
    row[PER_PLACE.index(name)] += 1
    book.places[place] = tuple(row)
    book.counts[name] += 1


def _published(book: Ledger, e: Any) -> None:
    book.keys.put(e.event, (e.key,))


def _delivered(book: Ledger, e: Any) -> None:
    place = f"{e.client}|{e.way}|{e.place}"
    book.way_of.setdefault(e.client, Rows()).put(e.event, place)
    _count(book, place, "delivered")


def _came_by(book: Ledger, client: str, event: int) -> str | None:
    rows = book.way_of.get(client)
    return None if rows is None else rows.get(event)


def _lost(book: Ledger, e: Any) -> None:
    _count(book, _came_by(book, e.place, e.event) or f"{e.place}|{e.where}|", "lost")
    _note(book, "lost", e.event, e.place, e)


def _processed(book: Ledger, e: Any) -> None:
    place = _came_by(book, e.client, e.event) or f"{e.client}||"
    done = book.done.setdefault(e.client, Rows())
    times = (done.get(e.event) or 0) + 1
    done.put(e.event, times)
    _count(book, place, "processed")
    if times > 1:
        _count(book, place, "duplicated")
        _note(book, "duplicated", e.event, e.client, e)
        return
    book.late.append(e.late_us)
    key = book.keys.get(e.event)
    if key is None or key[0] is None:
        return
    name = f"{e.client} {key[0]}"
    if e.event < book.newest.get(name, 0):
        _count(book, place, "out_of_order")
        _note(book, "out_of_order", e.event, e.client, e)
    book.newest[name] = max(e.event, book.newest.get(name, 0))


def _answered(book: Ledger, e: Any) -> None:
    book.waited["calls"].append(e.waited_us)


def _accepted(book: Ledger, e: Any) -> None:
    book.waited["requests"].append(e.waited_us)


def _read(book: Ledger, e: Any) -> None:
    book.behind.append((e.service, e.store, e.key, e.behind, e.behind_us, e.seq))


def _finished(book: Ledger, e: Any) -> None:
    book.saga_messages[e.correlation] = e.messages


def _changed(book: Ledger, e: Any) -> None:
    place = f"{e.store} {e.key}"
    values = book.values[place] = {**book.values.get(place, {}), e.service: e.value}
    held = list(values.values())
    differ = any(value != held[0] for value in held)
    if differ and place not in book.apart:
        book.apart[place] = e.at_us
    elif not differ and place in book.apart:
        book.diverged_us += e.at_us - book.apart.pop(place)


RULES: dict[str, Callable[[Ledger, Any], None]] = {
    "pubsub.published": _published,
    "pubsub.delivered": _delivered,
    "pubsub.lost": _lost,
    "pubsub.processed": _processed,
    "service.answered": _answered,
    "service.call_failed": _answered,
    "service.accepted": _accepted,
    "service.read": _read,
    "service.saga_finished": _finished,
    "service.state_changed": _changed,
}


def measure(book: Ledger, now_us: int) -> dict[str, Any]:
    """All measures as JSON-able data. Times in virtual microseconds.

    `counts`, `evidence` (rows: event, who, at_us, seq; the first 50), `subscriptions` (client, way,
    place and the counts of PER_PLACE), `latency` of processed, calls and requests (p50, p95, max, of
    how many; None where nothing was measured), `staleness` (reads, the worst in events and in time),
    `saga_messages` by correlation id, `divergence` (keys apart now, time apart all in all).
    """
    latencies = {"processed": list(book.late), **{n: list(rows) for n, rows in book.waited.items()}}
    return {
        "counts": dict(book.counts),
        "evidence": {name: [list(row) for row in rows] for name, rows in book.evidence.items()},
        "subscriptions": [
            {**_place(place), **dict(zip(PER_PLACE, row, strict=True))}
            for place, row in book.places.items()
        ],
        "latency": {name: _spread(values) for name, values in latencies.items()},
        "staleness": {
            "reads": len(book.behind),
            "most_events": max((row[3] for row in book.behind), default=None),
            "most_us": max((row[4] for row in book.behind), default=None),
        },
        "saga_messages": dict(book.saga_messages),
        "divergence": {
            "keys": list(book.apart),
            "apart_us": book.diverged_us + sum(now_us - since for since in book.apart.values()),
        },
    }


def _place(text: str) -> dict[str, str]:
    client, way, place = text.split("|", 2)
    return {"client": client, "way": way, "place": place}


def _spread(values: list[int]) -> dict[str, int | None]:
    return {
        "p50_us": nearest_rank(values, 50),
        "p95_us": nearest_rank(values, 95),
        "max_us": max(values, default=None),
        "of": len(values),
    }
