"""Whether a member of a consumer group may save an offset (semantics 6.1, KIP-1251)."""

from typing import Any

from broker_core.coordinator.consumer_group.state import ConsumerGroup
from broker_core.replication.metadata import place


def problem(group: ConsumerGroup, body: Any) -> str | None:
    """UNKNOWN_MEMBER_ID, STALE_MEMBER_EPOCH or None.

    Since 4.3 an older epoch is accepted for partitions that were assigned at or before it, so that a
    commit on its way while its member advances is not lost.
    """
    epoch = body["generation"]
    if epoch < 0 and not group.members:
        return None
    member = group.members.get(body["member_id"])
    if member is None:
        return "UNKNOWN_MEMBER_ID"
    if epoch == member.epoch:
        return None
    if epoch > member.epoch:
        return "STALE_MEMBER_EPOCH"
    for topic, partition, _ in body["offsets"]:
        key = place(topic, partition)
        since = member.assigned.get(key, member.revoking.get(key))
        if since is None or since > epoch:
            return "STALE_MEMBER_EPOCH"
    return None
