"""What a producer goes through: crash, close, a new session (semantics 2.6)."""

from broker_core import producers
from broker_core.clients import producer, transactional
from broker_core.cluster import Cluster
from broker_core.errors import Rejected
from broker_core.events.producer import ProducerClosed, ProducerClosing, ProducerCrashed
from broker_core.kernel import network

_NEEDED = {
    "publish": ("up",),
    "crash": ("up", "closing", "fenced"),
    "close": ("up",),
    "pause": ("up", "closing", "fenced"),
    "restart": ("down", "closed", "fenced"),
}


def refusal(c: Cluster, name: str, verb: str) -> Rejected | None:
    """Why a producer cannot do that now."""
    it = c.producers.get(name)
    if it is None:
        known = ", ".join(c.producers) or "none"
        return Rejected("unknown_id", kind="producer", id=name, known=known)
    needed = _NEEDED[verb]
    if it.phase not in needed:
        return Rejected(
            "wrong_state", kind="producer", id=name, state=it.phase, verb=verb,
            needed=" or ".join(needed),
        )  # fmt: skip
    return None


def crash(c: Cluster, name: str) -> None:
    """The process dies at once; nobody reports what became of its records."""
    it = c.producers[name]
    forgotten = sum(len(batch.records) for batch in it.batches) + len(it.held)
    seq = c.world.emit(ProducerCrashed, name, forgotten)
    c.world.fault(seq, name)
    it.phase = "down"
    _end(c, name, seq)


def _end(c: Cluster, name: str, seq: int) -> None:
    producers.forget(c, name)
    process = c.world.processes[name]
    process.up = False
    process.life += 1
    process.paused_until_us = 0
    c.world.cause = seq
    network.process_ended(c.world, name, seq)


def restart(c: Cluster, name: str) -> None:
    """A new session: a new producer id, sequences from 0, nothing known of the old one."""
    if c.world.processes[name].up:
        _end(c, name, c.world.seq)
        c.world.cause = f"cmd:{c.commands}"
    c.world.processes[name].up = True
    producers.start(c, name)


def close(c: Cluster, name: str) -> None:
    """close(): send what is held and wait for the outcome of all of it."""
    it = c.producers[name]
    c.world.cause = c.world.emit(ProducerClosing, name)
    it.phase = "closing"
    if it.txn is not None and it.txn.phase == "open":
        transactional.end(c.world, it, "abort")
    producer.flush(c.world, it)
    producer.drain(c.world, it)
    try_close(c, name)


def try_close(c: Cluster, name: str) -> None:
    """The end, once nothing is under way; asked again while something is."""
    it = c.producers[name]
    if it.phase != "closing":
        return
    ending = it.txn is not None and it.txn.phase == "ending"
    if it.batches or it.held or ending:
        wait = c.world.hop_us
        c.world.at(c.world.now_us + wait, "producer_close", name)
        return
    seq = c.world.emit(ProducerClosed, name)
    it.phase = "closed"
    _end(c, name, seq)
