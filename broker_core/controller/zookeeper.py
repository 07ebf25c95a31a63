"""A broker's dealings with the ensemble, and the controller's, which is one of the brokers (4.5).

The controller keeps its decisions as the active controller of KRaft does, but it writes them to the
ensemble and then pushes them to every broker; nobody pulls. Simplified: one message a broker carries
what LeaderAndIsr and UpdateMetadata carry together.
"""

from typing import Any

from broker_core.controller import active, metadata_log
from broker_core.controller.ensemble import entries_of
from broker_core.controller.metadata_log import Replayed
from broker_core.controller.node import ControlPlane, Node
from broker_core.events.controller import ControllerElected, RegistrationRefused
from broker_core.events.zookeeper import StateRead
from broker_core.kernel import network
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.metadata import BrokerInfo, new_image, replay
from broker_core.replication.replica import Broker

RETRY_US = 200_000


def _ask(
    world: World, plane: ControlPlane, node: Node, kind: str, body: Any, summary: Any = None,
    chatter: bool = False,
) -> None:  # fmt: skip
    """A request to the node of the ensemble that this broker is connected to."""
    assert plane.zookeeper is not None
    names = plane.zookeeper.names
    number = int(node.name.removeprefix("broker-"))
    server = names[(number - 1 + node.try_next) % len(names)]
    network.request(
        world, node.name, server, "zookeeper", kind, {"broker": number, **body},
        plane.settings["zookeeper.session.timeout.ms"] // 3, summary or {}, chatter, context=kind,
    )  # fmt: skip


def beat(world: World, plane: ControlPlane, broker: Broker, node: Node) -> None:
    """Open a session, or keep it alive; a stopping broker asks the controller besides."""
    if broker.state == "starting" or broker.broker_epoch < 0:
        _ask(world, plane, node, "zk_session", {"rack": broker.rack})
        return
    epoch = {"broker_epoch": broker.broker_epoch}
    _ask(world, plane, node, "zk_ping", epoch, chatter=True)
    if broker.state == "stopping" and node.leader is not None:
        network.request(
            world, broker.name, node.leader, "control", "controlled_shutdown",
            {"broker": broker.id, **epoch}, plane.settings["request.timeout.ms"],
        )  # fmt: skip


def _again(world: World, plane: ControlPlane, broker: Broker, soon: bool = False) -> None:
    wait = RETRY_US if soon else plane.settings["zookeeper.session.timeout.ms"] // 4
    world.at(world.now_us + wait, "broker_beat", broker.name)


def answered(
    world: World, plane: ControlPlane, broker: Broker, node: Node, kind: str, body: Any,
    replayed: Replayed,
) -> None:  # fmt: skip
    """What a node of the ensemble said."""
    error = body["error"]
    if error == "CONNECTION_LOSS":
        failed(world, plane, broker, node, kind)
    elif kind == "zk_write":
        _written(world, plane, node, body, replayed)
    elif kind == "zk_read":
        partitions = len(plane.announced.partitions)
        world.at(
            world.now_us + partitions * 2 * world.hop_us, "controller_loaded", node.name,
            node.epoch, world.now_us, body["registered"],
        )  # fmt: skip
    elif kind == "zk_elect":
        node.fetching = False
        learn(world, plane, broker, node, body)
    elif kind in ("zk_session", "zk_ping"):
        _session(world, plane, broker, node, body)


def _session(world: World, plane: ControlPlane, broker: Broker, node: Node, body: Any) -> None:
    error = body["error"]
    if error == "NODE_EXISTS":
        at_us = world.now_us + plane.settings["registration.retry.ms"]
        world.emit(
            RegistrationRefused, broker.id, error, at_us,
            because=("zookeeper.session.timeout.ms",),
        )  # fmt: skip
        world.at(at_us, "broker_beat", broker.name)
        return
    if error == "SESSION_EXPIRED":
        broker.broker_epoch = -1
        resign(node)
        world.at(world.now_us, "broker_beat", broker.name)
        return
    if "broker_epoch" in body:
        broker.broker_epoch = body["broker_epoch"]
        if broker.state == "starting":
            broker.state = "fenced"
    learn(world, plane, broker, node, body)
    _again(world, plane, broker)


def failed(world: World, plane: ControlPlane, broker: Broker, node: Node, kind: str) -> None:
    """No answer: another node of the ensemble is tried."""
    node.try_next += 1
    if kind in ("zk_session", "zk_ping"):
        _again(world, plane, broker, soon=True)
    elif kind == "zk_elect":
        node.fetching = False
    elif kind == "zk_write":
        node.fetching = False
        world.at(world.now_us + 4 * RETRY_US, "quorum_flush", node.name)
    elif kind == "zk_read" and node.role == "leader":
        _ask(world, plane, node, "zk_read", {})


def learn(world: World, plane: ControlPlane, broker: Broker, node: Node, body: Any) -> None:
    """Who is controller, as the ensemble has it: nobody, this broker, or another one."""
    controller = body["controller"]
    if controller == broker.id:
        if node.role != "leader" or node.epoch < body["epoch"]:
            _won(world, plane, node, body["epoch"])
        elif node.active:
            reconcile(world, plane, node, body["registered"])
        return
    resign(node)
    node.leader = f"broker-{controller}" if controller >= 0 else None
    if controller < 0 and not node.fetching and broker.broker_epoch >= 0:
        node.fetching = True
        _ask(world, plane, node, "zk_elect", {})


def _won(world: World, plane: ControlPlane, node: Node, epoch: int) -> None:
    """This broker created /controller: it reads everything before it decides anything."""
    resign(node)
    node.role, node.epoch, node.leader = "leader", epoch, node.name
    world.cause = world.emit(ControllerElected, node.name, epoch)
    _ask(world, plane, node, "zk_read", {})


def loaded(
    world: World, plane: ControlPlane, node: Node, epoch: int, began_us: int, registered: Any,
    replayed: Replayed,
) -> None:  # fmt: skip
    """Everything is read, in a time that grows with the number of partitions."""
    assert plane.zookeeper is not None
    if node.role != "leader" or node.epoch != epoch or node.active:
        return
    node.log = Chunks(entries_of(plane.zookeeper.log))
    node.high_watermark = len(node.log)
    node.image, node.pending = new_image(), new_image()
    for entry in node.log:
        replay(node.image, entry.record)
        replay(node.pending, entry.record)
    node.active = True
    partitions = len(node.image.partitions)
    world.cause = world.emit(StateRead, node.name, partitions, world.now_us - began_us)
    replayed(node, node.log.between(plane.announced.offset, len(node.log)))
    start_balance(world, plane, node)
    reconcile(world, plane, node, registered)
    push(world, plane, node)


def start_balance(world: World, plane: ControlPlane, node: Node) -> None:
    """Preferred leaders are looked at for the first time after 5 s."""
    every = plane.settings["leader.imbalance.check.interval.seconds"]
    world.at(world.now_us + min(5_000_000, every), "leader_balance", node.name, node.epoch, cause=0)


def resign(node: Node) -> None:
    """What this broker decided as controller and did not get written is forgotten."""
    if node.role == "leader":
        node.role = "follower"
        node.active = node.fetching = False
        node.pending = new_image()
        node.progress, node.pushing, node.stopping = {}, {}, {}
        node.replies = []
        node.log.cut(node.high_watermark)


def reconcile(world: World, plane: ControlPlane, node: Node, registered: Any) -> None:
    """Compare who is registered with who was: somebody died, or came (back)."""
    here = {row[0]: row for row in registered}
    for info in list(node.pending.brokers.values()):
        row = here.get(info.broker)
        if not info.fenced and (row is None or row[1] != info.broker_epoch):
            active.remove_everywhere(world, plane, node, info.broker, "fenced")
            gone = node.pending.brokers[info.broker]._replace(fenced=True, stopping=False)
            metadata_log.append(world, node, ("broker", tuple(gone)), "fenced")
            node.stopping.pop(info.broker, None)
    for broker, epoch, rack in registered:
        known = node.pending.brokers.get(broker)
        if known is not None and known.broker_epoch == epoch:
            continue
        fresh = BrokerInfo(broker, epoch, False, False, rack)
        metadata_log.append(world, node, ("broker", tuple(fresh)), "registered")
        node.progress.pop(f"broker-{broker}", None)
        for reg in list(node.pending.partitions.values()):
            if reg.leader == -1 and broker in reg.replicas:
                active.change(world, plane, node, reg, reg.isr, "returned")
    push(world, plane, node)


def flush(world: World, plane: ControlPlane, node: Node) -> None:
    """Write what was decided to the ensemble, one request at a time."""
    node.flush_due = False
    news = node.log.between(node.high_watermark, len(node.log))
    if node.role != "leader" or not node.active or node.fetching or not news:
        return
    node.fetching = True
    body = {"epoch": node.epoch, "start": node.high_watermark, "entries": tuple(news)}
    _ask(world, plane, node, "zk_write", body, {"entries": len(news)})


def _written(world: World, plane: ControlPlane, node: Node, body: Any, replayed: Replayed) -> None:
    node.fetching = False
    if body["error"] is not None:
        resign(node)
        return
    if node.role == "leader":
        metadata_log.learn(world, node, body["mark"], replayed)
        flush(world, plane, node)
        push(world, plane, node)


def push(world: World, plane: ControlPlane, node: Node) -> None:
    """Tell every live broker what it does not know yet, one request a broker at a time."""
    if node.role != "leader" or not node.active:
        return
    for info in node.pending.brokers.values():
        name = f"broker-{info.broker}"
        start = node.progress.get(name, (0, 0))[0]
        if name == node.name or info.fenced or name in node.pushing:
            continue
        if start < node.high_watermark:
            node.pushing[name] = True
            _tell(world, plane, node, info.broker, start)


def _tell(world: World, plane: ControlPlane, node: Node, broker: int, start: int) -> None:
    entries = tuple(node.log.between(start, node.high_watermark))
    concerns = any(e.record[0] == "partition" and broker in e.record[1][2] for e in entries)
    network.request(
        world, node.name, f"broker-{broker}", "control",
        "leader_and_isr" if concerns else "update_metadata",
        {
            "controller": node.name,
            "epoch": node.epoch,
            "start": start,
            "entries": entries,
            "mark": node.high_watermark,
        },
        plane.settings["request.timeout.ms"], {"entries": len(entries)}, context=node.epoch,
    )  # fmt: skip


def serve_update(
    world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any, replayed: Replayed
) -> None:
    """A broker takes over what the controller decided; an old controller is refused."""
    if body["epoch"] < node.epoch:
        error = "STALE_CONTROLLER_EPOCH"
        reply(world, ref, {"error": error, "mark": 0}, {"error": error})
        return
    if node.name != body["controller"]:
        resign(node)
    node.epoch, node.leader = body["epoch"], body["controller"]
    known = len(node.log) - body["start"]
    if known >= 0:
        for entry in entries_of(body["entries"][known:]):
            node.log.append(entry)
    reply(world, ref, {"error": None, "mark": len(node.log)}, {}, chatter=True)
    metadata_log.learn(world, node, min(body["mark"], len(node.log)), replayed)


def update_answered(
    world: World, plane: ControlPlane, node: Node, server: str, body: Any, epoch: int
) -> None:
    """A broker has taken it in."""
    if node.role != "leader" or node.epoch != epoch:
        return
    node.pushing.pop(server, None)
    if body["error"] is not None:
        resign(node)
        return
    node.progress[server] = (body["mark"], world.now_us)
    push(world, plane, node)


def update_failed(world: World, node: Node, server: str, epoch: int) -> None:
    if node.role == "leader" and node.epoch == epoch:
        node.pushing.pop(server, None)
        world.at(world.now_us + 4 * RETRY_US, "zk_push", node.name)


def serve_shutdown(world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any) -> None:
    """A broker asks to stop: its leaderships move first."""
    if active.not_active(world, node, ref):
        return
    info = node.pending.brokers.get(body["broker"])
    if info is None or info.broker_epoch != body["broker_epoch"]:
        reply(world, ref, {"error": "STALE_BROKER_EPOCH"}, {"error": "STALE_BROKER_EPOCH"})
        return
    active.see_off(world, plane, node, ref, info, body)
    push(world, plane, node)


def watched(
    world: World, plane: ControlPlane, broker: Broker, node: Node, ref: Ref, body: Any
) -> None:
    """A watch of this broker fired."""
    network.done(world, ref)
    if broker.state in ("up", "fenced", "stopping"):
        learn(world, plane, broker, node, body)


def leave(world: World, plane: ControlPlane, broker: Broker, node: Node) -> None:
    """An orderly stop closes the session, so nobody waits for its end."""
    _ask(world, plane, node, "zk_close", {"broker_epoch": broker.broker_epoch})
