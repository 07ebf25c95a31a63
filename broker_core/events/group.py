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


@event(
    "group.loaded",
    Set("groups.{group}.state", "state"),
    Set("groups.{group}.generation", "generation"),
    Set("groups.{group}.deadline_at_us", value=None),
    Set("groups.{group}.members", value={}),
    Set("groups.{group}.committed", value={}),
)
class GroupLoaded(Event):
    """A new coordinator has read the group's log: what was saved is valid, what was not is gone."""

    group: Name
    state: Name
    generation: int
    members: int


@event(
    "group.member_loaded",
    Set(f"{_MEMBER}.member", "member"),
    Set(f"{_MEMBER}.session_deadline_at_us", value=None),
    Set(f"{_MEMBER}.partitions", "partitions"),
)
class MemberLoaded(Event):
    """A new coordinator finds a member and its assignment in the group's log."""

    group: Name
    member: Name
    member_id: Name
    partitions: Json


@event("group.offset_loaded", Set("groups.{group}.committed.{topic}.{partition}", "offset"))
class OffsetLoaded(Event):
    """A new coordinator finds a committed offset in the group's log."""

    group: Name
    topic: Name
    partition: int
    offset: int


@event(
    "group.member_replaced",
    Remove("groups.{group}.members.{old_member_id}"),
    Set(f"{_MEMBER}.member", "member"),
    Set(f"{_MEMBER}.session_deadline_at_us", value=None),
    Set(f"{_MEMBER}.partitions", "partitions"),
)
class MemberReplaced(Event):
    """A static member comes with a new member id and keeps its place; the old id is fenced."""

    group: Name
    member: Name
    member_id: Name
    old_member_id: Name
    instance_id: Name
    partitions: Json


@event("group.offset_expired", Remove("groups.{group}.committed.{topic}.{partition}"))
class OffsetExpired(Event):
    """A committed offset is forgotten, because it was too old or its group was deleted."""

    group: Name
    topic: Name
    partition: int
    offset: int
    reason: Name


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


@event("group.settings_changed")
class SettingsChanged(Event):
    """Members that start from now on get these settings; `settings` = ((name, value), …)."""

    group: Name
    settings: Json
    work_us: int
