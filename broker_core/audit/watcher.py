"""The invariants of semantics section 11 that need memory: what may never be taken back.

A `Watcher` sees a run after every scheduled thing, with the events that it gave; `see` says in words
what is broken now. It never changes the run.
"""

from typing import Any

Place = tuple[str, int]

_SHORTENS = ("log.truncated", "log.started_over")
_ENDS = ("log.replica_lost", "log.replica_removed")


class Watcher:
    """What was seen so far: marks of leaders, log ends, epochs, acknowledged records, positions."""

    def __init__(self) -> None:
        self.marks: dict[tuple[int, str, int], tuple[int, int, int]] = {}
        self.log_ends: dict[tuple[int, str, int], int] = {}
        self.epochs: dict[Place, tuple[int, int, int]] = {}
        self.leaders: dict[tuple[str, int, int], int] = {}
        self.controllers: dict[int, str] = {}
        self.acked: dict[Place, list[tuple[int, int]]] = {}
        self.reached: dict[tuple[str, str, int], int] = {}
        self.held = True

    def see(self, sim: Any, events: list[Any]) -> list[str]:
        """What the newest step broke; empty when all is well."""
        c = sim._cluster
        problems = [p for e in events if e.type in _JUDGES for p in _JUDGES[e.type](self, c, e)]
        cut = {(e.broker, e.topic, e.partition) for e in events if e.type in _SHORTENS}
        for e in events:
            if e.type in _ENDS:
                self.log_ends.pop((e.broker, e.topic, e.partition), None)
        problems += self._replicas(c, cut)
        problems += self._registrations(c)
        problems += self._quorum(c, events)
        return problems

    def _replicas(self, c: Any, cut: set[tuple[int, str, int]]) -> list[str]:
        """1: a leader's marks never fall; a log end falls only where a follower truncates."""
        problems = []
        for broker in c.brokers.values():
            for replica in broker.replicas.values():
                key = (broker.id, replica.topic, replica.partition)
                end = replica.log.log_end
                if end < self.log_ends.get(key, 0) and (key not in cut or replica.leads):
                    problems.append(f"the log end of {key} fell to {end} without a truncation")
                self.log_ends[key] = end
                if not replica.leads:
                    self.marks.pop(key, None)
                    continue
                marks = (replica.leader_epoch, replica.log.log_start, replica.high_watermark)
                before = self.marks.get(key)
                if before is not None and before[0] == marks[0]:
                    if marks[1] < before[1] or marks[2] < before[2]:
                        problems.append(f"marks of leader {key} fell from {before} to {marks}")
                self.marks[key] = marks
        return problems

    def _registrations(self, c: Any) -> list[str]:
        """3: epochs of a partition only grow, the leader epoch with every change of the leader."""
        problems = []
        for reg in c.plane.announced.partitions.values():
            key = (reg.topic, reg.partition)
            now = (reg.leader, reg.leader_epoch, reg.partition_epoch)
            before = self.epochs.get(key)
            if before is not None and before != now:
                if now[2] <= before[2] or now[1] < before[1]:
                    problems.append(f"epochs of {key} went from {before} to {now}")
                elif now[0] != before[0] and now[1] <= before[1]:
                    problems.append(f"the leader of {key} changed within an epoch: {now}")
            self.epochs[key] = now
        return problems

    def _quorum(self, c: Any, events: list[Any]) -> list[str]:
        """11: while the quorum is lost, nothing is decided."""
        decided = [e.type for e in events if e.type in _DECISIONS]
        lost = not self.held and not c.plane.held
        self.held = c.plane.held
        return [f"decided without a quorum: {kind}" for kind in decided] if lost else []

    def leadership(self, c: Any, event: Any) -> list[str]:
        """3 and 4: one leader an epoch; it holds all that was acknowledged with acks=all."""
        key = (event.topic, event.partition, event.leader_epoch)
        problems = []
        if self.leaders.setdefault(key, event.broker) != event.broker:
            problems.append(f"two leaders of {key}: {self.leaders[key]} and {event.broker}")
        if _safe(c, event.topic, event.partition):
            log = c.brokers[event.broker].replica(event.topic, event.partition).log
            for record, offset in self.acked.get(key[:2], []):
                here = log.read(offset, offset + 1)
                gone = not here and (
                    offset < log.log_start or _compacted(c, event.topic, event.partition)
                )
                if not gone and (not here or here[0].record != record):
                    problems.append(f"acknowledged record {record} is lost at {key} @{offset}")
        else:
            self.acked.pop(key[:2], None)
        return problems

    def controller(self, c: Any, event: Any) -> list[str]:
        """4.1: one active controller an epoch."""
        first = self.controllers.setdefault(event.epoch, event.node)
        return [] if first == event.node else [f"two controllers of epoch {event.epoch}"]

    def acknowledged(self, c: Any, event: Any) -> list[str]:
        """4: remember what acks=all promised."""
        if event.acks == "all" and _safe(c, event.topic, event.partition):
            rows = self.acked.setdefault((event.topic, event.partition), [])
            rows.append((event.record, event.offset))
        return []

    def appended(self, c: Any, event: Any) -> list[str]:
        """5: an idempotent producer's records stand in the order in which they were created."""
        log = c.brokers[event.broker].replica(event.topic, event.partition).log
        rows = log.read(max(log.log_start, event.offset - 32), event.offset)
        mine = log.read(event.offset, event.offset + 1)
        if not mine or mine[0].producer_id < 0:
            return []
        before = [r.record for r in rows if r.producer_id == mine[0].producer_id]
        if before and before[-1] >= event.record:
            return [f"record {event.record} of {event.producer} stands after {before[-1]}"]
        return []

    def positioned(self, c: Any, event: Any) -> list[str]:
        """8: remember how far a group may have come."""
        key = (event.group, event.topic, event.partition)
        value = getattr(event, "position", 0) or getattr(event, "next_offset", 0)
        self.reached[key] = max(self.reached.get(key, 0), value)
        return []

    def committed(self, c: Any, event: Any) -> list[str]:
        """8: a committed offset is the next to read; nothing before it was passed over."""
        key = (event.group, event.topic, event.partition)
        if event.offset > self.reached.get(key, 0):
            return [f"{key} committed {event.offset}, past {self.reached.get(key, 0)}"]
        return []

    def returned(self, c: Any, event: Any) -> list[str]:
        """7.2: where offsets are stored at hand-over, a commit may run ahead of the work."""
        settings = c.group_settings[event.group]["settings"]
        if c.group_settings[event.group]["profile"] == "librdkafka":
            if settings["enable.auto.offset.store"]:
                return self.positioned(c, event)
        return []


def _safe(c: Any, topic: str, partition: int) -> bool:
    """Whether only clean elections ever happened to a partition, which still exists."""
    info = c.plane.announced.topics.get(topic)
    return info is not None and not (info.unclean or c.plane.risky.get(f"{topic}:{partition}"))


def _compacted(c: Any, topic: str, partition: int) -> bool:
    """Whether a cleaner ever worked on some copy, whatever the policy says by now."""
    copies = (broker.replica(topic, partition) for broker in c.brokers.values())
    return any(copy is not None and copy.log.clean_to for copy in copies)


_DECISIONS = frozenset(
    {
        "controller.leader_elected", "controller.partition_offline", "controller.broker_fenced",
        "controller.broker_unfenced", "replication.isr_shrunk", "replication.isr_expanded",
    }
)  # fmt: skip
_JUDGES: dict[str, Any] = {
    "replication.leadership_taken": Watcher.leadership,
    "controller.controller_elected": Watcher.controller,
    "client.ack_received": Watcher.acknowledged,
    "log.record_appended": Watcher.appended,
    "client.position_set": Watcher.positioned,
    "client.record_processed": Watcher.positioned,
    "client.records_returned": Watcher.returned,
    "client.offset_committed": Watcher.committed,
}
