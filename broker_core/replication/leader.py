"""What a leader does with produce and fetch requests (semantics 1.1, 2.3, 2.4, 3.1, 3.2)."""

from typing import Any

from broker_core.events.log import DuplicateRecognised, RecordAppended
from broker_core.events.log import Rejected as BatchRejected
from broker_core.events.transaction import MarkerWritten
from broker_core.kernel.network import Ref, done, reply
from broker_core.kernel.world import World
from broker_core.log import validation
from broker_core.log.partition_log import Record, sequence_verdict
from broker_core.log.transactions import DATA, MARKERS
from broker_core.replication import isr, read_replicas, stable, throttle, upkeep, watermark
from broker_core.replication.metadata import place
from broker_core.replication.replica import Broker, Follower, Replica

MAX_FETCH_RECORDS = 500


def produce(
    world: World, broker: Broker, ref: Ref, body: Any, refused: dict[str, str] | None = None
) -> None:
    """Append what may be appended; answer at once, or park until the in-sync set has it.

    `refused`: places whose transaction the coordinator did not take, with its error.
    """
    acks = body["acks"]
    results: list[Any] = []
    required: dict[str, int] = {}
    touched: list[Replica] = []
    for batch in body["batches"]:
        result, replica = _append_batch(world, broker, body, batch, refused or {})
        results.append(result)
        if replica is not None:
            touched.append(replica)
            if result[2] is None:
                required[place(batch[0], batch[1])] = result[3] + len(batch[5])
    if acks == "0":
        done(world, ref)
    elif acks == "all" and required:
        park(world, broker, ref, results, required, body["timeout_us"])
    else:
        _answer_produce(world, broker, ref, results)
    for replica in touched:
        after_append(world, broker, replica)
    complete_produce(world, broker)


def park(
    world: World, broker: Broker, ref: Ref, results: Any, required: dict[str, int],
    timeout_us: int = 0,
) -> None:  # fmt: skip
    """Let a request wait until the in-sync set has what was written for it."""
    broker.parked_produce[ref.msg] = (ref, tuple(results), tuple(required.items()))
    deadline = world.now_us + (timeout_us or broker.settings["request.timeout.ms"])
    world.at(deadline, "produce_expired", broker.name, ref.msg)


def _append_batch(
    world: World, broker: Broker, body: Any, batch: Any, refused: dict[str, str]
) -> tuple[Any, Replica | None]:
    """((topic, partition, error or None, base offset, records), replica written to or None)."""
    topic, partition, producer_id, producer_epoch, sequence, records = batch
    replica = broker.replica(topic, partition)
    rows = tuple((r[0], r[1]) for r in records)
    error: str | None
    because: tuple[str, ...] = ()
    if replica is None or not replica.leads:
        error = not_here(broker, topic)
    elif body["acks"] == "all" and len(replica.isr) < broker.min_insync(topic):
        error, because = "NOT_ENOUGH_REPLICAS", ("min.insync.replicas",)
    else:
        error, because = validation.problem(broker.config(topic), records, broker.clock(world))
    if error is None:
        error = refused.get(place(topic, partition))
    transactional = bool(body.get("transactional_id"))
    if error is None and replica is not None and producer_id >= 0:
        last = sequence + len(records) - 1
        verdict, base = sequence_verdict(
            replica.log, producer_id, producer_epoch, sequence, last, transactional
        )
        if verdict == "duplicate":
            world.emit(
                DuplicateRecognised, broker.id, topic, partition, body["producer"], rows, base
            )
            return (topic, partition, None, base, rows), replica
        if verdict != "append":
            error = verdict
    if error is not None or replica is None:
        world.emit(
            BatchRejected, broker.id, topic, partition, body["producer"], rows, error,
            because=because,
        )  # fmt: skip
        return (topic, partition, error, -1, rows), None
    base = write(
        world, broker, replica, records, body["producer"], producer_id, producer_epoch, sequence,
        DATA if transactional else "",
    )  # fmt: skip
    return (topic, partition, None, base, rows), replica


def write(
    world: World,
    broker: Broker,
    replica: Replica,
    records: Any,
    producer: str | None,
    producer_id: int = -1,
    producer_epoch: int = -1,
    sequence: int = -1,
    kind: str = "",
) -> int:
    """Append rows as one batch; returns its base offset.

    A row is (record, key, value, created_at_us) and, where the application gave one, its
    timestamp. A topic with LogAppendTime takes the leader's clock for the whole batch.
    """
    base = replica.log.log_end
    config = broker.config(replica.topic)
    clock = broker.clock(world) if config["message.timestamp.type"] == "LogAppendTime" else None
    stamps = [clock if clock is not None else row[4] if len(row) > 4 else row[3] for row in records]
    upkeep.maybe_roll(world, broker, replica, [row[1:3] for row in records], max(stamps), base)
    for n, (record, key, value, created, *_) in enumerate(records):
        offset = base + n
        row = Record(
            offset, replica.leader_epoch, record, key, value, created, producer, producer_id,
            producer_epoch, sequence + n if sequence >= 0 else -1, base, stamps[n], None, kind,
        )  # fmt: skip
        replica.log.append(row)
        if kind in MARKERS:
            world.emit(
                MarkerWritten, broker.id, replica.topic, replica.partition, offset,
                replica.leader_epoch, record, key, value, created, producer, kind, offset + 1,
            )  # fmt: skip
            continue
        world.emit(
            RecordAppended, broker.id, replica.topic, replica.partition, offset,
            replica.leader_epoch, record, key, value, created, producer, offset + 1, stamps[n],
            kind or None,
        )  # fmt: skip
    return base


def after_append(world: World, broker: Broker, replica: Replica) -> None:
    """A leader's log grew: the watermark may move and parked fetches may be answered."""
    watermark.advance(world, broker, replica)
    stable.announce(world, broker, replica)
    complete_fetches(world, broker)


def _answer_produce(world: World, broker: Broker, ref: Ref, results: Any) -> None:
    """Results say (topic, partition, error, base offset, leader now, its epoch)."""
    rows = []
    parts = []
    for topic, partition, error, base, records in results:
        registration = broker.image.partitions.get(place(topic, partition))
        leader = (registration.leader, registration.leader_epoch) if registration else (-1, -1)
        rows.append((topic, partition, error, base, *leader))
        offsets = tuple(
            (record, key, None if error else base + n) for n, (record, key) in enumerate(records)
        )
        parts.append((topic, partition, offsets))
    errors = sorted({r[2] for r in results if r[2]})
    summary: dict[str, Any] = {"parts": tuple(parts)}
    if errors:
        summary["error"] = errors[0]
    reply(world, ref, {"results": tuple(rows)}, summary)


def complete_produce(world: World, broker: Broker) -> None:
    """Answer every parked acks=all request whose records are on the whole in-sync set."""
    for msg, (ref, results, required) in list(broker.parked_produce.items()):
        verdicts = {key: _progress(broker, key, offset) for key, offset in required}
        if any(verdict is None for verdict in verdicts.values()):
            continue
        del broker.parked_produce[msg]
        final = [(t, p, e or verdicts.get(place(t, p)) or None, b, r) for t, p, e, b, r in results]
        _answer_produce(world, broker, Ref(*ref), final)


def _progress(broker: Broker, key: str, offset: int) -> str | None:
    """None while waiting, "" when done, else an error name."""
    replica = broker.replicas.get(key)
    if replica is None or not replica.leads:
        return "NOT_LEADER_OR_FOLLOWER"
    if replica.high_watermark < offset:
        return None
    enough = len(replica.isr) >= broker.min_insync(replica.topic)
    return "" if enough else "NOT_ENOUGH_REPLICAS_AFTER_APPEND"


def produce_expired(world: World, broker: Broker, msg: int) -> None:
    """The in-sync set did not get there in time; the records stay in the log all the same."""
    parked = broker.parked_produce.pop(msg, None)
    if parked is None:
        return
    ref, results, required = parked
    late = {key for key, offset in required if _progress(broker, key, offset) is None}
    final = [
        (t, p, "REQUEST_TIMED_OUT" if place(t, p) in late else e, b, r) for t, p, e, b, r in results
    ]
    _answer_produce(world, broker, Ref(*ref), final)


def fetch(world: World, broker: Broker, ref: Ref, body: Any) -> None:
    """Serve a follower or a consumer: at once when there is something to say, else later."""
    preferred = read_replicas.nearer(broker, body)
    if preferred:
        rows = _read(world, broker, body, arrived=True, force=True)
        _answer_fetch(world, broker, ref, read_replicas.without(rows, preferred), body, preferred)
        return
    answer = _read(world, broker, body, arrived=True)
    if answer is not None or not body["parts"]:
        _answer_fetch(world, broker, ref, answer if answer is not None else (), body)
        return
    broker.parked_fetches[ref.msg] = (ref, body)
    world.at(world.now_us + body["max_wait_us"], "fetch_expired", broker.name, ref.msg)


def _read(world: World, broker: Broker, body: Any, arrived: bool, force: bool = False) -> Any:
    """Rows (topic, partition, error, high watermark, log start, diverging, records) or None.

    With OFFSET_OUT_OF_RANGE the log end offset stands in the watermark's place: a follower would
    have to ask for it.
    """
    rows = []
    worth = force
    noted: list[Replica] = []
    for part in body["parts"]:
        row, replica = _read_part(broker, body, part)
        rows.append(row)
        worth = worth or row[2] is not None or row[5] is not None or bool(row[6])
        if arrived and replica is not None and row[2] is None and row[5] is None:
            if _note_follower(world, broker, replica, body, part[2]):
                noted.append(replica)
    for replica in noted:
        isr.maybe_expand(world, broker, replica, body["replica"])
        if watermark.advance(world, broker, replica):
            complete_fetches(world, broker)
            complete_produce(world, broker)
    return tuple(rows) if worth else None


def not_here(broker: Broker, topic: str) -> str:
    """Why this broker does not serve a partition: another leads it, or the topic is gone."""
    return "NOT_LEADER_OR_FOLLOWER" if topic in broker.image.topics else "UNKNOWN_TOPIC_ID"


def _read_part(broker: Broker, body: Any, part: Any) -> tuple[Any, Replica | None]:
    topic, partition, offset, last_epoch, leader_epoch = part
    replica = broker.replica(topic, partition)
    error = None
    if replica is None or not (replica.leads or read_replicas.may_read(replica, body)):
        error = not_here(broker, topic)
    elif 0 <= leader_epoch < replica.leader_epoch:
        error = "FENCED_LEADER_EPOCH"
    elif leader_epoch > replica.leader_epoch:
        error = "UNKNOWN_LEADER_EPOCH"
    if error is not None or replica is None:
        return (topic, partition, error, -1, 0, None, ()), replica
    log = replica.log
    out_of_range = (
        topic, partition, "OFFSET_OUT_OF_RANGE", log.log_end, log.log_start, None, ()
    )  # fmt: skip
    if offset < log.log_start:
        return out_of_range, replica
    if last_epoch >= 0:
        known, end = log.end_of_epoch(last_epoch)
        if known < 0:
            return out_of_range, replica
        if known < last_epoch or end < offset:
            mark = replica.high_watermark
            return (topic, partition, None, mark, log.log_start, (known, end), ()), replica
    if offset > log.log_end:
        return out_of_range, replica
    follower = body["replica"] >= 0
    bound = log.log_end if follower else replica.high_watermark
    if body.get("isolation") == "read_committed":
        bound = stable.last_stable(replica)
    records = tuple(log.read(offset, bound, MAX_FETCH_RECORDS)) if offset < bound else ()
    if follower and records:
        most = throttle.rate(broker, topic, partition, body["replica"])
        records = throttle.allowed(records, most) if most else records
    return (
        topic, partition, None, replica.high_watermark, log.log_start, None, records
    ), replica  # fmt: skip


def _note_follower(world: World, broker: Broker, replica: Replica, body: Any, offset: int) -> bool:
    """A fetch at `offset` says: I have everything below. True when it was news."""
    follower = replica.followers.get(body["replica"])
    if follower is None:
        return False
    end = replica.log.log_end
    if offset >= end:
        follower.caught_up_us = world.now_us
        isr.note_caught_up(world, broker, replica, body["replica"])
    elif offset >= follower.last_leader_end:
        follower.caught_up_us = max(follower.caught_up_us, follower.last_fetch_us)
    follower.last_leader_end = end
    follower.last_fetch_us = world.now_us
    news = follower.log_end != offset or body["replica"] not in replica.isr
    follower.log_end = offset
    return news


def _answer_fetch(
    world: World, broker: Broker, ref: Ref, rows: Any, body: Any, preferred: tuple[Any, ...] = ()
) -> None:
    parts = tuple(
        (t, p, tuple((r.record, r.key, r.offset) for r in records))
        for t, p, _, _, _, _, records in rows
        if records
    )
    errors = sorted({row[2] for row in rows if row[2]})
    summary: dict[str, Any] = {"parts": parts}
    if errors:
        summary["error"] = errors[0]
    diverging = tuple((row[0], row[1], row[5][1]) for row in rows if row[5])
    if diverging:
        summary["diverging"] = diverging
    chatter = not parts and not errors and not diverging
    answer = {"parts": rows}
    if preferred:
        summary["preferred"], chatter = preferred, False
        answer["preferred"] = preferred
    if body.get("isolation") == "read_committed":
        answer["aborted"] = _aborted(broker, rows)
    reply(world, ref, answer, summary, chatter)


def _aborted(broker: Broker, rows: Any) -> Any:
    """The aborted transactions among the records of an answer, by place."""
    found = {}
    for topic, partition, _, _, _, _, records in rows:
        replica = broker.replica(topic, partition)
        if records and replica is not None and replica.log.txn.aborted:
            start, stop = records[0].offset, records[-1].offset + 1
            found[place(topic, partition)] = replica.log.txn.aborted_between(start, stop)
    return found


def complete_fetches(world: World, broker: Broker) -> None:
    """Answer every parked fetch that now has something to read."""
    for msg, (ref, body) in list(broker.parked_fetches.items()):
        rows = _read(world, broker, body, arrived=False)
        if rows is not None and msg in broker.parked_fetches:
            del broker.parked_fetches[msg]
            _answer_fetch(world, broker, Ref(*ref), rows, body)


def fetch_expired(world: World, broker: Broker, msg: int) -> None:
    """Nothing came in time: an empty answer, which still carries the watermark."""
    parked = broker.parked_fetches.pop(msg, None)
    if parked is not None:
        ref, body = parked
        rows = _read(world, broker, body, arrived=False, force=True)
        _answer_fetch(world, broker, Ref(*ref), rows, body)


def new_follower(world: World, in_sync: bool) -> Follower:
    """What a new leader assumes of a follower; in-sync ones get the benefit of the lag time."""
    return Follower(-1, world.now_us if in_sync else -(2**40), 0, -1, False)
