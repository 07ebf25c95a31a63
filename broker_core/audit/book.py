"""The auditor's book: what became of every record, kept outside the cluster (lab.md 4.1).

It reads events only. A record is known by its number from `client.record_created` on; the *lineage*
of a partition is what its leaders' log holds, offset by offset. A record that a new leader does not
have is gone from the lineage for good, whatever an old leader still has on its disk.
"""

from typing import NamedTuple

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.rows import Rows
from broker_core.kernel.state import Plain, state

EVIDENCE = 50


class Entry(NamedTuple):
    """One record. `copies` = how often it stands in the lineage; times are -1 until they come."""

    topic: str
    partition: int
    key: str | None
    created_at_us: int
    acked_at_us: int
    copies: int
    appended_at_us: int
    visible_at_us: int
    gave_up: int


@state
class Lineage:
    """One partition: `records` are the record numbers by offset from `start`; `visible` is the
    offset up to which they are below the high watermark."""

    start: int
    records: Chunks[int]
    visible: int


@state
class Reading:
    """One group on one partition: `base` where it first began, `committed` the committed offset,
    `open` offsets that were committed past and not (yet) processed."""

    base: int
    committed: int
    open: dict[int, int]


@state
class Book:
    """Counts with evidence. `processed`: group -> record number -> how often. `newest`: group and
    key -> newest record processed. `since`: what stands still since when (partition without a live
    leader, partition without an owner in its group); `still`: for how long all in all."""

    entries: Rows[Entry]
    lineages: dict[str, Lineage]
    readings: dict[str, Reading]
    processed: dict[str, Rows[int]]
    newest: dict[str, int]
    counts: dict[str, int]
    evidence: dict[str, list[Plain]]
    latencies: dict[str, Chunks[Plain]]
    since: dict[str, int]
    still: dict[str, int]
    leaders: dict[str, int]
    down: dict[int, int]
    errors: dict[str, int]


COUNTS = (
    "created",
    "acknowledged",
    "lost_acked",
    "lost_unacked",
    "skipped",
    "duplicate_in_log",
    "processed",
    "duplicate_processed",
    "out_of_order",
    "gave_up",
    "commits",
)


def new_book() -> Book:
    return Book(
        entries=Rows(),
        lineages={},
        readings={},
        processed={},
        newest={},
        counts=dict.fromkeys(COUNTS, 0),
        evidence={},
        latencies={"processed": Chunks(), "visible": Chunks(), "acked": Chunks()},
        since={},
        still={},
        leaders={},
        down={},
        errors={},
    )


def note(book: Book, name: str, row: tuple[object, ...], change: int = 1) -> None:
    """Count, and keep the first rows as evidence; a negative change takes the row out again."""
    book.counts[name] += change
    rows = book.evidence.setdefault(name, [])
    if change > 0 and len(rows) < EVIDENCE:
        rows.append(row)
    elif change < 0:
        book.evidence[name] = [r for r in rows if r[0] != row[0]]
