"""What the coordinator says of a group, and the signs of life of its members (semantics 6.1)."""

from broker_core.coordinator.consumer_group.state import (
    ConsumerGroup,
    ConsumerMember,
    rows,
    state_of,
)
from broker_core.events.consumer_group import MemberAdvanced, PhaseChanged
from broker_core.events.group import GroupHeartbeatReceived
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker


def say_state(world: World, group: ConsumerGroup) -> None:
    """Emit the group's state when it is another one now."""
    state = state_of(group)
    if state != group.state:
        previous, group.state = group.state, state
        world.emit(PhaseChanged, group.group, state, previous, group.epoch, group.assignment_epoch)


def say_step(world: World, broker: Broker, group: ConsumerGroup, member: ConsumerMember) -> None:
    """Emit a member's step; one that must give something up has its rebalance timeout for that."""
    world.cause = world.emit(
        MemberAdvanced, group.group, member.client, member.member_id, member.epoch, member.state,
        rows(member.assigned), rows(member.revoking),
    )  # fmt: skip
    if member.state != "UNREVOKED_PARTITIONS":
        member.revoke_due_us = 0
    elif not member.revoke_due_us:
        arm_revocation(world, broker, group, member)


def arm_revocation(
    world: World, broker: Broker, group: ConsumerGroup, member: ConsumerMember
) -> None:
    member.revoke_due_us = world.now_us + member.rebalance_us
    world.at(
        member.revoke_due_us, "consumer_revocation", broker.name, group.group, member.member_id
    )


def touch(world: World, broker: Broker, group: ConsumerGroup, member: ConsumerMember) -> None:
    """A sign of life: the session (group.consumer.session.timeout.ms) starts afresh."""
    session_us = broker.settings[f"group.{group.kind}.session.timeout.ms"]
    member.deadline_us = world.now_us + session_us
    member.armed_by = world.emit(
        GroupHeartbeatReceived, group.group, member.member_id, member.deadline_us
    )
    if not member.timer_armed:
        member.timer_armed = True
        world.at(member.deadline_us, "consumer_session", broker.name, group.group, member.member_id)
