"""What the application around a consumer does: poll, process record by record, commit, cope.

`rules` of a consumer (a group's part of the scenario): `pattern` of committing (auto, commit_after,
commit_before, manual_sync, manual_async) after `commit_every` records (0: after each batch);
`poison`: what happens to a record whose key is `poison_key` or whose value is `poison_value` and
that fails `attempts` times (retry: for ever, after a pause each time, without poll(); skip;
dead_letter: a copy goes to `dead_letter_topic`); `idempotent`: repeated work has no second effect.
"""

from typing import TYPE_CHECKING

from broker_core import processors
from broker_core.clients import (
    commits,
    coordination,
    heartbeats,
    positions,
    producer,
    rebalances,
    reconciling_member,
    share_member,
)
from broker_core.clients import consumer as loop
from broker_core.clients.consumer import Consumer
from broker_core.events.client import DeadLettered, GaveUp, RecordFailed, RecordProcessed
from broker_core.replication.metadata import place

RETRY_PAUSE_US = 500_000
"""How long an application waits before it tries a failed record again."""

if TYPE_CHECKING:
    from broker_core.cluster import Cluster


def turn(c: "Cluster", it: Consumer) -> None:
    """The application goes on, when it is neither at work nor waiting for an answer."""
    if it.share is not None:
        share_member.turn(c.world, it)
        return
    if it.working or it.blocked or it.phase in ("closing", "closed", "down"):
        return
    if it.name in c.processors and not processors.may_poll(c, it):
        return
    if it.batch:
        loop.begin_work(c.world, it)
    elif it.closing:
        it.poll_due_us = 0
        close(c, it)
    else:
        _poll(c, it)


def _poll(c: "Cluster", it: Consumer) -> None:
    """poll(): the group first, then an automatic commit of what the polls before gave out, then
    records. Rebalances happen nowhere else, so that no record is taken away under work."""
    it.poll_due_us = 0
    if it.modern is not None:
        if it.phase == "out":
            reconciling_member.start_over(c.world, it)
        if it.phase != "stable":
            return
        commits.in_poll(c.world, it)
        reconciling_member.reconcile(c.world, it)
    elif it.phase == "out":
        rebalances.start_over(c.world, it)
        return
    else:
        _rebalance(c, it)
    if not it.parts or not loop.take_batch(c.world, it):
        return
    if it.modern is None:
        heartbeats.polled(c.world, it)
    if it.rules["pattern"] == "commit_before":
        commits.commit_sync(c.world, it, _positions(it))
    turn(c, it)


def _rebalance(c: "Cluster", it: Consumer) -> None:
    """The classic group's part of poll(), and Java's automatic commit."""
    if it.outcome is not None:
        rebalances.take_over(c.world, it)
        positions.ask(c.world, it)
        loop.fetch_all(c.world, it)
    commits.in_poll(c.world, it)
    if it.rejoin and it.phase == "stable":
        rebalances.rejoin(c.world, it)


def _positions(it: Consumer) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (p.topic, p.partition, p.position)
        for p in it.parts.values()
        if p.position is not None and p.position != p.committing
    )


def work_done(c: "Cluster", it: Consumer, session: int) -> None:
    """A record's work is over: it went well, or the record is poison."""
    if session != it.session:
        return
    if not it.batch:
        it.working = False
        turn(c, it)
        return
    if _is_poison(it):
        _failed(c, it)
    else:
        topic, partition, offset, _, key = it.batch[0][:5]
        _processed(c, it)
        _move_on(c, it)
        if it.name in c.processors:
            processors.processed(c, it, topic, partition, offset, key)
    turn(c, it)


def _is_poison(it: Consumer) -> bool:
    rules = it.rules
    key, value = it.batch[0][4], it.batch[0][6]
    return bool(rules["poison"]) and (
        (rules["poison_key"] is not None and key == rules["poison_key"])
        or (rules["poison_value"] is not None and value == rules["poison_value"])
    )


def _processed(c: "Cluster", it: Consumer) -> None:
    topic, partition, offset, record, key = it.batch[0][:5]
    done = f"{it.group} {place(topic, partition)}"
    again = offset < c.done.get(done, 0)
    c.done[done] = max(c.done.get(done, 0), offset + 1)
    it.working = False
    c.world.cause = c.world.emit(
        RecordProcessed, it.name, it.group, topic, partition, offset, record, key, offset + 1,
        again, again and it.rules["idempotent"],
    )  # fmt: skip


def _move_on(c: "Cluster", it: Consumer) -> None:
    """The application is through with a record; commit where its pattern says so."""
    topic, partition, offset = it.batch.pop(0)[:3]
    it.attempt = 1
    it.unsaved += 1
    loop.move_past(c.world, it, topic, partition, offset)
    pattern, every = it.rules["pattern"], it.rules["commit_every"]
    if pattern not in commits.BY_HAND or (it.unsaved < every if every else it.batch):
        return
    it.unsaved = 0
    rows = loop.due_offsets(it, processed=True)
    if pattern == "manual_async":
        commits.commit(c.world, it, rows)
    else:
        commits.commit_sync(c.world, it, rows)


def _failed(c: "Cluster", it: Consumer) -> None:
    """The handler threw: again after a pause (the partition stands still), or give it up."""
    topic, partition, offset, record, key, _, value = it.batch[0]
    mode = it.rules["poison"]
    again = mode == "retry" or it.attempt < it.rules["attempts"]
    outcome = "retried" if again else {"skip": "skipped", "dead_letter": "set_aside"}[mode]
    it.working = False
    c.world.cause = c.world.emit(
        RecordFailed, it.name, it.group, topic, partition, offset, record, key, it.attempt,
        outcome, offset + (outcome == "skipped"),
    )  # fmt: skip
    if again:
        it.attempt += 1
        it.blocked = "retry"
        c.world.at(c.world.now_us + RETRY_PAUSE_US, "record_again", it.name, it.session)
    elif mode == "skip":
        _move_on(c, it)
    else:
        _set_aside(c, it, key, value)


def record_again(c: "Cluster", it: Consumer, session: int) -> None:
    """The pause before another attempt is over."""
    if it.blocked == "retry" and session == it.session:
        it.blocked = ""
        turn(c, it)


def _set_aside(c: "Cluster", it: Consumer, key: str | None, value: str | None) -> None:
    """Produce a copy to the dead letter topic and wait for its acknowledgement."""
    letters = c.producers[dead_letter_producer(it.group)]
    before = c.world.next_record
    producer.send(c.world, letters, it.rules["dead_letter_topic"], key, value, None, None)
    it.blocked, it.awaiting = "dead_letter", max(c.world.next_record, before)


def dead_letter_producer(group: str) -> str:
    """The producer inside a group's application; one process of its own here, for all members."""
    return f"{group}-dlq"


def letters_settled(c: "Cluster", name: str) -> None:
    """A producer's requests were answered: who waits for its copies goes on. A copy that could not
    be delivered is sent again, since its original must not be lost."""
    for it in c.consumers.values():
        if it.blocked != "dead_letter" or dead_letter_producer(it.group) != name:
            continue
        letters = c.producers[name]
        under_way = any(row[0] == it.awaiting for b in letters.batches for row in b.records)
        if under_way or letters.held:
            continue
        topic, partition, offset, record, key, _, value = it.batch[0]
        lost = any(type(e) is GaveUp and e.record == it.awaiting for e in c.world.out)
        if lost:
            _set_aside(c, it, key, value)
            continue
        copy, it.blocked, it.awaiting = it.awaiting, "", None
        c.world.cause = c.world.emit(
            DeadLettered, it.name, it.group, topic, partition, offset, record, key,
            it.rules["dead_letter_topic"], copy, offset + 1,
        )  # fmt: skip
        _move_on(c, it)
        turn(c, it)


def close(c: "Cluster", it: Consumer) -> None:
    """close(): save what is due, then say goodbye."""
    if it.modern is not None:
        if it.phase == "stable":
            reconciling_member.close(c.world, it)
        return
    sent = it.phase == "stable" and commits.on_close(c.world, it)
    it.phase = "closing"
    if not sent:
        coordination.leave(c.world, it)
