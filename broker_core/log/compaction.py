"""Compaction (semantics 1.5): which log is dirty enough, and what a cleaning keeps.

A record stays unless the range that is cleaned now has a newer one of its key. Offsets and order
never change, the active segment is never touched. A tombstone survives its first cleaning, which
sets its delete horizon, and goes with the first cleaning after that.
"""

from itertools import pairwise
from typing import Any, NamedTuple

from broker_core.kernel.chunks import Chunks
from broker_core.log.partition_log import PartitionLog, Record
from broker_core.log.segments import Segment, measured
from broker_core.log.transactions import DATA, MARKERS


class Dirt(NamedTuple):
    """What a cleaning of a log would cover: offsets from `start` to `end`, in bytes, and the
    setting that asks for it ("" when none does yet)."""

    start: int
    end: int
    clean_bytes: int
    dirty_bytes: int
    reason: str

    @property
    def order(self) -> int:
        """The share of dirty bytes, in millionths: the dirtiest log goes first."""
        return self.dirty_bytes * 1_000_000 // max(1, self.clean_bytes + self.dirty_bytes)


class Cleaned(NamedTuple):
    """What a cleaning did."""

    removed: list[Record]
    kept: int
    tombstones: int


def dirt(log: PartitionLog, stable_end: int, now_us: int, config: Any) -> Dirt:
    """What could be cleaned now; `stable_end` is the last stable offset."""
    start = max(log.clean_to, log.log_start)
    end = min(stable_end, log.active.base)
    lag = config["min.compaction.lag.ms"]
    clean = dirty = 0
    oldest: int | None = None
    young = False
    segments = log.segments
    for segment, following in pairwise(segments):
        young = young or (
            lag > 0
            and following.base > start
            and segment.largest_us is not None
            and segment.largest_us > now_us - lag
        )
        if following.base <= start:
            clean += segment.bytes
        elif young or following.base > end:
            end = min(end, max(segment.base, start))
            break
        else:
            dirty += segment.bytes
            if segment.first_us is not None:
                oldest = segment.first_us if oldest is None else min(oldest, segment.first_us)
    reason = ""
    if dirty:
        late = oldest is not None and now_us - oldest > config["max.compaction.lag.ms"]
        if late:
            reason = "max.compaction.lag.ms"
        elif dirty * 100 > config["min.cleanable.dirty.ratio"] * (clean + dirty):
            reason = "min.cleanable.dirty.ratio"
    return Dirt(start, max(start, end), clean, dirty, reason)


def clean(log: PartitionLog, work: Dirt, now_us: int, config: Any) -> Cleaned:
    """Compact everything below `work.end`, merging small segments; changes the log."""
    aborted = _aborted(log)
    newest: dict[str, int] = {}
    for record in log.records.between(log.find(work.start), log.find(work.end)):
        if record.key is not None and record.kind not in MARKERS and record.offset not in aborted:
            newest[record.key] = record.offset
    horizon = now_us + config["delete.retention.ms"]
    kept: list[Record] = []
    removed: list[Record] = []
    tombstones = 0
    traversed: dict[int, int] = {}
    old = log.records.between(0, log.find(work.end))
    for record in old:
        if record.kind in MARKERS:
            record, stays = _marker(record, traversed, now_us, horizon)
        else:
            if record.kind:
                traversed[record.producer_id] = 1
            if record.value is None and record.delete_horizon_us is None:
                record = record._replace(delete_horizon_us=horizon)
            stays = record.offset not in aborted and _stays(record, newest, now_us)
        if stays or record.offset == log.log_end - 1:
            kept.append(record)
            tombstones += record.value is None and not record.kind
        else:
            removed.append(record)
    rest = log.records.between(len(old), len(log.records))
    _rebuild(log, work.end, kept, rest, config["segment.bytes"])
    log.clean_to = work.end
    return Cleaned(removed, len(kept), tombstones)


def _stays(record: Record, newest: dict[str, int], now_us: int) -> bool:
    if record.key is None:
        return False
    if record.offset < newest.get(record.key, -1):
        return False
    horizon = record.delete_horizon_us
    return record.value is not None or horizon is None or now_us < horizon


def _aborted(log: PartitionLog) -> frozenset[int]:
    """Offsets of the records of aborted transactions: a cleaning drops them all."""
    ranges: dict[int, list[tuple[int, int]]] = {}
    for producer_id, first, marker in log.txn.aborted:
        ranges.setdefault(producer_id, []).append((first, marker))
    if not ranges:
        return frozenset()
    return frozenset(
        record.offset
        for record in log.records
        if record.kind == DATA
        and any(a <= record.offset < b for a, b in ranges.get(record.producer_id, ()))
    )


def _marker(
    record: Record, traversed: dict[int, int], now_us: int, horizon: int
) -> tuple[Record, bool]:
    """A transaction's marker stays while any of its data does; the first cleaning that meets none
    sets its delete horizon, one after that takes it out."""
    if traversed.pop(record.producer_id, 0):
        return record, True
    if record.delete_horizon_us is None:
        return record._replace(delete_horizon_us=horizon), True
    return record, now_us < record.delete_horizon_us


def _rebuild(
    log: PartitionLog, end: int, kept: list[Record], rest: list[Record], most_bytes: int
) -> None:
    """Put the survivors back: neighbours that fit into segment.bytes together become one segment."""
    groups: list[list[Segment]] = []
    size = 0
    later = [segment for segment in log.closed if segment.base >= end]
    for segment in log.closed:
        if segment.base >= end:
            break
        if not groups or size + segment.bytes > most_bytes:
            groups.append([])
            size = 0
        groups[-1].append(segment)
        size += segment.bytes
    bounds = [group[0].base for group in groups[1:]] + [end]
    log.closed = Chunks()
    place = 0
    for group, bound in zip(groups, bounds, strict=True):
        first = place
        while place < len(kept) and kept[place].offset < bound:
            place += 1
        made = measured(group[0].base, kept[first:place], group[0].jitter_us)
        if made.largest_us is None:
            stamps = [s.largest_us for s in group if s.largest_us is not None]
            made = made._replace(largest_us=max(stamps, default=None))
        log.closed.append(made)
    for segment in later:
        log.closed.append(segment)
    log.records = Chunks([*kept, *rest])
