"""What an administrator does to a running cluster (semantics 3.9)."""

from broker_core.commands.grammar import Command, command


@command(
    "add", "broker", "add broker 4 rack=c", broker="node", rack="id", links="text", dialect="word",
    store="bool",
)  # fmt: skip
class AddBroker(Command):
    """A new broker registers and serves; it holds nothing until replicas are placed on it.

    A publish-subscribe broker is linked to others with links=tokyo,paris and speaks a dialect.
    """

    broker: int | str
    rack: str | None = None
    links: str | None = None
    dialect: str | None = None
    store: bool = False


@command(
    "create", "topic", "create topic audit partitions=2 replication_factor=3", topic="topic",
    partitions="int", replication_factor="int",
)  # fmt: skip
class CreateTopic(Command):
    """A new topic; the controller places its replicas."""

    topic: str
    partitions: int = 1
    replication_factor: int = 1


@command("delete", "topic", "delete topic audit", topic="topic")
class DeleteTopic(Command):
    """A topic and all its records go; the same name later is another topic."""

    topic: str


@command("set", "partitions", "set partitions orders total=4", topic="topic", total="dotted:int")
class SetPartitions(Command):
    """More partitions for a topic: they begin empty, and keys go elsewhere from then on."""

    topic: str
    total: int


@command(
    "reassign", "", "reassign orders 0 replicas=1,3,4 throttle=200", topic="topic",
    partitions="ints", replicas="dotted:rows", throttle="int",
)  # fmt: skip
class Reassign(Command):
    """Move a partition's replicas; of several partitions (0,1) the lists are parted by a slash.
    `throttle` is the most bytes a second that a new replica copies, 0 for no bound."""

    topic: str
    partitions: tuple[int, ...]
    replicas: tuple[tuple[int, ...], ...]
    throttle: int = 0


@command("elect", "preferred", "elect preferred orders", topic="topic")
class ElectPreferred(Command):
    """Every partition goes back to its preferred leader where that one is in sync."""

    topic: str


@command("elect", "unclean", "elect unclean orders 0", topic="topic", partition="int")
class ElectUnclean(Command):
    """A partition without a leader takes any live replica, at the price of what that one lacks."""

    topic: str
    partition: int


@command("crash", "zookeeper", "crash zookeeper zk1", node="id")
class CrashZooKeeper(Command):
    """A node of the ZooKeeper ensemble dies."""

    node: str


@command("restart", "zookeeper", "restart zookeeper zk1", node="id")
class RestartZooKeeper(Command):
    """A node of the ZooKeeper ensemble starts again."""

    node: str
