"""Members that are silent, or that do not give up what they must, are fenced (semantics 6.1)."""

from typing import Any

from broker_core.coordinator.consumer_group import journal
from broker_core.coordinator.consumer_group.heartbeat import drop
from broker_core.coordinator.consumer_group.state import ConsumerGroup, ConsumerGroups
from broker_core.events.group import MemberExpired
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker


def session_due(
    world: World, broker: Broker, groups: ConsumerGroups, group: ConsumerGroup, member_id: str
) -> None:
    """The session of a member may be over."""
    member = group.members.get(member_id)
    if member is None:
        return
    if member.deadline_us > world.now_us:
        world.at(
            member.deadline_us, "consumer_session", broker.name, group.group, member_id, cause=0
        )
        return
    cause = world.fault_since(member.armed_by, member.client, broker.name)
    name = f"group.{group.kind}.session.timeout.ms"
    _fence(world, broker, groups, group, member_id, "silence", broker.settings[name], name, cause)


def revocation_due(
    world: World, broker: Broker, groups: ConsumerGroups, group: ConsumerGroup, member_id: str
) -> None:
    """A member had its rebalance timeout (max.poll.interval.ms) to give partitions up."""
    member = group.members.get(member_id)
    if member is None or not member.revoke_due_us or member.revoke_due_us > world.now_us:
        return
    _fence(
        world, broker, groups, group, member_id, "revocation", member.rebalance_us,
        "max.poll.interval.ms", None,
    )  # fmt: skip


def _fence(
    world: World, broker: Broker, groups: ConsumerGroups, group: ConsumerGroup, member_id: str,
    reason: str, waited_us: int, name: str, cause: Any,
) -> None:  # fmt: skip
    member = group.members[member_id]
    world.cause = world.emit(
        MemberExpired, group.group, member.client, member_id, waited_us, reason,
        cause=cause, because=(name,),
    )  # fmt: skip
    changes = drop(world, group, member, "member_expired")
    journal.answer(world, broker, groups, group, changes, None, {}, {})
