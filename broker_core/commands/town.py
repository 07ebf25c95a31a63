"""What a person can do to publish-subscribe brokers, their clients, a mesh and services."""

from broker_core.commands.grammar import Command, command
from broker_core.kernel.units import MICROSECONDS

_SECOND = MICROSECONDS["s"]


@command("start", "client", "start client newcomer", client="id")
class StartClient(Command):
    """A client that was not there yet starts and attaches itself to its broker."""

    client: str


@command("stop", "client", "stop client phone", client="id")
class StopClient(Command):
    """A client ends in order; what it subscribed to directly is withdrawn, queues and logs stay."""

    client: str


@command("crash", "client", "crash client phone", client="id")
class CrashClient(Command):
    """A client dies: its inbox, its work in hand and its local buffer are gone."""

    client: str


@command("restart", "client", "restart client phone", client="id")
class RestartClient(Command):
    """A client that ended starts again."""

    client: str


@command("pause", "client", "pause client phone for=8s", client="id", **{"for_": "duration"})
class PauseClient(Command):
    """A client's whole process stands still."""

    client: str
    for_: int = 8 * _SECOND


@command(
    "add", "client", 'add client team-b broker=hub filter="shop/eu/#" memory=queue',
    client="id", broker="dotted:id", filter="text", memory="word", place="id", work="duration",
)  # fmt: skip
class AddClient(Command):
    """A new subscriber; without a filter it only publishes. `place` names an existing queue or log."""

    client: str
    broker: str
    filter: str | None = None
    memory: str = "direct"
    place: str | None = None
    work: int = 0


@command(
    "subscribe", "client", 'subscribe client billing "shop/+/order" memory=queue',
    client="id", filter="address", memory="word", place="id",
)  # fmt: skip
class SubscribeClient(Command):
    """A client asks its broker for what a filter selects. `memory` is direct, queue or log; `place`
    names the queue or log (by default one of its own)."""

    client: str
    filter: str
    memory: str = "direct"
    place: str | None = None


@command(
    "unsubscribe", "client", 'unsubscribe client billing "shop/+/order"', client="id",
    filter="address",
)  # fmt: skip
class UnsubscribeClient(Command):
    """A client no longer asks for what a filter selects."""

    client: str
    filter: str


@command(
    "set", "client", 'set client billing work=2s keeps="shop/eu/#"', client="id",
    settings="settings",
)  # fmt: skip
class SetClient(Command):
    """Change a client while it runs: work, inbox, keeps, quality, buffer, rate, copies, carries."""

    client: str
    settings: tuple[tuple[str, str], ...]


@command(
    "set", "queue", "set queue parcels capacity=5 overflow=drop_oldest", queue="id",
    settings="settings",
)  # fmt: skip
class SetQueue(Command):
    """Change a queue: capacity, overflow, expiry, most_deliveries, window, ack_timeout."""

    queue: str
    settings: tuple[tuple[str, str], ...]


@command("set", "log", "set log tape retention=20s", log="id", retention="dotted:duration")
class SetLog(Command):
    """Change how long a log keeps what was published (0us: for ever)."""

    log: str
    retention: int


@command("add", "link", "add link tokyo lima store=true", a="id", b="id", store="bool")
class AddLink(Command):
    """Link two brokers of a mesh; with store=true, events wait at a link that is down."""

    a: str
    b: str
    store: bool = False


@command("slow", "link", "slow link tokyo paris latency=500ms", a="id", b="id", latency="duration")
class SlowLink(Command):
    """Everything between two ends takes longer, both ways; latency=0us ends it."""

    a: str
    b: str
    latency: int = 500_000


@command("lose", "delivery", "lose delivery crm", client="id")
class LoseDelivery(Command):
    """The next event on its way to a client never arrives, and nobody notices."""

    client: str


@command("duplicate", "delivery", "duplicate delivery crm", client="id")
class DuplicateDelivery(Command):
    """The next event for a client arrives twice."""

    client: str


@command("swap", "delivery", "swap delivery crm", client="id")
class SwapDelivery(Command):
    """The next two events for a client arrive in the wrong order."""

    client: str


@command("start", "service", "start service analytics", service="id")
class StartService(Command):
    """A service that was not there yet is deployed for the first time."""

    service: str


@command("stop", "service", "stop service email", service="id")
class StopService(Command):
    """A service ends in order, after the work in hand."""

    service: str


@command("crash", "service", "crash service payment", service="id")
class CrashService(Command):
    """A service dies in the middle of its work; its stores are durable, its memory is not."""

    service: str


@command("restart", "service", "restart service email", service="id")
class RestartService(Command):
    """A service that ended starts again with its stores."""

    service: str


@command("pause", "service", "pause service stock for=8s", service="id", **{"for_": "duration"})
class PauseService(Command):
    """A service's whole process stands still."""

    service: str
    for_: int = 8 * _SECOND


@command("scale", "service", "scale service stock to=3", service="id", to="int")
class ScaleService(Command):
    """So many workers of a service work side by side."""

    service: str
    to: int = 2


@command(
    "deploy", "service", "deploy service orders fields=client,amount", service="id",
    settings="settings",
)  # fmt: skip
class DeployService(Command):
    """Stop a service, change it, and start it again as a new deployment (see set service)."""

    service: str
    settings: tuple[tuple[str, str], ...] = ()


@command(
    "set", "service", "set service checkout mode=events", service="id", settings="settings",
)  # fmt: skip
class SetService(Command):
    """Change a service while it runs: mode, work, carries, fields, needs, idempotent, ordered,
    outbox, workers, what can be set of a client; of a conductor also durable."""

    service: str
    settings: tuple[tuple[str, str], ...]


@command(
    "set", "store", "set store stock items key=lamp value=0", service="id", store="id",
    key="dotted:text", value="dotted:text",
)  # fmt: skip
class SetStore(Command):
    """Put a value into a service's own store by hand; nobody is told."""

    service: str
    store: str
    key: str
    value: str


@command(
    "request", "", 'request checkout place key=o-1 value="2 lamps"', service="id",
    operation="word", key="text", value="text",
)  # fmt: skip
class Request(Command):
    """A person asks a service for something and waits for the answer."""

    service: str
    operation: str
    key: str | None = None
    value: str = ""


@command("read", "", "read crm customers key=ada", service="id", store="id", key="dotted:text")
class ReadStore(Command):
    """Read a value of a service's store now, with a stamp of how far behind its source it is."""

    service: str
    store: str
    key: str


@command("rewind", "service", "rewind service cart until=3", service="id", until="int")
class RewindService(Command):
    """A service empties its stores and reads its log again from the start (up to offset `until`)."""

    service: str
    until: int = -1
