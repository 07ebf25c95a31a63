"""A node of the control plane: a voter, or a broker that only follows the metadata log."""

from typing import NamedTuple

from broker_core.controller.znodes import ZooKeeper
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import Plain, state
from broker_core.replication.metadata import Image, new_image


class Entry(NamedTuple):
    """One record of the metadata log. `cause` is the seq that led to it, `reason` a word for it."""

    epoch: int
    record: Plain
    cause: Plain
    reason: str


@state
class Node:
    """A node's metadata log and its part in the quorum (semantics 4.1).

    Roles: leader, follower, prospective, candidate, unattached, resigned; observers are follower
    or unattached. Invariants: high_watermark <= len(log); one vote an epoch. The last block is
    the active controller's memory: it means something only while `role` is leader. In ZooKeeper mode
    the node `pushes`: it writes to the ensemble and tells brokers (`pushing` while one is asked).
    """

    name: str
    voter: bool
    role: str
    epoch: int
    leader: str | None
    voted_for: str | None
    log: Chunks[Entry]
    high_watermark: int
    image: Image
    deadline_us: int
    timer: int
    fetching: bool
    fetched_from_leader: bool
    try_next: int
    votes: dict[str, bool]
    progress: dict[str, Plain]
    parked: dict[int, Plain]
    active: bool
    pending: Image
    sessions: dict[int, int]
    armed_by: dict[int, Plain]
    stopping: dict[int, int]
    replies: list[Plain]
    flush_due: bool
    pushes: bool
    pushing: dict[str, bool]

    @property
    def last_epoch(self) -> int:
        return self.log[-1].epoch if len(self.log) else 0


def new_node(name: str, voter: bool) -> Node:
    return Node(
        name, voter, "follower", 1, None, None, Chunks(), 0, new_image(), 0, 0, False, False, 0,
        {}, {}, {}, False, new_image(), {}, {}, {}, [], False, False, {},
    )  # fmt: skip


@state
class ControlPlane:
    """All nodes, and what has been announced: the decided metadata as the run has told it.

    `risky` marks partitions that ever had an unclean or last-known-leader election; `rejoined` is
    the event that last brought a replica of a partition back in sync.
    """

    nodes: dict[str, Node]
    voters: Plain
    announced: Image
    held: bool
    settings: Plain
    risky: dict[str, int]
    rejoined: dict[str, int]
    zookeeper: ZooKeeper | None = None

    @property
    def majority(self) -> int:
        return len(self.voters) // 2 + 1
