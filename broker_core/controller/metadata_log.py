"""Writing, copying and deciding metadata: append, fetch, high watermark (semantics 4.1).

A record is decided once a majority of the voters holds it. Nodes pull, as followers of a partition
do; a fetch also says which high watermark the node knows, so that news of it leaves at once
(KIP-1166).
"""

from collections.abc import Callable
from typing import Any

from broker_core.controller.node import ControlPlane, Entry, Node
from broker_core.events.controller import MetadataAppended, MetadataReplayed
from broker_core.kernel import network
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.metadata import replay

Replayed = Callable[[Node, list[Entry]], None]
"""Called with the entries a node has just learned to be decided, oldest first."""

FETCH_WAIT_US = 500_000
APPEND_LINGER_US = 25_000


def append(world: World, node: Node, record: Any, reason: str, cause: Any = None) -> int:
    """The active controller writes a record; returns its offset. It counts only once decided."""
    why = world.cause if cause is None else cause
    offset = len(node.log)
    what = f"{record[0]} {record[1][0]}" if record[0] != "leader_change" else "leader_change"
    seq = why if node.pushes else world.emit(MetadataAppended, node.name, offset, what, cause=why)
    node.log.append(Entry(node.epoch, record, why if reason else seq, reason))
    replay(node.pending, record)
    if not node.flush_due:
        node.flush_due = True
        world.at(world.now_us + APPEND_LINGER_US, "quorum_flush", node.name, cause=seq)
    return offset


def flush(world: World, plane: ControlPlane, node: Node, replayed: Replayed) -> None:
    """What was written is on disk here: waiting fetches are answered, a lone voter decides."""
    node.flush_due = False
    if node.role == "leader":
        advance(world, plane, node, replayed)
        complete_fetches(world, node)


def send_fetch(world: World, plane: ControlPlane, node: Node, to: str) -> None:
    """Ask for metadata past our end."""
    node.fetching = True
    body = {
        "node": node.name,
        "epoch": node.epoch,
        "offset": len(node.log),
        "last_epoch": node.last_epoch,
        "mark": node.high_watermark,
    }
    network.request(
        world, node.name, to, "quorum", "quorum_fetch", body,
        plane.settings["controller.quorum.request.timeout.ms"], {"offset": len(node.log)},
        chatter=True,
    )  # fmt: skip


def serve_fetch(
    world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any, replayed: Replayed
) -> None:
    """The leader answers a node's fetch, or says who leads."""
    if node.role != "leader" or body["epoch"] > node.epoch:
        answer = {"error": "NOT_LEADER_OR_FOLLOWER", "epoch": node.epoch, "leader": node.leader}
        reply(world, ref, answer, {"error": "NOT_LEADER_OR_FOLLOWER"}, chatter=True)
        return
    if body["epoch"] < node.epoch:
        answer = {"error": "FENCED_LEADER_EPOCH", "epoch": node.epoch, "leader": node.name}
        reply(world, ref, answer, {"error": "FENCED_LEADER_EPOCH"}, chatter=True)
        return
    node.progress[body["node"]] = (body["offset"], world.now_us)
    if _diverges(node, body) is None and body["node"] in plane.voters:
        if advance(world, plane, node, replayed):
            complete_fetches(world, node)
    if _worth(node, body):
        _answer(world, node, ref, body)
    else:
        node.parked[ref.msg] = (ref, body)
        world.at(world.now_us + FETCH_WAIT_US, "quorum_fetch_expired", node.name, ref.msg)


def _diverges(node: Node, body: Any) -> int | None:
    """The offset to cut back to when the node's history is not a prefix of ours, else None."""
    offset: int = body["offset"]
    if offset == 0:
        return None
    if offset <= len(node.log) and node.log[offset - 1].epoch == body["last_epoch"]:
        return None
    end = min(offset, len(node.log))
    while end > 0 and node.log[end - 1].epoch > body["last_epoch"]:
        end -= 1
    return end if end < offset else offset - 1


def _worth(node: Node, body: Any) -> bool:
    return (
        body["offset"] < len(node.log)
        or body["mark"] < min(node.high_watermark, body["offset"])
        or _diverges(node, body) is not None
    )


def _answer(world: World, node: Node, ref: Ref, body: Any) -> None:
    cut = _diverges(node, body)
    entries = () if cut is not None else tuple(node.log.between(body["offset"], len(node.log)))
    answer = {
        "error": None,
        "epoch": node.epoch,
        "leader": node.name,
        "mark": node.high_watermark,
        "cut": cut,
        "entries": entries,
    }
    news = bool(entries) or cut is not None
    summary = {"entries": len(entries), "mark": node.high_watermark}
    reply(world, ref, answer, summary, chatter=not news)


def complete_fetches(world: World, node: Node) -> None:
    """Answer every waiting fetch that has something to learn."""
    for msg, (ref, body) in list(node.parked.items()):
        if _worth(node, body):
            del node.parked[msg]
            _answer(world, node, Ref(*ref), body)


def fetch_expired(world: World, node: Node, msg: int) -> None:
    parked = node.parked.pop(msg, None)
    if parked is not None:
        _answer(world, node, Ref(*parked[0]), parked[1])


def advance(world: World, plane: ControlPlane, node: Node, replayed: Replayed) -> bool:
    """Raise the leader's mark to what a majority holds, if that ends in the present epoch."""
    ends = sorted(
        (
            len(node.log) if v == node.name else node.progress.get(v, (0, 0))[0]
            for v in plane.voters
        ),
        reverse=True,
    )
    mark = min(ends[plane.majority - 1], len(node.log))
    if mark <= node.high_watermark or node.log[mark - 1].epoch != node.epoch:
        return False
    learn(world, node, mark, replayed)
    return True


def learn(world: World, node: Node, mark: int, replayed: Replayed) -> None:
    """Everything below `mark` is decided: replay what is new here."""
    mark = min(mark, len(node.log))
    if mark <= node.high_watermark:
        return
    news = node.log.between(node.high_watermark, mark)
    node.high_watermark = mark
    for entry in news:
        replay(node.image, entry.record)
    world.emit(MetadataReplayed, node.name, mark)
    replayed(node, news)


def accept(world: World, node: Node, body: Any, replayed: Replayed) -> None:
    """Take over what the leader sent: cut back first where histories part."""
    if body["cut"] is not None:
        node.log.cut(max(body["cut"], node.high_watermark))
        return
    for entry in body["entries"]:
        node.log.append(Entry(*entry))
    learn(world, node, body["mark"], replayed)
