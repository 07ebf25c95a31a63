"""Groups of the newer protocols as their coordinator sees them (KIP-848, KIP-932)."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Remove, Set

_MEMBER = "groups.{group}.members.{member_id}"


@event(
    "group.protocol_chosen",
    Set("groups.{group}.type", "protocol"),
    Set("groups.{group}.epoch", value=0),
    Set("groups.{group}.assignment_epoch", value=0),
    Set("groups.{group}.target", value=[]),
)
class ProtocolChosen(Event):
    """A group uses a newer protocol: `consumer` (KIP-848) or `share` (KIP-932)."""

    group: Name
    protocol: Name


@event(
    "group.epoch_raised",
    Set("groups.{group}.epoch", "epoch"),
    Set("groups.{group}.generation", "epoch"),
)
class EpochRaised(Event):
    """Who is in a group, or what is subscribed to, changed: a new target is due."""

    group: Name
    epoch: int
    reason: Name


@event(
    "group.target_assigned",
    Set("groups.{group}.assignment_epoch", "epoch"),
    Set("groups.{group}.protocol", "assignor"),
    Set("groups.{group}.target", "plan"),
)
class TargetAssigned(Event):
    """The coordinator computed who shall own what. `plan` = ((member, ((topic, partition), …)), …)."""

    group: Name
    epoch: int
    assignor: Name
    plan: Json


@event(
    "group.member_admitted",
    Set(f"{_MEMBER}.member", "member"),
    Set(f"{_MEMBER}.session_deadline_at_us", value=None),
    Set(f"{_MEMBER}.partitions", value=[]),
    Set(f"{_MEMBER}.epoch", value=0),
    Set(f"{_MEMBER}.state", value="STABLE"),
    Set(f"{_MEMBER}.revoking", value=[]),
)
class MemberAdmitted(Event):
    """The coordinator takes a member in by its first heartbeat, under the id that it chose."""

    group: Name
    member: Name
    member_id: Name


@event(
    "group.member_advanced",
    Set(f"{_MEMBER}.member", "member"),
    Set(f"{_MEMBER}.epoch", "epoch"),
    Set(f"{_MEMBER}.state", "state"),
    Set(f"{_MEMBER}.partitions", "partitions"),
    Set(f"{_MEMBER}.revoking", "revoking"),
)
class MemberAdvanced(Event):
    """One member's own step towards the target; the others are not concerned.

    `state` is UNREVOKED_PARTITIONS (it must give `revoking` up first), UNRELEASED_PARTITIONS (it
    waits for others) or STABLE.
    """

    group: Name
    member: Name
    member_id: Name
    epoch: int
    state: Name
    partitions: Json
    revoking: Json


@event("group.member_departed", Remove(_MEMBER))
class MemberDeparted(Event):
    """A member says goodbye with a heartbeat of epoch -1."""

    group: Name
    member: Name
    member_id: Name


@event("group.member_away", Set(f"{_MEMBER}.epoch", value=-2))
class MemberAway(Event):
    """A static member closes with epoch -2: its partitions wait for it until the session ends."""

    group: Name
    member: Name
    member_id: Name


@event("group.static_member_back", Remove("groups.{group}.members.{old_member_id}"))
class StaticMemberBack(Event):
    """A static member comes back with a new member id and gets its own partitions again."""

    group: Name
    member: Name
    member_id: Name
    old_member_id: Name


@event("group.phase_changed", Set("groups.{group}.state", "state"))
class PhaseChanged(Event):
    """A group is Empty, Assigning (a target is due), Reconciling (members are on the way) or Stable."""

    group: Name
    state: Name
    previous: Name
    epoch: int
    assignment_epoch: int


@event(
    "client.member_epoch_changed",
    Set("members.{member}.generation", "epoch"),
    Set("members.{member}.member_id", "member_id"),
)
class MemberEpochChanged(Event):
    """A member learns its epoch from the answer to its heartbeat."""

    member: Name
    group: Name
    member_id: Name
    epoch: int


@event("client.partitions_added", Set("members.{member}.assigned", "partitions"))
class PartitionsAdded(Event):
    """A member takes over partitions and keeps the others. `partitions` is all it owns now."""

    member: Name
    group: Name
    epoch: int
    added: Json
    partitions: Json


@event(
    "client.partition_given_up",
    Set("members.{member}.assigned", "partitions"),
    Remove("members.{member}.partitions.{topic}.{partition}"),
)
class PartitionGivenUp(Event):
    """A member stops reading one partition and keeps the others. `partitions` is what it keeps."""

    member: Name
    group: Name
    topic: Name
    partition: int
    partitions: Json


@event(
    "client.member_failed",
    Set("members.{member}.state", value="closed"),
    Set("members.{member}.partitions", value={}),
    Set("members.{member}.working", value=None),
    Set("members.{member}.auto_commit_at_us", value=None),
    Set("members.{member}.poll_deadline_at_us", value=None),
)
class MemberFailed(Event):
    """A consumer gets an error that it cannot mend by itself: poll() throws, and it ends."""

    member: Name
    group: Name
    error: Name
