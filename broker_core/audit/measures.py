"""What the book says, as numbers for people: counts, evidence, percentiles, standstill, lag."""

from typing import Any

from broker_core.audit.book import Book


def nearest_rank(values: list[int], percent: int) -> int | None:
    """The smallest value that at least `percent` of 100 values do not exceed; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def measure(book: Book, now_us: int) -> dict[str, Any]:
    """All measures as JSON-able data. Times in virtual microseconds.

    `counts` (zero is zero), `evidence` (rows: record, topic, partition, offset, at_us, seq; the
    first 50), `latency` of processed, visible and acked (p50, p95, max, of how many; None where
    nothing was measured), `write_unavailable_us` and `paused_us` by partition, `errors` by name.
    """
    latency = {}
    for name, rows in book.latencies.items():
        values = [us for _, us in rows]
        latency[name] = {
            "p50_us": nearest_rank(values, 50),
            "p95_us": nearest_rank(values, 95),
            "max_us": max(values) if values else None,
            "of": len(values),
        }
    return {
        "counts": dict(book.counts),
        "evidence": {name: [list(row) for row in rows] for name, rows in book.evidence.items()},
        "latency": latency,
        "write_unavailable_us": _still(book, "unled ", now_us),
        "paused_us": _still(book, "unowned ", now_us),
        "errors": dict(book.errors),
    }


def _still(book: Book, prefix: str, now_us: int) -> dict[str, int]:
    """How long things stood still, what stands still now included."""
    out: dict[str, int] = {}
    for what, us in book.still.items():
        if what.startswith(prefix):
            out[what.removeprefix(prefix)] = us
    for what, since in book.since.items():
        if what.startswith(prefix):
            name = what.removeprefix(prefix)
            out[name] = out.get(name, 0) + now_us - since
    return out


def lag(view: dict[str, Any], group: str) -> dict[str, int | None]:
    """Per partition of the group's topics: leader's high watermark minus committed offset, None
    where nothing was committed (semantics 7.7: it counts offsets, not records)."""
    out: dict[str, int | None] = {}
    of = view["groups"][group]
    for topic in of["topics"]:
        for partition, shape in view["topics"].get(topic, {}).items():
            mark = shape["replicas"].get(str(shape["leader"]), {}).get("high_watermark")
            done = of["committed"].get(topic, {}).get(partition)
            out[f"{topic}-{partition}"] = None if mark is None or done is None else mark - done
    return out
