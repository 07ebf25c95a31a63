"""The invariants of semantics section 11, over the state of a run at one moment."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from broker_core.audit import isolation, logs
from broker_core.log.partition_log import PartitionLog


def broken(c: Any) -> list[str]:
    """What does not hold now, in words; empty when all is well."""
    return [
        *_marks(c),
        *_logs_agree(c),
        *logs.broken(c),
        *_one_leader(c),
        *_epochs(c),
        *_insync(c),
        *_groups(c),
        *_owners(c),
        *_member_epochs(c),
        *_shares(c),
        *_positions(c),
        *_idempotence(c),
        *isolation.stable_offsets(c),
        *isolation.read_committed(c),
        *isolation.send_order(c),
        *_metadata(c),
    ]


def _replicas(c: Any) -> Iterator[tuple[Any, Any]]:
    for broker in c.brokers.values():
        for replica in broker.replicas.values():
            yield broker, replica


def _label(broker: Any, replica: Any) -> str:
    return f"{replica.topic}-{replica.partition} on broker {broker.id}"


def _marks(c: Any) -> Iterator[str]:
    """1: log start <= high watermark <= log end, on every replica."""
    for broker, replica in _replicas(c):
        log = replica.log
        if not log.log_start <= replica.high_watermark <= log.log_end:
            yield (
                f"marks out of order: {_label(broker, replica)} "
                f"{log.log_start} {replica.high_watermark} {log.log_end}"
            )


def _logs_agree(c: Any) -> Iterator[str]:
    """2: below the high watermark of any two replicas both logs agree; where compaction had a hand
    in it, in what both have."""
    first: dict[str, Any] = {}
    unclean = any(info.unclean for info in c.plane.announced.topics.values())
    for broker, replica in _replicas(c):
        key = f"{replica.topic}:{replica.partition}"
        other = first.get(f"{key}:{replica.topic_id}")
        if other is None:
            first[f"{key}:{replica.topic_id}"] = replica
            continue
        bound = min(replica.high_watermark, other.high_watermark)
        start = max(replica.log.log_start, other.log.log_start, bound - 32)
        mine = {r.offset: (r.epoch, r.record) for r in replica.log.read(start, bound)}
        theirs = {r.offset: (r.epoch, r.record) for r in other.log.read(start, bound)}
        if mine.keys() != theirs.keys() and _compacted(c, key):
            mine, theirs = _shared(mine, theirs)
        if mine != theirs and not unclean and not _recovered(c, key):
            yield f"logs differ below the high watermark: {_label(broker, replica)}"


def _compacted(c: Any, key: str) -> bool:
    """Whether a cleaner ever worked on some copy of the partition."""
    return any(b.replicas[key].log.clean_to for b in c.brokers.values() if key in b.replicas)


def _shared(mine: dict[int, Any], theirs: dict[int, Any]) -> tuple[dict[int, Any], dict[int, Any]]:
    both = [offset for offset in mine if offset in theirs]
    return {o: mine[o] for o in both}, {o: theirs[o] for o in both}


def _recovered(c: Any, key: str) -> bool:
    """Whether the partition ever had an unclean or last-known-leader election."""
    return bool(c.plane.risky.get(key))


def _one_leader(c: Any) -> Iterator[str]:
    """3: at most one leader per partition and epoch."""
    seen: dict[tuple[str, int, int], int] = {}
    for broker, replica in _replicas(c):
        if replica.leads and c.world.is_up(broker.name):
            epoch = replica.leader_epoch
            key = (f"{replica.topic}:{replica.topic_id}", replica.partition, epoch)
            if key in seen:
                yield f"two leaders of one epoch: {key} on brokers {seen[key]} and {broker.id}"
            seen[key] = broker.id


def _epochs(c: Any) -> Iterator[str]:
    """3: epochs never fall along a log; the epoch cache starts where records do."""
    for broker, replica in _replicas(c):
        log: PartitionLog = replica.log
        tail = log.read(max(log.log_start, log.log_end - 16), log.log_end)
        if any(a.epoch > b.epoch for a, b in pairwise(tail)):
            yield f"epochs fall: {_label(broker, replica)}"
        if list(log.epochs) != sorted(set(log.epochs)):
            yield f"epoch cache out of order: {_label(broker, replica)} {log.epochs}"
        if any(start > log.log_end for _, start in log.epochs):
            yield f"epoch starts past the end: {_label(broker, replica)} {log.epochs}"


def _insync(c: Any) -> Iterator[str]:
    """11: a fenced broker leads nothing and is in no in-sync set."""
    image = c.plane.announced
    elr = c.plane.settings["eligible.leader.replicas.version"] > 0
    for reg in image.partitions.values():
        name = f"{reg.topic}-{reg.partition}"
        for broker in reg.isr:
            fenced = image.brokers[broker].fenced
            if fenced and (elr or reg.leader != -1):
                yield f"fenced broker {broker} is in sync: {name}"
        if reg.leader != -1 and image.brokers[reg.leader].fenced:
            yield f"fenced broker {reg.leader} leads {name}"
        if reg.leader != -1 and reg.leader not in reg.isr:
            yield f"the leader of {name} is not in sync"
        if set(reg.isr) & set(reg.elr):
            yield f"a replica of {name} is both in sync and merely eligible"


def _groups(c: Any) -> Iterator[str]:
    """6: in Stable every assigned partition has exactly one owner, and all are owned."""
    for groups in c.groups.values():
        for group in groups.groups.values():
            if group.state != "Stable":
                continue
            owned = [tp for m in group.members.values() for tp in m.assignment]
            if len(owned) != len(set(owned)):
                yield f"a partition has two owners in group {group.group}"


def _owners(c: Any) -> Iterator[str]:
    """6: no two members of one generation hold a partition; a zombie is of an older one."""
    held: dict[tuple[str, int, str], str] = {}
    for it in c.consumers.values():
        if it.modern is not None or it.phase != "stable" or it.outcome is not None:
            continue
        for key in it.parts:
            other = held.setdefault((it.group, it.generation, key), it.name)
            if other != it.name:
                yield f"{it.name} and {other} both read {key} in generation {it.generation}"


def _member_epochs(c: Any) -> Iterator[str]:
    """7: no partition stands at two members; member epoch <= assignment epoch <= group epoch."""
    for groups in c.modern.values():
        for group in groups.groups.values():
            if group.assignment_epoch > group.epoch:
                yield f"{group.group} has a target of a later epoch than its own"
            for member in group.members.values():
                if member.epoch > group.assignment_epoch:
                    yield f"{member.client} is past the assignment epoch of {group.group}"
            parts = [(*m.assigned, *m.revoking) for m in group.members.values()]
            held = [key for part in parts for key in part]
            if group.kind == "consumer" and len(held) != len(set(held)):
                yield f"a partition has two owners in group {group.group}"


def _shares(c: Any) -> Iterator[str]:
    """6.2: every record in flight lies between start and end offset; the first is never done."""
    for broker in c.brokers.values():
        for sp in c.shares[broker.id].partitions.values():
            name = f"{sp.group} in {sp.topic}-{sp.partition}"
            if not sp.start <= sp.end:
                yield f"start offset past the end offset: {name} {sp.start} {sp.end}"
            if any(not sp.start <= offset < sp.end for offset in sp.cells):
                yield f"a record outside the share-partition is in flight: {name}"
            first = sp.cells.get(min(sp.cells, default=-1))
            if first is not None and first.state in ("Acknowledged", "Archived"):
                yield f"the start offset stands before a record that is done: {name}"
            limit = broker.settings["group.share.delivery.count.limit"]
            if any(cell.deliveries > limit for cell in sp.cells.values()):
                yield f"a record was delivered more than {limit} times: {name}"


def _positions(c: Any) -> Iterator[str]:
    """8: committed <= position, processed <= position, stored <= position; where records were lost
    for good, a position may go back past what was done."""
    for it in c.consumers.values():
        for key, part in it.parts.items():
            if part.position is None or _recovered(c, key):
                continue
            for name, value in (("processed", part.processed), ("stored", part.stored)):
                if value is not None and value > part.position:
                    yield f"{name} {value} is past the position {part.position} of {it.name}"
            if part.committed > part.position:
                yield f"committed {part.committed} is past position {part.position} of {it.name}"


def _idempotence(c: Any) -> Iterator[str]:
    """5: with idempotence a record stands at most once in a partition's log."""
    for broker, replica in _replicas(c):
        log: PartitionLog = replica.log
        tail = log.read(max(log.log_start, log.log_end - 64), log.log_end)
        seen = [r.record for r in tail if r.producer_id >= 0]
        if len(seen) != len(set(seen)):
            yield f"a record of an idempotent producer stands twice: {_label(broker, replica)}"


def _metadata(c: Any) -> Iterator[str]:
    """4.1: decided metadata is one history."""
    nodes = list(c.plane.nodes.values())
    for node in nodes:
        other = nodes[0]
        bound = min(node.high_watermark, other.high_watermark)
        for offset in range(max(0, bound - 8), bound):
            if tuple(node.log[offset])[:2] != tuple(other.log[offset])[:2]:
                yield f"decided metadata differs at {offset}: {node.name} and {other.name}"
                break
    leaders = [(n.epoch) for n in nodes if n.role == "leader"]
    if len(leaders) != len(set(leaders)):
        yield "two quorum leaders in one epoch"
