"""The active controller's decisions: register, fence, elect, change the in-sync set.

It decides on `pending`, the metadata with what it has written but no majority holds yet; the run
is told of a decision when it is decided (see announce). Semantics 3.2, 3.4, 3.7, 4.2.
"""

from typing import Any

from broker_core.controller import metadata_log
from broker_core.controller.election import Assignment, next_registration
from broker_core.controller.node import ControlPlane, Node
from broker_core.events.controller import HeartbeatMissed, HeartbeatReceived, RegistrationRefused
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.metadata import BrokerInfo, Registration, effective_min_insync, place


def activate(world: World, plane: ControlPlane, node: Node) -> None:
    """The first record of the epoch is decided: every unfenced broker gets a fresh session."""
    node.active = True
    for info in node.pending.brokers.values():
        if not info.fenced:
            touch(world, plane, node, info.broker)
    every = plane.settings["broker.session.timeout.ms"] // 8
    world.at(world.now_us + every, "session_check", node.name, node.epoch, cause=0)
    balance = plane.settings["leader.imbalance.check.interval.seconds"]
    world.at(world.now_us + balance, "leader_balance", node.name, node.epoch, cause=0)
    sweep = plane.settings["unclean.leader.election.interval.ms"]
    world.at(world.now_us + sweep, "unclean_sweep", node.name, node.epoch, cause=0)


def touch(world: World, plane: ControlPlane, node: Node, broker: int) -> None:
    """Start a broker's session afresh."""
    node.sessions[broker] = world.now_us
    node.armed_by[broker] = world.emit(
        HeartbeatReceived, broker, world.now_us + plane.settings["broker.session.timeout.ms"]
    )


def not_active(world: World, node: Node, ref: Ref) -> bool:
    """Refuse what only the active controller may do."""
    if node.role == "leader" and node.active:
        return False
    reply(world, ref, {"error": "NOT_CONTROLLER"}, {"error": "NOT_CONTROLLER"})
    return True


def answer_when_decided(node: Node, ref: Ref, body: Any, summary: Any) -> None:
    """Hold an answer back until everything written so far is decided."""
    node.replies.append((len(node.log), tuple(ref), body, summary))


def decided(world: World, node: Node) -> None:
    """Send the answers that waited for decisions now made."""
    due = [row for row in node.replies if row[0] <= node.high_watermark]
    node.replies = [row for row in node.replies if row[0] > node.high_watermark]
    for _, ref, body, summary in due:
        reply(world, Ref(*ref), body, summary)


def change(
    world: World, plane: ControlPlane, node: Node, reg: Registration, isr: tuple[int, ...],
    reason: str, lost: tuple[int, ...] = (), prefer: bool = False, leaving: int = -1,
    unclean: bool = False, assignment: Assignment | None = None,
) -> bool:  # fmt: skip
    """Write the registration that follows from a new in-sync set, if it differs.

    `leaving` is a broker that may not lead any more, whatever its registration still says;
    `unclean` allows an unclean election whatever the topic says.
    """
    info = node.pending.topics[reg.topic]
    decision = next_registration(
        reg, isr, lambda b: b != leaving and may_lead(node, b),
        effective_min_insync(node.pending, reg.topic),
        plane.settings["eligible.leader.replicas.version"] > 0, info.unclean or unclean, lost,
        prefer, assignment,
    )  # fmt: skip
    if decision is None:
        return False
    label = f"{reason}:{decision.election}"
    metadata_log.append(world, node, ("partition", tuple(decision.registration)), label)
    return True


def may_lead(node: Node, broker: int) -> bool:
    """Whether a broker is registered, unfenced and not on its way out."""
    info = node.pending.brokers.get(broker)
    return info is not None and not info.fenced and not info.stopping


def without(isr: tuple[int, ...], broker: int) -> tuple[int, ...]:
    return tuple(b for b in isr if b != broker)


def remove_everywhere(
    world: World, plane: ControlPlane, node: Node, broker: int, reason: str, lost: bool = False
) -> None:
    """Take a broker out of every in-sync set and off every leadership."""
    for reg in list(node.pending.partitions.values()):
        touched = broker in reg.isr or reg.leader == broker or (lost and broker in reg.elr)
        if touched:
            change(world, plane, node, reg, without(reg.isr, broker), reason,
                   (broker,) if lost else (), leaving=broker)  # fmt: skip


def heartbeat(world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any) -> None:
    """A broker's heartbeat: unfence it when it has caught up, or see it off."""
    if not_active(world, node, ref):
        return
    broker = body["broker"]
    info = node.pending.brokers.get(broker)
    if info is None or info.broker_epoch != body["broker_epoch"]:
        reply(world, ref, {"error": "STALE_BROKER_EPOCH"}, {"error": "STALE_BROKER_EPOCH"})
        return
    touch(world, plane, node, broker)
    if body["want_shutdown"]:
        see_off(world, plane, node, ref, info, body)
        return
    if info.fenced and body["offset"] > info.broker_epoch:
        _unfence(world, plane, node, info)
        answer_when_decided(node, ref, {"error": None, "fenced": False}, {"unfenced": True})
        return
    reply(world, ref, {"error": None, "fenced": info.fenced}, {}, chatter=True)


def _unfence(world: World, plane: ControlPlane, node: Node, info: BrokerInfo) -> None:
    back = info._replace(fenced=False, stopping=False)
    metadata_log.append(world, node, ("broker", tuple(back)), "returned")
    for reg in list(node.pending.partitions.values()):
        if reg.leader == -1 and info.broker in reg.replicas:
            change(world, plane, node, reg, reg.isr, "returned")


def see_off(
    world: World, plane: ControlPlane, node: Node, ref: Ref, info: BrokerInfo, body: Any
) -> None:
    """Controlled shutdown: move its leaderships; when all brokers know, fence it and let it go."""
    if not info.stopping:
        leaving = info._replace(stopping=True)
        metadata_log.append(world, node, ("broker", tuple(leaving)), "shutdown")
        remove_everywhere(world, plane, node, info.broker, "shutdown")
        node.stopping[info.broker] = len(node.log)
    bound = node.stopping.get(info.broker, len(node.log))
    leads = any(r.leader == info.broker for r in node.pending.partitions.values())
    known = all(
        node.progress.get(f"broker-{b}", (bound, 0))[0] >= bound
        for b, other in node.pending.brokers.items()
        if b != info.broker and not other.fenced
    )
    go = not leads and known and node.high_watermark >= bound
    answer = {"error": None, "fenced": False, "stop": go}
    now = node.pending.brokers[info.broker]
    if go and not now.fenced:
        gone = now._replace(fenced=True, stopping=False)
        metadata_log.append(world, node, ("broker", tuple(gone)), "shutdown")
        answer_when_decided(node, ref, answer, {"may_stop": go})
        return
    reply(world, ref, answer, {"may_stop": go})


def register(world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any) -> None:
    """A (re)starting broker: refused while the session of its former life lasts."""
    if not_active(world, node, ref):
        return
    broker = body["broker"]
    timeout = plane.settings["broker.session.timeout.ms"]
    last = node.sessions.get(broker)
    known = node.pending.brokers.get(broker)
    if last is not None and known is not None and world.now_us < last + timeout:
        at_us = world.now_us + plane.settings["registration.retry.ms"]
        world.emit(
            RegistrationRefused, broker, "DUPLICATE_BROKER_REGISTRATION", at_us,
            because=("broker.session.timeout.ms",),
        )  # fmt: skip
        error = "DUPLICATE_BROKER_REGISTRATION"
        reply(world, ref, {"error": error, "retry_at_us": at_us}, {"error": error})
        return
    if known is not None and body["previous_epoch"] != known.broker_epoch:
        remove_everywhere(world, plane, node, broker, "returned", lost=True)
    elif known is not None:
        _leave_shared_sets(world, plane, node, broker)
    if known is not None and known.directory != body["directory"]:
        _forget_copies(world, node, broker)
    epoch = len(node.log)
    fresh = BrokerInfo(broker, epoch, True, False, body["rack"], body["directory"])
    metadata_log.append(world, node, ("broker", tuple(fresh)), "registered")
    touch(world, plane, node, broker)
    answer_when_decided(node, ref, {"error": None, "broker_epoch": epoch}, {"registered": True})


def _forget_copies(world: World, node: Node, broker: int) -> None:
    """The log directory that held the last copy of a leaderless partition is gone for good: a new
    one has another id, so that nobody is elected with an empty log (semantics 3.4). An emptied
    directory that kept its id cannot be told from the old one."""
    for reg in list(node.pending.partitions.values()):
        if reg.leader == -1 and (broker in reg.last_known or broker in reg.isr):
            after = reg._replace(
                isr=without(reg.isr, broker), last_known=(),
                partition_epoch=reg.partition_epoch + 1,
            )  # fmt: skip
            metadata_log.append(world, node, ("partition", tuple(after)), "returned")


def _leave_shared_sets(world: World, plane: ControlPlane, node: Node, broker: int) -> None:
    for reg in list(node.pending.partitions.values()):
        if broker in reg.isr and len(reg.isr) > 1:
            change(world, plane, node, reg, without(reg.isr, broker), "returned", leaving=broker)


def session_check(world: World, plane: ControlPlane, node: Node, epoch: int) -> None:
    """Fence brokers that were silent for broker.session.timeout.ms."""
    if node.role != "leader" or node.epoch != epoch or not node.active:
        return
    timeout = plane.settings["broker.session.timeout.ms"]
    for broker, last in list(node.sessions.items()):
        info = node.pending.brokers.get(broker)
        if info is None or world.now_us - last < timeout:
            continue
        del node.sessions[broker]
        if info.fenced:
            continue
        name = f"broker-{broker}"
        cause = world.fault_since(node.armed_by.get(broker, 0), name, node.name)
        seq = world.emit(
            HeartbeatMissed, broker, world.now_us - last, cause=cause,
            because=("broker.session.timeout.ms",),
        )  # fmt: skip
        world.cause = seq
        remove_everywhere(world, plane, node, broker, "fenced")
        gone = info._replace(fenced=True, stopping=False)
        metadata_log.append(world, node, ("broker", tuple(gone)), "fenced")
    world.at(world.now_us + timeout // 8, "session_check", node.name, epoch, cause=0)


def balance(world: World, plane: ControlPlane, node: Node, epoch: int) -> None:
    """Give leadership back to preferred replicas that may lead (auto.leader.rebalance.enable)."""
    if node.role != "leader" or node.epoch != epoch:
        return
    if not plane.settings["auto.leader.rebalance.enable"]:
        return
    over = _imbalanced(plane, node)
    for reg in list(node.pending.partitions.values()):
        first = reg.replicas[0]
        if reg.leader not in (first, -1) and first in reg.isr and first in over:
            world.cause = plane.rejoined.get(place(reg.topic, reg.partition)) or world.cause
            change(world, plane, node, reg, reg.isr, "preferred", prefer=True)
    every = plane.settings["leader.imbalance.check.interval.seconds"]
    world.at(world.now_us + every, "leader_balance", node.name, epoch, cause=0)


def _imbalanced(plane: ControlPlane, node: Node) -> list[int]:
    """The brokers whose leaderships are given back: all, in ZooKeeper mode only those that lead too
    few of their own (leader.imbalance.per.broker.percentage, gone in 4.0)."""
    if plane.zookeeper is None:
        return list(node.pending.brokers)
    limit = plane.settings["leader.imbalance.per.broker.percentage"]
    over = []
    for broker in node.pending.brokers:
        own = [reg for reg in node.pending.partitions.values() if reg.replicas[0] == broker]
        away = [reg for reg in own if reg.leader != broker]
        if 100 * len(away) > limit * len(own):
            over.append(broker)
    return over


def unclean_sweep(world: World, plane: ControlPlane, node: Node, epoch: int) -> None:
    """Partitions without a leader are tried again, where unclean elections are allowed by now."""
    if node.role != "leader" or node.epoch != epoch:
        return
    for reg in list(node.pending.partitions.values()):
        if reg.leader == -1 and node.pending.topics[reg.topic].unclean:
            change(world, plane, node, reg, reg.isr, "swept")
    every = plane.settings["unclean.leader.election.interval.ms"]
    world.at(world.now_us + every, "unclean_sweep", node.name, epoch, cause=0)


def alter_partition(world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any) -> None:
    """A leader proposes an in-sync set; the answer comes when it is decided."""
    if not_active(world, node, ref):
        return
    reg = node.pending.partitions.get(place(body["topic"], body["partition"]))
    error = None
    if reg is None:
        error = "UNKNOWN_TOPIC_OR_PARTITION"
        reply(world, ref, {"error": error, "isr": (), "partition_epoch": -1}, {"error": error})
        return
    if body["leader_epoch"] < reg.leader_epoch or reg.leader != body["broker"]:
        error = "FENCED_LEADER_EPOCH"
    elif body["partition_epoch"] != reg.partition_epoch:
        error = "INVALID_UPDATE_VERSION"
    elif any(b not in reg.isr and not may_lead(node, b) for b in body["isr"]):
        error = "INELIGIBLE_REPLICA"
    if error is not None:
        answer = {"error": error, "isr": reg.isr, "partition_epoch": reg.partition_epoch}
        reply(world, ref, answer, {"error": error})
        return
    moving = reg.adding or reg.removing
    change(world, plane, node, reg, body["isr"], "reassigned" if moving else "proposed")
    now = node.pending.partitions[place(body["topic"], body["partition"])]
    answer = {"error": None, "isr": now.isr, "partition_epoch": now.partition_epoch}
    if now.leader_epoch != reg.leader_epoch:
        # The change ended a reassignment and with it this leader's epoch (KIP-455).
        answer["error"] = "NEW_LEADER_ELECTED"
        answer_when_decided(node, ref, answer, {"error": "NEW_LEADER_ELECTED"})
        return
    answer_when_decided(node, ref, answer, {"isr": now.isr})
