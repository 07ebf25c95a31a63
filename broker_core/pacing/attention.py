"""Which events draw attention, and how long a message's hop lasts on the stage: tables only."""

from collections.abc import Callable
from typing import Any

SIGNAL, TRAFFIC, CHATTER = "signal", "traffic", "chatter"

EFFECT, FIRST = "effect", "first"
"""Why a message is a signal: a turning point led to it, or it is the first of its way since then."""

HOP_MS = {EFFECT: 700, FIRST: 400, TRAFFIC: 150}
"""Stage milliseconds that a hop lasts at least, at 1x. The design gives a first one 700 as well;
then the default scene would take 54 s to its recovery, and the budget is 45."""

CAUSAL_STEPS = 12
"""A message this few causal steps after a turning point is a signal."""

REACH_US = 1_000_000
"""What happens later than this after its turning point is no longer its effect: a timer went off."""

CHATTER_STEPS = 2
"""Messages that say nothing new are signals only this close to a turning point. The design's 12
would make every idle fetch after a crash last 700 ms, far beyond the budget."""

SIGNALS_AT_ONCE = 3
LONGEST_CLAIM_US = 250_000
"""A hop longer than this claims no time of its own; its token moves with the clock."""

LONGEST_GAP_US = 1_500_000
"""Stage microseconds that virtual time without any claim may take."""

SCOUT_STEPS = 2_000

QUIET_US = 60_000_000
"""Where nothing of the foreground comes within this and within the scout's reach, time is not hurried:
there is nothing to hurry to, and somebody may be about to do something."""


def _always(event: Any) -> bool:
    return True


def _stands_for_election(event: Any) -> bool:
    return event.role in ("prospective", "candidate", "leader")


def _out_of_range(event: Any) -> bool:
    return bool(event.origin == "out_of_range")


def _at_its_origin(event: Any) -> bool:
    """Somebody asked, or asks no longer; the ripple that follows is the effect."""
    return bool(event.broker == event.origin)


TURNING_POINTS: dict[str, Callable[[Any], bool]] = {
    # faults, and their ends
    "broker.crashed": _always,
    "broker.shutdown_started": _always,
    "broker.stopped": _always,
    "broker.started": _always,
    "broker.paused": _always,
    "broker.resumed": _always,
    "controller.node_crashed": _always,
    "controller.node_started": _always,
    "client.member_crashed": _always,
    "client.closing_started": _always,
    "network.cut": _always,
    "network.healed": _always,
    "network.slowed": _always,
    # waits that failed
    "network.timed_out": _always,
    "controller.heartbeat_missed": _always,
    "controller.broker_fenced": _always,
    "controller.role_changed": _stands_for_election,
    "controller.quorum_lost": _always,
    "group.member_expired": _always,
    "client.gave_up": _always,
    # leadership and assignment
    "controller.controller_elected": _always,
    "controller.leader_elected": _always,
    "controller.partition_offline": _always,
    "group.coordinator_moved": _always,
    "group.rebalanced": _always,
    "client.partitions_assigned": _always,
    "client.partitions_revoked": _always,
    "group.target_assigned": _always,
    "share.record_returned": _always,
    "share.record_archived": _always,
    "client.partitions_added": _always,
    "client.partition_given_up": _always,
    # publish and subscribe: faults, and their ends
    "pubsub.broker_crashed": _always,
    "pubsub.broker_stopped": _always,
    "pubsub.broker_started": _always,
    "pubsub.broker_paused": _always,
    "pubsub.broker_resumed": _always,
    "pubsub.client_started": _always,
    "pubsub.client_stopped": _always,
    "pubsub.client_crashed": _always,
    "pubsub.client_paused": _always,
    "pubsub.client_resumed": _always,
    "pubsub.fault_struck": _always,
    # waits that failed, and what is lost by it
    "pubsub.detached": _always,
    "pubsub.gave_up": _always,
    "pubsub.refused": _always,
    "pubsub.subscription_refused": _always,
    "pubsub.lost": _always,
    "pubsub.returned": _always,
    "pubsub.expired": _always,
    "pubsub.overflowed": _always,
    "pubsub.set_aside": _always,
    "pubsub.work_failed": _always,
    # who gets what
    "pubsub.attached": _always,
    "pubsub.subscribed": _always,
    "pubsub.unsubscribed": _always,
    "pubsub.reading_began": _out_of_range,
    # a mesh changes
    "network.link_slowed": _always,
    "mesh.linked": _always,
    "mesh.link_lost": _always,
    "mesh.link_restored": _always,
    "mesh.interest_spread": _at_its_origin,
    "mesh.interest_withdrawn": _at_its_origin,
    "mesh.rerouted": _always,
    "mesh.stored": _always,
    "mesh.released": _always,
    # services: what is refused, fails or is made good
    "service.call_failed": _always,
    "service.lookup_failed": _always,
    "service.schema_failed": _always,
    "service.refused": _always,
    "service.redeployed": _always,
    "service.rewound": _always,
    "service.compensated": _always,
    "service.saga_stuck": _always,
    "service.saga_resumed": _always,
    "service.saga_forgotten": _always,
    "service.saga_finished": _always,
}
"""Event type -> whether this event is one of those that the next 12 causal steps explain."""


OPENING = "cmd:0"
"""The cause of what is there when a run begins: nobody's command, and no news."""


def is_turning_point(event: Any) -> bool:
    """A fault, a wait that failed, a change of leadership or assignment."""
    test = TURNING_POINTS.get(event.type)
    return test is not None and event.cause != OPENING and test(event)


BUSY_PER_S = 50
"""Above so many records a second nobody follows single ones: such scenes run at one constant rate."""


def is_busy(scenario: dict[str, Any]) -> bool:
    """Whether a scenario's producers make more records by themselves than that.

    >>> is_busy({"producers": [{"interval_us": 62_500}] * 3}), is_busy({"title": "no producers"})
    (False, False)
    >>> is_busy({"producers": [{"interval_us": 62_500}] * 4})
    True
    """
    intervals: list[int] = [row.get("interval_us", 0) for row in scenario.get("producers", ())]
    return sum(1_000_000_000 // each for each in intervals if each > 0) > 1_000 * BUSY_PER_S
