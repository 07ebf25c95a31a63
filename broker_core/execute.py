"""What each command needs to be true, and what it does; nothing changes when it is refused."""

from collections.abc import Callable
from typing import Any

from broker_core import (
    administer,
    cuts,
    faults,
    group_commands,
    members,
    plans,
    producer_faults,
    share_commands,
    topic_admin,
    transaction_commands,
)
from broker_core.clients import producer
from broker_core.cluster import Cluster
from broker_core.commands import kafka
from broker_core.conditions import check_when, when
from broker_core.errors import Rejected
from broker_core.events.network import Slowed
from broker_core.kernel import answer_faults
from broker_core.serving import is_request, requests

MOST_MEMBERS = 32
LONGEST_PAUSE_US = 600_000_000
LONGEST_LATENCY_US = 10_000_000
Refusal = Rejected | None


def _listed(items: Any) -> str:
    return ", ".join(str(item) for item in items) or "none"


def _broker(c: Cluster, number: int | str, verb: str, *needed: str) -> Refusal:
    broker = c.brokers.get(number) if isinstance(number, int) else None
    if broker is None:
        return Rejected("unknown_id", kind="broker", id=number, known=_listed(c.brokers))
    if needed and broker.state not in needed:
        return Rejected(
            "wrong_state", kind="broker", id=number, state=_word(broker.state), verb=verb,
            needed=" or ".join(dict.fromkeys(_word(n) for n in needed)),
        )  # fmt: skip
    return None


def _word(state: str) -> str:
    return {"leaving": "stopping", "fenced": "starting"}.get(state, state)


_ALIVE = ("up", "fenced", "starting", "stopping", "leaving")


def _controller(c: Cluster, name: str, verb: str, up: bool) -> Refusal:
    known = [v for v in c.plane.voters if not v.startswith(("broker-", "zk"))]
    if name not in known:
        return Rejected("unknown_id", kind="controller", id=name, known=_listed(known))
    if c.world.is_up(name) != up:
        return Rejected(
            "wrong_state", kind="controller", id=name, state="down" if up else "up", verb=verb,
            needed="up" if up else "down",
        )  # fmt: skip
    return None


def _member(c: Cluster, name: str, verb: str, up: bool) -> Refusal:
    it = c.consumers.get(name)
    if it is None:
        return Rejected("unknown_id", kind="member", id=name, known=_listed(c.consumers))
    if c.world.is_up(name) != up or (up and it.closing and verb == "close"):
        state = {"down": "down", "closed": "closed"}.get(
            it.phase, "closing" if it.closing else "up"
        )
        return Rejected(
            "wrong_state", kind="member", id=name, state=state, verb=verb,
            needed="up" if up else "down",
        )  # fmt: skip
    return None


def _check_publish(c: Cluster, cmd: kafka.Publish) -> Refusal:
    if cmd.producer not in c.producers:
        known = _listed(c.producers)
        return Rejected("unknown_id", kind="producer", id=cmd.producer, known=known)
    refusal = producer_faults.refusal(c, cmd.producer, "publish")
    refusal = refusal or transaction_commands.publish_refusal(c, cmd.producer)
    if refusal is not None:
        return refusal
    topics = [t for t, info in c.plane.announced.topics.items() if not info.internal]
    if cmd.topic not in topics:
        return Rejected("unknown_id", kind="topic", id=cmd.topic, known=_listed(topics))
    count = c.plane.announced.topics[cmd.topic].partitions
    if cmd.partition is not None and not 0 <= cmd.partition < count:
        return Rejected("out_of_range", field="partition", low=0, high=count - 1,
                        value=cmd.partition)  # fmt: skip
    return None


def _publish(c: Cluster, cmd: kafka.Publish) -> None:
    it = c.producers[cmd.producer]
    if it.txn is not None:
        transaction_commands.publish(c, cmd)
        return
    stamp = None if cmd.timestamp is None else c.world.now_us + cmd.timestamp
    producer.send(
        c.world, it, cmd.topic, cmd.key, cmd.value, cmd.partition, cmd.acks, timestamp_us=stamp
    )


def _check_pause(c: Cluster, for_us: int) -> Refusal:
    if not 1 <= for_us <= LONGEST_PAUSE_US:
        return Rejected("out_of_range", field="for", low="1us", high="10m", value=f"{for_us}us")
    return None


def _check_slow(c: Cluster, cmd: kafka.SlowBroker) -> Refusal:
    if cmd.latency > LONGEST_LATENCY_US:
        return Rejected("out_of_range", field="latency", low="0us", high="10s",
                        value=f"{cmd.latency}us")  # fmt: skip
    return _broker(c, cmd.broker, "slow")


def _slow(c: Cluster, cmd: kafka.SlowBroker) -> None:
    name = f"broker-{cmd.broker}"
    c.world.processes[name].slow_us = cmd.latency
    c.world.fault(c.world.emit(Slowed, name, cmd.latency), name)


def _end(name: str) -> str:
    return f"broker-{name}" if name.isdigit() else name


def _check_answer(c: Cluster, cmd: kafka.LoseAnswer | kafka.DelayAnswer) -> Refusal:
    known = [*c.producers, *c.consumers, *(f"broker-{n}" for n in c.brokers)]
    if _end(cmd.client) not in known:
        return Rejected("unknown_id", kind="client", id=cmd.client, known=_listed(known))
    if isinstance(cmd, kafka.DelayAnswer) and not 1 <= cmd.by <= LONGEST_PAUSE_US:
        return Rejected("out_of_range", field="by", low="1us", high="10m", value=f"{cmd.by}us")
    if cmd.kind_ is not None and not is_request(cmd.kind_):
        return Rejected("unknown_id", kind="request", id=cmd.kind_, known=_listed(requests()))
    if answer_faults.count(c.world) >= answer_faults.MOST:
        return Rejected("too_many", kind="disturbed answers", limit=answer_faults.MOST)
    return _broker(c, cmd.broker, cmd.verb)


def _check_join(c: Cluster, cmd: kafka.AddMember) -> Refusal:
    if cmd.group not in c.group_settings:
        known = _listed(c.group_settings)
        return Rejected("unknown_id", kind="group", id=cmd.group, known=known)
    if len(c.consumers) >= MOST_MEMBERS:
        return Rejected("too_many", kind="members", limit=MOST_MEMBERS)
    return None


def _join(c: Cluster, cmd: kafka.AddMember) -> None:
    members.add(c, cmd.group, cmd.instance)


Check = Callable[[Cluster, Any], Refusal]
Act = Callable[[Cluster, Any], None]

RULES: dict[type, tuple[Check, Act]] = {
    kafka.Publish: (_check_publish, _publish),
    kafka.CrashBroker: (
        lambda c, k: _broker(c, k.broker, "crash", *_ALIVE),
        lambda c, k: faults.crash_broker(c, c.brokers[k.broker]),
    ),
    kafka.StopBroker: (
        lambda c, k: _broker(c, k.broker, "stop", "up"),
        lambda c, k: faults.stop_broker(c, c.brokers[k.broker]),
    ),
    kafka.RestartBroker: (
        lambda c, k: _broker(c, k.broker, "restart", "down", "stopped"),
        lambda c, k: faults.restart_broker(c, c.brokers[k.broker]),
    ),
    kafka.PauseBroker: (
        lambda c, k: _broker(c, k.broker, "pause", *_ALIVE) or _check_pause(c, k.for_),
        lambda c, k: faults.pause(c, f"broker-{k.broker}", k.for_),
    ),
    kafka.SlowBroker: (_check_slow, _slow),
    kafka.CrashController: (
        lambda c, k: _controller(c, k.controller, "crash", up=True),
        lambda c, k: faults.crash_controller(c, k.controller),
    ),
    kafka.RestartController: (
        lambda c, k: _controller(c, k.controller, "restart", up=False),
        lambda c, k: faults.restart_controller(c, k.controller),
    ),
    kafka.CrashMember: (
        lambda c, k: _member(c, k.member, "crash", up=True),
        lambda c, k: faults.crash_member(c, k.member),
    ),
    kafka.RestartMember: (
        lambda c, k: _member(c, k.member, "restart", up=False),
        lambda c, k: faults.restart_member(c, k.member),
    ),
    kafka.CloseMember: (
        lambda c, k: _member(c, k.member, "close", up=True),
        lambda c, k: faults.close_member(c, k.member),
    ),
    kafka.PauseMember: (
        lambda c, k: _member(c, k.member, "pause", up=True) or _check_pause(c, k.for_),
        lambda c, k: faults.pause(c, k.member, k.for_),
    ),
    kafka.CrashProducer: (
        lambda c, k: producer_faults.refusal(c, k.producer, "crash"),
        lambda c, k: producer_faults.crash(c, k.producer),
    ),
    kafka.RestartProducer: (
        lambda c, k: producer_faults.refusal(c, k.producer, "restart"),
        lambda c, k: producer_faults.restart(c, k.producer),
    ),
    kafka.CloseProducer: (
        lambda c, k: producer_faults.refusal(c, k.producer, "close"),
        lambda c, k: producer_faults.close(c, k.producer),
    ),
    kafka.PauseProducer: (
        lambda c, k: producer_faults.refusal(c, k.producer, "pause") or _check_pause(c, k.for_),
        lambda c, k: faults.pause(c, k.producer, k.for_),
    ),
    **transaction_commands.RULES,
    kafka.LoseAnswer: (
        _check_answer,
        lambda c, k: answer_faults.arm(
            c.world, _end(k.client), f"broker-{k.broker}", "lose", k.kind_, 0
        ),
    ),
    kafka.DelayAnswer: (
        _check_answer,
        lambda c, k: answer_faults.arm(
            c.world, _end(k.client), f"broker-{k.broker}", "delay", k.kind_, k.by
        ),
    ),
    kafka.AddMember: (_check_join, _join),
    kafka.Subscribe: (group_commands.check_subscribe, group_commands.subscribe),
    kafka.SetGroup: (group_commands.check_set, group_commands.set_group),
    kafka.DeleteGroup: (group_commands.check_delete, group_commands.delete),
    kafka.CutLink: (cuts.check_cut, cuts.cut),
    kafka.HealLink: (cuts.check_heal, cuts.heal),
    kafka.SetTopic: (topic_admin.check_set, topic_admin.set_topic),
    kafka.DeleteRecords: (topic_admin.check_delete, topic_admin.delete_records),
    kafka.LoseDisk: (
        lambda c, k: _broker(c, k.broker, "lose"),
        lambda c, k: faults.lose_disk(c, c.brokers[k.broker], k.same_id),
    ),
    kafka.SkewBroker: (
        lambda c, k: _broker(c, k.broker, "skew"),
        lambda c, k: faults.skew(c, c.brokers[k.broker], k.by),
    ),
    kafka.When: (check_when, when),
    **plans.RULES,
    **administer.RULES,
    **share_commands.RULES,
}
"""Command class -> (why not, do it)."""
