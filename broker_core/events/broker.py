"""Processes of brokers and controllers that come and go."""

from broker_core.events.base import Event, Name, event
from broker_core.events.effects import Set


@event(
    "broker.crashed",
    Set("brokers.{broker}.state", value="down"),
    Set("brokers.{broker}.since_at_us", "at_us"),
)
class Crashed(Event):
    """A broker's process dies at once; its log stays on disk, its memory does not."""

    broker: int


@event(
    "broker.shutdown_started",
    Set("brokers.{broker}.state", value="stopping"),
    Set("brokers.{broker}.since_at_us", "at_us"),
)
class ShutdownStarted(Event):
    """A broker asks the active controller to take its leaderships before it stops."""

    broker: int


@event(
    "broker.stopped",
    Set("brokers.{broker}.state", value="stopped"),
    Set("brokers.{broker}.since_at_us", "at_us"),
)
class Stopped(Event):
    """A broker's process ends in order."""

    broker: int


@event(
    "broker.started",
    Set("brokers.{broker}.state", value="starting"),
    Set("brokers.{broker}.since_at_us", "at_us"),
)
class Started(Event):
    """A broker's process runs again, fenced until the controller lets it in."""

    broker: int


@event(
    "broker.added",
    Set("brokers.{broker}.state", value="starting"),
    Set("brokers.{broker}.fenced", value=True),
    Set("brokers.{broker}.rack", "rack"),
    Set("brokers.{broker}.since_at_us", "at_us"),
)
class Added(Event):
    """A new broker starts for the first time and will register; it holds no replicas."""

    broker: int
    rack: Name | None


@event(
    "broker.disk_lost",
    Set("brokers.{broker}.directory", "directory"),
    Set("brokers.{broker}.since_at_us", "at_us"),
)
class DiskLost(Event):
    """A broker's disk is gone with every log on it; the new one is empty.

    `directory` numbers the log directory: the next number is a new directory id, the same number an
    emptied directory that kept its id.
    """

    broker: int
    directory: int


@event("broker.clock_skewed", Set("brokers.{broker}.skew_us", "skew_us"))
class ClockSkewed(Event):
    """A broker's clock runs ahead (or, below zero, behind) by this much from now on."""

    broker: int
    skew_us: int


@event("broker.paused", Set("paused.{process}", "until_at_us"))
class Paused(Event):
    """A process stands still (a long garbage collection): it neither works nor answers."""

    process: Name
    until_at_us: int


@event("broker.resumed", Set("paused.{process}", value=None))
class Resumed(Event):
    """A paused process goes on where it stood."""

    process: Name


@event("controller.node_crashed", Set("voters.{node}.role", value="down"))
class ControllerCrashed(Event):
    """A controller's process dies; its metadata log stays on disk."""

    node: Name


@event("controller.node_started", Set("voters.{node}.role", value="unattached"))
class ControllerStarted(Event):
    """A controller's process runs again and looks for the quorum's leader."""

    node: Name
