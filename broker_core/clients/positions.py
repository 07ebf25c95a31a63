"""Where a consumer begins to read: committed offset, reset policy, or where logs part (7.4)."""

from typing import Any

from broker_core.clients import consumer as loop
from broker_core.clients import coordination, metadata
from broker_core.clients.consumer import Consumer, Part
from broker_core.events.client import PositionSet
from broker_core.kernel import network
from broker_core.kernel.units import iso_duration_us
from broker_core.kernel.world import World
from broker_core.replication.metadata import place


def ask(world: World, consumer: Consumer) -> None:
    """Ask the coordinator for the committed offsets of partitions without a position."""
    rows = tuple((p.topic, p.partition) for p in consumer.parts.values() if p.position is None)
    if rows and consumer.coordinator >= 0:
        body: dict[str, Any] = {"partitions": rows}
        if consumer.settings["isolation.level"] == "read_committed":
            body["require_stable"] = True
        coordination.call(world, consumer, "offset_fetch", body, {"partitions": rows})


def unstable(world: World, consumer: Consumer) -> None:
    """A transaction still holds the offsets: ask again after a backoff."""
    wait = consumer.settings["retry.backoff.ms"]
    world.at(world.now_us + wait, "offsets_again", consumer.name, consumer.session)


def ask_again(world: World, consumer: Consumer, session: int) -> None:
    if session == consumer.session:
        ask(world, consumer)


def known(world: World, consumer: Consumer, body: Any) -> None:
    """Committed offsets arrived; partitions that have none are reset."""
    missing = []
    for topic, partition, offset in body["offsets"]:
        part = consumer.parts.get(place(topic, partition))
        if part is None or part.position is not None:
            continue
        if offset < 0:
            missing.append((topic, partition))
        else:
            part.committed = part.committing = offset
            begin_at(world, consumer, part, offset, "committed")
    if missing:
        reset(world, consumer, missing, "NO_OFFSET_FOR_PARTITION")
    loop.fetch_all(world, consumer)


def begin_at(world: World, consumer: Consumer, part: Part, offset: int, origin: str) -> None:
    """Reading begins here."""
    part.position = part.next_fetch = part.processed = offset
    part.stored = None
    part.buffer = []
    part.epoch = -1
    part.checked = metadata.leader_of(consumer.knowledge, part.topic, part.partition)[1]
    because = () if origin == "committed" else ("auto.offset.reset",)
    world.emit(
        PositionSet, consumer.name, consumer.group, part.topic, part.partition, offset, origin,
        because=because,
    )  # fmt: skip


def out_of_range(world: World, consumer: Consumer, partitions: Any) -> None:
    """The log has no such offset any more (or not yet): the reset policy decides."""
    for topic, partition in partitions:
        part = consumer.parts[place(topic, partition)]
        part.position = None
        part.buffer = []
        part.committed = part.committing = -1
    reset(world, consumer, partitions, "OFFSET_OUT_OF_RANGE")


def reset(world: World, consumer: Consumer, partitions: Any, error: str) -> None:
    """No valid offset: ask the leaders where auto.offset.reset points; `none` throws."""
    if consumer.settings["auto.offset.reset"] == "none":
        coordination.fail(world, consumer, error, ("auto.offset.reset",))
        return
    by_leader: dict[int, list[Any]] = {}
    for topic, partition in partitions:
        leader, _ = metadata.leader_of(consumer.knowledge, topic, partition)
        by_leader.setdefault(leader, []).append((topic, partition))
    for leader, rows in by_leader.items():
        if leader < 0:
            loop.refresh(world, consumer)
            retry_reset(world, consumer, tuple(rows))
            continue
        network.request(
            world, consumer.name, f"broker-{leader}", "data", "list_offsets",
            {
                "partitions": tuple(rows),
                "policy": _policy(world, consumer),
                "isolation": consumer.settings["isolation.level"],
            },
            consumer.settings["request.timeout.ms"], {"partitions": tuple(rows)},
            context=(consumer.session, tuple(rows)),
        )  # fmt: skip


def _policy(world: World, consumer: Consumer) -> str | int:
    """earliest, latest, or the time that by_duration means now (KIP-1106)."""
    word: str = consumer.settings["auto.offset.reset"]
    if not word.startswith("by_duration:"):
        return word
    return world.now_us - iso_duration_us(word.removeprefix("by_duration:"))


def retry_reset(world: World, consumer: Consumer, rows: Any) -> None:
    wait = consumer.settings["retry.backoff.ms"]
    world.at(world.now_us + wait, "reset_again", consumer.name, consumer.session, rows)


def reset_again(world: World, consumer: Consumer, session: int, rows: Any) -> None:
    still = [row for row in rows if _waits(consumer, row)]
    if session == consumer.session and still and loop.may_fetch(consumer):
        reset(world, consumer, still, "NO_OFFSET_FOR_PARTITION")
    elif session == consumer.session and still:
        retry_reset(world, consumer, rows)


def _waits(consumer: Consumer, row: Any) -> bool:
    part = consumer.parts.get(place(*row))
    return part is not None and part.position is None


def listed(world: World, consumer: Consumer, body: Any, context: Any) -> None:
    """The leader's answer to a reset."""
    if context[0] != consumer.session:
        return
    origin = consumer.settings["auto.offset.reset"].partition(":")[0]
    failed = []
    for topic, partition, error, offset in body["offsets"]:
        if not _waits(consumer, (topic, partition)):
            continue
        if error is not None:
            failed.append((topic, partition))
        else:
            part = consumer.parts[place(topic, partition)]
            begin_at(world, consumer, part, offset, origin)
    if failed:
        loop.refresh(world, consumer)
        retry_reset(world, consumer, tuple(failed))
    loop.fetch_all(world, consumer)


def checked(world: World, consumer: Consumer, body: Any, context: Any) -> None:
    """A new leader said where the epoch of the last read record ends in its log (KIP-320).

    Past that end this consumer read records that are gone: it moves back to where the logs part,
    silently; with auto.offset.reset=none poll() throws instead.
    """
    if context[0] != consumer.session:
        return
    for topic, partition, error, epoch, end in body["ends"]:
        part = consumer.parts.get(place(topic, partition))
        if part is None or not part.checking:
            continue
        part.checking = False
        if error is not None:
            loop.refresh(world, consumer)
            loop.back_off(world, consumer)
            continue
        part.checked = metadata.leader_of(consumer.knowledge, topic, partition)[1]
        if part.position is None or (epoch >= 0 and end >= part.position):
            continue
        if consumer.settings["auto.offset.reset"] == "none":
            coordination.fail(world, consumer, "LOG_TRUNCATION", ("auto.offset.reset",))
            return
        part.committed = part.committing = -1
        if epoch < 0:
            out_of_range(world, consumer, [(topic, partition)])
        else:
            begin_at(world, consumer, part, end, "divergence")
            part.epoch = epoch
    loop.fetch_all(world, consumer)


def check_failed(world: World, consumer: Consumer, context: Any) -> None:
    """No answer: ask again when metadata is fresh."""
    for topic, partition in context[1]:
        part = consumer.parts.get(place(topic, partition))
        if part is not None:
            part.checking = False
    loop.refresh(world, consumer)
    loop.back_off(world, consumer)
