"""A consumer's group side in the consumer protocol: the other driver of the poll loop (KIP-848).

One request, the heartbeat, in the rhythm that the broker names. The member learns what it shall own,
and in poll() it saves and gives up what is not on that list, takes what is new, and says so at once.
What it keeps it never stops reading. Source: Apache Kafka `AbstractMembershipManager`,
`ConsumerHeartbeatRequestManager`.
"""

from typing import Any

from broker_core.clients import commits, coordination, positions, rebalances
from broker_core.clients import consumer as loop
from broker_core.clients.consumer import Consumer, Modern
from broker_core.events.client import CommitRefused, CoordinatorFound
from broker_core.events.consumer_group import (
    MemberEpochChanged,
    MemberFailed,
    PartitionGivenUp,
    PartitionsAdded,
)
from broker_core.kernel import network
from broker_core.kernel.world import World
from broker_core.replication.metadata import place

FENCED = frozenset({"FENCED_MEMBER_EPOCH", "UNKNOWN_MEMBER_ID"})
FATAL = frozenset(
    {
        "UNSUPPORTED_ASSIGNOR",
        "GROUP_MAX_SIZE_REACHED",
        "UNRELEASED_INSTANCE_ID",
        "FENCED_INSTANCE_ID",
    }
)


def start(world: World, consumer: Consumer, kind: str, instance_id: str | None) -> None:
    """A new process chooses its member id itself and keeps it for its life."""
    consumer.modern = Modern(kind, (), False, True, 0, 0, False, instance_id)
    number = world.chance.bits(consumer.name, "member_id") >> 32
    consumer.member_id = f"{consumer.name}-{number:08x}"
    consumer.generation = 0


def modern_of(consumer: Consumer) -> Modern:
    assert consumer.modern is not None
    return consumer.modern


def owned(consumer: Consumer) -> tuple[tuple[str, int], ...]:
    """What the member has, without what it is about to give up, in rising order."""
    parts = consumer.parts
    return tuple(sorted((p.topic, p.partition) for p in parts.values()))


def found(world: World, consumer: Consumer, body: Any) -> None:
    """Somebody knows the coordinator (or nobody does yet)."""
    consumer.finding = False
    if body["error"] is not None:
        consumer.knowledge.failures += 1
        coordination.find(world, consumer)
        return
    consumer.knowledge.failures = 0
    if consumer.coordinator != body["broker"]:
        consumer.coordinator = body["broker"]
        world.emit(CoordinatorFound, consumer.name, consumer.group, body["broker"])
    modern_of(consumer).full = True
    if consumer.phase == "closing":
        leave(world, consumer)
        return
    if consumer.phase == "lost":
        consumer.phase = "joining" if consumer.generation == 0 else "stable"
    if consumer.phase == "out":
        return
    send(world, consumer)
    ask_offsets(world, consumer, [p for p in consumer.parts.values() if p.position is None])
    loop.fetch_all(world, consumer)


def coordinator_lost(world: World, consumer: Consumer) -> None:
    """The coordinator does not answer or has moved: find it. Reading goes on meanwhile."""
    if consumer.coordinator >= 0:
        network.close_client(world, consumer.name, "coordinator")
        consumer.coordinator = -1
        world.emit(CoordinatorFound, consumer.name, consumer.group, -1)
    consumer.beating = False
    modern_of(consumer).again = False
    for part in consumer.parts.values():
        part.committing = part.committed
    consumer.commits_out = 0
    coordination.find(world, consumer)


def send(world: World, consumer: Consumer) -> None:
    """One heartbeat; all about the member when it joins or after an error, else what is new."""
    modern = modern_of(consumer)
    if consumer.beating or consumer.coordinator < 0:
        modern.again = True
        return
    modern.again = False
    consumer.beating = True
    acknowledges = modern.acknowledge or modern.full
    body = {
        "member_id": consumer.member_id,
        "epoch": consumer.generation,
        "instance_id": modern.instance_id,
        "rebalance_us": consumer.settings["max.poll.interval.ms"],
        "topics": tuple(consumer.topics) if modern.full else None,
        "assignor": (consumer.settings.get("group.remote.assignor") or None)
        if modern.full
        else None,
        "owned": owned(consumer) if acknowledges else None,
    }
    summary: dict[str, Any] = {"epoch": consumer.generation}
    if acknowledges:
        summary["owned"] = body["owned"]
    chatter = not acknowledges
    modern.full = modern.acknowledge = False
    modern.sent_us = world.now_us
    coordination.call(world, consumer, f"{modern.kind}_heartbeat", body, summary, chatter)


def beat(world: World, consumer: Consumer, turn: int) -> None:
    """The rhythm that the broker set; a newer heartbeat has moved it on."""
    if turn == modern_of(consumer).turn and consumer.phase in ("stable", "joining"):
        send(world, consumer)


def beaten(world: World, consumer: Consumer, body: Any) -> None:
    """The coordinator's answer: an epoch, perhaps an assignment, or trouble."""
    modern = modern_of(consumer)
    consumer.beating = False
    error = body["error"]
    if consumer.phase == "closing":
        if body.get("epoch", 0) < 0 or error is not None:
            coordination.closed(world, consumer, left=error is None)
        else:
            leave(world, consumer)
        return
    if error in coordination.COORDINATOR_GONE:
        modern.full = True
        coordinator_lost(world, consumer)
        return
    if error in FENCED:
        (fenced if consumer.share is None else start_over)(world, consumer)
        return
    if error is not None:
        fail(world, consumer, error)
        return
    if body["epoch"] != consumer.generation:
        consumer.generation = body["epoch"]
        world.cause = world.emit(
            MemberEpochChanged, consumer.name, consumer.group, consumer.member_id, body["epoch"]
        )
    if consumer.phase == "joining":
        consumer.phase = "stable"
        if loop.uses_store(consumer) and consumer.settings.get("enable.auto.commit"):
            commits.begin(world, consumer)
    if body["assignment"] is not None:
        modern.target = body["assignment"]
    modern.turn += 1
    due = max(world.now_us, modern.sent_us + body["interval_us"])
    if modern.again:
        send(world, consumer)
    world.at(due, "modern_beat", consumer.name, modern.turn)


def fenced(world: World, consumer: Consumer) -> None:
    """The group went on without this member. What its application has in hand it will finish, as a
    zombie; at its next poll() the member drops all and joins again with epoch 0."""
    modern_of(consumer).turn += 1
    consumer.phase = "out"
    if not consumer.working and not consumer.batch:
        start_over(world, consumer)


def start_over(world: World, consumer: Consumer) -> None:
    """Drop all and join again with epoch 0, under the same member id."""
    rebalances.give_back(world, consumer, lost=True)
    consumer.batch, consumer.working, consumer.blocked = [], False, ""
    consumer.beats += 1
    modern = modern_of(consumer)
    modern.target = ()
    modern.committing = False
    modern.full = True
    consumer.generation = 0
    consumer.phase = "joining"
    send(world, consumer)


def fail(world: World, consumer: Consumer, error: str) -> None:
    """An error that only people can mend ends the process."""
    world.cause = world.emit(MemberFailed, consumer.name, consumer.group, error)
    coordination.closed(world, consumer, left=False)


def reconcile(world: World, consumer: Consumer) -> None:
    """In poll(): come nearer to what the coordinator wants; what stays is never touched."""
    modern = modern_of(consumer)
    if modern.committing:
        return
    goners = [p for p in consumer.parts.values() if (p.topic, p.partition) not in modern.target]
    if not goners:
        if len(consumer.parts) < len(modern.target):
            finish(world, consumer)
        return
    sent = commits.on_revoke(world, consumer)
    for part in goners:
        part.position, part.buffer = None, []
    if sent:
        modern.committing = True
    else:
        finish(world, consumer)


def finish(world: World, consumer: Consumer) -> None:
    """Give up, take over, and tell the coordinator at once."""
    modern = modern_of(consumer)
    modern.committing = False
    for key, part in list(consumer.parts.items()):
        if (part.topic, part.partition) not in modern.target:
            del consumer.parts[key]
            world.cause = world.emit(
                PartitionGivenUp, consumer.name, consumer.group, part.topic, part.partition,
                owned(consumer),
            )  # fmt: skip
    added = [tp for tp in modern.target if place(*tp) not in consumer.parts]
    for topic, partition in added:
        consumer.parts[place(topic, partition)] = loop.new_part(topic, partition)
    if added:
        world.cause = world.emit(
            PartitionsAdded, consumer.name, consumer.group, consumer.generation, tuple(added),
            owned(consumer),
        )  # fmt: skip
        ask_offsets(world, consumer, [consumer.parts[place(*tp)] for tp in added])
    modern.acknowledge = True
    send(world, consumer)


def ask_offsets(world: World, consumer: Consumer, parts: Any) -> None:
    """Where the group left off in partitions that are new here."""
    rows = tuple((p.topic, p.partition) for p in parts)
    target = modern_of(consumer).target
    rows = tuple(row for row in rows if row in target)
    if rows and consumer.coordinator >= 0:
        coordination.call(
            world, consumer, "offset_fetch", {"partitions": rows}, {"partitions": rows}
        )


def offsets_known(world: World, consumer: Consumer, body: Any) -> None:
    """Committed offsets of partitions that are still to be read here."""
    rows = [row for row in body["offsets"] if (row[0], row[1]) in modern_of(consumer).target]
    positions.known(world, consumer, {**body, "offsets": rows})


def commit_answered(world: World, consumer: Consumer, body: Any) -> None:
    """The coordinator's word on a commit; a stale epoch only means: again with the next one."""
    error = commits.settle(consumer, body)
    if error is not None:
        world.cause = world.emit(CommitRefused, consumer.name, consumer.group, error)
        if error in coordination.COORDINATOR_GONE:
            coordinator_lost(world, consumer)
    if consumer.commits_out:
        return
    if consumer.phase == "closing":
        leave(world, consumer)
    elif modern_of(consumer).committing:
        finish(world, consumer)


def close(world: World, consumer: Consumer) -> None:
    """close(): save what is due, then say goodbye."""
    sent = commits.on_close(world, consumer)
    consumer.phase = "closing"
    if not sent:
        leave(world, consumer)


def leave(world: World, consumer: Consumer) -> None:
    """The last heartbeat: epoch -1, or -2 for a static member that may come back."""
    if consumer.coordinator < 0 or consumer.generation == 0:
        coordination.closed(world, consumer, left=False)
        return
    if consumer.beating:
        return
    modern = modern_of(consumer)
    consumer.beating = True
    epoch = -1 if modern.instance_id is None else -2
    body = {
        "member_id": consumer.member_id, "epoch": epoch, "instance_id": modern.instance_id,
        "rebalance_us": 0, "topics": None, "assignor": None, "owned": None,
    }  # fmt: skip
    coordination.call(world, consumer, f"{modern.kind}_heartbeat", body, {"epoch": epoch})
