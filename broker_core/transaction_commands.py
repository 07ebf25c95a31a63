"""Commands about transactions and the programs around them."""

from collections.abc import Callable
from typing import Any

from broker_core import application, faults, processors, producer_faults
from broker_core.clients import transactional
from broker_core.cluster import Cluster
from broker_core.commands import kafka
from broker_core.errors import Rejected

LONGEST_HANG_US = 600_000_000
Refusal = Rejected | None


def _processor(c: Cluster, name: str, verb: str) -> Refusal:
    p = processors.of_producer(c, name)
    if p is None:
        known = ", ".join(row.name for row in c.processors.values()) or "none"
        return Rejected("unknown_id", kind="processor", id=name, known=known)
    up = c.world.is_up(p.member)
    if verb == "restart" and up and c.producers[name].phase != "fenced":
        return Rejected("wrong_state", kind="processor", id=name, state="up", verb=verb,
                        needed="down")  # fmt: skip
    if verb != "restart" and not up:
        return Rejected("wrong_state", kind="processor", id=name, state="down", verb=verb,
                        needed="up")  # fmt: skip
    return None


def _crash(c: Cluster, name: str) -> None:
    p = processors.of_producer(c, name)
    assert p is not None
    cause = c.world.cause
    faults.crash_member(c, p.member)
    c.world.cause = cause
    p.read = {}
    if c.producers[name].phase in ("up", "closing", "fenced"):
        producer_faults.crash(c, name)


def _restart(c: Cluster, name: str) -> None:
    p = processors.of_producer(c, name)
    assert p is not None
    if c.world.is_up(p.member):
        faults.crash_member(c, p.member)
    producer_faults.restart(c, name)
    p.read = {}
    faults.restart_member(c, p.member)


def _check_hang(for_us: int) -> Refusal:
    if not 1 <= for_us <= LONGEST_HANG_US:
        return Rejected("out_of_range", field="for", low="1us", high="10m", value=f"{for_us}us")
    return None


def _transactional(c: Cluster, name: str, verb: str) -> Refusal:
    known = [n for n, it in c.producers.items() if it.txn is not None]
    if name not in known:
        listed = ", ".join(known) or "none"
        return Rejected("unknown_id", kind="transactional producer", id=name, known=listed)
    return producer_faults.refusal(c, name, verb)


def _check_abort(c: Cluster, name: str) -> Refusal:
    refusal = _transactional(c, name, "publish")
    if refusal is not None:
        return refusal
    session = c.producers[name].txn
    assert session is not None
    if session.phase != "open":
        return Rejected("wrong_state", kind="transaction of", id=name, state="not open",
                        verb="abort", needed="open")  # fmt: skip
    return None


def _abort(c: Cluster, name: str) -> None:
    """Of a processor the record in work is dropped too; all of it is read again."""
    it = c.producers[name]
    p = processors.of_producer(c, name)
    assert it.txn is not None
    it.txn.hung_until_us = 0
    if p is not None:
        c.consumers[p.member].batch = []
    transactional.end(c.world, it, "abort")
    if p is not None and it.txn.phase == "ready":
        processors.over(c, name)
        application.turn(c, c.consumers[p.member])


def publish_refusal(c: Cluster, name: str) -> Refusal:
    """A transactional producer sends inside a transaction, its own or one of this record only."""
    session = c.producers[name].txn
    if session is None or session.phase in ("open", "ready"):
        return None
    return Rejected("wrong_state", kind="transaction of", id=name, state=session.phase,
                    verb="publish", needed="open or ready")  # fmt: skip


def publish(c: Cluster, cmd: kafka.Publish) -> None:
    """Into the open transaction; without one it is a transaction of its own."""
    it = c.producers[cmd.producer]
    assert it.txn is not None
    alone = it.txn.phase == "ready"
    if alone:
        transactional.begin(c.world, it)
    transactional.send(c.world, it, cmd.topic, cmd.key, cmd.value, cmd.partition)
    if alone:
        transactional.end(c.world, it, "commit")


def _hang(c: Cluster, name: str, for_us: int) -> None:
    session = c.producers[name].txn
    assert session is not None
    session.hung_until_us = c.world.now_us + for_us
    p = processors.of_producer(c, name)
    owner = name
    if p is None:
        return
    c.world.at(session.hung_until_us, "transaction_wake", owner)


RULES: dict[type, tuple[Callable[[Cluster, Any], Refusal], Callable[[Cluster, Any], None]]] = {
    kafka.CrashProcessor: (
        lambda c, k: _processor(c, k.processor, "crash"),
        lambda c, k: _crash(c, k.processor),
    ),
    kafka.RestartProcessor: (
        lambda c, k: _processor(c, k.processor, "restart"),
        lambda c, k: _restart(c, k.processor),
    ),
    kafka.HangProcessor: (
        lambda c, k: _processor(c, k.processor, "hang") or _check_hang(k.for_),
        lambda c, k: _hang(c, k.processor, k.for_),
    ),
    kafka.HangProducer: (
        lambda c, k: _transactional(c, k.producer, "publish") or _check_hang(k.for_),
        lambda c, k: _hang(c, k.producer, k.for_),
    ),
    kafka.AbortTransaction: (
        lambda c, k: _check_abort(c, k.producer),
        lambda c, k: _abort(c, k.producer),
    ),
}
"""Command class -> (why not, do it)."""
