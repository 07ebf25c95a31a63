"""How a consumer finds its group coordinator and talks to it (semantics 5.1, 5.3)."""

from typing import Any

from broker_core.clients import metadata
from broker_core.clients.consumer import Consumer
from broker_core.events.client import CoordinatorFound, MemberClosed
from broker_core.events.consumer_group import MemberFailed
from broker_core.kernel import network
from broker_core.kernel.world import World

COORDINATOR_GONE = frozenset(
    {"NOT_COORDINATOR", "COORDINATOR_NOT_AVAILABLE", "COORDINATOR_LOAD_IN_PROGRESS"}
)
PUT_OUT = frozenset({"UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION"})
FATAL = frozenset(
    {
        "FENCED_INSTANCE_ID", "GROUP_MAX_SIZE_REACHED", "INCONSISTENT_GROUP_PROTOCOL",
        "INVALID_SESSION_TIMEOUT",
    }
)  # fmt: skip
"""Answers after which a consumer cannot go on: poll() throws, the application ends."""


def call(
    world: World, consumer: Consumer, kind: str, body: Any, summary: Any = None,
    chatter: bool = False, long: bool = False,
) -> None:  # fmt: skip
    """One request to the group coordinator; a join may wait for a whole rebalance."""
    timeout = consumer.settings["request.timeout.ms"]
    if long:
        timeout += consumer.settings["max.poll.interval.ms"]
    body = {
        "group": consumer.group,
        "client": consumer.name,
        "member_id": consumer.member_id,
        "instance_id": consumer.instance_id,
        "generation": consumer.generation,
        **body,
    }
    network.request(
        world, consumer.name, f"broker-{consumer.coordinator}", "coordinator", kind, body,
        timeout, summary, chatter, context=(consumer.session, consumer.beats),
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


def found(world: World, consumer: Consumer, body: Any) -> bool:
    """Somebody knows the coordinator (True), or nobody does yet."""
    consumer.finding = False
    if body["error"] is not None:
        consumer.knowledge.failures += 1
        find(world, consumer)
        return False
    consumer.knowledge.failures = 0
    if consumer.coordinator != body["broker"]:
        consumer.coordinator = body["broker"]
        world.emit(CoordinatorFound, consumer.name, consumer.group, body["broker"])
    return True


def lost(world: World, consumer: Consumer) -> None:
    """The coordinator does not answer or has moved: find it; the assignment stays meanwhile."""
    if consumer.coordinator >= 0:
        network.close_client(world, consumer.name, "coordinator")
        consumer.coordinator = -1
        world.emit(CoordinatorFound, consumer.name, consumer.group, -1)
    if consumer.phase in ("joining", "syncing"):
        consumer.phase = "lost"
        consumer.rejoin = True
    consumer.beating = False
    for part in consumer.parts.values():
        part.committing = part.committed
    consumer.commits_out = 0
    find(world, consumer)


def fail(world: World, consumer: Consumer, error: str, because: tuple[str, ...] = ()) -> None:
    """poll() throws what nobody handles: the application ends, and closes its consumer in order
    where it still belongs to its group."""
    world.cause = world.emit(MemberFailed, consumer.name, consumer.group, error, because=because)
    consumer.batch = []
    consumer.working = False
    consumer.blocked = ""
    if error in FATAL:
        consumer.member_id = ""
    consumer.phase = "closing"
    leave(world, consumer)


def leave(world: World, consumer: Consumer) -> None:
    """Say goodbye; a static member does not, so that its place waits for it (KIP-345)."""
    if consumer.coordinator < 0 or consumer.member_id == "" or consumer.instance_id is not None:
        closed(world, consumer, left=False)
    else:
        call(world, consumer, "leave", {}, {})


def closed(world: World, consumer: Consumer, left: bool) -> None:
    """The process ends in order."""
    consumer.phase = "closed"
    consumer.parts = {}
    consumer.batch = []
    consumer.blocked = ""
    process = world.processes[consumer.name]
    process.up = False
    process.life += 1
    network.close_client(world, consumer.name)
    world.emit(MemberClosed, consumer.name, consumer.group, left)
