"""A consumer's memory, and its poll loop: fetch, return, process, store, commit (semantics 7).

Four numbers a partition, all of them the next offset: `position` (what poll returns next),
`processed` (first record not yet processed), `stored` (librdkafka: what the next commit will say)
and the committed offset, which lives on the brokers.
"""

from typing import Any

from broker_core.clients import metadata
from broker_core.clients.filtering import visible
from broker_core.clients.metadata import Knowledge
from broker_core.clients.share_state import Share
from broker_core.events.client import (
    OffsetStored,
    ProcessingStarted,
    ReadReplicaChosen,
    RecordsFetched,
    RecordsReturned,
)
from broker_core.events.transaction import RecordsSkipped
from broker_core.kernel import network
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.replication.metadata import place

PREFETCH = 16
SHOWN = 16


@state
class Part:
    """One assigned partition. `position` is None until it is known where to begin; `buffer` holds
    fetched rows (offset, record, key, epoch, value) that poll has not returned. `committing` is
    what the last commit said, `committed` what the last successful one said (-1: nothing yet).
    `epoch` is the leader epoch of the last returned record; after a leader change the position is
    compared with the new leader's log (`checking`) before `checked`, the leader's epoch, moves on.
    `stale`: the next offset is out of range, which counts once the buffer is empty.
    `read_from` is the replica that the leader sent this consumer to, until `read_until_us` (KIP-392).
    """

    topic: str
    partition: int
    position: int | None
    processed: int
    stored: int | None
    committed: int
    committing: int
    buffer: list[Plain]
    next_fetch: int
    epoch: int
    checked: int
    checking: bool
    stale: bool
    read_from: int = -1
    read_until_us: int = 0


@state
class Modern:
    """The group side of the newer protocols. `target` is what the coordinator last said this member
    shall own; `acknowledge`: what it owns is news for the coordinator; `full`: the next heartbeat
    says everything; `again`: one is due as soon as the present one is answered; `committing`: what
    must go is saved first."""

    kind: str
    target: Plain
    acknowledge: bool
    full: bool
    sent_us: int
    turn: int
    again: bool
    instance_id: str | None
    committing: bool = False


@state
class Consumer:
    """A consumer's process.

    Phases: lost (not in the group, looks for the coordinator), joining, syncing, stable, out (put
    out of the group and not yet told the application), closing, closed, down. `batch` are returned
    records that still await their processing, the first of them being worked on while `working`,
    for the `attempt`-th time. `rejoin`: join again at the next poll. `outcome` is an assignment that
    the next poll takes over. `blocked` says what the application waits for: commit, dead_letter or retry,
    with `awaiting` as its offsets or record. `beats` numbers the membership that heartbeats speak
    of, `session` the assignment that fetches and commits speak of. `remembered`: (generation,
    partitions) of the last assignment, for sticky assignors. `rules` is what the application does:
    see `broker_core.application`.
    """

    name: str
    group: str
    topics: Plain
    work_us: int
    settings: Plain
    profile: str
    knowledge: Knowledge
    phase: str
    coordinator: int
    finding: bool
    member_id: str
    generation: int
    rejoin: bool
    closing: bool
    parts: dict[str, Part]
    turn: int
    batch: list[Plain]
    working: bool
    fetching: dict[str, int]
    asked: dict[str, Plain]
    fetch_backoff: bool
    commit_due_us: int
    commits_out: int
    beating: bool
    session: int
    poll_due_us: int
    poll_timer: bool
    instance_id: str | None
    beats: int
    outcome: Plain
    blocked: str
    awaiting: Plain
    remembered: Plain
    rules: Plain
    unsaved: int
    attempt: int
    modern: Modern | None = None
    share: Share | None = None
    counted: Plain = None


def stores_itself(consumer: Consumer) -> bool:
    """librdkafka marks an offset as stored when it hands the record over (its default)."""
    return bool(consumer.settings["enable.auto.offset.store"])


def uses_store(consumer: Consumer) -> bool:
    return consumer.profile == "librdkafka"


def is_cooperative(consumer: Consumer) -> bool:
    """A client rebalances cooperatively only when every assignor on its list can (KIP-429)."""
    strategies = consumer.settings["partition.assignment.strategy"]
    return all(name == "cooperative-sticky" for name in strategies)


def may_fetch(consumer: Consumer) -> bool:
    """In every phase in which partitions are the consumer's own."""
    return consumer.phase in ("stable", "joining", "syncing", "lost") and not consumer.fetch_backoff


def fetch_all(world: World, consumer: Consumer) -> None:
    """Keep one fetch under way to every broker that leads a partition with room to fill."""
    if not may_fetch(consumer):
        return
    wanted: dict[int, list[Part]] = {}
    stale = unchecked = False
    for part in consumer.parts.values():
        if part.position is None or len(part.buffer) >= PREFETCH or (part.stale and part.buffer):
            continue
        leader, epoch = metadata.leader_of(consumer.knowledge, part.topic, part.partition)
        if leader < 0:
            stale = True
            continue
        if part.checking or (part.epoch >= 0 and epoch > part.checked):
            unchecked = True
            continue
        source = source_of(world, consumer, part, leader)
        if metadata.is_away(consumer.knowledge, f"broker-{source}", world.now_us):
            until = consumer.knowledge.away[f"broker-{source}"][0]
            back_off(world, consumer, until - world.now_us)
        elif f"broker-{source}" not in consumer.fetching:
            wanted.setdefault(source, []).append(part)
    for leader, parts in wanted.items():
        _fetch(world, consumer, f"broker-{leader}", parts)
    if stale:
        refresh(world, consumer)
    if unchecked:
        check_positions(world, consumer)


def check_positions(world: World, consumer: Consumer) -> None:
    """After a leader change: ask the new leader whether its log still holds what was read."""
    by_leader: dict[int, list[Any]] = {}
    for part in consumer.parts.values():
        leader, epoch = metadata.leader_of(consumer.knowledge, part.topic, part.partition)
        if part.checking or part.epoch < 0 or epoch <= part.checked or leader < 0:
            continue
        part.checking = True
        by_leader.setdefault(leader, []).append((part.topic, part.partition, part.epoch, epoch))
    for leader, rows in by_leader.items():
        at = tuple((r[0], r[1]) for r in rows)
        network.request(
            world, consumer.name, f"broker-{leader}", "data", "epoch_end",
            {"partitions": tuple(rows)}, consumer.settings["request.timeout.ms"],
            {"partitions": at}, context=(consumer.session, at),
        )  # fmt: skip


def _fetch(world: World, consumer: Consumer, server: str, parts: list[Part]) -> None:
    rows = tuple(
        (
            p.topic, p.partition, p.next_fetch, -1,
            metadata.leader_of(consumer.knowledge, p.topic, p.partition)[1],
        )
        for p in parts
    )  # fmt: skip
    at = tuple((r[0], r[1], r[2]) for r in rows)
    quiet = consumer.asked.get(server) == at
    consumer.asked[server] = at
    consumer.fetching[server] = consumer.session
    body = {
        "replica": -1,
        "parts": rows,
        "max_wait_us": consumer.settings["fetch.max.wait.ms"],
        "isolation": consumer.settings["isolation.level"],
        "rack": consumer.settings["client.rack"],
    }
    network.request(
        world, consumer.name, server, "data", "fetch", body,
        consumer.settings["request.timeout.ms"], {"at": at}, chatter=quiet,
        context=consumer.session,
    )  # fmt: skip


def source_of(world: World, consumer: Consumer, part: Part, leader: int) -> int:
    """The replica to fetch from: the leader, or the one that the leader named for this rack."""
    if part.read_from >= 0:
        server = f"broker-{part.read_from}"
        known = part.read_from in consumer.knowledge.brokers
        away = metadata.is_away(consumer.knowledge, server, world.now_us)
        if world.now_us < part.read_until_us and known and not away:
            return part.read_from
        part.read_from = -1
    return leader


def _sent_elsewhere(world: World, consumer: Consumer, rows: Any) -> None:
    """The leader names a replica in this consumer's rack: it serves for metadata.max.age.ms."""
    for topic, partition, replica in rows:
        part = consumer.parts.get(place(topic, partition))
        if part is not None and part.read_from != replica:
            part.read_from = replica
            part.read_until_us = world.now_us + consumer.settings["metadata.max.age.ms"]
            world.emit(
                ReadReplicaChosen, consumer.name, consumer.group, topic, partition, replica,
                because=("client.rack", "replica.selector.class"),
            )  # fmt: skip


def refresh(world: World, consumer: Consumer) -> None:
    metadata.refresh(world, consumer.name, consumer.knowledge, consumer.topics, consumer.settings)


def fetched(world: World, consumer: Consumer, server: str, body: Any, session: int) -> list[Any]:
    """A fetch answer fills the buffers. Returns the partitions whose offset was out of range."""
    consumer.fetching.pop(server, None)
    consumer.knowledge.away.pop(server, None)
    asked = {(t, p): offset for t, p, offset in consumer.asked.get(server, ())}
    out_of_range = []
    trouble = False
    for topic, partition, error, _mark, log_start, _diverging, records in body["parts"]:
        part = consumer.parts.get(place(topic, partition))
        if session != consumer.session or part is None or part.position is None or part.checking:
            continue
        if consumer.modern is not None and asked.get((topic, partition)) != part.next_fetch:
            continue  # given up and taken again since this was asked
        if error is not None and server == f"broker-{part.read_from}":
            part.read_from = -1  # the leader is asked again
            trouble = True
        elif error == "OFFSET_OUT_OF_RANGE" and part.buffer:
            part.stale = True  # what was fetched before is still handed over
        elif error == "OFFSET_OUT_OF_RANGE":
            out_of_range.append((topic, partition, log_start))
        elif error is not None:
            trouble = True
        elif (topic, partition, part.next_fetch) in consumer.asked.get(server, ()):
            _take(world, consumer, part, records, body.get("aborted", {}))
    if session == consumer.session:
        _sent_elsewhere(world, consumer, body.get("preferred", ()))
    if trouble:
        refresh(world, consumer)
        back_off(world, consumer)
    return out_of_range


def _take(world: World, consumer: Consumer, part: Part, records: Any, aborted: Any) -> None:
    """Keep what the application may see; control records and aborted ones are passed over."""
    new = [r for r in records if r[0] >= part.next_fetch]
    if not new:
        return
    part.stale = False
    part.next_fetch = new[-1][0] + 1
    plain, hidden, control = visible(new, aborted.get(place(part.topic, part.partition), ()))
    rows = [(r[0], r[2], r[3], r[1], r[4]) for r in plain]
    part.buffer.extend(rows)
    if rows:
        world.emit(
            RecordsFetched, consumer.name, consumer.group, part.topic, part.partition, len(rows),
            _shown(part),
        )  # fmt: skip
    if hidden or control:
        if not part.buffer:
            part.position = part.next_fetch
        world.emit(
            RecordsSkipped, consumer.name, consumer.group, part.topic, part.partition,
            len(hidden), control, part.position, hidden,
        )  # fmt: skip


def _shown(part: Part) -> tuple[Any, ...]:
    return tuple((row[0], row[1], row[2]) for row in part.buffer[:SHOWN])


def back_off(world: World, consumer: Consumer, wait: int = 0) -> None:
    """After an error fetching rests, for retry.backoff.ms where nothing else is said."""
    if not consumer.fetch_backoff:
        consumer.fetch_backoff = True
        wait = wait or consumer.settings["retry.backoff.ms"]
        world.at(world.now_us + wait, "fetch_again", consumer.name)


def fetch_failed(world: World, consumer: Consumer, server: str) -> None:
    """The connection to a leader is gone: find out who leads now."""
    consumer.fetching.pop(server, None)
    consumer.asked.pop(server, None)
    metadata.lost(world, consumer.name, consumer.knowledge, server, consumer.settings)
    refresh(world, consumer)
    fetch_all(world, consumer)


def take_batch(world: World, consumer: Consumer) -> bool:
    """poll(): hand up to max.poll.records of one partition to the application."""
    parts = [p for p in consumer.parts.values() if p.buffer and not p.checking]
    if not parts:
        return False
    part = parts[consumer.turn % len(parts)]
    consumer.turn += 1
    count = min(len(part.buffer), consumer.settings["max.poll.records"])
    rows, part.buffer = part.buffer[:count], part.buffer[count:]
    part.position = rows[-1][0] + 1 if part.buffer else part.next_fetch
    part.epoch = rows[-1][3]
    consumer.attempt = 1
    consumer.poll_due_us = world.now_us + consumer.settings["max.poll.interval.ms"]
    seq = world.emit(
        RecordsReturned, consumer.name, consumer.group, part.topic, part.partition, rows[0][0],
        count, part.position, _shown(part), consumer.poll_due_us,
    )  # fmt: skip
    world.cause = seq
    consumer.batch = [(part.topic, part.partition, *row) for row in rows]
    if uses_store(consumer) and stores_itself(consumer):
        store(world, consumer, part, part.position, ("enable.auto.offset.store",))
    fetch_all(world, consumer)
    return True


def begin_work(world: World, consumer: Consumer) -> None:
    """The application starts on the next record of what poll returned."""
    topic, partition, offset, record, key = consumer.batch[0][:5]
    consumer.working = True
    done_at = world.now_us + consumer.work_us
    work = (topic, partition, offset, record, key, world.now_us, done_at)
    seq = world.emit(
        ProcessingStarted, consumer.name, consumer.group, topic, partition, offset, record, key,
        work,
    )  # fmt: skip
    world.at(done_at, "work_done", consumer.name, consumer.session, cause=seq)


def move_past(world: World, consumer: Consumer, topic: str, partition: int, offset: int) -> None:
    """The application is through with a record; librdkafka's safe recipe stores its offset now."""
    part = consumer.parts.get(place(topic, partition))
    if part is None:
        return
    part.processed = max(part.processed, offset + 1)
    if uses_store(consumer) and not stores_itself(consumer):
        store(world, consumer, part, offset + 1, ("enable.auto.offset.store",))


def store(world: World, consumer: Consumer, part: Part, offset: int, why: Any) -> None:
    """Note what the next commit may say."""
    part.stored = offset
    world.emit(
        OffsetStored, consumer.name, consumer.group, part.topic, part.partition, offset,
        because=why,
    )  # fmt: skip


def due_offsets(consumer: Consumer, processed: bool = False) -> tuple[Any, ...]:
    """What a commit would say now, where that is news.

    An automatic commit says the stored offsets (librdkafka, only forward) or the positions (Java: in
    poll, so what the polls before gave out); with `processed` the application says how far it is.
    """
    rows = []
    for part in consumer.parts.values():
        if part.position is None:
            continue
        value = part.stored if uses_store(consumer) else part.position
        if processed:
            value = part.processed
        news = value is not None and value != part.committing
        if news and uses_store(consumer) and not processed:
            news = value is not None and value > part.committing
        if news:
            rows.append((part.topic, part.partition, value))
    return tuple(rows)


def new_part(topic: str, partition: int) -> Part:
    return Part(topic, partition, None, 0, None, -1, -1, [], 0, -1, -1, False, False)
