"""The ensemble's own part: who leads it, whose session has ended, and requests to it (4.5).

Simplified: what its nodes tell each other is not drawn. A request is answered by any node that
reaches the ensemble's leader, and the leader leads while it reaches a majority.
"""

from collections.abc import Callable
from typing import Any

from broker_core.controller.node import ControlPlane, Entry
from broker_core.controller.znodes import ZooKeeper
from broker_core.events.zookeeper import (
    ControllerFreed,
    EnsembleLeaderElected,
    EnsembleLost,
    EnsembleRole,
    NodeWritten,
    SessionExpired,
    SessionOpened,
)
from broker_core.kernel import network
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World

ELECTION_US = 400_000


def _keeper(plane: ControlPlane) -> ZooKeeper:
    assert plane.zookeeper is not None
    return plane.zookeeper


def _linked(world: World, a: str, b: str) -> bool:
    cut = f"{a}>{b}" in world.cuts or f"{b}>{a}" in world.cuts
    paused = world.processes[b].paused_until_us > world.now_us
    return a == b or (world.is_up(b) and not cut and not paused)


def _reaches_majority(world: World, zk: ZooKeeper, name: str) -> bool:
    if not world.is_up(name) or world.processes[name].paused_until_us > world.now_us:
        return False
    return sum(1 for other in zk.names if _linked(world, name, other)) >= zk.majority


def serves(world: World, zk: ZooKeeper, name: str) -> bool:
    return zk.leader is not None and _linked(world, name, zk.leader)


def review(world: World, plane: ControlPlane, cause: Any = None) -> None:
    """After anything that may change who leads the ensemble."""
    zk = _keeper(plane)
    if zk.leader is not None and not _reaches_majority(world, zk, zk.leader):
        zk.leader = None
        alive = sum(1 for name in zk.names if world.is_up(name))
        seq = world.emit(EnsembleLost, alive, len(zk.names), cause=cause)
        for name in zk.names:
            if world.is_up(name):
                world.emit(EnsembleRole, name, "looking", zk.epoch, None, cause=seq)
    able = any(_reaches_majority(world, zk, name) for name in zk.names)
    if zk.leader is None and able and not zk.electing:
        zk.electing = True
        world.at(world.now_us + ELECTION_US, "zk_elected", "", cause=cause)


def elected(world: World, plane: ControlPlane) -> None:
    """The node with the highest id that reaches a majority leads; every session starts afresh."""
    zk = _keeper(plane)
    zk.electing = False
    able = [name for name in zk.names if _reaches_majority(world, zk, name)]
    if zk.leader is not None or not able:
        return
    zk.leader, zk.epoch = able[-1], zk.epoch + 1
    world.cause = world.emit(EnsembleLeaderElected, zk.leader, zk.epoch)
    show_roles(world, plane)
    for broker in zk.sessions:
        zk.sessions[broker] = world.now_us


def show_roles(world: World, plane: ControlPlane) -> None:
    zk = _keeper(plane)
    for name in zk.names:
        if world.is_up(name):
            role = "zk_leader" if name == zk.leader else "zk_follower"
            world.emit(EnsembleRole, name, role, zk.epoch, zk.leader)


def tick(world: World, plane: ControlPlane) -> None:
    """Only the ensemble's leader ends sessions, so without one nobody is taken for dead."""
    zk = _keeper(plane)
    timeout = plane.settings["zookeeper.session.timeout.ms"]
    world.at(world.now_us + timeout // 8, "zk_tick", "", cause=0)
    review(world, plane)
    if zk.leader is None:
        return
    before = world.cause
    for broker, last in list(zk.sessions.items()):
        if world.now_us - last < timeout:
            continue
        armed = zk.armed_by.get(broker, 0)
        cause = world.fault_since(armed, f"broker-{broker}", *zk.names)
        world.cause = world.emit(
            SessionExpired, broker, world.now_us - last, cause=cause,
            because=("zookeeper.session.timeout.ms",),
        )  # fmt: skip
        end_session(world, plane, broker)
        world.cause = before


def end_session(world: World, plane: ControlPlane, broker: int) -> None:
    """Its ephemeral nodes vanish, and who watches them is told."""
    zk = _keeper(plane)
    zk.registered.pop(broker, None)
    zk.sessions.pop(broker, None)
    if zk.controller == broker:
        zk.controller = -1
        world.cause = world.emit(ControllerFreed, broker, zk.controller_epoch)
        watchers = list(zk.registered)
    else:
        watchers = [zk.controller]
    for watcher in watchers:
        notify(world, plane, watcher)


def notify(world: World, plane: ControlPlane, broker: int) -> None:
    """A watch fires: the broker learns at once what its next ping would tell it anyway."""
    zk = _keeper(plane)
    if broker not in zk.registered or zk.leader is None:
        return
    reachable = [n for n in zk.names if serves(world, zk, n) and world.is_up(n)]
    network.request(
        world, reachable[broker % len(reachable)], f"broker-{broker}", "watch", "zk_watch",
        _news(zk, broker), plane.settings["zookeeper.session.timeout.ms"],
        {"controller": zk.controller}, answer=False,
    )  # fmt: skip


def _news(zk: ZooKeeper, broker: int) -> dict[str, Any]:
    return {
        "error": None,
        "controller": zk.controller,
        "epoch": zk.controller_epoch,
        "registered": tuple((b, *row) for b, row in zk.registered.items()),
        "entries": len(zk.log),
    }


def serve(world: World, plane: ControlPlane, name: str, ref: Ref, body: Any) -> None:
    """One request to a node of the ensemble; a node without the ensemble sends clients away."""
    zk = _keeper(plane)
    if not serves(world, zk, name):
        reply(world, ref, {"error": "CONNECTION_LOSS"}, {"error": "CONNECTION_LOSS"}, chatter=True)
        return
    _SERVE[ref.kind](world, plane, zk, ref, body)


def _session(world: World, plane: ControlPlane, zk: ZooKeeper, ref: Ref, body: Any) -> None:
    """Create /brokers/ids/N, which lives as long as the session."""
    broker = body["broker"]
    if broker in zk.registered:
        reply(world, ref, {"error": "NODE_EXISTS"}, {"error": "NODE_EXISTS"})
        return
    zk.transactions += 1
    zk.registered[broker] = (zk.transactions, body["rack"])
    timeout = plane.settings["zookeeper.session.timeout.ms"]
    zk.sessions[broker] = world.now_us
    seq = world.emit(SessionOpened, broker, world.now_us + timeout)
    zk.armed_by[broker] = world.cause = seq
    news = _news(zk, broker)
    reply(world, ref, {**news, "broker_epoch": zk.transactions}, {"registered": True})
    if zk.controller != broker:
        notify(world, plane, zk.controller)


def _ping(world: World, plane: ControlPlane, zk: ZooKeeper, ref: Ref, body: Any) -> None:
    broker = body["broker"]
    known = zk.registered.get(broker)
    if known is None or known[0] != body["broker_epoch"]:
        reply(world, ref, {"error": "SESSION_EXPIRED"}, {"error": "SESSION_EXPIRED"})
        return
    zk.sessions[broker] = world.now_us
    zk.armed_by[broker] = world.cause
    reply(world, ref, _news(zk, broker), {}, chatter=True)


def _elect(world: World, plane: ControlPlane, zk: ZooKeeper, ref: Ref, body: Any) -> None:
    """Create /controller: the first to come is the controller of the next epoch."""
    broker = body["broker"]
    won = zk.controller == -1 and broker in zk.registered
    if won:
        zk.controller = broker
        zk.controller_epoch += 1
    reply(world, ref, {**_news(zk, broker), "won": won}, {"won": won, "controller": zk.controller})
    if won:
        for other in zk.registered:
            if other != broker:
                notify(world, plane, other)


def _read(world: World, plane: ControlPlane, zk: ZooKeeper, ref: Ref, body: Any) -> None:
    """A new controller reads everything there is."""
    reply(
        world, ref, {**_news(zk, body["broker"]), "log": tuple(zk.log)},
        {"entries": len(zk.log)},
    )  # fmt: skip


def _write(world: World, plane: ControlPlane, zk: ZooKeeper, ref: Ref, body: Any) -> None:
    """Store a controller's decisions, unless a newer controller has come."""
    if body["epoch"] != zk.controller_epoch or body["start"] != len(zk.log):
        reply(world, ref, {"error": "BAD_VERSION"}, {"error": "BAD_VERSION"})
        return
    for entry in body["entries"]:
        zk.log.append(tuple(entry))
    world.emit(NodeWritten, f"broker-{body['broker']}", len(body["entries"]), len(zk.log))
    reply(world, ref, {"error": None, "mark": len(zk.log)}, {"entries": len(body["entries"])})


def _close(world: World, plane: ControlPlane, zk: ZooKeeper, ref: Ref, body: Any) -> None:
    reply(world, ref, {"error": None}, {}, chatter=True)
    known = zk.registered.get(body["broker"])
    if known is not None and known[0] == body["broker_epoch"]:
        end_session(world, plane, body["broker"])


_SERVE: dict[str, Callable[[World, ControlPlane, ZooKeeper, Ref, Any], None]] = {
    "zk_session": _session,
    "zk_ping": _ping,
    "zk_elect": _elect,
    "zk_read": _read,
    "zk_write": _write,
    "zk_close": _close,
}


def entries_of(rows: Any) -> list[Entry]:
    return [Entry(*row) for row in rows]
