"""Questions about offsets that a leader answers: ListOffsets and OffsetForLeaderEpoch (7.4, 1.2)."""

from typing import Any

from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication import stable
from broker_core.replication.replica import Broker, Replica


def list_offsets(world: World, broker: Broker, ref: Ref, body: Any) -> None:
    """Where a policy points: earliest, latest, or the first record not older than a timestamp."""
    rows: list[Any] = []
    for topic, partition in body["partitions"]:
        replica = broker.replica(topic, partition)
        if replica is None or not replica.leads:
            rows.append((topic, partition, "NOT_LEADER_OR_FOLLOWER", -1))
        else:
            rows.append((topic, partition, None, _points_at(replica, body)))
    at = tuple((t, p, o) for t, p, e, o in rows if e is None)
    reply(world, ref, {"offsets": tuple(rows)}, {"at": at})


def _points_at(replica: Replica, body: Any) -> int:
    """A timestamp with no record at or after it gives the end, as latest does: the high watermark,
    or the last stable offset for read_committed."""
    log, end, policy = replica.log, replica.high_watermark, body["policy"]
    if body.get("isolation") == "read_committed":
        end = stable.last_stable(replica)
    if policy == "earliest":
        return log.log_start
    if policy == "latest":
        return end
    records = log.read(log.log_start, end)
    return next((r.offset for r in records if r.timestamp_us >= policy), end)


def epoch_ends(world: World, broker: Broker, ref: Ref, body: Any) -> None:
    """Where the leader epoch of a consumer's last record ends in this log (KIP-320)."""
    rows: list[Any] = []
    for topic, partition, epoch, leader_epoch in body["partitions"]:
        replica = broker.replica(topic, partition)
        if replica is None or not replica.leads:
            rows.append((topic, partition, "NOT_LEADER_OR_FOLLOWER", -1, -1))
        elif leader_epoch != replica.leader_epoch:
            older = leader_epoch < replica.leader_epoch
            error = "FENCED_LEADER_EPOCH" if older else "UNKNOWN_LEADER_EPOCH"
            rows.append((topic, partition, error, -1, -1))
        else:
            rows.append((topic, partition, None, *replica.log.end_of_epoch(epoch)))
    at = tuple((t, p, o) for t, p, e, _, o in rows if e is None)
    reply(world, ref, {"ends": tuple(rows)}, {"at": at})
