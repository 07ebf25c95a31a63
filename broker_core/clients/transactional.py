"""A transactional producer: initTransactions, begin, send, sendOffsets, commit, abort (2.7).

Every call that waits for an answer is one step; `step` does whichever is next.
"""

from typing import Any

from broker_core.clients import metadata, producer
from broker_core.clients.producer import Producer
from broker_core.clients.session import Session
from broker_core.events.client import GaveUp
from broker_core.events.transaction import Begun, Confirmed, Ending, Fenced
from broker_core.kernel import network
from broker_core.kernel.world import World

FATAL_FOR_PRODUCE = frozenset({"INVALID_PRODUCER_EPOCH", "INVALID_TXN_STATE"})
"""What a produce answer cannot be retried after: the transaction can only be aborted."""
FENCED = frozenset(
    {
        "PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH", "INVALID_PRODUCER_ID_MAPPING",
        "INVALID_TXN_STATE", "INVALID_TRANSACTION_TIMEOUT",
    }
)  # fmt: skip
MOVED = frozenset({"NOT_COORDINATOR", "COORDINATOR_NOT_AVAILABLE"})


def step(world: World, it: Producer) -> None:
    """Whatever the session has to do next; nothing while an answer is awaited."""
    s = it.txn
    if s is None or s.asked or s.phase in ("ready", "open", "fenced"):
        return
    if it.phase not in ("up", "closing"):
        return
    if s.coordinator < 0:
        _find(world, it, s, "transaction", s.transactional_id)
    elif s.phase in ("lost", "initialising"):
        s.phase = "initialising"
        body = {
            "transactional_id": s.transactional_id,
            "timeout_us": it.settings["transaction.timeout.ms"],
        }
        _call(world, it, s, "init_producer", "init", body, {"transaction": s.transactional_id})
    else:
        _end_step(world, it, s)


def _find(world: World, it: Producer, s: Session, what: str, name: str) -> None:
    s.asked = f"find_{what}"
    server = f"broker-{metadata.next_broker(it.knowledge, world.now_us)}"
    network.request(
        world, it.name, server, "data", "find_coordinator", {what: name},
        it.settings["request.timeout.ms"], {what: name},
    )  # fmt: skip


def _call(
    world: World, it: Producer, s: Session, kind: str, asked: str, body: Any, summary: Any
) -> None:
    s.asked = asked
    body = {"producer": it.name, **body}
    broker = s.group_coordinator if asked == "offsets" else s.coordinator
    network.request(
        world, it.name, f"broker-{broker}", "coordinator", kind, body,
        it.settings["request.timeout.ms"], summary,
    )  # fmt: skip


def _later(world: World, it: Producer, s: Session) -> None:
    """Try the same step again after a backoff."""
    s.asked = ""
    wait = metadata.backoff_us(world, it.name, it.settings, s.failures)
    s.failures += 1
    world.at(world.now_us + wait, "transaction_step", it.name)


def found(world: World, it: Producer, body: Any) -> None:
    """Somebody knows the coordinator, or nobody does yet."""
    s = it.txn
    if s is None or not s.asked.startswith("find_"):
        return
    what = s.asked
    s.asked = ""
    if body["error"] is not None:
        _later(world, it, s)
        return
    s.failures = 0
    if what == "find_group":
        s.group_coordinator = body["broker"]
    else:
        s.coordinator = body["broker"]
    step(world, it)


def failed(world: World, it: Producer, server: str) -> None:
    """No answer: what was asked is asked again, of a coordinator that is looked up anew."""
    s = it.txn
    if s is None or not s.asked:
        return
    metadata.lost(world, it.name, it.knowledge, server, it.settings)
    _forget(s)
    _later(world, it, s)


def _forget(s: Session) -> None:
    if s.asked == "offsets":
        s.group_coordinator = -1
    elif not s.asked.startswith("find_"):
        s.coordinator = -1


def _trouble(world: World, it: Producer, s: Session, error: str) -> bool:
    """Handle an error that is not the application's; True when there was one."""
    if error in FENCED:
        fenced(world, it, s, error)
        return True
    if error in MOVED:
        _forget(s)
    elif error != "CONCURRENT_TRANSACTIONS":
        return False
    _later(world, it, s)
    return True


def initialised(world: World, it: Producer, body: Any) -> None:
    """The answer to InitProducerId: a producer id and an epoch of one's own."""
    s = it.txn
    if s is None or s.asked != "init":
        return
    if body["error"] is not None:
        _trouble(world, it, s, body["error"])
        return
    s.asked, s.failures, s.phase = "", 0, "ready"
    it.producer_id, it.producer_epoch = body["producer_id"], body["producer_epoch"]
    it.sequences = {}


def begin(world: World, it: Producer) -> None:
    """beginTransaction(): nobody else is told."""
    s = it.txn
    assert s is not None and s.phase == "ready"
    s.phase, s.error, s.wish = "open", None, ""
    s.started, s.sent, s.offsets, s.group = False, 0, (), None
    s.begun += 1
    world.cause = world.emit(Begun, s.transactional_id, it.name, s.begun)


def send(
    world: World, it: Producer, topic: str, key: str | None, value: str | None,
    partition: int | None = None,
) -> None:  # fmt: skip
    """send() inside the open transaction."""
    s = it.txn
    assert s is not None
    s.started = True
    s.sent += 1
    producer.send(world, it, topic, key, value, partition, None)


def end(world: World, it: Producer, outcome: str) -> None:
    """commitTransaction() or abortTransaction(): first everything that was sent is settled."""
    s = it.txn
    assert s is not None and s.phase == "open"
    if s.error is not None:
        outcome = "abort"
    s.phase, s.wish = "ending", outcome
    world.cause = world.emit(Ending, s.transactional_id, it.name, outcome, s.error)
    step(world, it)


def _end_step(world: World, it: Producer, s: Session) -> None:
    if s.error is not None and s.wish == "commit":
        s.wish = "abort"
        world.cause = world.emit(Ending, s.transactional_id, it.name, "abort", s.error)
    if s.wish == "abort":
        _drop_unsent(world, it)
    else:
        producer.flush(world, it)
    if it.batches or it.held:
        return
    if s.wish == "commit" and s.offsets:
        if s.group_coordinator < 0:
            _find(world, it, s, "group", s.group[0])
        else:
            _send_offsets(world, it, s)
    elif not s.started:
        _over(world, it, s)
    else:
        body = {
            "transactional_id": s.transactional_id,
            "producer_id": it.producer_id,
            "producer_epoch": it.producer_epoch,
            "outcome": s.wish,
        }
        _call(world, it, s, "end_txn", "end", body, {"outcome": s.wish})


def _drop_unsent(world: World, it: Producer) -> None:
    """An abort does not send what has not left yet."""
    for batch in [b for b in it.batches if b.attempts == 0]:
        it.batches.remove(batch)
        for record, key, *_ in batch.records:
            world.emit(
                GaveUp, it.name, record, batch.topic, batch.partition, key, "TRANSACTION_ABORTED"
            )
    it.held = []


def _send_offsets(world: World, it: Producer, s: Session) -> None:
    s.started = True
    group, member_id, generation, instance_id = s.group
    body = {
        "transactional_id": s.transactional_id,
        "producer_id": it.producer_id,
        "producer_epoch": it.producer_epoch,
        "group": group,
        "member_id": member_id,
        "generation": generation,
        "instance_id": instance_id,
        "offsets": s.offsets,
    }
    _call(world, it, s, "txn_offset_commit", "offsets", body, {"at": s.offsets})


def offsets_answered(world: World, it: Producer, body: Any) -> None:
    """The group's coordinator holds the offsets, or refuses them: then only an abort is left."""
    s = it.txn
    if s is None or s.asked != "offsets":
        return
    error = body["error"]
    if error is None:
        s.asked, s.failures, s.offsets = "", 0, ()
        step(world, it)
    elif not _trouble(world, it, s, error):
        s.asked, s.error, s.offsets = "", error, ()
        step(world, it)


def ended(world: World, it: Producer, body: Any) -> bool:
    """The decision stands: a new epoch, and the next transaction may begin."""
    s = it.txn
    if s is None or s.asked != "end":
        return False
    if body["error"] is not None:
        if not _trouble(world, it, s, body["error"]):
            _later(world, it, s)
        return False
    it.producer_epoch = body["producer_epoch"]
    it.sequences, it.unresolved = {}, {}
    _over(world, it, s)
    return True


def _over(world: World, it: Producer, s: Session) -> None:
    s.asked, s.failures, s.phase = "", 0, "ready"
    world.emit(Confirmed, s.transactional_id, it.name, s.wish, s.sent)


def fenced(world: World, it: Producer, s: Session, error: str) -> None:
    """Fatal: this session cannot do anything any more."""
    s.asked, s.phase = "", "fenced"
    it.phase = "fenced"
    it.batches, it.held = [], []
    world.emit(Fenced, s.transactional_id, it.name, error)


def settled(world: World, it: Producer) -> None:
    """A batch was settled: an ending transaction may be able to go on."""
    if it.txn is not None and it.txn.phase == "ending":
        step(world, it)


def batch_failed(world: World, it: Producer, error: str) -> None:
    """A record of the transaction is lost: it can only be aborted."""
    s = it.txn
    if s is not None and s.phase in ("open", "ending") and s.error is None:
        s.error = error


def tick(world: World, it: Producer) -> None:
    """The application's rhythm: begin, some records, commit, rest; a late answer delays it."""
    s = it.txn
    if s is None or it.phase != "up":
        return
    if s.hung_until_us < 0:
        return
    if s.hung_until_us > world.now_us:
        world.at(s.hung_until_us, "transaction_tick", it.name, cause=0)
        return
    s.hung_until_us = 0
    gap = max(1, s.every_us // (s.records + 2))
    if s.phase == "ready" and world.now_us >= s.due_us:
        begin(world, it)
        s.due_us = world.now_us + s.every_us
    if s.phase == "open":
        if s.error is not None:
            end(world, it, "abort")
        elif s.sent < s.records:
            key, value = producer.next_record(world, it)
            send(world, it, it.topic, key, value)
        else:
            end(world, it, "commit")
    world.at(world.now_us + gap, "transaction_tick", it.name, cause=0)
