"""A rebalance at the coordinator: collect joins, begin a generation, go on without who is missing.

Semantics 5.2, 5.3; the states' table stands in `transitions`.
"""

from typing import Any

from broker_core.coordinator import journal
from broker_core.coordinator.group import Group, Groups, MemberOf, group_record
from broker_core.coordinator.replies import answer, answer_join
from broker_core.coordinator.transitions import change_state
from broker_core.events.group import GroupHeartbeatReceived, MemberExpired, Rebalanced
from broker_core.kernel.network import Ref
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker

LOOK_AGAIN_US = 1_000_000
"""How often the session of a member that waits for a rebalance is looked at."""


def prepare(world: World, broker: Broker, groups: Groups, group: Group, reason: str) -> None:
    """Begin to collect joins; the first generation of an empty group waits for more members."""
    for member in group.members.values():
        if member.sync_ref is not None:
            answer(world, member.sync_ref, "REBALANCE_IN_PROGRESS", {})
            member.sync_ref = None
    group.saving = False
    group.initial = group.state == "Empty"
    longest = max((m.rebalance_us for m in group.members.values()), default=0)
    because: tuple[str, ...] = ("max.poll.interval.ms",)
    if group.initial:
        wait = min(broker.settings["group.initial.rebalance.delay.ms"], longest)
        because = ("group.initial.rebalance.delay.ms",)
        group.newcomer = False
    else:
        wait = longest
    group.deadline_us = world.now_us + wait
    change_state(world, group, "PreparingRebalance", reason, group.deadline_us, because=because)
    _arm(world, broker, groups, group)
    if group.initial:
        group.initial_until = world.now_us + longest
    else:
        try_complete(world, broker, groups, group)


def _arm(world: World, broker: Broker, groups: Groups, group: Group) -> None:
    groups.timers += 1
    group.timer = groups.timers
    world.at(group.deadline_us, "rebalance_due", broker.name, group.group, group.timer)


def try_complete(world: World, broker: Broker, groups: Groups, group: Group) -> None:
    """All known members have rejoined (and nobody is about to): no need to wait longer."""
    waiting = sum(1 for m in group.members.values() if m.join_ref is not None)
    if group.initial or group.pending or waiting < len(group.members):
        return
    complete_join(world, broker, groups, group, "all_joined")


def rebalance_due(world: World, broker: Broker, groups: Groups, group: Group, timer: int) -> None:
    """The wait for joins (or for the leader's assignment) is over."""
    if timer != group.timer:
        return
    if group.state == "PreparingRebalance":
        left = group.initial_until - world.now_us
        if group.initial and group.newcomer and left > 0:
            group.newcomer = False
            wait = min(broker.settings["group.initial.rebalance.delay.ms"], left)
            group.deadline_us = world.now_us + wait
            _arm(world, broker, groups, group)
            return
        reason = "all_joined" if group.initial else "time_over"
        complete_join(world, broker, groups, group, reason)
    elif group.state == "CompletingRebalance" and not group.saving:
        for member in [m for m in group.members.values() if m.sync_ref is None]:
            expire(world, group, member, "sync")
        prepare(world, broker, groups, group, "sync_timeout")


def complete_join(world: World, broker: Broker, groups: Groups, group: Group, reason: str) -> None:
    """A new generation: dynamic members that did not rejoin are out, the rest learn their leader.

    Static members that did not rejoin keep their place; when nobody at all did, the wait begins
    anew.
    """
    for member in [m for m in group.members.values() if m.join_ref is None]:
        if member.instance_id is None:
            expire(world, group, member, "rebalance")
    group.initial = False
    here = [m for m in group.members.values() if m.join_ref is not None]
    if group.members and not here:
        group.deadline_us = world.now_us + max(m.rebalance_us for m in group.members.values())
        _arm(world, broker, groups, group)
        return
    group.generation += 1
    if not group.members:
        group.protocol = group.leader = None
        change_state(world, group, "Empty", "no_members")
        journal.append(world, broker, groups, group.partition, [group_record(group)], "group", ())
        return
    group.protocol = common_protocol(group)
    if group.leader not in group.members or group.members[group.leader].join_ref is None:
        group.leader = here[0].member_id
    group.deadline_us = world.now_us + max(m.rebalance_us for m in group.members.values())
    change_state(world, group, "CompletingRebalance", reason, group.deadline_us)
    leader = group.members[group.leader]
    names = tuple((m.member_id, m.client) for m in group.members.values())
    world.emit(
        Rebalanced, group.group, group.generation, group.protocol, leader.client, names,
        because=("partition.assignment.strategy",),
    )  # fmt: skip
    _arm(world, broker, groups, group)
    for member in group.members.values():
        ref, member.join_ref = member.join_ref, None
        if ref is not None:
            member.new_until_us = 0
            touch(world, broker, group, member)
            answer_join(world, group, member, Ref(*ref))


def common_protocol(group: Group) -> str:
    """Supported by all; most first choices; ties in the order of the first member."""
    first = next(iter(group.members.values()))
    common: list[str] = [
        p for p in first.protocols if all(p in m.protocols for m in group.members.values())
    ]
    assert common, "a join that shares no assignor is refused at the door"
    votes = dict.fromkeys(common, 0)
    for member in group.members.values():
        votes[next(p for p in member.protocols if p in votes)] += 1
    return max(common, key=lambda p: votes[p])


def touch(world: World, broker: Broker, group: Group, member: MemberOf) -> None:
    """A sign of life: the session starts afresh."""
    member.deadline_us = world.now_us + member.session_us
    member.armed_by = world.emit(
        GroupHeartbeatReceived, group.group, member.member_id, member.deadline_us
    )
    watch(world, broker, group, member)


def watch(world: World, broker: Broker, group: Group, member: MemberOf) -> None:
    """One timer a member; it looks again whenever the deadline has moved meanwhile."""
    if not member.timer_armed:
        member.timer_armed = True
        due = member.deadline_us
        world.at(due, "member_session", broker.name, group.group, member.member_id)


def session_due(world: World, broker: Broker, groups: Groups, group: Group, member_id: str) -> None:
    """The session may have run out. A member that waits for a rebalance needs no heartbeat, a
    newcomer for at most five minutes."""
    member = group.members.get(member_id)
    if member is None:
        return
    again = member.deadline_us
    patient = not member.new_until_us or member.new_until_us > world.now_us
    if member.join_ref is not None and patient:
        again = max(world.now_us + LOOK_AGAIN_US, member.deadline_us)
    if again > world.now_us:
        world.at(again, "member_session", broker.name, group.group, member_id, cause=0)
        return
    cause = world.fault_since(member.armed_by, member.client, broker.name)
    expire(world, group, member, "session", cause)
    go_on_without(world, broker, groups, group, "member_expired")


def remove(group: Group, member: MemberOf) -> None:
    del group.members[member.member_id]
    if member.instance_id is not None:
        group.statics.pop(member.instance_id, None)


def expire(world: World, group: Group, member: MemberOf, reason: str, cause: Any = None) -> None:
    """A member is put out; a request of it that waits is refused."""
    remove(group, member)
    waited = member.session_us if reason == "session" else member.rebalance_us
    because = ("session.timeout.ms",) if reason == "session" else ("max.poll.interval.ms",)
    world.cause = world.emit(
        MemberExpired, group.group, member.client, member.member_id, waited, reason,
        cause=cause, because=because,
    )  # fmt: skip
    for ref in (member.join_ref, member.sync_ref):
        if ref is not None:
            answer(world, ref, "UNKNOWN_MEMBER_ID", {})


def go_on_without(world: World, broker: Broker, groups: Groups, group: Group, reason: str) -> None:
    """A member is gone: the others rebalance, or need not wait for it any longer."""
    if group.state in ("Stable", "CompletingRebalance"):
        prepare(world, broker, groups, group, reason)
    elif group.state == "PreparingRebalance":
        try_complete(world, broker, groups, group)
