"""What a timeline shows of a run: when something of each kind happened, found again in no time.

    marks = finish(run.marks_steps())
    marks.near("fault", 9_000_000)         # (the one before, the one after), None where there is none
    marks.window(0, 60_000_000, 200)       # {kind: [(at_us, how many), …]}

Read from the index of events that a run keeps anyway, each entry once; sixteen bytes a mark.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator
from typing import Any

SLICE = 2_048
"""Entries read between two yields."""

COMMAND = "command"
"""The kind of what a person or the scene's script did; every other kind is a row of KINDS."""

KINDS: dict[str, tuple[str, ...]] = {
    "fault": (
        "broker.crashed", "broker.disk_lost", "broker.paused", "broker.shutdown_started",
        "broker.clock_skewed", "client.member_crashed", "client.producer_crashed",
        "controller.node_crashed", "network.answer_delayed", "network.answer_lost", "network.cut",
        "network.link_slowed", "network.slowed", "pubsub.broker_crashed", "pubsub.broker_paused",
        "pubsub.broker_stopped", "pubsub.client_crashed", "pubsub.client_paused",
        "pubsub.fault_struck",
    ),
    "repair": (
        "broker.resumed", "broker.started", "controller.broker_unfenced", "controller.node_started",
        "mesh.link_restored", "network.healed", "pubsub.broker_resumed", "pubsub.broker_started",
        "pubsub.client_resumed", "replication.isr_expanded",
    ),
    "decision": (
        "controller.broker_fenced", "controller.controller_elected", "controller.leader_elected",
        "controller.quorum_lost", "controller.quorum_restored",
        "controller.reassignment_completed", "controller.reassignment_started",
        "controller.topic_config_changed", "mesh.rerouted", "replication.elr_changed",
        "replication.isr_shrunk", "zookeeper.leader_elected",
    ),
    "group": (
        "client.membership_lost", "client.poll_expired", "group.coordinator_moved",
        "group.member_expired", "group.member_joined", "group.member_left", "group.rebalanced",
        "group.target_assigned", "pubsub.attached", "pubsub.detached", "service.saga_finished",
        "service.saga_started", "service.saga_stuck",
    ),
    "record": ("client.record_created", "pubsub.published", "service.requested"),
    "trouble": (
        "client.commit_refused", "client.dead_lettered", "client.gave_up", "client.retried",
        "controller.partition_offline", "log.rejected", "log.replica_lost", "log.truncated",
        "mesh.link_lost", "network.timed_out", "pubsub.expired", "pubsub.gave_up", "pubsub.lost",
        "pubsub.overflowed", "pubsub.refused", "pubsub.set_aside", "service.call_failed",
        "service.compensated", "service.refused", "transaction.aborted", "transaction.fenced",
    ),
}  # fmt: skip
"""Kind -> the events that count as one, in every family of scenes."""

ORDER = (COMMAND, *KINDS)
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
_OPENING = "cmd:0"


class Marks:
    """Per kind the times at which something happened, in order.

    Invariant: the first `read` entries of the run's index have been looked at, no other.
    """

    __slots__ = ("_commands", "read", "times")

    def __init__(self) -> None:
        self.read = 0
        self.times: dict[str, array[int]] = {kind: array("q") for kind in ORDER}
        self._commands: set[str] = set()

    def read_steps(self, index: Any) -> Generator[None, None, "Marks"]:
        """Take in what `index`, (type, at_us, cause) in order, has more than the last time."""
        while self.read < len(index):
            rows = index.between(self.read, self.read + SLICE)
            for kind, at_us in self._marked(rows):
                self.times[kind].append(at_us)
            self.read += len(rows)
            yield
        return self

    def _marked(self, rows: list[Any]) -> Iterator[tuple[str, int]]:
        for name, at_us, cause in rows:
            if type(cause) is str and cause != _OPENING and cause not in self._commands:
                self._commands.add(cause)
                yield COMMAND, at_us
            kind = _KIND_OF.get(name)
            if kind is not None and at_us > 0:
                yield kind, at_us

    def near(self, kind: str, at_us: int) -> tuple[int | None, int | None]:
        """The newest time before `at_us` and the first one after it."""
        times = self.times[kind]
        before, after = bisect_left(times, at_us), bisect_right(times, at_us)
        return (
            times[before - 1] if before else None,
            times[after] if after < len(times) else None,
        )

    def window(self, from_us: int, to_us: int, most: int) -> dict[str, list[tuple[int, int]]]:
        """Per kind the marks of from_us <= at_us <= to_us, as (time, how many are drawn as this
        one). A kind that has more than `most` is told in so many equal stretches of time."""
        return {kind: self._told(kind, from_us, to_us, most) for kind in ORDER}

    def _told(self, kind: str, from_us: int, to_us: int, most: int) -> list[tuple[int, int]]:
        times = self.times[kind]
        low, high = bisect_left(times, from_us), bisect_right(times, to_us)
        if high - low <= most:
            return _merged(times[low:high])
        told = []
        for n in range(1, most + 1):
            end_us = from_us + (to_us - from_us) * n // most
            edge = bisect_right(times, end_us, low, high)
            if edge > low:
                told.append((times[low], edge - low))
            low = edge
        return told


def _merged(times: "array[int]") -> list[tuple[int, int]]:
    """What happened at one instant is one mark."""
    told: list[tuple[int, int]] = []
    for at_us in times:
        if told and told[-1][0] == at_us:
            told[-1] = (at_us, told[-1][1] + 1)
        else:
            told.append((at_us, 1))
    return told
