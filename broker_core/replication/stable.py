"""The last stable offset of a leader's partition: how far read_committed may read (1.1, 2.7)."""

from broker_core.events.transaction import LastStableOffsetMoved
from broker_core.kernel.world import World
from broker_core.replication.replica import Broker, Replica


def last_stable(replica: Replica) -> int:
    """Never below the log start offset: retention does not wait for a transaction's end."""
    return max(replica.log.log_start, replica.log.txn.last_stable(replica.high_watermark))


def announce(world: World, broker: Broker, replica: Replica) -> None:
    """Say where the last stable offset stands now, once transactions were here at all."""
    if not replica.log.txn.seen or not replica.leads:
        return
    offset = last_stable(replica)
    if offset != replica.last_stable:
        replica.last_stable = offset
        world.emit(
            LastStableOffsetMoved, broker.id, replica.topic, replica.partition, offset,
            replica.high_watermark,
        )  # fmt: skip
