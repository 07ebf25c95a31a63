"""What a run is measured by: every metric once, its unit, which way is better, and the rows behind it.

    measure(sim)["lost_acked"]         # Measured(value=1, items=(Item("orders-0 @26", …),))

None is "not measurable here" and never stands for zero. Times are virtual microseconds.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from broker_core.audit.measures import nearest_rank
from broker_core.lab.gauges import Gauges

KAFKA = ("kafka",)
TOWN = ("pubsub", "mesh", "services")
SLOWEST = 5
"""So many of the slowest stand behind a latency."""


class Metric(NamedTuple):
    """`unit` is records, offsets, commits, errors, events, calls or us; `better` is lower, higher or
    None where neither is; `families` are those in which it can be measured."""

    unit: str
    better: str | None
    families: tuple[str, ...]


class Item(NamedTuple):
    """One row behind a value: what and how much of it; -1 where it has no time, event or record."""

    label: str
    value: int
    at_us: int = -1
    seq: int = -1
    record: int = -1


class Measured(NamedTuple):
    """`value` None: not measurable here. `items` are evidence, at most 50 records of a count."""

    value: int | None
    items: tuple[Item, ...] = ()


def _metric(unit: str, better: str | None = "lower", families: tuple[str, ...] = KAFKA) -> Metric:
    return Metric(unit, better, families)


_PERCENTILES = ("p50", "p95", "max")

METRICS: dict[str, Metric] = {
    "created": _metric("records", None),
    "acknowledged": _metric("records", "higher"),
    "lost_acked": _metric("records"),
    "lost_unacked": _metric("records"),
    "skipped": _metric("records"),
    "duplicate_in_log": _metric("records"),
    "processed": _metric("records", "higher"),
    "duplicate_processed": _metric("records"),
    "out_of_order": _metric("records"),
    "gave_up": _metric("records"),
    "producer_errors": _metric("errors"),
    "commits": _metric("commits", None),
    **{f"ack_{p}": _metric("us") for p in _PERCENTILES},
    **{f"visible_{p}": _metric("us") for p in _PERCENTILES},
    **{f"end_to_end_{p}": _metric("us") for p in _PERCENTILES},
    "lag": _metric("offsets"),
    "lag_time": _metric("us"),
    "lag_peak": _metric("offsets"),
    "read_unavailable": _metric("us"),
    "write_unavailable": _metric("us"),
    "paused": _metric("us"),
    "unattended": _metric("us"),
    "published": _metric("events", None, TOWN),
    "delivered": _metric("events", "higher", TOWN),
    "handled": _metric("events", "higher", TOWN),
    "lost": _metric("events", "lower", TOWN),
    "handled_again": _metric("events", "lower", TOWN),
    "handled_out_of_order": _metric("events", "lower", TOWN),
    "expired": _metric("events", "lower", TOWN),
    "overflowed": _metric("events", "lower", TOWN),
    "set_aside": _metric("events", "lower", TOWN),
    "forwarded": _metric("events", "lower", ("mesh", "services")),
    "calls_failed": _metric("calls", "lower", ("services",)),
    "stale_used": _metric("events", "lower", ("services",)),
    "diverged": _metric("us", "lower", ("services",)),
    **{f"delivery_{p}": _metric("us", "lower", TOWN) for p in _PERCENTILES},
    **{f"request_{p}": _metric("us", "lower", ("services",)) for p in _PERCENTILES},
}
"""Name -> what it is; names and definitions for people stand in the site's catalogues."""

Values = dict[str, Measured]


def measure(sim: Any, gauges: Gauges | None = None) -> Values:
    """Every metric of the run's family, in the order of METRICS. `gauges` must have seen every event
    of the run; without them what only they know is not measurable."""
    family = sim.scenario["family"]
    book = sim.parts().book
    audit = sim.audit()
    found = _kafka(sim, book, audit, gauges) if family == "kafka" else _town(book, audit)
    return {
        name: found.get(name, Measured(None)) for name, m in METRICS.items() if family in m.families
    }


def _kafka(sim: Any, book: Any, audit: dict[str, Any], gauges: Gauges | None) -> Values:
    cast = sim.cast()
    found = {name: _counted(audit, name) for name in ("created", "acknowledged", "gave_up")}
    if any(row.get("acks") != "0" for row in cast["producers"]):
        found["lost_acked"] = _counted(audit, "lost_acked")
    for name in ("lost_unacked", "duplicate_in_log"):
        found[name] = _counted(audit, name)
    errors = tuple(Item(kind, times) for kind, times in sorted(audit["errors"].items()))
    found["producer_errors"] = Measured(sum(item.value for item in errors), errors)
    found |= _latencies(book, "acked", "ack") | _latencies(book, "visible", "visible")
    found["read_unavailable"] = _total(
        (_place(key), us) for key, us in audit["write_unavailable_us"].items()
    )
    if gauges is not None:
        rows = gauges.unwritable_us(sim.now_us)
        found["write_unavailable"] = _total((f"{t}-{p}", us) for (t, p), us in rows.items())
    if cast["groups"]:
        found |= _groups(book, audit, sim.now_us, gauges)
    return found


def _groups(book: Any, audit: dict[str, Any], now_us: int, gauges: Gauges | None) -> Values:
    """What only somebody who reads can be measured by."""
    names = ("skipped", "processed", "duplicate_processed", "out_of_order", "commits")
    found = {name: _counted(audit, name) for name in names}
    found |= _latencies(book, "processed", "end_to_end")
    found["paused"] = _total((_place(key), us) for key, us in audit["paused_us"].items())
    if book.readings:
        found["lag"], found["lag_time"] = _lags(book, now_us)
    if gauges is not None:
        idle = gauges.idle_us(now_us)
        found["unattended"] = _total((f"{g} {t}-{p}", us) for (g, t, p), us in idle.items())
    if gauges is not None and gauges.peaks:
        peaks = [Item(f"{g} {t}-{p}", *row) for (g, t, p), row in gauges.peaks.items()]
        peaks.sort(key=lambda item: -item.value)
        found["lag_peak"] = Measured(peaks[0].value, tuple(peaks))
    return found


def _counted(audit: dict[str, Any], name: str) -> Measured:
    rows = audit["evidence"].get(name, [])
    items = tuple(
        Item(f"{topic}-{partition}" + (f" @{offset}" if offset >= 0 else ""), 1, at_us, seq, record)
        for record, topic, partition, offset, at_us, seq in rows
    )
    return Measured(audit["counts"][name], items)


def _latencies(book: Any, kept: str, name: str) -> Values:
    """p50, p95 and max, with the slowest records behind each; not measurable where none came."""
    rows = [(us, record) for record, us in book.latencies[kept]]
    slowest = sorted(rows, key=lambda row: (-row[0], row[1]))[:SLOWEST]
    items = tuple(Item("", us, record=record) for us, record in slowest)
    return _percentiles(name, [us for us, _ in rows], items)


def _percentiles(name: str, values: list[int], items: tuple[Item, ...] = ()) -> Values:
    numbers = (nearest_rank(values, 50), nearest_rank(values, 95), max(values, default=None))
    return {
        f"{name}_{p}": Measured(value, items)
        for p, value in zip(_PERCENTILES, numbers, strict=True)
    }


def _lags(book: Any, now_us: int) -> tuple[Measured, Measured]:
    """In offsets the sum over groups and partitions, in time the oldest; as they stand now."""
    counts, ages = [], []
    for name, reading in book.readings.items():
        group, _, key = name.rpartition(" ")
        lineage = book.lineages.get(key)
        label = f"{group} {_place(key)}"
        behind = max(0, lineage.visible - reading.committed) if lineage is not None else 0
        counts.append(Item(label, behind))
        if behind and 0 <= reading.committed - lineage.start < len(lineage.records):
            record = lineage.records[reading.committed - lineage.start]
            entry = book.entries.get(record)
            if entry is not None:
                ages.append(Item(label, now_us - entry.appended_at_us, record=record))
    oldest = max((item.value for item in ages), default=0)
    return Measured(sum(i.value for i in counts), tuple(counts)), Measured(oldest, tuple(ages))


def _total(rows: Iterable[tuple[str, int]]) -> Measured:
    items = tuple(Item(label, us) for label, us in sorted(rows) if not _internal(label))
    return Measured(sum(item.value for item in items), items)


def since(before: Measured, after: Measured) -> Measured:
    """A sum of times, less what it was before."""
    old = {item.label: item.value for item in before.items}
    items = tuple(i._replace(value=i.value - old.get(i.label, 0)) for i in after.items)
    return Measured(sum(item.value for item in items), tuple(i for i in items if i.value))


def _internal(label: str) -> bool:
    return label.rpartition(" ")[2].startswith("__")


def _place(key: str) -> str:
    """`billing orders:0` as people write it: `billing orders-0`."""
    head, _, partition = key.rpartition(":")
    return f"{head}-{partition}"


_TOWN_COUNTS = {
    "published": "published",
    "delivered": "delivered",
    "handled": "processed",
    "lost": "lost",
    "handled_again": "duplicated",
    "handled_out_of_order": "out_of_order",
    "expired": "expired",
    "overflowed": "overflowed",
    "set_aside": "set_aside",
    "forwarded": "forwarded",
    "calls_failed": "calls_failed",
    "stale_used": "stale_used",
}
"""Metric -> the ledger's count."""


def _town(book: Any, audit: dict[str, Any]) -> Values:
    found: Values = {}
    for name, count in _TOWN_COUNTS.items():
        rows = audit["evidence"].get(count, [])
        items = tuple(Item(str(who), 1, at_us, seq, number) for number, who, at_us, seq in rows)
        found[name] = Measured(audit["counts"][count], items)
    keys = tuple(Item(str(key), 1) for key in audit["divergence"]["keys"])
    found["diverged"] = Measured(audit["divergence"]["apart_us"], keys)
    found |= _percentiles("delivery", list(book.late))
    return found | _percentiles("request", list(book.waited["requests"]))
