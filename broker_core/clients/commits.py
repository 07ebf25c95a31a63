"""Committing offsets: automatic (both clients' rules), and by the application (semantics 7.2, 7.3)."""

from typing import Any

from broker_core.clients import consumer as loop
from broker_core.clients import coordination, heartbeats
from broker_core.clients.consumer import Consumer
from broker_core.clients.coordination import COORDINATOR_GONE, FATAL, PUT_OUT
from broker_core.events.client import AutoCommitArmed, CommitRefused
from broker_core.kernel.world import World
from broker_core.replication.metadata import place

BY_HAND = ("commit_after", "manual_sync", "manual_async")


def is_auto(consumer: Consumer) -> bool:
    return bool(consumer.settings["enable.auto.commit"]) and consumer.rules["pattern"] == "auto"


def begin(world: World, consumer: Consumer) -> None:
    """The interval of automatic commits starts afresh with a generation."""
    if is_auto(consumer) and loop.uses_store(consumer):
        _arm(world, consumer)
    consumer.commit_due_us = world.now_us + consumer.settings["auto.commit.interval.ms"]


def _arm(world: World, consumer: Consumer) -> None:
    """librdkafka's next automatic commit, of this membership."""
    consumer.commit_due_us = world.now_us + consumer.settings["auto.commit.interval.ms"]
    world.emit(AutoCommitArmed, consumer.name, consumer.group, consumer.commit_due_us)
    world.at(consumer.commit_due_us, "auto_commit", consumer.name, consumer.beats)


def auto_commit(world: World, consumer: Consumer, beats: int) -> None:
    """librdkafka's timer: it runs whether or not the application polls."""
    if beats != consumer.beats or consumer.phase != "stable":
        return
    commit(world, consumer, loop.due_offsets(consumer))
    _arm(world, consumer)


def in_poll(world: World, consumer: Consumer) -> None:
    """Java's automatic commit: part of poll(), when the interval is over."""
    if loop.uses_store(consumer) or not is_auto(consumer) or consumer.phase != "stable":
        return
    if world.now_us >= consumer.commit_due_us:
        commit(world, consumer, loop.due_offsets(consumer))
        consumer.commit_due_us = world.now_us + consumer.settings["auto.commit.interval.ms"]


def commit(world: World, consumer: Consumer, rows: Any) -> bool:
    """Send offsets to the coordinator; True when there was something to send. Outside of a stable
    membership the client refuses by itself."""
    if not rows:
        return False
    if consumer.phase not in ("stable", "closing"):
        error = "UNKNOWN_MEMBER_ID" if consumer.phase == "out" else "REBALANCE_IN_PROGRESS"
        world.emit(CommitRefused, consumer.name, consumer.group, error)
        return False
    if consumer.coordinator < 0:
        return False
    for topic, partition, offset in rows:
        consumer.parts[place(topic, partition)].committing = offset
    consumer.commits_out += 1
    coordination.call(world, consumer, "commit", {"offsets": rows}, {"at": rows})
    return True


def commit_sync(world: World, consumer: Consumer, rows: Any) -> None:
    """commitSync(): the application stands still until the answer is there; what can be retried is
    retried for default.api.timeout.ms."""
    if not rows or (not commit(world, consumer, rows) and consumer.phase != "stable"):
        return
    consumer.blocked, consumer.awaiting = "commit", rows
    wait = consumer.settings["default.api.timeout.ms"]
    world.at(world.now_us + wait, "commit_too_late", consumer.name, rows)


def try_again(world: World, consumer: Consumer) -> None:
    """The coordinator is known again: a waiting commitSync goes on."""
    if consumer.blocked == "commit" and consumer.phase == "stable":
        commit(world, consumer, consumer.awaiting)


def too_late(world: World, consumer: Consumer, rows: Any) -> None:
    """commitSync() gives up."""
    if consumer.blocked == "commit" and consumer.awaiting == rows:
        _unblock(consumer)
        world.cause = world.emit(
            CommitRefused, consumer.name, consumer.group, "TIMEOUT",
            because=("default.api.timeout.ms",),
        )  # fmt: skip


def _unblock(consumer: Consumer) -> None:
    consumer.blocked, consumer.awaiting = "", None


def before_rebalance(world: World, consumer: Consumer) -> None:
    """Save what is due before JoinGroup; the connection keeps the order of the two."""
    if is_auto(consumer):
        commit(world, consumer, loop.due_offsets(consumer))
    elif consumer.rules["pattern"] in BY_HAND and not loop.is_cooperative(consumer):
        commit(world, consumer, loop.due_offsets(consumer, processed=True))


def on_revoke(world: World, consumer: Consumer) -> bool:
    """onPartitionsRevoked where the rest is kept; True when something is saved.

    librdkafka and the consumer protocol save what is due, an application that commits by itself
    what it has processed; Java's automatic commit in the classic protocol came before JoinGroup.
    """
    if is_auto(consumer) and (loop.uses_store(consumer) or consumer.modern is not None):
        return commit(world, consumer, loop.due_offsets(consumer))
    if consumer.rules["pattern"] in BY_HAND:
        return commit(world, consumer, loop.due_offsets(consumer, processed=True))
    return False


def on_close(world: World, consumer: Consumer) -> bool:
    """close(): an automatic commit is done once more; the usual loop around asynchronous commits
    ends with a synchronous one. Else nothing is committed."""
    if is_auto(consumer):
        return commit(world, consumer, loop.due_offsets(consumer))
    if consumer.rules["pattern"] in BY_HAND:
        return commit(world, consumer, loop.due_offsets(consumer, processed=True))
    return False


def settle(consumer: Consumer, body: Any) -> str | None:
    """Note the answer to a commit; returns its error."""
    consumer.commits_out = max(0, consumer.commits_out - 1)
    error: str | None = body["error"]
    rows = body["offsets"]
    for topic, partition, offset in rows:
        part = consumer.parts.get(place(topic, partition))
        if part is not None and error is None:
            part.committed = offset
        elif part is not None and part.committing == offset:
            part.committing = part.committed
    waiting = consumer.blocked == "commit" and consumer.awaiting == rows
    if waiting and error not in COORDINATOR_GONE:
        _unblock(consumer)
    return error


def answered(world: World, consumer: Consumer, body: Any) -> None:
    """The coordinator's word on a commit."""
    error = settle(consumer, body)
    if error is not None:
        _refused(world, consumer, error)
    if consumer.phase == "closing" and consumer.commits_out == 0:
        coordination.leave(world, consumer)


def _refused(world: World, consumer: Consumer, error: str) -> None:
    world.cause = world.emit(CommitRefused, consumer.name, consumer.group, error)
    if consumer.phase == "closing":
        return
    if error in PUT_OUT and consumer.phase == "stable":
        heartbeats.put_out(world, consumer, error)
    elif error in FATAL:
        coordination.fail(world, consumer, error)
    elif error == "REBALANCE_IN_PROGRESS":
        consumer.rejoin = True
    elif error in COORDINATOR_GONE:
        coordination.lost(world, consumer)
