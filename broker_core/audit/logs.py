"""What must hold inside a log at any moment (semantics 1.1, 1.3; invariants 1 and 10)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from broker_core.log.partition_log import PartitionLog
from broker_core.log.segments import measured

LOOKED_AT = 16


def broken(c: Any) -> Iterator[str]:
    """What does not hold in the newest part of any log."""
    for broker in c.brokers.values():
        for replica in broker.replicas.values():
            for problem in problems(replica.log, LOOKED_AT):
                yield f"{problem}: {replica.topic}-{replica.partition} on broker {broker.id}"


def problems(log: PartitionLog, most: int = 2**53) -> Iterator[str]:
    """What does not hold in a log, looking at so many of its newest segments and records."""
    segments = [*log.closed.between(len(log.closed) - most, len(log.closed)), log.active]
    if any(a.base >= b.base for a, b in pairwise(segments)):
        yield f"segments out of order {[s.base for s in segments]}"
    first = log.closed[0] if len(log.closed) else log.active
    if not first.base <= log.log_start <= log.log_end:
        yield f"log start {log.log_start} outside of {first.base} to {log.log_end}"
    if not log.active.base <= log.log_end:
        yield f"the active segment {log.active.base} begins past the end {log.log_end}"
    if log.clean_to > log.active.base:
        yield f"cleaned up to {log.clean_to}, into the active segment {log.active.base}"
    records = log.records.between(len(log.records) - most, len(log.records))
    if any(a.offset >= b.offset for a, b in pairwise(records)):
        yield "offsets do not grow"
    if records and not first.base <= records[0].offset <= records[-1].offset < log.log_end:
        yield "records outside of the log"
    if log.active.bytes < 2**12:
        inside = log.records.between(log.find(log.active.base), len(log.records))
        again = measured(log.active.base, inside, log.active.jitter_us)
        if again.bytes != log.active.bytes:
            yield f"the active segment counts {log.active.bytes} bytes and holds {again.bytes}"
