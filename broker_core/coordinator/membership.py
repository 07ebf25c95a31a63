"""Join, sync, heartbeat and leave: the classic group protocol (semantics 5.2 to 5.4)."""

from typing import Any

from broker_core.coordinator import offsets
from broker_core.coordinator.group import Group, Groups, MemberOf, group_record
from broker_core.events.group import (
    AssignmentStored,
    GroupHeartbeatReceived,
    MemberExpired,
    MemberJoined,
    MemberLeft,
    Rebalanced,
    StateChanged,
)
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker


def change_state(
    world: World, group: Group, state: str, reason: str, deadline_us: int | None = None,
    cause: Any = None,
) -> None:  # fmt: skip
    previous, group.state = group.state, state
    world.cause = world.emit(
        StateChanged, group.group, state, previous, group.generation, reason, deadline_us,
        cause=cause,
    )  # fmt: skip


def answer(world: World, ref: Any, error: str | None, body: Any, summary: Any = None) -> None:
    note = dict(summary or {})
    if error is not None:
        note["error"] = error
    reply(world, Ref(*ref), {"error": error, **body}, note)


def join(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """A member (re)joins; a newcomer first gets an id (KIP-394)."""
    member_id = body["member_id"]
    if member_id == "":
        fresh = f"{body['client']}-{world.chance.bits(body['client'], 'member_id') >> 32:08x}"
        group.pending[fresh] = world.now_us + body["session_us"]
        answer(world, ref, "MEMBER_ID_REQUIRED", {"member_id": fresh}, {"member_id": fresh})
        return
    member = group.members.get(member_id)
    if member is None:
        if member_id not in group.pending:
            answer(world, ref, "UNKNOWN_MEMBER_ID", {})
            return
        _admit(world, broker, groups, group, ref, body)
        return
    changed = member.protocols != body["protocols"] or member.topics != body["topics"]
    member.protocols, member.topics = body["protocols"], body["topics"]
    if group.state == "PreparingRebalance":
        member.join_ref = tuple(ref)
        try_complete(world, broker, groups, group)
    elif not changed and (
        group.state == "CompletingRebalance"
        or (group.state == "Stable" and group.leader != member_id)
    ):
        _answer_join(world, group, member, ref)
    else:
        member.join_ref = tuple(ref)
        prepare(world, broker, groups, group, "member_rejoined")


def _admit(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    member_id = body["member_id"]
    del group.pending[member_id]
    group.members[member_id] = MemberOf(
        member_id, body["client"], body["instance_id"], body["session_us"], body["rebalance_us"],
        body["protocols"], body["topics"], (), 0, None, tuple(ref), None, False,
    )  # fmt: skip
    group.newcomer = True
    world.cause = world.emit(MemberJoined, group.group, body["client"], member_id)
    if group.state == "PreparingRebalance":
        try_complete(world, broker, groups, group)
    else:
        prepare(world, broker, groups, group, "member_joined")


def prepare(world: World, broker: Broker, groups: Groups, group: Group, reason: str) -> None:
    """Begin to collect joins; the first generation of an empty group waits for more members."""
    for member in group.members.values():
        if member.sync_ref is not None:
            answer(world, member.sync_ref, "REBALANCE_IN_PROGRESS", {})
            member.sync_ref = None
    group.saving = False
    group.initial = group.state == "Empty"
    longest = max((m.rebalance_us for m in group.members.values()), default=0)
    if group.initial:
        wait = min(broker.settings["group.initial.rebalance.delay.ms"], longest)
        group.newcomer = False
    else:
        wait = longest
    group.deadline_us = world.now_us + wait
    change_state(world, group, "PreparingRebalance", reason, group.deadline_us)
    _arm(world, broker, groups, group, "rebalance_due")
    if group.initial:
        group.initial_until = world.now_us + longest
    else:
        try_complete(world, broker, groups, group)


def _arm(world: World, broker: Broker, groups: Groups, group: Group, kind: str) -> None:
    groups.timers += 1
    group.timer = groups.timers
    world.at(group.deadline_us, kind, broker.name, group.group, group.timer)


def try_complete(world: World, broker: Broker, groups: Groups, group: Group) -> None:
    """All known members have rejoined (and nobody is about to): no need to wait longer."""
    waiting = sum(1 for m in group.members.values() if m.join_ref is not None)
    if group.initial or group.pending or waiting < len(group.members):
        return
    complete_join(world, broker, groups, group)


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
            _arm(world, broker, groups, group, "rebalance_due")
            return
        complete_join(world, broker, groups, group)
    elif group.state == "CompletingRebalance" and not group.saving:
        for member in [m for m in group.members.values() if m.sync_ref is None]:
            expire(world, group, member, "sync")
        prepare(world, broker, groups, group, "sync_timeout")


def complete_join(world: World, broker: Broker, groups: Groups, group: Group) -> None:
    """A new generation: members that did not rejoin are out, the rest learn their leader."""
    for member in [m for m in group.members.values() if m.join_ref is None]:
        if member.instance_id is None:
            expire(world, group, member, "rebalance")
    group.initial = False
    group.generation += 1
    if not group.members:
        change_state(world, group, "Empty", "no_members")
        offsets.append(world, broker, groups, group.partition, [group_record(group)], "group", ())
        return
    group.protocol = _common_protocol(group)
    if group.leader not in group.members:
        group.leader = next(iter(group.members))
    group.deadline_us = world.now_us + max(m.rebalance_us for m in group.members.values())
    change_state(world, group, "CompletingRebalance", "all_joined", group.deadline_us)
    leader = group.members[group.leader]
    names = tuple((m.member_id, m.client) for m in group.members.values())
    world.emit(Rebalanced, group.group, group.generation, group.protocol, leader.client, names)
    _arm(world, broker, groups, group, "rebalance_due")
    for member in group.members.values():
        ref, member.join_ref = member.join_ref, None
        touch(world, broker, group, member)
        if ref is not None:
            _answer_join(world, group, member, Ref(*ref))


def _common_protocol(group: Group) -> str:
    """Supported by all; most first choices; ties in the order of the first member."""
    first = next(iter(group.members.values()))
    fallback: str = first.protocols[0]
    common: list[str] = [
        p for p in first.protocols if all(p in m.protocols for m in group.members.values())
    ]
    votes = dict.fromkeys(common, 0)
    for member in group.members.values():
        choice = next((p for p in member.protocols if p in votes), None)
        if choice is not None:
            votes[choice] += 1
    return max(common, key=lambda p: votes[p]) if common else fallback


def _answer_join(world: World, group: Group, member: MemberOf, ref: Ref) -> None:
    leads = member.member_id == group.leader
    roster = tuple(
        (m.member_id, m.client, m.instance_id, m.topics, m.assignment)
        for m in group.members.values()
    )
    body = {
        "generation": group.generation,
        "protocol": group.protocol,
        "leads": leads,
        "members": roster if leads else (),
    }
    answer(world, ref, None, body, {"generation": group.generation, "leads": leads})


def sync(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """A member asks for its assignment; the leader brings everybody's."""
    member = group.members.get(body["member_id"])
    if member is None:
        answer(world, ref, "UNKNOWN_MEMBER_ID", {})
    elif body["generation"] != group.generation:
        answer(world, ref, "ILLEGAL_GENERATION", {})
    elif group.state == "PreparingRebalance":
        answer(world, ref, "REBALANCE_IN_PROGRESS", {})
    elif group.state == "Stable":
        _answer_sync(world, member, ref)
    else:
        member.sync_ref = tuple(ref)
        touch(world, broker, group, member)
        if member.member_id == group.leader and not group.saving:
            _save(world, broker, groups, group, body["assignments"])


def _save(world: World, broker: Broker, groups: Groups, group: Group, assignments: Any) -> None:
    for member_id, partitions in assignments:
        if member_id in group.members:
            group.members[member_id].assignment = partitions
    group.saving = True
    data = (group.group, group.generation)
    error = offsets.append(
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
            _answer_sync(world, member, Ref(*ref))


def _answer_sync(world: World, member: MemberOf, ref: Ref) -> None:
    at = member.assignment
    answer(world, ref, None, {"assignment": at}, {"assignment": at})


def heartbeat(world: World, broker: Broker, group: Group, ref: Ref, body: Any) -> None:
    """Renews the session; tells the member when it must rejoin."""
    member = group.members.get(body["member_id"])
    if member is None:
        answer(world, ref, "UNKNOWN_MEMBER_ID", {})
        return
    if body["generation"] != group.generation:
        answer(world, ref, "ILLEGAL_GENERATION", {})
        return
    touch(world, broker, group, member)
    if group.state == "PreparingRebalance":
        answer(world, ref, "REBALANCE_IN_PROGRESS", {})
        return
    reply(world, ref, {"error": None}, {}, chatter=True)


def touch(world: World, broker: Broker, group: Group, member: MemberOf) -> None:
    """A sign of life: the session starts afresh."""
    member.deadline_us = world.now_us + member.session_us
    member.armed_by = world.emit(
        GroupHeartbeatReceived, group.group, member.member_id, member.deadline_us
    )
    if not member.timer_armed:
        member.timer_armed = True
        world.at(member.deadline_us, "member_session", broker.name, group.group, member.member_id)


def session_due(world: World, broker: Broker, groups: Groups, group: Group, member_id: str) -> None:
    """The session may have run out; members that wait for a rebalance are alive."""
    member = group.members.get(member_id)
    if member is None:
        return
    if member.deadline_us > world.now_us or member.join_ref is not None:
        again = max(member.deadline_us, world.now_us + 1_000_000 * (member.join_ref is not None))
        world.at(again, "member_session", broker.name, group.group, member_id, cause=0)
        return
    cause = world.fault_since(member.armed_by, member.client, broker.name)
    expire(world, group, member, "session", cause)
    _go_on_without(world, broker, groups, group, "member_expired")


def expire(world: World, group: Group, member: MemberOf, reason: str, cause: Any = None) -> None:
    """A member is put out; a request of it that waits is refused."""
    del group.members[member.member_id]
    waited = member.session_us if reason == "session" else member.rebalance_us
    because = ("session.timeout.ms",) if reason == "session" else ("max.poll.interval.ms",)
    world.cause = world.emit(
        MemberExpired, group.group, member.client, member.member_id, waited, reason,
        cause=cause, because=because,
    )  # fmt: skip
    for ref in (member.join_ref, member.sync_ref):
        if ref is not None:
            answer(world, ref, "UNKNOWN_MEMBER_ID", {})


def leave(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """A member says goodbye: the others rebalance at once."""
    member = group.members.pop(body["member_id"], None)
    group.pending.pop(body["member_id"], None)
    reply(world, ref, {"error": None}, {})
    if member is not None:
        world.cause = world.emit(MemberLeft, group.group, member.client, member.member_id)
        _go_on_without(world, broker, groups, group, "member_left")


def pending_due(world: World, broker: Broker, groups: Groups, group: Group) -> None:
    """Newcomers that got an id but never came back are forgotten."""
    for member_id in [m for m, until in group.pending.items() if until <= world.now_us]:
        del group.pending[member_id]
    if group.state == "PreparingRebalance":
        try_complete(world, broker, groups, group)


def _go_on_without(world: World, broker: Broker, groups: Groups, group: Group, reason: str) -> None:
    if group.state in ("Stable", "CompletingRebalance"):
        prepare(world, broker, groups, group, reason)
    elif group.state == "PreparingRebalance":
        try_complete(world, broker, groups, group)
