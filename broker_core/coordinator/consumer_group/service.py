"""A broker's groups of the newer protocols: taking over, giving up, and the door for requests."""

from typing import Any

from broker_core.coordinator import offsets
from broker_core.coordinator.consumer_group import commits, heartbeat, journal
from broker_core.coordinator.consumer_group.session import arm_revocation, touch
from broker_core.coordinator.consumer_group.state import (
    ConsumerGroup,
    ConsumerGroups,
    new_group,
    rows,
    state_of,
)
from broker_core.coordinator.group import OFFSETS_TOPIC, Groups
from broker_core.coordinator.pending_offsets import decided
from broker_core.coordinator.placement import coordinator_partition
from broker_core.events.consumer_group import EpochRaised, MemberAdvanced, PhaseChanged
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker

REFUSED = {"error": "NOT_COORDINATOR"}


def took_over(
    world: World, broker: Broker, groups: ConsumerGroups, partition: int, kinds: dict[str, str]
) -> None:
    """This broker leads an offsets partition now: epochs, members and targets come from its log.

    Sessions start afresh, as in Kafka; nobody has to join again.
    """
    replica = broker.replica(OFFSETS_TOPIC, partition)
    assert replica is not None
    loaded = journal.load(decided(list(replica.log.records))[0], partition)
    for name, kind in kinds.items():
        if coordinator_partition(name) != partition:
            continue
        group = groups.groups[name] = loaded.get(name) or new_group(name, kind, partition)
        group.state = state_of(group)
        if name in loaded:
            _say_loaded(world, group)
        for member in group.members.values():
            touch(world, broker, group, member)
            if member.state == "UNREVOKED_PARTITIONS":
                arm_revocation(world, broker, group, member)


def _say_loaded(world: World, group: ConsumerGroup) -> None:
    """Tell what the log said, since what the former coordinator had not saved is void."""
    world.emit(EpochRaised, group.group, group.epoch, "loaded")
    world.emit(
        PhaseChanged, group.group, group.state, group.state, group.epoch, group.assignment_epoch
    )
    for member in group.members.values():
        world.emit(
            MemberAdvanced, group.group, member.client, member.member_id, member.epoch,
            member.state, rows(member.assigned), rows(member.revoking),
        )  # fmt: skip


def gave_up(world: World, groups: ConsumerGroups, partition: int) -> None:
    """Another broker leads the offsets partition: forget its groups, refuse who waits."""
    for name in [n for n, g in groups.groups.items() if g.partition == partition]:
        del groups.groups[name]
    for _, _, ref, _, _ in [w for w in groups.waiting if w[0] == partition]:
        reply(world, Ref(*ref), REFUSED, REFUSED)
    groups.waiting = [w for w in groups.waiting if w[0] != partition]


def serve(
    world: World, broker: Broker, groups: ConsumerGroups, classic: Groups, ref: Ref, body: Any
) -> None:
    """A heartbeat, or a commit or fetch of offsets, which go the classic way once allowed."""
    group = groups.groups.get(body["group"])
    keeper = classic.groups.get(body["group"])
    if group is None or keeper is None:
        reply(world, ref, {**REFUSED, "offsets": body.get("offsets", ())}, REFUSED)
    elif ref.kind in ("consumer_heartbeat", "share_heartbeat"):
        heartbeat.serve(world, broker, groups, group, ref, body)
    elif ref.kind == "commit":
        error = commits.problem(group, body)
        at = body["offsets"]
        if error is not None:
            reply(world, ref, {"error": error, "offsets": at}, {"error": error, "at": at})
            return
        plain = {**body, "member_id": "", "generation": -1, "instance_id": None}
        offsets.commit(world, broker, classic, keeper, ref, plain)
    else:
        offsets.fetch(world, keeper, ref, body)
