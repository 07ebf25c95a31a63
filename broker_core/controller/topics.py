"""What an administrator asks of the active controller: topics, partitions, elections, moves.

Each function writes decisions to the metadata log; nothing counts before a majority holds them.
Semantics 3.4, 3.8, 3.9.
"""

from typing import Any

from broker_core.controller import metadata_log
from broker_core.controller.active import change, may_lead
from broker_core.controller.election import move_to
from broker_core.controller.node import ControlPlane, Node
from broker_core.controller.placement import PlacedBroker, place_kraft, place_zookeeper
from broker_core.kernel.world import World
from broker_core.replication.metadata import Registration, place, topic_info

NO_LEADER = -1


def partitions_of(node: Node, topic: str) -> list[Registration]:
    """A topic's partitions as the controller has written them, in order."""
    found = [reg for reg in node.pending.partitions.values() if reg.topic == topic]
    return sorted(found, key=lambda reg: reg.partition)


def create(
    world: World, plane: ControlPlane, node: Node, topic: str, partitions: int, factor: int,
    config: Any,
) -> None:  # fmt: skip
    """A new topic with complete settings: replicas by chance, in sync those that are alive, the first of them leads."""
    number = 1 + len(node.log)
    info = topic_info(topic, partitions, factor, False, config, number)
    metadata_log.append(world, node, ("topic", tuple(info)), "created")
    for partition, replicas in enumerate(_placed(world, plane, node, partitions, factor, 0)):
        _begin(world, node, topic, partition, replicas)


def add_partitions(world: World, plane: ControlPlane, node: Node, topic: str, total: int) -> None:
    """Empty partitions at the end; the ones that are there keep their records."""
    info = node.pending.topics[topic]
    rows = _placed(
        world, plane, node, total - info.partitions, info.replication_factor, info.partitions
    )
    metadata_log.append(world, node, ("topic", tuple(info._replace(partitions=total))), "created")
    for number, replicas in enumerate(rows, info.partitions):
        _begin(world, node, topic, number, replicas)


def _placed(
    world: World, plane: ControlPlane, node: Node, partitions: int, factor: int, first: int
) -> list[list[int]]:
    brokers = [
        PlacedBroker(b, info.rack, info.fenced) for b, info in sorted(node.pending.brokers.items())
    ]

    def draw(bound: int) -> int:
        return world.chance.below(bound, "controller", "placement")

    if plane.zookeeper is not None:
        placed = place_zookeeper(partitions, factor, brokers, draw, first)
        return [placed[p] for p in sorted(placed)]
    return place_kraft(partitions, factor, brokers, draw)


def _begin(world: World, node: Node, topic: str, partition: int, replicas: list[int]) -> None:
    alive = tuple(b for b in replicas if may_lead(node, b))
    leader = alive[0] if alive else NO_LEADER
    reg = Registration(topic, partition, tuple(replicas), alive, (), (), leader, 0, 0)
    metadata_log.append(world, node, ("partition", tuple(reg)), "created")


def delete(world: World, node: Node, topic: str) -> None:
    """Brokers delete their copies when they replay this; the name is free at once."""
    info = node.pending.topics[topic]
    metadata_log.append(world, node, ("topic_removed", (topic, info.topic_id)), "deleted")


def elect_preferred(world: World, plane: ControlPlane, node: Node, topic: str) -> None:
    """Every partition whose preferred replica is in sync and alive, at once."""
    for reg in wants_preferred(node, topic):
        change(world, plane, node, reg, reg.isr, "asked", prefer=True)


def wants_preferred(node: Node, topic: str) -> list[Registration]:
    """The partitions that another than the preferred replica leads, where that one may."""
    return [
        reg
        for reg in partitions_of(node, topic)
        if reg.leader != reg.replicas[0]
        and reg.replicas[0] in reg.isr
        and may_lead(node, reg.replicas[0])
    ]


def elect_unclean(
    world: World, plane: ControlPlane, node: Node, topic: str, partition: int
) -> None:
    """An operator takes the loss: any live replica leads, whatever the configuration says."""
    reg = node.pending.partitions[place(topic, partition)]
    change(world, plane, node, reg, reg.isr, "asked", unclean=True)


def reassign(
    world: World, plane: ControlPlane, node: Node, topic: str, partition: int,
    target: tuple[int, ...], throttle: int = 0,
) -> None:  # fmt: skip
    """Replicas become target plus old ones; the old ones go when the new ones are in sync."""
    reg = node.pending.partitions[place(topic, partition)]
    change(
        world, plane, node, reg, reg.isr, "reassigned", assignment=move_to(reg, target, throttle)
    )
