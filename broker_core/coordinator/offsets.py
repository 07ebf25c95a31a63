"""Committing and fetching offsets at the coordinator (semantics 5.4, 7.1)."""

from typing import Any

from broker_core.coordinator import journal, rebalancing
from broker_core.coordinator.group import Group, Groups, offset_record
from broker_core.coordinator.transitions import problem
from broker_core.events.client import OffsetCommitted
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker


def commit_problem(group: Group, body: Any) -> str | None:
    """Why a commit is refused, or None (semantics 5.4). Without a member id and a generation it is
    a consumer that assigned itself: accepted while nobody else uses the group."""
    member_id, generation = body["member_id"], body["generation"]
    if generation < 0 and group.state == "Empty":
        return None
    return problem(group, "commit", member_id, body["instance_id"], generation)


def commit(world: World, broker: Broker, groups: Groups, group: Group, ref: Ref, body: Any) -> None:
    """Write the offsets to the group's log; the answer waits for the in-sync set."""
    error = commit_problem(group, body)
    member = group.members.get(body["member_id"])
    if error is None and member is not None:
        rebalancing.touch(world, broker, group, member)
    if error is None:
        rows = [offset_record(group.group, t, p, o) for t, p, o in body["offsets"]]
        data = (tuple(ref), group.group, body["client"], body["offsets"])
        error = journal.append(world, broker, groups, group.partition, rows, "offsets", data)
        wait = broker.settings["offsets.commit.timeout.ms"]
        world.at(world.now_us + wait, "commit_expired", broker.name, tuple(ref))
    if error is not None:
        at = body["offsets"]
        reply(world, ref, {"error": error, "offsets": at}, {"error": error, "at": at})


def committed(world: World, broker: Broker, group: Group | None, data: Any) -> None:
    """The offsets are on every in-sync replica: they count, and the member is told."""
    ref, name, client, offsets = data
    for topic, partition, offset in offsets:
        if group is not None:
            group.offsets[place(topic, partition)] = offset
            group.committed_us[place(topic, partition)] = world.now_us
        world.emit(OffsetCommitted, client, name, topic, partition, offset, broker.id)
    if ref is not None:
        reply(world, Ref(*ref), {"error": None, "offsets": offsets}, {"at": offsets})


def expired(world: World, groups: Groups, ref: Any) -> None:
    """The in-sync set did not take a commit in offsets.commit.timeout.ms: its member is told so. The
    record stays in the log, and counts if the set takes it later."""
    for place_, row in enumerate(groups.waiting):
        partition, required, action, data = row
        if action == "offsets" and data[0] == ref:
            groups.waiting[place_] = (partition, required, action, (None, *data[1:]))
            error = "COORDINATOR_NOT_AVAILABLE"
            at = data[3]
            reply(world, Ref(*ref), {"error": error, "offsets": at}, {"error": error, "at": at})


def fetch(world: World, group: Group, ref: Ref, body: Any) -> None:
    """The committed offsets of the asked partitions; -1 where there is none."""
    rows = tuple((t, p, group.offsets.get(place(t, p), -1)) for t, p in body["partitions"])
    reply(world, ref, {"error": None, "offsets": rows}, {"at": rows})
