"""Where the replicas of a new topic stand: the rules of KRaft and of ZooKeeper mode.

Chance comes in as `draw(bound)`, which returns 0 to `bound` - 1 and is called in the documented
order only, so a scenario's own stream of numbers, or a fixed list, decides everything. A refused
placement draws nothing. The first replica of a partition is its preferred leader.
Source: Apache Kafka 4.4 `StripedReplicaPlacer`; Apache Kafka 3.9 `AdminUtils`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from broker_core.controller.stripes import RackRow

Draw = Callable[[int], int]


class PlacementError(ValueError):
    """A topic that cannot be placed; `code` is Kafka's name of the error."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code


@dataclass(frozen=True)
class PlacedBroker:
    """A broker as placement sees it: its id, its rack if it names one, and whether it is fenced."""

    id: int
    rack: str | None = None
    fenced: bool = False


def place_kraft(
    partitions: int,
    replication_factor: int,
    brokers: Iterable[object],
    draw: Draw,
) -> list[list[int]]:
    """Return the replicas of partitions 0, 1, 2 ... as a KRaft controller places them.

    `brokers` are `PlacedBroker`, mappings with `id`, `rack`, `fenced`, or plain ids. Racks are
    visited in a circle that starts one further for each partition; inside a rack so do the brokers.
    Fenced brokers count and come last in their rack, never first in a partition.

    Draws: per rack in string order the start in its fenced list, then in its unfenced list (empty
    lists draw nothing); then the start in the list of racks. After as many partitions as there are
    unfenced brokers (more than one) everything is shuffled: the list of racks, then per rack the
    fenced and the unfenced list, each by Fisher and Yates from the end, as `Collections.shuffle`.

    PlacementError: INVALID_PARTITIONS, INVALID_REPLICATION_FACTOR.

    >>> place_kraft(3, 3, [1, 2, 3], lambda bound: 0)
    [[1, 2, 3], [2, 3, 1], [3, 1, 2]]
    """
    known = _read_brokers(brokers)
    _check(partitions, replication_factor, len(known))
    if all(broker.fenced for broker in known):
        raise PlacementError("INVALID_REPLICATION_FACTOR", "all brokers are fenced")
    row = RackRow([(broker.rack, broker.id, broker.fenced) for broker in known], draw)
    return [row.place(replication_factor) for _ in range(partitions)]


def place_zookeeper(
    partitions: int,
    replication_factor: int,
    brokers: Iterable[object],
    draw: Draw,
    start_partition_id: int = 0,
) -> dict[int, list[int]]:
    """Return partition -> replicas as the controller of ZooKeeper mode (3.9 and older) places them.

    `brokers` are the live ones; fenced brokers do not exist in this mode and are left out. First
    replicas go round the brokers, the others follow at a shift that grows by one each round. With
    racks, brokers stand in rack-alternated order and a rack that has a replica is passed over
    while another has none. `start_partition_id` continues an existing topic.

    Draws: the start index, then the shift, both below the number of brokers.

    PlacementError: INVALID_PARTITIONS, INVALID_REPLICATION_FACTOR, BROKER_RACK_MISSING (some
    brokers name a rack and others do not).

    >>> place_zookeeper(3, 2, [1, 2, 3], lambda bound: 0)
    {0: [1, 2], 1: [2, 3], 2: [3, 1]}
    """
    alive = [broker for broker in _read_brokers(brokers) if not broker.fenced]
    _check(partitions, replication_factor, len(alive))
    unnamed = [broker.id for broker in alive if broker.rack is None]
    if unnamed and len(unnamed) < len(alive):
        raise PlacementError("BROKER_RACK_MISSING", f"brokers {unnamed} name no rack, others do")
    ring = alive if unnamed else _alternate_racks(alive)
    start, shift = draw(len(ring)), draw(len(ring))
    placed: dict[int, list[int]] = {}
    for partition in range(start_partition_id, start_partition_id + partitions):
        if partition > 0 and partition % len(ring) == 0:
            shift += 1
        first = (partition + start) % len(ring)
        placed[partition] = _followers(ring, first, shift, replication_factor)
    return placed


def _followers(ring: list[PlacedBroker], first: int, shift: int, count: int) -> list[int]:
    """Return the partition's replicas, beginning with the broker at `first` in the ring."""
    chosen = [ring[first]]
    rack_count = len({broker.rack for broker in ring})
    offset = shift if ring[first].rack is None else shift * rack_count
    while len(chosen) < count:
        broker = ring[(first + 1 + offset % (len(ring) - 1)) % len(ring)]
        offset += 1
        racks_used = {used.rack for used in chosen}
        new_rack = broker.rack not in racks_used or len(racks_used) == rack_count
        if broker not in chosen and new_rack:
            chosen.append(broker)
    return [broker.id for broker in chosen]


def _alternate_racks(brokers: list[PlacedBroker]) -> list[PlacedBroker]:
    by_rack: dict[str, list[PlacedBroker]] = {}
    for broker in sorted(brokers, key=lambda broker: (str(broker.rack), broker.id)):
        by_rack.setdefault(str(broker.rack), []).append(broker)
    longest = max(len(members) for members in by_rack.values())
    return [m[turn] for turn in range(longest) for m in by_rack.values() if turn < len(m)]


def _check(partitions: int, replication_factor: int, broker_count: int) -> None:
    if partitions < 1:
        raise PlacementError("INVALID_PARTITIONS", f"{partitions} is not a positive count")
    if replication_factor < 1:
        raise PlacementError("INVALID_REPLICATION_FACTOR", f"{replication_factor} is not positive")
    if replication_factor > broker_count:
        sentence = f"{replication_factor} replicas need as many brokers, there are {broker_count}"
        raise PlacementError("INVALID_REPLICATION_FACTOR", sentence)


def _read_brokers(brokers: Iterable[object]) -> list[PlacedBroker]:
    known = sorted((_read_broker(raw) for raw in brokers), key=lambda broker: broker.id)
    for left, right in pairwise(known):
        if left.id == right.id:
            raise ValueError(f"broker {left.id} is listed twice")
    return known


def _read_broker(raw: Any) -> PlacedBroker:
    if isinstance(raw, PlacedBroker):
        return raw
    if isinstance(raw, Mapping):
        return PlacedBroker(raw["id"], raw.get("rack"), bool(raw.get("fenced", False)))
    if isinstance(raw, int) and not isinstance(raw, bool):
        return PlacedBroker(raw)
    raise ValueError(f"a broker is an id or a mapping with id, rack and fenced, not {raw!r}")
