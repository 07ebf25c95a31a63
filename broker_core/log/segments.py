"""Segments: the files that a log is made of, and when a new one begins (semantics 1.3)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from broker_core.log.sizes import BATCH_OVERHEAD_BYTES, record_bytes


class Segment(NamedTuple):
    """A segment, named by its base offset. `first_us` is the timestamp of its first batch and
    `largest_us` the largest of all, both None while it is empty; `jitter_us` was drawn when it
    began, so that not all segments roll at once (segment.jitter.ms)."""

    base: int
    bytes: int
    first_us: int | None
    largest_us: int | None
    jitter_us: int


def new_segment(base: int, jitter_us: int = 0) -> Segment:
    return Segment(base, 0, None, None, jitter_us)


def grown(segment: Segment, record: Any, new_batch: bool) -> Segment:
    """The segment with one more record at its end."""
    stamp = record.timestamp_us
    size = record_bytes(record.key, record.value) + (BATCH_OVERHEAD_BYTES if new_batch else 0)
    if segment.first_us is None or segment.largest_us is None:
        return Segment(segment.base, segment.bytes + size, stamp, stamp, segment.jitter_us)
    first = segment.first_us
    if stamp > first and record.base == segment.base:
        first = stamp
    largest = max(stamp, segment.largest_us)
    return Segment(segment.base, segment.bytes + size, first, largest, segment.jitter_us)


def measured(base: int, records: Iterable[Any], jitter_us: int) -> Segment:
    """A segment that holds exactly these records."""
    segment = new_segment(base, jitter_us)
    batch = -1
    for record in records:
        segment = grown(segment, record, record.base != batch)
        batch = record.base
    return segment


def why_roll(active: Segment, size: int, largest_us: int, config: Any) -> str:
    """The setting that asks for a new segment before a batch is appended, "" for none.

    Record timestamps are compared, and only here: an idle log never rolls by itself. A compacted
    topic rolls after max.compaction.lag.ms at the latest, so that nothing stays uncleanable.
    """
    if active.first_us is None:
        return ""
    if active.bytes + size > config["segment.bytes"]:
        return "segment.bytes"
    name, wait = "segment.ms", config["segment.ms"]
    lag = config["max.compaction.lag.ms"]
    if "compact" in config["cleanup.policy"] and 0 < lag < wait:
        name, wait = "max.compaction.lag.ms", lag
    return name if largest_us - active.first_us > wait - active.jitter_us else ""
