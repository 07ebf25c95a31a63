"""Two clocks of a consumer: heartbeats, sent in the background, and the time since the last poll().

A heartbeat says that the process lives; max.poll.interval.ms says that work gets done (semantics
5.4). The heartbeats of a generation begin at the answer to its JoinGroup.
"""

from typing import Any

from broker_core.clients import coordination
from broker_core.clients.consumer import Consumer
from broker_core.clients.coordination import FATAL, PUT_OUT
from broker_core.events.client import MembershipLost, PollExpired
from broker_core.kernel.world import World


def begin(world: World, consumer: Consumer) -> None:
    """A new generation: what was sent for the one before is void."""
    consumer.beats += 1
    consumer.beating = False
    _schedule(world, consumer)


def _schedule(world: World, consumer: Consumer) -> None:
    wait = consumer.settings["heartbeat.interval.ms"]
    world.at(world.now_us + wait, "member_beat", consumer.name, consumer.beats)


def beat(world: World, consumer: Consumer, beats: int) -> None:
    """The background heartbeat of this generation."""
    if beats != consumer.beats or consumer.phase not in ("syncing", "stable"):
        return
    if not consumer.beating and consumer.coordinator >= 0:
        consumer.beating = True
        coordination.call(world, consumer, "heartbeat", {}, {}, chatter=True)
    _schedule(world, consumer)


def beaten(world: World, consumer: Consumer, error: str | None, context: Any) -> None:
    """The coordinator's answer to a heartbeat; one about a former generation is ignored."""
    if context[1] != consumer.beats or consumer.phase not in ("syncing", "stable"):
        return
    consumer.beating = False
    if error == "REBALANCE_IN_PROGRESS":
        consumer.rejoin = consumer.rejoin or consumer.phase == "stable"
    elif error in PUT_OUT:
        put_out(world, consumer, error or "")
    elif error in FATAL:
        coordination.fail(world, consumer, error or "")
    elif error is not None:
        coordination.lost(world, consumer)


def put_out(world: World, consumer: Consumer, error: str) -> None:
    """The group went on without this member. The application does not know before its next poll():
    until then it processes what it has, a zombie whose commits are refused."""
    if error == "UNKNOWN_MEMBER_ID":
        consumer.member_id = ""
    consumer.generation = -1
    consumer.outcome = None
    consumer.phase = "out"
    world.cause = world.emit(MembershipLost, consumer.name, consumer.group, error)


def polled(world: World, consumer: Consumer) -> None:
    """poll() gave out records: the next one is due within max.poll.interval.ms."""
    consumer.poll_due_us = world.now_us + consumer.settings["max.poll.interval.ms"]
    if not consumer.poll_timer:
        consumer.poll_timer = True
        world.at(consumer.poll_due_us, "poll_check", consumer.name)


def poll_check(world: World, consumer: Consumer) -> None:
    """The consumer itself watches its application (KIP-62): too late, and it leaves the group. A
    static member says no goodbye; it only stops its heartbeats."""
    consumer.poll_timer = False
    if consumer.poll_due_us == 0 or consumer.phase not in ("syncing", "stable"):
        return
    if consumer.poll_due_us > world.now_us:
        consumer.poll_timer = True
        world.at(consumer.poll_due_us, "poll_check", consumer.name)
        return
    waited = consumer.settings["max.poll.interval.ms"]
    world.cause = world.emit(
        PollExpired, consumer.name, consumer.group, waited, consumer.instance_id is not None,
        because=("max.poll.interval.ms",),
    )  # fmt: skip
    if consumer.instance_id is None and consumer.coordinator >= 0:
        coordination.call(world, consumer, "leave", {}, {})
    put_out(world, consumer, "POLL_TIMEOUT")
    consumer.member_id = ""
