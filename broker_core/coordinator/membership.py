"""SyncGroup, Heartbeat and LeaveGroup at the coordinator (semantics 5.2 to 5.5)."""

from typing import Any

from broker_core.coordinator import journal, rebalancing
from broker_core.coordinator.group import Group, Groups, group_record
from broker_core.coordinator.replies import answer, answer_sync
from broker_core.coordinator.transitions import change_state, problem
from broker_core.events.group import AssignmentStored, MemberLeft
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker


def sync(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """A member asks for its assignment; the leader brings everybody's."""
    error = problem(group, "sync", body["member_id"], body["instance_id"], body["generation"])
    if error is not None:
        answer(world, ref, error, {})
        return
    member = group.members[body["member_id"]]
    if group.state == "Stable":
        answer_sync(world, member, ref)
        return
    member.sync_ref = tuple(ref)
    rebalancing.touch(world, broker, group, member)
    if member.member_id == group.leader and not group.saving:
        _save(world, broker, groups, group, body["assignments"])


def _save(world: World, broker: Broker, groups: Groups, group: Group, assignments: Any) -> None:
    plan = dict(assignments)
    for member in group.members.values():
        member.assignment = plan.get(member.member_id, ())
    group.saving = True
    data = (group.group, group.generation)
    error = journal.append(
        world, broker, groups, group.partition, [group_record(group)], "group", data
    )
    if error is not None:
        group.saving = False
        for member in group.members.values():
            if member.sync_ref is not None:
                answer(world, member.sync_ref, error, {})
                member.sync_ref = None


def stored(world: World, group: Group, generation: int) -> None:
    """The assignment is in the log: the group is Stable and everybody is answered."""
    if group.state != "CompletingRebalance" or group.generation != generation:
        return
    group.saving = False
    group.timer = 0
    change_state(world, group, "Stable", "assigned")
    for member in group.members.values():
        world.emit(
            AssignmentStored, group.group, member.client, member.member_id, group.generation,
            member.assignment,
        )  # fmt: skip
    for member in group.members.values():
        if member.sync_ref is not None:
            ref, member.sync_ref = member.sync_ref, None
            answer_sync(world, member, Ref(*ref))


def heartbeat(world: World, broker: Broker, group: Group, ref: Ref, body: Any) -> None:
    """Renews the session, also while a rebalance is under way; tells the member to rejoin."""
    error = problem(group, "heartbeat", body["member_id"], body["instance_id"], body["generation"])
    if error in (None, "REBALANCE_IN_PROGRESS"):
        rebalancing.touch(world, broker, group, group.members[body["member_id"]])
    if error is not None:
        answer(world, ref, error, {})
        return
    reply(world, ref, {"error": None}, {}, chatter=True)


def leave(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """A member says goodbye: the others rebalance at once."""
    member = group.members.get(body["member_id"])
    known = body["member_id"] in group.pending
    group.pending.pop(body["member_id"], None)
    error = None if member is not None or known else "UNKNOWN_MEMBER_ID"
    answer(world, ref, error, {})
    if member is not None:
        if member.join_ref is not None:
            answer(world, member.join_ref, "UNKNOWN_MEMBER_ID", {})
        rebalancing.remove(group, member)
        world.cause = world.emit(MemberLeft, group.group, member.client, member.member_id)
        rebalancing.go_on_without(world, broker, groups, group, "member_left")
    elif known and group.state == "PreparingRebalance":
        rebalancing.try_complete(world, broker, groups, group)
