"""What one log knows of transactions: open ones, ended ones, aborted ones (semantics 1.1, 2.7).

Rebuilt from the records, as the deduplication state is. Offsets are those of this partition.
"""

from typing import Any

from broker_core.kernel.state import Plain, state

DATA = "txn"
COMMIT = "commit"
ABORT = "abort"
MARKERS = (COMMIT, ABORT)
"""A record's `kind`: "" for a plain one, DATA inside a transaction, or a control record."""


@state
class TransactionIndex:
    """`open`: producer id -> first offset of its transaction. `ended`: (first offset, offset of the
    marker). `aborted`: (producer id, first offset, offset of the marker). `seen` once there was
    anything."""

    open: dict[int, int]
    ended: list[Plain]
    aborted: list[Plain]
    seen: bool

    def note(self, record: Any) -> None:
        """Take a record in that was just written."""
        self.seen = True
        if record.kind == DATA:
            self.open.setdefault(record.producer_id, record.offset)
            return
        first = self.open.pop(record.producer_id, None)
        if first is None:
            return
        self.ended.append((first, record.offset))
        if record.kind == ABORT:
            self.aborted.append((record.producer_id, first, record.offset))

    def last_stable(self, high_watermark: int) -> int:
        """The first offset of the oldest transaction that is open, or whose marker is not below
        the high watermark; else the high watermark itself."""
        if not self.seen:
            return high_watermark
        self.ended = [row for row in self.ended if row[1] >= high_watermark]
        firsts = [*self.open.values(), *(row[0] for row in self.ended)]
        return min(high_watermark, *firsts) if firsts else high_watermark

    def aborted_between(self, start: int, stop: int) -> tuple[Any, ...]:
        """The aborted transactions that touch start <= offset < stop, oldest first."""
        rows = [row for row in self.aborted if row[1] < stop and row[2] >= start]
        return tuple(sorted(rows, key=lambda row: row[1]))


def new_index() -> TransactionIndex:
    return TransactionIndex({}, [], [], False)
