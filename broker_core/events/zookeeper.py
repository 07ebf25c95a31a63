"""The ZooKeeper ensemble of Kafka 3.9 and older, and the sessions that brokers hold there."""

from broker_core.events.base import Event, Name, event
from broker_core.events.effects import Set


@event(
    "zookeeper.role_changed",
    Set("voters.{node}.role", "role"),
    Set("voters.{node}.epoch", "epoch"),
    Set("voters.{node}.leader", "leader"),
    Set("zookeeper.nodes.{node}", "role"),
)
class EnsembleRole(Event):
    """A node's part in the ensemble: zk_leader, zk_follower, looking (for a leader) or down."""

    node: Name
    role: Name
    epoch: int
    leader: Name | None


@event(
    "zookeeper.leader_elected",
    Set("zookeeper.leader", "node"),
    Set("zookeeper.state", value="held"),
    Set("cluster.quorum", value="held"),
)
class EnsembleLeaderElected(Event):
    """The ensemble has a leader that reaches a majority, so it answers again."""

    node: Name
    epoch: int


@event(
    "zookeeper.ensemble_lost",
    Set("zookeeper.leader", value=None),
    Set("zookeeper.state", value="lost"),
    Set("cluster.quorum", value="lost"),
)
class EnsembleLost(Event):
    """No node leads the ensemble now: nothing is written there and no session can end."""

    alive: int
    nodes: int


@event(
    "zookeeper.session_opened",
    Set("zookeeper.sessions.{broker}", "session_deadline_at_us"),
    Set("brokers.{broker}.retry_at_us", value=None),
)
class SessionOpened(Event):
    """A broker registers: its ephemeral node lives as long as it keeps the session alive."""

    broker: int
    session_deadline_at_us: int


@event("zookeeper.session_expired", Set("zookeeper.sessions.{broker}", value=None))
class SessionExpired(Event):
    """A broker was silent for `zookeeper.session.timeout.ms`, so its ephemeral nodes vanish."""

    broker: int
    waited_us: int


@event("zookeeper.controller_freed", Set("cluster.active_controller", value=None))
class ControllerFreed(Event):
    """The ephemeral /controller vanished with its broker's session: the others race for it."""

    broker: int
    epoch: int


@event("zookeeper.state_read")
class StateRead(Event):
    """A new controller has read all topics, assignments and in-sync sets from the ensemble."""

    node: Name
    partitions: int
    took_us: int


@event("zookeeper.written")
class NodeWritten(Event):
    """The ensemble has stored decisions of the controller; brokers are told of them next."""

    node: Name
    decisions: int
    total: int
