"""One replica's log of one partition (semantics 1.1 to 1.5, 2.6).

Offsets are the leader's; a follower keeps them. Offsets may have gaps: compaction takes records
out and moves nothing. `epochs` is the leader epoch cache: (epoch, first offset of that epoch), both
strictly increasing. `producers` is the deduplication state, rebuilt from the log where a
truncation touches it: producer id -> (producer epoch, up to five batches of (first sequence, last sequence,
base offset)), which outlives the records that retention or compaction removes.
"""

from bisect import bisect_left
from typing import NamedTuple

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import Plain, state
from broker_core.log.segments import Segment, grown, measured, new_segment
from broker_core.log.transactions import MARKERS, TransactionIndex, new_index

CACHED_BATCHES = 5


class Record(NamedTuple):
    """A stored record. `base` is the first offset of its batch; producer_id -1 means none.

    `created_at_us` is when the application sent it, `timestamp_us` what the record says of its
    time (semantics 1.6). A tombstone has no value; `delete_horizon_us` is when a cleaning may take
    it out, None before its first cleaning. `kind` says whether it belongs to a transaction or ends
    one (see `log.transactions`).
    """

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
    timestamp_us: int
    delete_horizon_us: int | None = None
    kind: str = ""


@state
class PartitionLog:
    """Invariants: log_start <= log_end; records have strictly increasing offsets below log_end;
    segments (`closed`, then `active`) have strictly increasing bases, the first at or below
    log_start, and every record stands at or above the first base.

    Records below log_start may still be there, until their whole segment goes. `clean_to` is the
    cleaner's checkpoint: everything below was compacted.
    """

    log_start: int
    log_end: int
    records: Chunks[Record]
    closed: Chunks[Segment]
    active: Segment
    clean_to: int
    epochs: list[Plain]
    producers: dict[int, Plain]
    txn: TransactionIndex

    @property
    def last_epoch(self) -> int:
        """The epoch of the last known history, -1 for an empty log."""
        return self.epochs[-1][0] if self.epochs else -1

    @property
    def segments(self) -> list[Segment]:
        """All segments, the active one last."""
        return [*self.closed, self.active]

    @property
    def size(self) -> int:
        """Bytes of all segments."""
        return self.active.bytes + sum(segment.bytes for segment in self.closed)

    def find(self, offset: int) -> int:
        """The place in `records` of the first one at or past `offset`."""
        count = len(self.records)
        if not count or offset <= self.records[0].offset:
            return 0
        guess = count - (self.records[-1].offset + 1 - offset)
        if guess >= count or (guess >= 0 and self.records[guess].offset == offset):
            return min(guess, count)
        return bisect_left(self.records, offset, key=lambda record: record.offset)

    def read(self, start: int, stop: int, most: int = 2**53) -> list[Record]:
        """At most so many records with start <= offset < stop that can still be read."""
        place = self.find(max(start, self.log_start))
        return self.records.between(place, min(self.find(stop), place + most))

    def begin_epoch(self, epoch: int, at_offset: int) -> None:
        """Remember that `epoch` starts at `at_offset`; an epoch without records is replaced."""
        while self.epochs and self.epochs[-1][1] >= at_offset and self.epochs[-1][0] < epoch:
            self.epochs.pop()
        if not self.epochs or self.epochs[-1][0] < epoch:
            self.epochs.append((epoch, at_offset))

    def append(self, record: Record) -> None:
        """Write one record, at the log end offset or, where the leader has a gap, past it."""
        assert record.offset >= self.log_end, "a log only grows at its end"
        new_batch = self.active.first_us is None or self.records[-1].base != record.base
        self.begin_epoch(record.epoch, record.offset)
        self.records.append(record)
        self.log_end = record.offset + 1
        self.active = grown(self.active, record, new_batch)
        if record.producer_id >= 0:
            self._remember(record)
        if record.kind:
            self.txn.note(record)

    def roll(self, base: int, jitter_us: int = 0) -> Segment:
        """Close the active segment and begin one at `base`; returns the closed one."""
        closed = self.active
        self.closed.append(closed)
        self.active = new_segment(base, jitter_us)
        return closed

    def end_of_epoch(self, epoch: int) -> tuple[int, int]:
        """(largest epoch known here that is <= `epoch`, the offset where it ends).

        (-1, -1) when the asked one is newer than all; an epoch older than all ends where the first
        known begins, since everything of it is below the log start offset.
        """
        if not self.epochs or epoch > self.epochs[-1][0]:
            return -1, -1
        found, end = epoch, self.epochs[0][1]
        for place, (known, _) in enumerate(self.epochs):
            if known <= epoch:
                found = known
                later = place + 1
                end = self.epochs[later][1] if later < len(self.epochs) else self.log_end
        return found, end

    def truncate(self, to_offset: int) -> list[Record]:
        """Erase everything from `to_offset` on; returns what was erased, oldest first.

        Even when there is nothing to erase, epochs that begin at the end go: this replica may have
        led without writing, and another leader's history has no such epoch.
        """
        if to_offset >= self.log_end:
            self.epochs = [entry for entry in self.epochs if entry[1] < self.log_end]
            return []
        erased = self.records.cut(self.find(to_offset))
        while self.active.base > to_offset and len(self.closed):
            self.active = self.closed.cut(len(self.closed) - 1)[0]
        base = min(self.active.base, to_offset)
        kept = self.records.between(self.find(base), len(self.records))
        self.active = measured(base, kept, self.active.jitter_us)
        self.log_end = to_offset
        self.log_start = min(self.log_start, to_offset)
        self.clean_to = min(self.clean_to, to_offset)
        self.epochs = [entry for entry in self.epochs if entry[1] < to_offset]
        if erased:
            self._forget(erased, to_offset)
        return erased

    def start_over(self, at_offset: int) -> None:
        """Drop everything and go on as an empty log at `at_offset` (semantics 1.2 rule 6)."""
        self.log_start = self.log_end = self.clean_to = at_offset
        self.records = Chunks()
        self.closed = Chunks()
        self.active = new_segment(at_offset)
        self.epochs = []
        self.producers = {}
        self.txn = new_index()

    def advance_start(self, to_offset: int) -> None:
        """Move the log start offset; epochs that end before it are forgotten, the one that goes on
        past it begins there now."""
        self.log_start = to_offset
        older = [entry for entry in self.epochs if entry[1] <= to_offset]
        if older:
            self.epochs = [(older[-1][0], to_offset), *self.epochs[len(older) :]]

    def drop_segments(self, count: int) -> list[Segment]:
        """Delete the oldest `count` closed segments with their records; returns them."""
        gone = self.closed.between(0, count)
        self.closed.drop(count)
        first = self.closed[0] if len(self.closed) else self.active
        self.records.drop(self.find(first.base))
        return gone

    def _forget(self, erased: list[Record], to_offset: int) -> None:
        """Rebuild what the erased records had a part in. What retention or compaction removed
        before is not in the records any more; Kafka has it in its producer snapshots."""
        before = self.producers
        touched = dict.fromkeys(r.producer_id for r in erased if r.producer_id >= 0)
        self.producers = {pid: entry for pid, entry in before.items() if pid not in touched}
        seen, self.txn = self.txn.seen, new_index()
        self.txn.seen = seen
        for record in self.records:
            if record.producer_id in touched:
                self._remember(record)
            if record.kind:
                self.txn.note(record)
        for pid in touched:
            epoch, batches = before.get(pid, (-1, ()))
            older = tuple(batch for batch in batches if batch[2] < to_offset)
            if pid not in self.producers and older:
                self.producers[pid] = (epoch, older)

    def _remember(self, record: Record) -> None:
        epoch, batches = self.producers.get(record.producer_id, (record.producer_epoch, ()))
        if epoch != record.producer_epoch or record.kind in MARKERS:
            batches = ()
        if record.sequence < 0:
            self.producers[record.producer_id] = (record.producer_epoch, batches)
            return
        if batches and batches[-1][2] == record.base:
            first, _, base = batches[-1]
            batches = (*batches[:-1], (first, record.sequence, base))
        else:
            batches = (*batches, (record.sequence, record.sequence, record.base))
        self.producers[record.producer_id] = (record.producer_epoch, batches[-CACHED_BATCHES:])


def new_log() -> PartitionLog:
    """An empty log that starts at offset 0."""
    return PartitionLog(0, 0, Chunks(), Chunks(), new_segment(0), 0, [], {}, new_index())


def sequence_verdict(
    log: PartitionLog,
    producer_id: int,
    producer_epoch: int,
    first: int,
    last: int,
    transactional: bool = False,
) -> tuple[str, int]:
    """What to do with a batch: ("append", -1), ("duplicate", base offset) or (error name, -1).

    KIP-98 and KIP-360: the last five batches are recognised, the next sequence is expected, and a
    producer nobody remembers may begin anywhere, unless it is transactional (KIP-890).
    """
    known = log.producers.get(producer_id)
    if known is None:
        fits = first == 0 or not transactional
        return ("append", -1) if fits else ("OUT_OF_ORDER_SEQUENCE_NUMBER", -1)
    epoch, batches = known
    if producer_epoch < epoch:
        return "INVALID_PRODUCER_EPOCH", -1
    if producer_epoch > epoch:
        return ("append", -1) if first == 0 else ("OUT_OF_ORDER_SEQUENCE_NUMBER", -1)
    if not batches:
        return ("append", -1) if first == 0 else ("OUT_OF_ORDER_SEQUENCE_NUMBER", -1)
    for batch_first, batch_last, base in batches:
        if (batch_first, batch_last) == (first, last):
            return "duplicate", base
    if first == (batches[-1][1] + 1) % 2**31:
        return "append", -1
    return "OUT_OF_ORDER_SEQUENCE_NUMBER", -1
