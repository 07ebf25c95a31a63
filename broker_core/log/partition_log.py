"""One replica's log of one partition (semantics 1.1, 1.2, 2.6).

Offsets are the leader's; a follower keeps them. `epochs` is the leader epoch cache: (epoch, first
offset of that epoch), both strictly increasing. `producers` is the deduplication state, rebuilt
from the log after a truncation: producer id -> (producer epoch, up to five batches of
(first sequence, last sequence, base offset)).
"""

from typing import NamedTuple

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import Plain, state

CACHED_BATCHES = 5


class Record(NamedTuple):
    """A stored record. `base` is the first offset of its batch; producer_id -1 means none."""

    offset: int
    epoch: int
    record: int
    key: str | None
    value: str | None
    created_at_us: int
    producer: str | None
    producer_id: int
    producer_epoch: int
    sequence: int
    base: int


@state
class PartitionLog:
    """Invariant: log_start <= log_end == log_start + len(records)."""

    log_start: int
    records: Chunks[Record]
    epochs: list[Plain]
    producers: dict[int, Plain]

    @property
    def log_end(self) -> int:
        return self.log_start + len(self.records)

    @property
    def last_epoch(self) -> int:
        """The epoch of the last known history, -1 for an empty log."""
        return self.epochs[-1][0] if self.epochs else -1

    def read(self, start: int, stop: int) -> list[Record]:
        """Records with start <= offset < stop."""
        return self.records.between(start - self.log_start, stop - self.log_start)

    def begin_epoch(self, epoch: int, at_offset: int) -> None:
        """Remember that `epoch` starts at `at_offset`; an epoch without records is replaced."""
        while self.epochs and self.epochs[-1][1] >= at_offset and self.epochs[-1][0] < epoch:
            self.epochs.pop()
        if not self.epochs or self.epochs[-1][0] < epoch:
            self.epochs.append((epoch, at_offset))

    def append(self, record: Record) -> None:
        """Write one record, whose offset must be the log end offset."""
        assert record.offset == self.log_end, "a log has no holes"
        self.begin_epoch(record.epoch, record.offset)
        self.records.append(record)
        if record.producer_id >= 0:
            self._remember(record)

    def end_of_epoch(self, epoch: int) -> tuple[int, int]:
        """(largest epoch known here that is <= `epoch`, the offset where it ends); (-1, -1) if none."""
        found = -1
        end = -1
        for place, (known, _) in enumerate(self.epochs):
            if known <= epoch:
                found = known
                later = place + 1
                end = self.epochs[later][1] if later < len(self.epochs) else self.log_end
        return found, end

    def truncate(self, to_offset: int) -> list[Record]:
        """Erase everything from `to_offset` on; returns what was erased, oldest first."""
        erased = self.records.cut(max(0, to_offset - self.log_start))
        self.epochs = [entry for entry in self.epochs if entry[1] < to_offset]
        if erased:
            self.producers = {}
            for record in self.records:
                if record.producer_id >= 0:
                    self._remember(record)
        return erased

    def _remember(self, record: Record) -> None:
        epoch, batches = self.producers.get(record.producer_id, (record.producer_epoch, ()))
        if epoch != record.producer_epoch:
            batches = ()
        if batches and batches[-1][2] == record.base:
            first, _, base = batches[-1]
            batches = (*batches[:-1], (first, record.sequence, base))
        else:
            batches = (*batches, (record.sequence, record.sequence, record.base))
        self.producers[record.producer_id] = (record.producer_epoch, batches[-CACHED_BATCHES:])


def new_log() -> PartitionLog:
    """An empty log that starts at offset 0."""
    return PartitionLog(0, Chunks(), [], {})


def sequence_verdict(
    log: PartitionLog, producer_id: int, producer_epoch: int, first: int, last: int
) -> tuple[str, int]:
    """What to do with a batch: ("append", -1), ("duplicate", base offset) or (error name, -1).

    KIP-98 and KIP-360: the last five batches are recognised, the next sequence is expected, and a
    producer nobody remembers may begin anywhere.
    """
    known = log.producers.get(producer_id)
    if known is None:
        return "append", -1
    epoch, batches = known
    if producer_epoch < epoch:
        return "INVALID_PRODUCER_EPOCH", -1
    if producer_epoch > epoch:
        return ("append", -1) if first == 0 else ("OUT_OF_ORDER_SEQUENCE_NUMBER", -1)
    for batch_first, batch_last, base in batches:
        if (batch_first, batch_last) == (first, last):
            return "duplicate", base
    if first == (batches[-1][1] + 1) % 2**31:
        return "append", -1
    return "OUT_OF_ORDER_SEQUENCE_NUMBER", -1
