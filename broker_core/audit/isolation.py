"""Invariants 5, 9 and the last stable offset, over the state of a run at one moment (section 11)."""

from collections.abc import Iterator
from typing import Any

from broker_core.log.transactions import DATA, MARKERS
from broker_core.replication import stable


def _leaders(c: Any) -> Iterator[Any]:
    for broker in c.brokers.values():
        for replica in broker.replicas.values():
            if replica.leads and c.world.is_up(broker.name):
                yield replica


def stable_offsets(c: Any) -> Iterator[str]:
    """1: log start <= last stable offset <= high watermark on a leader."""
    for replica in _leaders(c):
        end = stable.last_stable(replica)
        start, mark = replica.log.log_start, replica.high_watermark
        if not start <= end <= max(start, mark):
            yield f"last stable offset {end} of {replica.topic}-{replica.partition} out of order"


def read_committed(c: Any) -> Iterator[str]:
    """9: nothing of an aborted or open transaction, and no control record, is handed over."""
    leaders: dict[tuple[str, int], Any] = {}
    for replica in sorted(_leaders(c), key=lambda r: r.leader_epoch):
        leaders[(replica.topic, replica.partition)] = replica
    for it in c.consumers.values():
        if it.settings["isolation.level"] != "read_committed":
            continue
        rows = [(row[0], row[1], row[2], row[3]) for row in it.batch]
        for part in it.parts.values():
            rows += [(part.topic, part.partition, row[0], row[1]) for row in part.buffer]
        for topic, partition, offset, number in rows:
            replica = leaders.get((topic, partition))
            found = replica.log.read(offset, offset + 1) if replica is not None else []
            if replica is None or not found or found[0].record != number:
                continue
            problem = _hidden(replica.log.txn, found[0])
            if problem:
                yield f"{it.name} got {problem} at {topic}-{partition} offset {offset}"


def _hidden(index: Any, record: Any) -> str:
    if record.kind in MARKERS:
        return "a control record"
    if record.kind != DATA:
        return ""
    if index.open.get(record.producer_id, record.offset + 1) <= record.offset:
        return "a record of an open transaction"
    inside = any(
        producer_id == record.producer_id and first <= record.offset < last
        for producer_id, first, last in index.aborted
    )
    return "an aborted record" if inside else ""


def send_order(c: Any) -> Iterator[str]:
    """5: in one session the sequences of a partition grow (compaction may leave gaps)."""
    for replica in _leaders(c):
        log = replica.log
        last: dict[tuple[int, int], int] = {}
        for record in log.read(max(log.log_start, log.log_end - 64), log.log_end):
            if record.sequence < 0:
                continue
            key = (record.producer_id, record.producer_epoch)
            if key in last and record.sequence <= last[key]:
                yield (
                    f"sequence {record.sequence} follows {last[key]} in "
                    f"{replica.topic}-{replica.partition} at {record.offset}"
                )
            last[key] = record.sequence
