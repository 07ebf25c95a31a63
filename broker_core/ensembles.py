"""Where ZooKeeper mode meets the cluster: its messages, its timers, and what a process's end means.

Tables in the manner of `cluster` and `timers`; `replayed` is what follows when a broker has learned
decisions.
"""

from collections.abc import Callable
from typing import Any

from broker_core.controller import ensemble, zookeeper
from broker_core.controller.metadata_log import Replayed
from broker_core.controller.node import ControlPlane, Node
from broker_core.events.broker import ControllerCrashed, ControllerStarted
from broker_core.events.zookeeper import EnsembleRole
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.network import Ref
from broker_core.kernel.world import World
from broker_core.replication.metadata import new_image

ASKED = ("zk_session", "zk_ping", "zk_elect", "zk_read", "zk_write", "zk_close")
TOLD = ("leader_and_isr", "update_metadata")

Serve = Callable[[Any, Ref, Any, Replayed], None]
Answered = Callable[[Any, str, str, Any, Any, Replayed], None]
Failed = Callable[[Any, str, str, Any], None]


def _node(c: Any, name: str) -> Node:
    node: Node = c.plane.nodes[name]
    return node


def _serve_ensemble(c: Any, ref: Ref, body: Any, replayed: Replayed) -> None:
    ensemble.serve(c.world, c.plane, ref.server, ref, body)


def _serve_update(c: Any, ref: Ref, body: Any, replayed: Replayed) -> None:
    zookeeper.serve_update(c.world, c.plane, _node(c, ref.server), ref, body, replayed)


def _serve_shutdown(c: Any, ref: Ref, body: Any, replayed: Replayed) -> None:
    zookeeper.serve_shutdown(c.world, c.plane, _node(c, ref.server), ref, body)


def _serve_watch(c: Any, ref: Ref, body: Any, replayed: Replayed) -> None:
    broker, node = c.broker_of(ref.server), _node(c, ref.server)
    zookeeper.watched(c.world, c.plane, broker, node, ref, body)


def _got(c: Any, client: str, server: str, body: Any, kind: Any, replayed: Replayed) -> None:
    broker, node = c.broker_of(client), _node(c, client)
    zookeeper.answered(c.world, c.plane, broker, node, kind, body, replayed)


def _lost(c: Any, client: str, server: str, kind: Any) -> None:
    zookeeper.failed(c.world, c.plane, c.broker_of(client), _node(c, client), kind)


def _told(c: Any, client: str, server: str, body: Any, epoch: Any, replayed: Replayed) -> None:
    zookeeper.update_answered(c.world, c.plane, _node(c, client), server, body, epoch)


def _not_told(c: Any, client: str, server: str, epoch: Any) -> None:
    zookeeper.update_failed(c.world, _node(c, client), server, epoch)


def _may_stop(c: Any, client: str, server: str, body: Any, _: Any, replayed: Replayed) -> None:
    if body["error"] is None and body.get("stop"):
        c.world.at(c.world.now_us, "broker_stop", client)


SERVE: dict[str, Serve] = {
    **dict.fromkeys(ASKED, _serve_ensemble),
    **dict.fromkeys(TOLD, _serve_update),
    "controlled_shutdown": _serve_shutdown,
    "zk_watch": _serve_watch,
}
ANSWERED: dict[str, Answered] = {
    **dict.fromkeys(ASKED, _got),
    **dict.fromkeys(TOLD, _told),
    "controlled_shutdown": _may_stop,
}
FAILED: dict[str, Failed] = {
    **dict.fromkeys(ASKED, _lost),
    **dict.fromkeys(TOLD, _not_told),
    "controlled_shutdown": lambda *_: None,
}


def due(replayed: Callable[[Any], Replayed]) -> dict[str, Callable[..., None]]:
    """The scheduled things of this mode: kind -> what to do with (cluster, owner, *data)."""

    def loaded(c: Any, owner: str, epoch: int, began_us: int, registered: Any) -> None:
        node, then = _node(c, owner), replayed(c)
        zookeeper.loaded(c.world, c.plane, node, epoch, began_us, registered, then)

    return {
        "zk_tick": lambda c, owner: ensemble.tick(c.world, c.plane),
        "zk_elected": lambda c, owner: ensemble.elected(c.world, c.plane),
        "zk_push": lambda c, owner: zookeeper.push(c.world, c.plane, _node(c, owner)),
        "controller_loaded": loaded,
    }


def broker_ended(node: Node) -> None:
    """A broker of this mode keeps no metadata on its disk."""
    zookeeper.resign(node)
    node.role, node.leader, node.epoch = "follower", None, 0
    node.fetching = node.flush_due = False
    node.log = Chunks()
    node.high_watermark = 0
    node.image = new_image()


def keeper_crashed(c: Any, name: str, end_process: Callable[[Any, str, int], None]) -> None:
    """A node of the ensemble dies."""
    seq = c.world.emit(ControllerCrashed, name)
    c.world.fault(seq, name)
    end_process(c, name, seq)
    c.world.emit(EnsembleRole, name, "down", c.plane.zookeeper.epoch, None, cause=seq)
    ensemble.review(c.world, c.plane, seq)


def keeper_started(c: Any, name: str) -> None:
    """It comes back with what is on its disk and follows whoever leads."""
    zk = c.plane.zookeeper
    c.world.processes[name].up = True
    seq = c.world.emit(ControllerStarted, name)
    c.world.cause = seq
    if zk.leader is not None:
        c.world.emit(EnsembleRole, name, "zk_follower", zk.epoch, zk.leader, cause=seq)
    ensemble.review(c.world, c.plane, seq)


def open_plane(world: World, plane: ControlPlane, entries: Any) -> None:
    """Time 0: every broker is registered, the first one is controller and has read everything."""
    zk = plane.zookeeper
    assert zk is not None
    for entry in entries:
        zk.log.append(tuple(entry))
        kind, value = entry.record
        if kind == "broker":
            zk.registered[value[0]] = (value[1], value[4])
            zk.sessions[value[0]] = world.now_us
            zk.armed_by[value[0]] = 0
            zk.transactions = max(zk.transactions, value[1])
    zk.controller = zk.controller_epoch = 1
    world.at(world.now_us + 1, "zk_tick", "", cause=0)
