"""The circles that KRaft places replicas by: a row of racks, and two rows of brokers in each.

Every circle hands out each of its brokers at most once per partition and starts one further for
the next partition; that is what draws the stripes.
Source: Apache Kafka 4.4 `StripedReplicaPlacer.RackList`, `.Rack`, `.BrokerList`.
"""

from collections.abc import Callable, Iterable
from typing import Any

Draw = Callable[[int], int]


class BrokerCircle:
    """A list of broker ids read in a circle. Invariant: `taken` <= len(`brokers`)."""

    def __init__(self, brokers: list[int], draw: Draw) -> None:
        self.brokers = sorted(brokers)
        self.offset = draw(len(brokers)) if brokers else 0
        self.taken = 0
        self.stripe = 0

    def next(self, stripe: int) -> int | None:
        """Return the next broker for partition number `stripe`, or None when all are used."""
        if not self.brokers:
            return None
        if self.stripe != stripe:
            self.stripe, self.taken = stripe, 0
            self.offset = (self.offset + 1) % len(self.brokers)
        if self.taken == len(self.brokers):
            return None
        self.taken += 1
        return self.brokers[(self.taken - 1 + self.offset) % len(self.brokers)]


class RackRow:
    """All racks of a cluster, ready to place one partition after the other.

    The stripe numbers never start again, where Kafka sets its epoch back after a shuffle: a list
    that was last read at the same number would be taken for used up there.
    """

    def __init__(self, brokers: Iterable[tuple[str | None, int, bool]], draw: Draw) -> None:
        listed = list(brokers)
        self.draw = draw
        self.names = sorted({rack for rack, _, _ in listed}, key=_rack_order)
        self.fenced: dict[str | None, BrokerCircle] = {}
        self.unfenced: dict[str | None, BrokerCircle] = {}
        for name in self.names:
            here = [(broker, fenced) for rack, broker, fenced in listed if rack == name]
            self.fenced[name] = BrokerCircle([b for b, fenced in here if fenced], draw)
            self.unfenced[name] = BrokerCircle([b for b, fenced in here if not fenced], draw)
        self.racks = list(self.names)
        self.offset = draw(len(self.racks))
        self.until_shuffle = self.unfenced_count = sum(1 for _, _, fenced in listed if not fenced)
        self.stripe = 0

    def place(self, replication_factor: int) -> list[int]:
        """Return the next partition's replicas; the caller checked that brokers suffice."""
        if self.until_shuffle == 0 and self.unfenced_count > 1:
            self._shuffle()
            self.until_shuffle = self.unfenced_count
        start = self.offset % len(self.racks)
        leader_rack, leader = self._first_replica(start)
        replicas = [leader]
        turn = start
        passed_leader_rack = False
        while len(replicas) < replication_factor:
            rack = self.racks[turn]
            if rack == leader_rack and not passed_leader_rack:
                passed_leader_rack = True
            else:
                broker = self.unfenced[rack].next(self.stripe)
                if broker is None:
                    broker = self.fenced[rack].next(self.stripe)
                if broker is not None:
                    replicas.append(broker)
            turn = (turn + 1) % len(self.racks)
        self.stripe += 1
        self.offset = start + 1
        self.until_shuffle -= 1
        return replicas

    def _first_replica(self, start: int) -> tuple[str | None, int]:
        for step in range(len(self.racks)):
            rack = self.racks[(start + step) % len(self.racks)]
            broker = self.unfenced[rack].next(self.stripe)
            if broker is not None:
                return rack, broker
        raise AssertionError("placement was asked for a partition with every broker fenced")

    def _shuffle(self) -> None:
        _shuffle(self.racks, self.draw)
        for name in self.names:
            _shuffle(self.fenced[name].brokers, self.draw)
            _shuffle(self.unfenced[name].brokers, self.draw)


def _rack_order(name: str | None) -> tuple[bool, str]:
    """Brokers that name no rack form a rack of their own, before all others."""
    return (name is not None, name or "")


def _shuffle(items: list[Any], draw: Draw) -> None:
    for size in range(len(items), 1, -1):
        other = draw(size)
        items[size - 1], items[other] = items[other], items[size - 1]
