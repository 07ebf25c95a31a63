"""What processes go through: crash, orderly stop, restart, pause (semantics 3.7, 5.4)."""

from broker_core import application, bootstrap, ensembles, members
from broker_core.clients import coordination
from broker_core.cluster import Cluster
from broker_core.controller import quorum, zookeeper
from broker_core.controller.node import Node
from broker_core.coordinator.share_group.state import new_share_broker
from broker_core.coordinator.transactions import new_transactions
from broker_core.events import broker as says
from broker_core.events.client import ClosingStarted, MemberCrashed
from broker_core.events.log import ReplicaLost
from broker_core.events.replication import HighWatermarkRestored
from broker_core.kernel import network
from broker_core.replication import roles
from broker_core.replication.metadata import new_image
from broker_core.replication.replica import Broker


def _end_process(c: Cluster, name: str, seq: int) -> None:
    process = c.world.processes[name]
    process.up = False
    process.life += 1
    process.paused_until_us = 0
    c.world.cause = seq
    network.process_ended(c.world, name, seq)


def _forget(c: Cluster, broker: Broker) -> None:
    roles.forget_memory(broker)
    broker.image = new_image()
    c.groups[broker.id].groups = {}
    c.groups[broker.id].waiting = []
    c.modern[broker.id].groups = {}
    c.modern[broker.id].waiting = []
    c.groups[broker.id].pending = {}
    c.transactions[broker.id] = new_transactions(broker.id)
    c.shares[broker.id] = new_share_broker(broker.id)
    broker.sharing = False


def _end_node(c: Cluster, node: Node, seq: int) -> None:
    """The voter (or observer) in a process that ended."""
    if c.plane.zookeeper is not None:
        ensembles.broker_ended(node)
        return
    node.fetching = False
    node.timer += 1
    quorum.become(c.world, node, "down", node.epoch, None)
    node.flush_due = False
    quorum.census(c.world, c.plane, seq)


def crash_broker(c: Cluster, broker: Broker) -> None:
    seq = c.world.emit(says.Crashed, broker.id)
    _broker_gone(c, broker, seq, "down", clean=False)


def _broker_gone(c: Cluster, broker: Broker, seq: int, state: str, clean: bool) -> None:
    c.world.fault(seq, broker.name)
    broker.state = state
    broker.clean_epoch = broker.broker_epoch if clean else -1
    _end_process(c, broker.name, seq)
    if clean:
        for replica in broker.replicas.values():
            replica.checkpoint = replica.high_watermark
    _forget(c, broker)
    _end_node(c, c.plane.nodes[broker.name], seq)


def lose_disk(c: Cluster, broker: Broker, same_id: bool) -> None:
    """All logs of a broker are gone. A running one dies of it, as a broker without any log
    directory does; its clean-shutdown mark is gone too. The metadata log is taken to stand on
    another disk (metadata.log.dir)."""
    if not same_id:
        broker.directory += 1
    seq = c.world.emit(says.DiskLost, broker.id, broker.directory)
    c.world.fault(seq, broker.name)
    c.world.cause = seq
    if c.world.is_up(broker.name):
        crash_broker(c, broker)
    broker.clean_epoch = -1
    for key, replica in broker.replicas.items():
        if same_id:
            c.plane.risky[key] = 1  # nobody can tell, so it may lead with nothing in it
        c.world.emit(
            ReplicaLost, broker.id, replica.topic, replica.partition, len(replica.log.records),
            cause=seq,
        )  # fmt: skip
    broker.replicas = {}


def skew(c: Cluster, broker: Broker, by_us: int) -> None:
    """A broker's clock is wrong from now on: it stamps, checks and deletes by it."""
    broker.skew_us = by_us
    c.world.emit(says.ClockSkewed, broker.id, by_us)


def stop_broker(c: Cluster, broker: Broker) -> None:
    """Controlled shutdown begins; the controller says when it may end."""
    c.world.cause = c.world.emit(says.ShutdownStarted, broker.id)
    c.world.fault(c.world.cause, broker.name)
    broker.state = "stopping"
    c.world.at(c.world.now_us, "broker_beat", broker.name)


def broker_may_stop(c: Cluster, name: str) -> None:
    """The controller saw the broker off; a quorum leader first tells the other voters."""
    broker = c.broker_of(name)
    node = c.plane.nodes[name]
    if broker.state != "stopping":
        return
    broker.state = "leaving"
    c.world.cause = c.world.faults.get(name) or c.world.cause
    wait = 0
    if c.plane.zookeeper is not None:
        zookeeper.leave(c.world, c.plane, broker, node)
        wait = c.world.hop_us + 1
    elif node.role == "leader":
        quorum.resign(c.world, c.plane, node)
        wait = c.world.hop_us + 1
    c.world.at(c.world.now_us + wait, "broker_gone", name)


def broker_gone(c: Cluster, name: str) -> None:
    broker = c.broker_of(name)
    seq = c.world.emit(says.Stopped, broker.id)
    _broker_gone(c, broker, seq, "stopped", clean=True)


def restart_broker(c: Cluster, broker: Broker) -> None:
    """A new life: the log is on disk, the watermark as of its last checkpoint."""
    world = c.world
    world.processes[broker.name].up = True
    world.cause = world.emit(says.Started, broker.id)
    broker.state = "starting"
    for replica in broker.replicas.values():
        mark = max(min(replica.checkpoint, replica.log.log_end), replica.log.log_start)
        if mark != replica.high_watermark:
            replica.high_watermark = mark
            world.emit(
                HighWatermarkRestored, broker.id, replica.topic, replica.partition, mark,
                because=("replica.high.watermark.checkpoint.interval.ms",),
            )  # fmt: skip
    start_node(c, broker.name)
    bootstrap.start_timers(c, broker.id)


def start_node(c: Cluster, name: str) -> None:
    node = c.plane.nodes[name]
    if c.plane.zookeeper is not None:
        ensembles.broker_ended(node)
        node.pushes = True
        return
    seq = c.world.cause
    node.high_watermark = 0
    node.image = new_image()
    quorum.become(c.world, node, "unattached", node.epoch, None)
    if node.voter:
        wait = quorum.election_wait(c.world, c.plane, node)
        fetch_us = c.plane.settings["controller.quorum.fetch.timeout.ms"]
        quorum.arm(c.world, node, fetch_us + wait, "quorum_timeout")
    quorum.fetch(c.world, c.plane, node)
    quorum.census(c.world, c.plane, seq)


def crash_controller(c: Cluster, name: str) -> None:
    if c.plane.zookeeper is not None:
        ensembles.keeper_crashed(c, name, _end_process)
        return
    seq = c.world.emit(says.ControllerCrashed, name)
    c.world.fault(seq, name)
    _end_process(c, name, seq)
    _end_node(c, c.plane.nodes[name], seq)


def restart_controller(c: Cluster, name: str) -> None:
    if c.plane.zookeeper is not None:
        ensembles.keeper_started(c, name)
        return
    c.world.processes[name].up = True
    c.world.cause = c.world.emit(says.ControllerStarted, name)
    start_node(c, name)


def pause(c: Cluster, name: str, for_us: int) -> None:
    """A process stands still; its timers and what reaches it wait for the end."""
    world = c.world
    until = world.now_us + for_us
    world.processes[name].paused_until_us = until
    seq = world.emit(says.Paused, name, until)
    world.fault(seq, name)
    world.at(until, "resume", "", name, until, cause=seq)


def resume(c: Cluster, name: str, until_us: int) -> None:
    process = c.world.processes[name]
    if process.up and process.paused_until_us == until_us:
        c.world.emit(says.Resumed, name)


def crash_member(c: Cluster, name: str) -> None:
    it = c.consumers[name]
    seq = c.world.emit(MemberCrashed, name, it.group)
    c.world.fault(seq, name)
    it.phase = "down"
    it.parts = {}
    it.batch = []
    it.working = False
    it.blocked = ""
    _end_process(c, name, seq)


def restart_member(c: Cluster, name: str) -> None:
    c.world.processes[name].up = True
    members.start(c, name, c.consumers[name].group, c.consumers[name].instance_id)


def close_member(c: Cluster, name: str) -> None:
    """The application asks for an end: after the records in work, at the next poll."""
    it = c.consumers[name]
    it.closing = True
    c.world.cause = c.world.emit(ClosingStarted, name, it.group)
    if it.coordinator < 0 and it.phase in ("lost", "joining", "syncing"):
        coordination.closed(c.world, it, left=False)
    else:
        application.turn(c, it)
