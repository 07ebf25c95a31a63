"""What a person can do to a Kafka cluster: publish, break, mend, join, wait for."""

from broker_core.commands.grammar import Command, command
from broker_core.kernel.units import MICROSECONDS

_SECOND = MICROSECONDS["s"]


@command(
    "publish", "", 'publish checkout orders key=ada value="1 lamp" partition=2 acks=all',
    producer="id", topic="address", key="text", value="text", partition="int", acks="acks",
    timestamp="offset", name="word", form="word", carries="word", correlation="id",
)  # fmt: skip
class Publish(Command):
    """A producer's application sends one record; without a key the partition is sticky.

    value=null makes it a tombstone; timestamp=-2h dates it two hours back, timestamp=2h ahead. In the
    other families a client publishes an event: `name` is its type, `form` fact, command or state,
    `carries` state or id, `correlation` the process it belongs to.
    """

    producer: str
    topic: str
    key: str | None = None
    value: str | None = ""
    partition: int | None = None
    acks: str | None = None
    timestamp: int | None = None
    name: str | None = None
    form: str | None = None
    carries: str | None = None
    correlation: str | None = None


@command("crash", "broker", "crash broker 2", broker="node")
class CrashBroker(Command):
    """A broker's process dies at once, and the voter in it."""

    broker: int | str


@command("stop", "broker", "stop broker 2", broker="node")
class StopBroker(Command):
    """A controlled shutdown: leaderships move first, then the process ends."""

    broker: int | str


@command("restart", "broker", "restart broker 2", broker="node")
class RestartBroker(Command):
    """A stopped or crashed broker starts again with what is on its disk."""

    broker: int | str


@command("pause", "broker", "pause broker 2 for=8s", broker="node", **{"for_": "duration"})
class PauseBroker(Command):
    """A broker stands still (a long garbage collection) and then goes on."""

    broker: int | str
    for_: int = 8 * _SECOND


@command("slow", "broker", "slow broker 3 latency=200ms", broker="node", latency="duration")
class SlowBroker(Command):
    """Every message from and to a broker takes longer; latency=0us ends it."""

    broker: int | str
    latency: int = 200_000


@command("crash", "controller", "crash controller q1", controller="id")
class CrashController(Command):
    """An isolated controller's process dies."""

    controller: str


@command("restart", "controller", "restart controller q1", controller="id")
class RestartController(Command):
    """An isolated controller starts again."""

    controller: str


@command("crash", "member", "crash member billing-1", member="id")
class CrashMember(Command):
    """A consumer dies without leaving its group."""

    member: str


@command("restart", "member", "restart member billing-1", member="id")
class RestartMember(Command):
    """A consumer that ended starts again and joins its group."""

    member: str


@command("close", "member", "close member billing-1", member="id")
class CloseMember(Command):
    """A consumer commits what is due, leaves its group and ends."""

    member: str


@command("pause", "member", "pause member billing-1 for=8s", member="id", **{"for_": "duration"})
class PauseMember(Command):
    """A consumer's whole process stands still, its heartbeats too."""

    member: str
    for_: int = 8 * _SECOND


@command("crash", "producer", "crash producer checkout", producer="id")
class CrashProducer(Command):
    """A producer dies: what it had not sent is gone, what it had sent may be written."""

    producer: str


@command("restart", "producer", "restart producer checkout", producer="id")
class RestartProducer(Command):
    """A producer that ended starts again, as a new session."""

    producer: str


@command("close", "producer", "close producer checkout", producer="id")
class CloseProducer(Command):
    """A producer sends what it holds, waits for the answers and ends."""

    producer: str


@command(
    "pause", "producer", "pause producer checkout for=8s", producer="id", **{"for_": "duration"}
)
class PauseProducer(Command):
    """A producer's whole process stands still."""

    producer: str
    for_: int = 8 * _SECOND


@command("crash", "processor", "crash processor relay", processor="id")
class CrashProcessor(Command):
    """A consume-process-produce program dies: its consumer and its producer."""

    processor: str


@command("restart", "processor", "restart processor relay", processor="id")
class RestartProcessor(Command):
    """The program starts again: its producer gets a new epoch, which fences the old one."""

    processor: str


@command(
    "hang", "processor", "hang processor relay for=20s", processor="id", **{"for_": "duration"}
)
class HangProcessor(Command):
    """The program stops in the middle of its work; its clients go on sending heartbeats."""

    processor: str
    for_: int = 20 * _SECOND


@command(
    "hang", "producer", "hang producer checkout for=20s", producer="id", **{"for_": "duration"}
)
class HangProducer(Command):
    """A transactional application does nothing for a while, with its transaction open."""

    producer: str
    for_: int = 20 * _SECOND


@command("abort", "transaction", "abort transaction checkout", producer="id")
class AbortTransaction(Command):
    """A producer's (or processor's) application aborts its open transaction."""

    producer: str


@command(
    "lose", "answer", "lose answer checkout 1 kind=produce", client="id", broker="int",
    **{"kind_": "word"},
)  # fmt: skip
class LoseAnswer(Command):
    """The broker's next answer to a client is lost; its connection is silent from then on."""

    client: str
    broker: int
    kind_: str | None = None


@command(
    "delay", "answer", "delay answer checkout 1 by=2s kind=produce", client="id", broker="int",
    by="duration", **{"kind_": "word"},
)  # fmt: skip
class DelayAnswer(Command):
    """The broker's next answer to a client comes later, and all that follows it on its way."""

    client: str
    broker: int
    by: int = 2 * _SECOND
    kind_: str | None = None


@command("join", "group", "join group billing instance=billing-1", group="id", instance="text")
class AddMember(Command):
    """One more consumer starts and joins the group; with `instance` under that group.instance.id."""

    group: str
    instance: str | None = None


@command(
    "subscribe", "member", "subscribe member billing-1 topics=orders,payments",
    member="id", topics="text",
)  # fmt: skip
class Subscribe(Command):
    """A consumer subscribes to other topics; it rejoins its group at its next poll."""

    member: str
    topics: str = ""


@command(
    "set", "group", "set group billing partition.assignment.strategy=cooperative-sticky",
    group="id", partition_assignment_strategy="dotted:text", auto_offset_reset="dotted:text",
    max_poll_interval_ms="dotted:duration", work="duration",
)  # fmt: skip
class SetGroup(Command):
    """Change what a group's members are started with: a running one keeps its own until it is
    restarted; `work` (the time for a record) holds for all at once."""

    group: str
    partition_assignment_strategy: str | None = None
    auto_offset_reset: str | None = None
    max_poll_interval_ms: int | None = None
    work: int | None = None


@command("delete", "group", "delete group billing", group="id")
class DeleteGroup(Command):
    """Delete an empty group and its committed offsets."""

    group: str


@command("cut", "", "cut broker-2 broker-3 oneway=true", a="id", b="id", oneway="bool")
class CutLink(Command):
    """Nothing gets from a to b (and back, unless oneway=true); nobody is told."""

    a: str
    b: str
    oneway: bool = False


@command("heal", "", "heal broker-2 broker-3", a="id", b="id")
class HealLink(Command):
    """A cut between two ends is mended."""

    a: str
    b: str


@command(
    "set", "topic", "set topic orders min.insync.replicas=1", topic="topic", settings="settings",
)  # fmt: skip
class SetTopic(Command):
    """Change settings of a topic, by Kafka's names, while the cluster runs."""

    topic: str
    settings: tuple[tuple[str, str], ...]


@command(
    "delete", "records", "delete records orders 0 before=12", topic="topic", partition="int",
    before="int",
)  # fmt: skip
class DeleteRecords(Command):
    """An operator gives up the records of a partition below an offset, all of them at first."""

    topic: str
    partition: int
    before: int = -1


@command("lose", "disk", "lose disk 2", broker="int", same_id="bool")
class LoseDisk(Command):
    """A broker's disk is replaced by an empty one; a running broker dies of it. With same_id=true
    the directory was only emptied, so it keeps the id that the controller knows."""

    broker: int
    same_id: bool = False


@command("skew", "broker", "skew broker 2 by=5m", broker="int", by="offset")
class SkewBroker(Command):
    """A broker's clock runs ahead, or behind (by=-5m), of everybody else's."""

    broker: int
    by: int = 300 * _SECOND


@command(
    "when", "", "when client.ack_received producer=checkout do crash broker 1",
    event="word", conditions="text", do="text",
)  # fmt: skip
class When(Command):
    """Do a command once, at the first event of a type whose fields have these values."""

    event: str
    conditions: tuple[tuple[str, str], ...]
    do: str
