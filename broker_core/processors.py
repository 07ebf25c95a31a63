"""Consume, process, produce: a group member and a transactional producer in one program (2.7, 7.5).

What it read, what it wrote and its offsets belong to one transaction: after an abort it reads the
same records again.
"""

from typing import Any

from broker_core.clients import consumer as poll_loop
from broker_core.clients import positions, transactional
from broker_core.clients.consumer import Consumer
from broker_core.events.client import ClosingStarted
from broker_core.kernel.state import state
from broker_core.replication.metadata import place


@state
class Processor:
    """`read`: place -> (first offset of this transaction, next offset) of what it processed."""

    name: str
    member: str
    sink: str
    records: int
    read: dict[str, tuple[str, int, int, int]]
    generation: int
    member_id: str


def of_producer(c: Any, name: str) -> Processor | None:
    return next((p for p in c.processors.values() if p.name == name), None)


def may_poll(c: Any, it: Consumer) -> bool:
    """Whether the program may call poll() now; ends its transaction when it is due."""
    p = c.processors[it.name]
    maker = c.producers[p.name]
    s = maker.txn
    if s.hung_until_us < 0 or s.hung_until_us > c.world.now_us:
        return False
    s.hung_until_us = 0
    if s.phase == "fenced" or maker.phase not in ("up", "closing"):
        if not it.closing:
            it.closing = True
            c.world.cause = c.world.emit(ClosingStarted, it.name, it.group)
        it.batch = []
        return it.phase == "stable"
    if s.phase != "open":
        return bool(s.phase == "ready")
    if it.batch:
        return s.error is None or _end(c, p, it, "abort")
    full = s.sent >= p.records or it.rejoin or it.closing
    if s.error is None and not full and any(part.buffer for part in it.parts.values()):
        return True
    return _end(c, p, it, "abort" if s.error else "commit")


def _end(c: Any, p: Processor, it: Consumer, outcome: str) -> bool:
    s = c.producers[p.name].txn
    s.offsets = tuple((t, n, following) for t, n, _, following in p.read.values())
    s.group = (it.group, p.member_id, p.generation, it.instance_id)
    it.batch = []
    transactional.end(c.world, c.producers[p.name], outcome)
    if s.phase == "ready":
        over(c, p.name)
    return False


def processed(c: Any, it: Consumer, topic: str, partition: int, offset: int, key: Any) -> None:
    """A record's work is done: its result goes to the sink, inside the transaction."""
    p = c.processors[it.name]
    maker = c.producers[p.name]
    if maker.txn.phase == "ready":
        transactional.begin(c.world, maker)
        p.read, p.generation, p.member_id = {}, it.generation, it.member_id
    if maker.txn.phase != "open":
        return
    here = place(topic, partition)
    first = p.read[here][2] if here in p.read else offset
    p.read[here] = (topic, partition, first, offset + 1)
    maker.values += 1
    transactional.send(c.world, maker, p.sink, key, f"result {maker.values}")


def over(c: Any, name: str) -> None:
    """A transaction ended: after an abort the reading begins again where it began."""
    p = of_producer(c, name)
    if p is None:
        return
    it = c.consumers[p.member]
    if c.producers[name].txn.wish == "abort":
        it.batch = []
        for topic, partition, first, _ in p.read.values():
            part = it.parts.get(place(topic, partition))
            if part is not None and part.position is not None:
                positions.begin_at(c.world, it, part, first, "committed")
        poll_loop.fetch_all(c.world, it)
    p.read = {}
