"""A share consumer's poll loop: take records one by one, say what became of each (semantics 6.2).

Implicit acknowledgement: the next poll() accepts all that the last one returned. Explicit: the
application accepts, releases or rejects each record, and that is sent at once.
"""

from typing import Any

from broker_core.clients import consumer as loop
from broker_core.clients import metadata, reconciling_member
from broker_core.clients.consumer import Consumer
from broker_core.clients.share_state import Share
from broker_core.events.client import PartitionsAssigned
from broker_core.events.share import AcknowledgementRefused, RecordProcessed, WorkStarted
from broker_core.kernel import network
from broker_core.kernel.world import World


def share_of(consumer: Consumer) -> Share:
    assert consumer.share is not None
    return consumer.share


def explicit(consumer: Consumer) -> bool:
    return bool(consumer.settings["share.acknowledgement.mode"] == "explicit")


def turn(world: World, consumer: Consumer) -> None:
    """The application calls poll(), when it is not at work."""
    share = share_of(consumer)
    _note_assignment(world, consumer, share)
    if consumer.working or consumer.phase != "stable":
        return
    if consumer.closing and share.batch:
        share.verdicts += [(*row[:3], "release") for row in share.batch]
        share.batch = []
    if share.batch:
        begin_work(world, consumer, share)
        return
    send_verdicts(world, consumer)
    if not consumer.closing:
        fetch(world, consumer, share)
    elif not share.acknowledging:
        consumer.phase = "closing"
        reconciling_member.leave(world, consumer)


def _note_assignment(world: World, consumer: Consumer, share: Share) -> None:
    target = reconciling_member.modern_of(consumer).target
    if target != share.assigned:
        added = tuple(row for row in target if row not in share.assigned)
        share.assigned = target
        world.emit(
            PartitionsAssigned, consumer.name, consumer.group, consumer.generation, target, added
        )


def fetch(world: World, consumer: Consumer, share: Share) -> None:
    """Ask the leader of every assigned partition for records, one request to each at a time."""
    wanted: dict[str, list[tuple[str, int]]] = {}
    stale = False
    for topic, partition in share.assigned:
        leader, _ = metadata.leader_of(consumer.knowledge, topic, partition)
        server = f"broker-{leader}"
        if leader < 0 or metadata.is_away(consumer.knowledge, server, world.now_us):
            stale = True
        elif server not in share.fetching:
            wanted.setdefault(server, []).append((topic, partition))
    for server, parts in wanted.items():
        share.fetching[server] = 1
        body = {
            "group": consumer.group, "client": consumer.name, "member_id": consumer.member_id,
            "parts": tuple(parts), "max_records": consumer.settings["max.poll.records"],
            "max_wait_us": consumer.settings["fetch.max.wait.ms"],
        }  # fmt: skip
        network.request(
            world, consumer.name, server, "data", "share_fetch", body,
            consumer.settings["request.timeout.ms"], {"share": tuple(parts)}, chatter=True,
        )  # fmt: skip
    if stale:
        rest(world, consumer, share)


def rest(world: World, consumer: Consumer, share: Share) -> None:
    """Some leader is unknown or gone: ask who leads, and try again a little later."""
    loop.refresh(world, consumer)
    if not share.resting:
        share.resting = True
        world.at(world.now_us + consumer.settings["retry.backoff.ms"], "share_again", consumer.name)


def rested(world: World, consumer: Consumer) -> None:
    share_of(consumer).resting = False
    turn(world, consumer)


def fetched(world: World, consumer: Consumer, server: str, body: Any) -> None:
    """Records that are this member's for as long as their locks last."""
    share = share_of(consumer)
    share.fetching.pop(server, None)
    consumer.knowledge.away.pop(server, None)
    for topic, partition, rows in body["rows"]:
        share.batch += [(topic, partition, *row) for row in rows]
    if body["errors"]:
        rest(world, consumer, share)
    turn(world, consumer)


def fetch_failed(world: World, consumer: Consumer, server: str) -> None:
    share = share_of(consumer)
    share.fetching.pop(server, None)
    metadata.lost(world, consumer.name, consumer.knowledge, server, consumer.settings)
    rest(world, consumer, share)


def begin_work(world: World, consumer: Consumer, share: Share) -> None:
    topic, partition, offset, record, key, delivery = share.batch[0]
    consumer.working = True
    done_at = world.now_us + consumer.work_us
    work = (topic, partition, offset, record, key, world.now_us, done_at)
    seq = world.emit(
        WorkStarted, consumer.name, consumer.group, topic, partition, offset, record, key,
        delivery, work,
    )  # fmt: skip
    world.at(done_at, "share_work_done", consumer.name, share.session, cause=seq)


def work_done(world: World, consumer: Consumer, session: int) -> None:
    """The work on a record is over; a poison record cannot be processed, whoever tries."""
    share = share_of(consumer)
    if session == share.session and consumer.working:
        rules = consumer.rules
        poisoned = rules["poison"] and share.batch[0][4] == rules["poison_key"]
        finish(world, consumer, rules["poison"] if poisoned else "accept")


def finish(world: World, consumer: Consumer, verdict: str) -> None:
    """Say what became of the record in work, and go on."""
    share = share_of(consumer)
    topic, partition, offset, record, key, delivery = share.batch.pop(0)
    consumer.working = False
    share.session += 1
    world.cause = world.emit(
        RecordProcessed, consumer.name, consumer.group, topic, partition, offset, record, key,
        delivery, verdict,
    )  # fmt: skip
    share.verdicts.append((topic, partition, offset, verdict))
    if explicit(consumer):
        send_verdicts(world, consumer)
    turn(world, consumer)


def renew(world: World, consumer: Consumer) -> None:
    """The record in work needs longer: its lock begins afresh (RENEW, 4.2)."""
    share = share_of(consumer)
    share.verdicts.append((*share.batch[0][:3], "renew"))
    send_verdicts(world, consumer)


def send_verdicts(world: World, consumer: Consumer) -> None:
    """One ShareAcknowledge to each leader. A leader that is gone has forgotten our locks anyway."""
    share = share_of(consumer)
    rows, share.verdicts = share.verdicts, []
    by_leader: dict[int, list[Any]] = {}
    for row in rows:
        leader, _ = metadata.leader_of(consumer.knowledge, row[0], row[1])
        by_leader.setdefault(leader, []).append(row)
    for leader, mine in by_leader.items():
        if leader < 0:
            continue
        share.acknowledging += 1
        body = {
            "group": consumer.group, "client": consumer.name, "member_id": consumer.member_id,
            "rows": tuple(mine),
        }  # fmt: skip
        verdicts = tuple(dict.fromkeys(row[3] for row in mine))
        network.request(
            world, consumer.name, f"broker-{leader}", "acknowledge", "share_acknowledge", body,
            consumer.settings["request.timeout.ms"],
            {"at": tuple(row[:3] for row in mine), "verdict": ",".join(verdicts)},
        )  # fmt: skip


def acknowledged(world: World, consumer: Consumer, body: Any) -> None:
    """The leader's answer: for each record, whether the word came in time."""
    share = share_of(consumer)
    share.acknowledging = max(0, share.acknowledging - 1)
    for topic, partition, offset, error in body["results"]:
        if error is not None:
            world.emit(
                AcknowledgementRefused, consumer.name, consumer.group, topic, partition, offset,
                error,
            )  # fmt: skip
    turn(world, consumer)


def acknowledge_failed(world: World, consumer: Consumer, server: str) -> None:
    """Nobody knows whether the word was heard: if not, the record comes again."""
    share = share_of(consumer)
    share.acknowledging = max(0, share.acknowledging - 1)
    metadata.lost(world, consumer.name, consumer.knowledge, server, consumer.settings)
    rest(world, consumer, share)
