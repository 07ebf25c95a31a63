"""Which replica a consumer reads from (KIP-392): the leader, or a follower in its own rack.

The leader decides, where the brokers have a `replica.selector.class` and the consumer names its
`client.rack`. A follower serves only what it knows to be committed.
"""

from typing import Any

from broker_core.replication.metadata import may_serve
from broker_core.replication.replica import Broker, Replica


def may_read(replica: Replica, body: Any) -> bool:
    """Whether a copy that does not lead may serve this fetch: a consumer's, with a rack."""
    return bool(body["replica"] < 0 and body.get("rack") and replica.leader >= 0)


def waited_for(broker: Broker) -> bool:
    """Whether a consumer with a rack waits here for more, perhaps of what this broker follows."""
    return any(body.get("rack") for _, body in broker.parked_fetches.values())


def nearer(broker: Broker, body: Any) -> tuple[Any, ...]:
    """((topic, partition, follower), …) for what a consumer had better read elsewhere."""
    rack = body.get("rack")
    if not rack or not broker.settings["replica.selector.class"] or rack == broker.rack:
        return ()
    found = []
    for part in body["parts"]:
        replica = broker.replica(part[0], part[1])
        if replica is not None and replica.leads and part[4] == replica.leader_epoch:
            follower = _follower_in(broker, replica, rack, part[2])
            if follower >= 0:
                found.append((part[0], part[1], follower))
    return tuple(found)


def _follower_in(broker: Broker, replica: Replica, rack: str, offset: int) -> int:
    """The in-sync follower of a rack that has come furthest, if it has what is asked for."""
    best, furthest = -1, -1
    for follower_id, follower in sorted(replica.followers.items()):
        info = broker.image.brokers.get(follower_id)
        here = info is not None and info.rack == rack and may_serve(broker.image, follower_id)
        if here and follower_id in replica.isr and follower.log_end >= max(offset, furthest):
            best, furthest = follower_id, follower.log_end
    return best


def without(rows: Any, preferred: tuple[Any, ...]) -> Any:
    """An answer whose records are left out where they shall be read elsewhere."""
    elsewhere = [(topic, partition) for topic, partition, _ in preferred]
    return tuple((*row[:6], (), *row[7:]) if (row[0], row[1]) in elsewhere else row for row in rows)
