"""The target assignment: who shall own what, computed in the coordinator (semantics 6.1).

`uniform` and `range` for consumer groups, at most once per group.consumer.assignment.interval.ms
(KIP-1263), so that several quick changes cost one target; `simple` for share groups, where partitions
have as many readers as there are members to spare (KIP-932, SimpleAssignor).
"""

from typing import Any

from broker_core.coordinator.assignors import server_assignors
from broker_core.coordinator.assignors.group import Member, TopicPartition
from broker_core.coordinator.consumer_group.state import ConsumerGroup, places, rows
from broker_core.events.consumer_group import TargetAssigned
from broker_core.kernel.world import World
from broker_core.replication.metadata import Image
from broker_core.replication.replica import Broker


def counts(image: Image, group: ConsumerGroup) -> tuple[tuple[str, int], ...]:
    """How many partitions each subscribed topic has; topics that do not exist are left out."""
    topics = sorted({t for m in group.members.values() for t in m.topics})
    return tuple((t, image.topics[t].partitions) for t in topics if t in image.topics)


def interval_us(broker: Broker, group: ConsumerGroup) -> int:
    return int(broker.settings[f"group.{group.kind}.assignment.interval.ms"])


def due(world: World, broker: Broker, group: ConsumerGroup) -> bool:
    """Whether a new target is needed and may be computed now."""
    if group.epoch <= group.assignment_epoch or not group.members:
        return False
    last = group.assigned_at_us
    return last < 0 or world.now_us >= last + interval_us(broker, group)


def assignor_of(broker: Broker, group: ConsumerGroup) -> str:
    """The assignor most members ask for (group.remote.assignor); else the broker's first one."""
    if group.kind == "share":
        return "simple"
    votes: dict[str, int] = {}
    for member in group.members.values():
        if member.assignor is not None:
            votes[member.assignor] = votes.get(member.assignor, 0) + 1
    if votes:
        return max(votes, key=lambda name: votes[name])
    return str(broker.settings["group.consumer.assignors"][0])


def compute(world: World, broker: Broker, group: ConsumerGroup) -> list[str]:
    """A new target for the present group epoch; returns the ids whose target changed."""
    name = assignor_of(broker, group)
    group.counts = counts(broker.image, group)
    plan = _simple(group) if name == "simple" else _consumer(group, name)
    before, group.target = group.target, plan
    group.assignment_epoch = group.epoch
    group.assigned_at_us = world.now_us
    world.emit(
        TargetAssigned, group.group, group.epoch, name,
        tuple((group.members[m].client, rows(keys)) for m, keys in plan.items()),
        because=(f"group.{group.kind}.assignment.interval.ms",),
    )  # fmt: skip
    return [m for m in plan if plan[m] != before.get(m)]


def _consumer(group: ConsumerGroup, name: str) -> dict[str, Any]:
    members = {
        m.member_id: Member(
            m.member_id, m.topics, m.instance_id,
            tuple(TopicPartition(*row) for row in rows(group.target.get(m.member_id, ()))),
            1,
        )
        for m in group.members.values()
    }  # fmt: skip
    plan = server_assignors[name].assign(members, dict(group.counts))
    return {
        member_id: places((t, p) for t in sorted(plan[member_id]) for p in plan[member_id][t])
        for member_id in group.members
    }


def _simple(group: ConsumerGroup) -> dict[str, Any]:
    """Members in order of joining; fewer members than partitions: the partitions go round; more:
    the members go round, so that every member reads from some partition."""
    plan: dict[str, list[tuple[str, int]]] = {m: [] for m in group.members}
    for topic, count in group.counts:
        readers = [m.member_id for m in group.members.values() if topic in m.topics]
        for turn in range(max(count, len(readers)) if readers else 0):
            plan[readers[turn % len(readers)]].append((topic, turn % count))
    return {m: places(sorted(set(keys))) for m, keys in plan.items()}
