"""Consumer groups as their group coordinator sees them."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Remove, Set

_MEMBER = "groups.{group}.members.{member_id}"


@event(
    "group.created",
    Set("groups.{group}.state", value="Empty"),
    Set("groups.{group}.generation", value=0),
    Set("groups.{group}.coordinator", value=-1),
    Set("groups.{group}.offsets_partition", "offsets_partition"),
    Set("groups.{group}.topics", "topics"),
    Set("groups.{group}.committed", value={}),
    Set("groups.{group}.members", value={}),
)
class GroupCreated(Event):
    """A group's offsets belong to this partition of __consumer_offsets."""

    group: Name
    topics: Json
    offsets_partition: int


@event("group.coordinator_moved", Set("groups.{group}.coordinator", "broker"))
class CoordinatorMoved(Event):
    """The leader of the group's offsets partition coordinates it, after reading that log."""

    group: Name
    broker: int
    offsets_partition: int


@event(
    "group.member_joined",
    Set(f"{_MEMBER}.member", "member"),
    Set(f"{_MEMBER}.session_deadline_at_us", value=None),
    Set(f"{_MEMBER}.partitions", value=[]),
)
class MemberJoined(Event):
    """The group coordinator takes a member in."""

    group: Name
    member: Name
    member_id: Name


@event("group.member_left", Remove(_MEMBER))
class MemberLeft(Event):
    """A member says goodbye; the others take over at once."""

    group: Name
    member: Name
    member_id: Name


@event("group.member_expired", Remove(_MEMBER))
class MemberExpired(Event):
    """A member was silent for its session timeout (or did not rejoin in time) and is out."""

    group: Name
    member: Name
    member_id: Name
    waited_us: int
    reason: Name


@event(
    "group.heartbeat_received", Set(f"{_MEMBER}.session_deadline_at_us", "session_deadline_at_us")
)
class GroupHeartbeatReceived(Event):
    """The coordinator hears from a member; its session starts afresh."""

    group: Name
    member_id: Name
    session_deadline_at_us: int


@event(
    "group.state_changed",
    Set("groups.{group}.state", "state"),
    Set("groups.{group}.generation", "generation"),
    Set("groups.{group}.deadline_at_us", "deadline_at_us"),
)
class StateChanged(Event):
    """A group is Empty, PreparingRebalance, CompletingRebalance, Stable or Dead."""

    group: Name
    state: Name
    previous: Name
    generation: int
    reason: Name
    deadline_at_us: int | None


@event(
    "group.rebalanced",
    Set("groups.{group}.protocol", "protocol"),
    Set("groups.{group}.leader", "leader"),
)
class Rebalanced(Event):
    """A new generation begins; its leader, a member, computes the assignment."""

    group: Name
    generation: int
    protocol: Name
    leader: Name
    members: Json


@event("group.assignment_stored", Set(f"{_MEMBER}.partitions", "partitions"))
class AssignmentStored(Event):
    """The coordinator has saved what one member owns in this generation."""

    group: Name
    member: Name
    member_id: Name
    generation: int
    partitions: Json
