"""What a node knows of the cluster: the decided records of the metadata log, replayed in order."""

from typing import NamedTuple

from broker_core.kernel.state import Plain, state


class TopicInfo(NamedTuple):
    """A topic's shape; `min_insync` is `min.insync.replicas` as configured."""

    topic: str
    partitions: int
    replication_factor: int
    min_insync: int
    internal: bool
    unclean: bool


class Registration(NamedTuple):
    """A partition as the controller decided it; leader -1 means offline.

    `partition_epoch` grows with every change, `leader_epoch` with every change of the leader.
    """

    topic: str
    partition: int
    replicas: Plain
    isr: Plain
    elr: Plain
    last_known: Plain
    leader: int
    leader_epoch: int
    partition_epoch: int


class BrokerInfo(NamedTuple):
    """A registered broker; `stopping` means in controlled shutdown."""

    broker: int
    broker_epoch: int
    fenced: bool
    stopping: bool
    rack: str | None


@state
class Image:
    """Invariant: what stands here is exactly the replay of the decided records below `offset`."""

    offset: int
    topics: dict[str, TopicInfo]
    partitions: dict[str, Registration]
    brokers: dict[int, BrokerInfo]


def new_image() -> Image:
    return Image(0, {}, {}, {})


def place(topic: str, partition: int) -> str:
    """The key of a partition: no topic name holds a colon."""
    return f"{topic}:{partition}"


def split_place(key: str) -> tuple[str, int]:
    """(topic, partition) of such a key."""
    topic, _, partition = key.rpartition(":")
    return topic, int(partition)


def replay(image: Image, record: Plain) -> None:
    """Apply one metadata record ("topic" | "partition" | "broker" | "leader_change", value)."""
    kind, value = record
    if kind == "topic":
        image.topics[value[0]] = TopicInfo(*value)
    elif kind == "partition":
        image.partitions[place(value[0], value[1])] = Registration(*value)
    elif kind == "broker":
        image.brokers[value[0]] = BrokerInfo(*value)
    image.offset += 1


def effective_min_insync(image: Image, topic: str) -> int:
    """min(min.insync.replicas, replication factor), since 3.7 (semantics 2.4)."""
    info = image.topics[topic]
    return min(info.min_insync, info.replication_factor)


def may_serve(image: Image, broker: int) -> bool:
    """Whether a broker is registered, unfenced and not on its way out."""
    info = image.brokers.get(broker)
    return info is not None and not info.fenced and not info.stopping
