"""A consumer's dealings with its group: find, join, sync, heartbeat, commit, leave (5.3, 5.4)."""

from typing import Any

from broker_core.clients import consumer as loop
from broker_core.clients import metadata
from broker_core.clients.consumer import Consumer
from broker_core.coordinator.assignors import client_assignors
from broker_core.events.client import (
    AutoCommitArmed,
    ClosingStarted,
    CommitRefused,
    CoordinatorFound,
    MemberClosed,
    PartitionsAssigned,
    PartitionsRevoked,
    PositionSet,
)
from broker_core.kernel import network
from broker_core.kernel.world import World
from broker_core.replication.metadata import place

COORDINATOR_GONE = frozenset(
    {"NOT_COORDINATOR", "COORDINATOR_NOT_AVAILABLE", "COORDINATOR_LOAD_IN_PROGRESS"}
)
PUT_OUT = frozenset({"UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION"})


def call(
    world: World, consumer: Consumer, kind: str, body: Any, summary: Any = None,
    chatter: bool = False, long: bool = False,
) -> None:  # fmt: skip
    """One request to the group coordinator; a join may wait for a whole rebalance."""
    timeout = consumer.settings["request.timeout.ms"]
    if long:
        timeout += consumer.settings["max.poll.interval.ms"]
    body = {"group": consumer.group, "client": consumer.name, **body}
    network.request(
        world, consumer.name, f"broker-{consumer.coordinator}", "coordinator", kind, body,
        timeout, summary, chatter, context=consumer.session,
    )  # fmt: skip


def find(world: World, consumer: Consumer) -> None:
    """Ask any broker who coordinates the group."""
    if consumer.finding:
        return
    consumer.finding = True
    wait = 0
    if consumer.knowledge.failures:
        failures = consumer.knowledge.failures - 1
        wait = metadata.backoff_us(world, consumer.name, consumer.settings, failures)
    world.at(world.now_us + wait, "find_coordinator", consumer.name)


def ask(world: World, consumer: Consumer) -> None:
    server = f"broker-{metadata.next_broker(consumer.knowledge, world.now_us)}"
    network.request(
        world, consumer.name, server, "data", "find_coordinator", {"group": consumer.group},
        consumer.settings["request.timeout.ms"], {"group": consumer.group},
    )  # fmt: skip


def found(world: World, consumer: Consumer, body: Any) -> None:
    """Somebody knows the coordinator (or nobody does yet)."""
    consumer.finding = False
    if body["error"] is not None:
        consumer.knowledge.failures += 1
        find(world, consumer)
        return
    consumer.knowledge.failures = 0
    if consumer.coordinator != body["broker"]:
        consumer.coordinator = body["broker"]
        world.emit(CoordinatorFound, consumer.name, consumer.group, body["broker"])
    if consumer.phase == "lost" and consumer.rejoin:
        join(world, consumer)
    elif consumer.phase == "lost":
        consumer.phase = "stable"
        loop.fetch_all(world, consumer)
    elif consumer.phase == "closing":
        leave(world, consumer)


def coordinator_lost(world: World, consumer: Consumer) -> None:
    """The coordinator does not answer or has moved: find it; the assignment stays meanwhile."""
    if consumer.coordinator >= 0:
        network.close_client(world, consumer.name, "coordinator")
        consumer.coordinator = -1
        world.emit(CoordinatorFound, consumer.name, consumer.group, -1)
    if consumer.phase == "joining":
        consumer.phase = "lost"
        consumer.rejoin = True
    consumer.beating = False
    for part in consumer.parts.values():
        part.committing = part.committed
    consumer.commits_out = 0
    find(world, consumer)


def join(world: World, consumer: Consumer) -> None:
    """Ask to belong to the next generation, once the topics' partitions are known: a leader
    without metadata would hand out nothing."""
    if any(topic not in consumer.knowledge.partitions for topic in consumer.topics):
        consumer.phase = "lost"
        consumer.rejoin = True
        loop.refresh(world, consumer)
        return
    consumer.phase = "joining"
    consumer.rejoin = False
    body = {
        "member_id": consumer.member_id,
        "instance_id": None,
        "session_us": consumer.settings["session.timeout.ms"],
        "rebalance_us": consumer.settings["max.poll.interval.ms"],
        "protocols": tuple(consumer.settings["partition.assignment.strategy"]),
        "topics": consumer.topics,
    }
    call(world, consumer, "join", body, {"member_id": consumer.member_id}, long=True)


def knows_more(world: World, consumer: Consumer) -> None:
    """Fresh metadata came: a join that waited for it may go, and fetches find their leaders."""
    if consumer.phase == "lost" and consumer.rejoin and consumer.coordinator >= 0:
        join(world, consumer)
    loop.fetch_all(world, consumer)


def joined(world: World, consumer: Consumer, body: Any) -> None:
    """The answer to a join: an id, a generation, or trouble."""
    error = body["error"]
    if error == "MEMBER_ID_REQUIRED":
        consumer.member_id = body["member_id"]
        join(world, consumer)
    elif error in COORDINATOR_GONE:
        coordinator_lost(world, consumer)
    elif error is not None:
        consumer.member_id = ""
        consumer.generation = -1
        join(world, consumer)
    else:
        consumer.generation = body["generation"]
        _sync(world, consumer, body)


def _sync(world: World, consumer: Consumer, body: Any) -> None:
    """The group's leader computes everybody's assignment in its own process."""
    assignments: tuple[Any, ...] = ()
    if body["leads"]:
        members = {m[0]: list(m[3]) for m in body["members"]}
        assignor = client_assignors[body["protocol"]]
        plan = assignor.assign(members, dict(consumer.knowledge.partitions))
        assignments = tuple(
            (
                member_id,
                tuple((t, p) for t in sorted(owned) for p in owned[t]),
            )
            for member_id, owned in plan.items()
        )
    call(
        world, consumer, "sync",
        {
            "member_id": consumer.member_id,
            "generation": consumer.generation,
            "assignments": assignments,
        },
        {"leads": body["leads"], "assignments": assignments}, long=True,
    )  # fmt: skip


def synced(world: World, consumer: Consumer, body: Any) -> None:
    """The assignment: begin where the committed offsets say."""
    error = body["error"]
    if error is not None:
        if error in COORDINATOR_GONE:
            coordinator_lost(world, consumer)
            return
        if error == "UNKNOWN_MEMBER_ID":
            consumer.member_id, consumer.generation = "", -1
        join(world, consumer)
        return
    assignment = body["assignment"]
    consumer.phase = "stable"
    consumer.session += 1
    consumer.fetching = {}
    consumer.parts = {place(t, p): loop.new_part(t, p) for t, p in assignment}
    world.cause = world.emit(
        PartitionsAssigned, consumer.name, consumer.group, consumer.generation, assignment
    )
    if assignment:
        call(
            world, consumer, "offset_fetch", {"partitions": assignment}, {"partitions": assignment}
        )
    schedule_beat(world, consumer)
    if uses_store(consumer) and consumer.settings["enable.auto.commit"]:
        arm_commit(world, consumer)


def uses_store(consumer: Consumer) -> bool:
    return loop.uses_store(consumer)


def schedule_beat(world: World, consumer: Consumer) -> None:
    wait = consumer.settings["heartbeat.interval.ms"]
    world.at(world.now_us + wait, "member_beat", consumer.name, consumer.session)


def offsets_known(world: World, consumer: Consumer, body: Any) -> list[Any]:
    """Committed offsets arrived; returns the partitions that have none and need a reset."""
    missing = []
    for topic, partition, offset in body["offsets"]:
        part = consumer.parts.get(place(topic, partition))
        if part is None:
            continue
        if offset < 0:
            missing.append((topic, partition))
        else:
            part.committed = part.committing = offset
            set_position(world, consumer, topic, partition, offset, "committed")
    return missing


def set_position(
    world: World, consumer: Consumer, topic: str, partition: int, offset: int, origin: str
) -> None:
    """Reading begins here."""
    part = consumer.parts[place(topic, partition)]
    part.position = part.next_fetch = part.processed = offset
    part.stored = None
    part.buffer = []
    because = () if origin == "committed" else ("auto.offset.reset",)
    world.emit(
        PositionSet, consumer.name, consumer.group, topic, partition, offset, origin,
        because=because,
    )  # fmt: skip


def reset(world: World, consumer: Consumer, partitions: Any) -> None:
    """No valid offset: ask the leaders where auto.offset.reset points."""
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
            {"partitions": tuple(rows), "policy": consumer.settings["auto.offset.reset"]},
            consumer.settings["request.timeout.ms"], {"partitions": tuple(rows)},
            context=(consumer.session, tuple(rows)),
        )  # fmt: skip


def retry_reset(world: World, consumer: Consumer, rows: Any) -> None:
    wait = consumer.settings["retry.backoff.ms"]
    world.at(world.now_us + wait, "reset_again", consumer.name, consumer.session, rows)


def listed(world: World, consumer: Consumer, body: Any, context: Any) -> None:
    """The leader's answer to a reset."""
    session, _ = context
    if session != consumer.session:
        return
    policy = consumer.settings["auto.offset.reset"]
    failed = []
    for topic, partition, error, offset in body["offsets"]:
        if error is not None:
            failed.append((topic, partition))
        elif place(topic, partition) in consumer.parts:
            set_position(world, consumer, topic, partition, offset, policy)
    if failed:
        loop.refresh(world, consumer)
        retry_reset(world, consumer, tuple(failed))
    loop.fetch_all(world, consumer)


def beat(world: World, consumer: Consumer, session: int) -> None:
    """The background heartbeat: it says that the process lives, not that work gets done."""
    if session != consumer.session or consumer.phase != "stable":
        return
    if not consumer.beating and consumer.coordinator >= 0:
        consumer.beating = True
        call(
            world, consumer, "heartbeat",
            {"member_id": consumer.member_id, "generation": consumer.generation},
            {}, chatter=True,
        )  # fmt: skip
    schedule_beat(world, consumer)


def beaten(world: World, consumer: Consumer, error: str | None) -> None:
    """The coordinator's answer to a heartbeat."""
    consumer.beating = False
    if error is None or consumer.phase != "stable":
        return
    if error == "REBALANCE_IN_PROGRESS":
        consumer.rejoin = True
    elif error in PUT_OUT:
        put_out(world, consumer, error)
    else:
        coordinator_lost(world, consumer)


def put_out(world: World, consumer: Consumer, error: str) -> None:
    """The group went on without this member: its partitions are lost, it starts anew."""
    give_back(world, consumer, lost=True)
    if error == "UNKNOWN_MEMBER_ID":
        consumer.member_id = ""
    consumer.generation = -1
    join(world, consumer)


def give_back(world: World, consumer: Consumer, lost: bool) -> None:
    """Revoke everything (eager): stop fetching, forget what was fetched."""
    owned = tuple((p.topic, p.partition) for p in consumer.parts.values())
    consumer.parts = {}
    consumer.batch = []
    consumer.working = False
    consumer.session += 1
    if owned:
        world.cause = world.emit(PartitionsRevoked, consumer.name, consumer.group, owned, lost)


def rejoin(world: World, consumer: Consumer) -> None:
    """In poll(): save what is due, give everything back, join the next generation."""
    consumer.rejoin = False
    if consumer.settings["enable.auto.commit"]:
        commit(world, consumer)
    give_back(world, consumer, lost=False)
    if consumer.coordinator < 0:
        consumer.phase = "lost"
        consumer.rejoin = True
        find(world, consumer)
    else:
        join(world, consumer)


def arm_commit(world: World, consumer: Consumer) -> None:
    consumer.commit_due_us = world.now_us + consumer.settings["auto.commit.interval.ms"]
    world.emit(AutoCommitArmed, consumer.name, consumer.group, consumer.commit_due_us)
    world.at(consumer.commit_due_us, "auto_commit", consumer.name, consumer.session)


def auto_commit(world: World, consumer: Consumer, session: int) -> None:
    """librdkafka's timer: it runs whether or not the application polls."""
    if session != consumer.session or consumer.phase not in ("stable", "lost"):
        return
    commit(world, consumer)
    arm_commit(world, consumer)


def commit(world: World, consumer: Consumer) -> bool:
    """Send what is due to the coordinator; True when there was something to send."""
    rows = loop.due_offsets(consumer)
    if not rows or consumer.coordinator < 0:
        return False
    for topic, partition, offset in rows:
        consumer.parts[place(topic, partition)].committing = offset
    consumer.commits_out += 1
    call(
        world, consumer, "commit",
        {
            "member_id": consumer.member_id,
            "generation": consumer.generation,
            "offsets": rows,
        },
        {"at": rows},
    )  # fmt: skip
    return True


def commit_answered(world: World, consumer: Consumer, body: Any) -> None:
    """The coordinator's word on a commit."""
    consumer.commits_out = max(0, consumer.commits_out - 1)
    error = body["error"]
    for topic, partition, offset in body["offsets"]:
        part = consumer.parts.get(place(topic, partition))
        if part is not None:
            part.committed = max(part.committed, offset) if error is None else part.committed
            part.committing = part.committed if error is not None else part.committing
    if error is not None:
        world.cause = world.emit(CommitRefused, consumer.name, consumer.group, error)
        if error in PUT_OUT and consumer.phase == "stable":
            put_out(world, consumer, error)
        elif error == "REBALANCE_IN_PROGRESS":
            consumer.rejoin = True
        elif error in COORDINATOR_GONE:
            coordinator_lost(world, consumer)
    if consumer.phase == "closing" and consumer.commits_out == 0:
        leave(world, consumer)


def close(world: World, consumer: Consumer) -> None:
    """close(): save what is due, then say goodbye."""
    consumer.phase = "closing"
    sent = False
    if consumer.settings["enable.auto.commit"]:
        sent = commit(world, consumer)
    if not sent:
        leave(world, consumer)


def leave(world: World, consumer: Consumer) -> None:
    if consumer.coordinator < 0 or consumer.member_id == "":
        closed(world, consumer)
        return
    call(world, consumer, "leave", {"member_id": consumer.member_id}, {})


def closed(world: World, consumer: Consumer) -> None:
    """The process ends in order."""
    consumer.phase = "closed"
    consumer.parts = {}
    consumer.batch = []
    process = world.processes[consumer.name]
    process.up = False
    process.life += 1
    network.close_client(world, consumer.name)
    world.emit(MemberClosed, consumer.name, consumer.group)


def start_closing(world: World, consumer: Consumer) -> None:
    """The application asks for an end: after the record in work, at the next poll."""
    consumer.closing = True
    world.cause = world.emit(ClosingStarted, consumer.name, consumer.group)
