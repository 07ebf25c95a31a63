"""Gauges that only somebody who watches a whole run can read: a fold over its events, O(1) an event.

`lag_peak`: the largest lag of a group on a partition, leader's high watermark minus committed offset.
`unwritable_us`: for how long a partition refused `acks=all`: no live leader, or fewer in-sync replicas
than `min.insync.replicas`. `idle_us`: for how long a partition that a group had begun to read had no
living member that read it. Kafka's own topics are left out.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Place = tuple[str, int]


Read = tuple[str, str, int]
"""A group on a partition."""
K = TypeVar("K")


class Stopwatch(Generic[K]):
    """For how long each of several things has been so, all in all."""

    def __init__(self) -> None:
        self.still: dict[K, int] = {}
        self.since: dict[K, int] = {}

    def begin(self, what: K, at_us: int) -> None:
        self.since.setdefault(what, at_us)

    def end(self, what: K, at_us: int) -> None:
        since = self.since.pop(what, None)
        if since is not None:
            self.still[what] = self.still.get(what, 0) + at_us - since

    def read(self, now_us: int) -> dict[K, int]:
        """What is so at this moment included."""
        out = dict(self.still)
        for what, since in self.since.items():
            out[what] = out.get(what, 0) + now_us - since
        return out


class Gauges:
    """`peaks`: (group, topic, partition) -> (lag, at_us, seq)."""

    def __init__(self) -> None:
        self.peaks: dict[Read, tuple[int, int, int]] = {}
        self._unwritable: Stopwatch[Place] = Stopwatch()
        self._idle: Stopwatch[Read] = Stopwatch()
        self._owners: dict[Read, str] = {}
        self._least: dict[str, int] = {}
        self._isr: dict[Place, int] = {}
        self._replicas: dict[Place, int] = {}
        self._leaders: dict[Place, int] = {}
        self._down: dict[Place, bool] = {}
        self._marks: dict[Place, int] = {}
        self._done: dict[Place, dict[str, int]] = {}

    def see(self, events: list[Any]) -> None:
        """Take events in, in order, from the run's first one on."""
        for event in events:
            rule = RULES.get(event.type)
            if rule is not None:
                rule(self, event)

    def unwritable_us(self, now_us: int) -> dict[Place, int]:
        """Per partition, what stands still now included."""
        return self._unwritable.read(now_us)

    def idle_us(self, now_us: int) -> dict[Read, int]:
        """Per group and partition, what is idle now included."""
        return self._idle.read(now_us)

    def _settle(self, place: Place, at_us: int) -> None:
        """Begin or end the time in which a partition refuses acks=all."""
        least = min(self._least.get(place[0], 1), self._replicas.get(place, 1))
        blocked = self._down.get(place, False) or self._isr.get(place, least) < least
        (self._unwritable.begin if blocked else self._unwritable.end)(place, at_us)

    def _topic(self, e: Any) -> None:
        if not getattr(e, "internal", False) and not e.topic.startswith("__"):
            self._least[e.topic] = e.min_insync_replicas
            for place in [p for p in self._isr if p[0] == e.topic]:
                self._settle(place, e.at_us)

    def _created(self, e: Any) -> None:
        if e.topic in self._least:
            self._replicas[_place(e)] = len(e.replica_ids)
            self._isr[_place(e)] = len(e.replica_ids)
            self._leaders[_place(e)] = e.leader

    def _synced(self, e: Any) -> None:
        if e.topic in self._least:
            self._isr[_place(e)] = len(e.isr)
            self._settle(_place(e), e.at_us)

    def _offline(self, e: Any) -> None:
        if e.topic in self._least:
            self._down[_place(e)] = True
            self._settle(_place(e), e.at_us)

    def _led(self, e: Any) -> None:
        if e.topic in self._least:
            self._down[_place(e)] = False
            self._leaders[_place(e)] = e.broker
            self._settle(_place(e), e.at_us)

    def _stopped(self, e: Any) -> None:
        for place, leader in self._leaders.items():
            if leader == e.broker:
                self._down[place] = True
                self._settle(place, e.at_us)

    def _deleted(self, e: Any) -> None:
        for place in [p for p in self._isr if p[0] == e.topic]:
            for table in (
                self._unwritable.since,
                self._isr,
                self._leaders,
                self._down,
                self._marks,
            ):
                table.pop(place, None)
            for group in self._done.pop(place, {}):
                self._idle.since.pop((group, *place), None)

    def _mark(self, e: Any) -> None:
        if e.leads and e.topic in self._least:
            self._marks[_place(e)] = e.high_watermark
            for group in self._done.get(_place(e), ()):
                self._lag(group, e)

    def _read(self, e: Any) -> None:
        """A group that has committed nothing yet is measured from where it began to read."""
        self._done.setdefault(_place(e), {}).setdefault(e.group, e.position)
        self._lag(e.group, e)
        self._owners[(e.group, *_place(e))] = e.member
        self._idle.end((e.group, *_place(e)), e.at_us)

    def _revoked(self, e: Any) -> None:
        for topic, partition in e.partitions:
            self._leave((e.group, topic, partition), e)

    def _given_up(self, e: Any) -> None:
        self._leave((e.group, *_place(e)), e)

    def _gone(self, e: Any) -> None:
        for read in [read for read, member in self._owners.items() if member == e.member]:
            self._leave(read, e)

    def _leave(self, read: Read, e: Any) -> None:
        if self._owners.get(read) == e.member:
            del self._owners[read]
            self._idle.begin(read, e.at_us)

    def _committed(self, e: Any) -> None:
        self._done.setdefault(_place(e), {})[e.group] = e.offset
        self._lag(e.group, e)

    def _lag(self, group: str, e: Any) -> None:
        place = _place(e)
        lag = self._marks.get(place, 0) - self._done[place][group]
        key: Read = (group, *place)
        if lag > self.peaks.get(key, (-1, 0, 0))[0]:
            self.peaks[key] = (max(0, lag), e.at_us, e.seq)


def _place(e: Any) -> Place:
    return (e.topic, e.partition)


RULES: dict[str, Callable[[Gauges, Any], None]] = {
    "controller.topic_created": Gauges._topic,
    "controller.topic_config_changed": Gauges._topic,
    "controller.topic_deleted": Gauges._deleted,
    "controller.partition_created": Gauges._created,
    "controller.leader_elected": Gauges._synced,
    "controller.partition_offline": Gauges._offline,
    "replication.isr_shrunk": Gauges._synced,
    "replication.isr_expanded": Gauges._synced,
    "replication.leadership_taken": Gauges._led,
    "replication.high_watermark_advanced": Gauges._mark,
    "broker.crashed": Gauges._stopped,
    "broker.stopped": Gauges._stopped,
    "client.position_set": Gauges._read,
    "client.offset_committed": Gauges._committed,
    "client.partitions_revoked": Gauges._revoked,
    "client.partition_given_up": Gauges._given_up,
    "client.partition_released": Gauges._given_up,
    "client.member_crashed": Gauges._gone,
    "client.member_closed": Gauges._gone,
}
