"""What a node knows of the cluster: the decided records of the metadata log, replayed in order."""

from typing import NamedTuple

from broker_core.kernel.state import Plain, state


class TopicInfo(NamedTuple):
    """A topic's shape; `config` holds every topic setting by Kafka's name, `min_insync` and
    `unclean` repeat two of them. `topic_id` differs between two topics that had the same name one
    after the other."""

    topic: str
    partitions: int
    replication_factor: int
    min_insync: int
    internal: bool
    unclean: bool
    config: Plain
    topic_id: int = 0


class Registration(NamedTuple):
    """A partition as the controller decided it; leader -1 means offline.

    `partition_epoch` grows with every change, `leader_epoch` with every change of the leader.
    While replicas move (KIP-455) `adding` are new ones that do not count yet, `removing` old ones
    that go when the new ones are in sync; both stand in `replicas` too; new ones copy at most
    `throttle` bytes a second (0: as fast as they can).
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
    adding: Plain = ()
    removing: Plain = ()
    throttle: int = 0


class BrokerInfo(NamedTuple):
    """A registered broker; `stopping` means in controlled shutdown; `directory` numbers its log
    directory."""

    broker: int
    broker_epoch: int
    fenced: bool
    stopping: bool
    rack: str | None
    directory: int = 1


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
    """Apply one metadata record: ("topic" | "topic_removed" | "partition" | "broker" |
    "leader_change", value)."""
    kind, value = record
    if kind == "topic":
        image.topics[value[0]] = TopicInfo(*value)
    elif kind == "partition":
        image.partitions[place(value[0], value[1])] = Registration(*value)
    elif kind == "broker":
        image.brokers[value[0]] = BrokerInfo(*value)
    elif kind == "topic_removed":
        image.topics.pop(value[0], None)
        for key in [k for k, reg in image.partitions.items() if reg.topic == value[0]]:
            del image.partitions[key]
    image.offset += 1


def effective_min_insync(image: Image, topic: str) -> int:
    """min(min.insync.replicas, replication factor), since 3.7 (semantics 2.4)."""
    info = image.topics[topic]
    return min(info.min_insync, info.replication_factor)


def topic_info(
    topic: str, partitions: int, replication_factor: int, internal: bool, config: Plain,
    topic_id: int = 0,
) -> TopicInfo:  # fmt: skip
    """A topic with its complete settings."""
    return TopicInfo(
        topic, partitions, replication_factor, config["min.insync.replicas"], internal,
        config["unclean.leader.election.enable"], config, topic_id,
    )  # fmt: skip


def may_serve(image: Image, broker: int) -> bool:
    """Whether a broker is registered, unfenced and not on its way out."""
    info = image.brokers.get(broker)
    return info is not None and not info.fenced and not info.stopping
