"""What a ZooKeeper ensemble keeps for a cluster of Kafka 3.9 or older (semantics 4.5)."""

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import Plain, state


@state
class ZooKeeper:
    """The ensemble as one replicated store; it answers while `leader` is somebody.

    `log` are the stored decisions (entries) in order. `registered` are the ephemeral
    /brokers/ids: broker -> (its epoch, its rack), `sessions` when each was last heard of. The
    ephemeral /controller names a broker, -1 when it is free; `controller_epoch` fences old ones.
    """

    names: Plain
    leader: str | None
    epoch: int
    log: Chunks[Plain]
    registered: dict[int, Plain]
    sessions: dict[int, int]
    armed_by: dict[int, Plain]
    controller: int
    controller_epoch: int
    transactions: int
    electing: bool

    @property
    def majority(self) -> int:
        return len(self.names) // 2 + 1


def new_zookeeper(size: int) -> ZooKeeper:
    names = tuple(f"zk{n}" for n in range(1, size + 1))
    return ZooKeeper(names, names[-1], 1, Chunks(), {}, {}, {}, -1, 0, 0, False)
