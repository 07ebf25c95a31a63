"""The states of a classic group and every way from one to another (semantics 5.2).

    Empty -> PreparingRebalance -> CompletingRebalance -> Stable -> PreparingRebalance …

A move that the table does not list is a bug of ours, and `change_state` says so. What a state answers
to the requests of its members stands in ANSWERS.
Source: Apache Kafka `ClassicGroupState`, `ClassicGroup.transitionTo`.
"""

from typing import Any

from broker_core.coordinator.group import Group
from broker_core.events.group import StateChanged
from broker_core.kernel.world import World

MOVES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Empty", "PreparingRebalance"): ("member_joined",),
    ("Empty", "Dead"): ("offsets_expired", "deleted"),
    ("PreparingRebalance", "CompletingRebalance"): ("all_joined", "time_over"),
    ("PreparingRebalance", "Empty"): ("no_members",),
    ("CompletingRebalance", "Stable"): ("assigned",),
    ("CompletingRebalance", "PreparingRebalance"): (
        "member_joined",
        "member_rejoined",
        "member_left",
        "member_expired",
        "static_member_replaced",
        "sync_timeout",
        "not_saved",
    ),
    ("Stable", "PreparingRebalance"): (
        "member_joined",
        "member_rejoined",
        "leader_rejoined",
        "member_left",
        "member_expired",
        "static_member_replaced",
    ),
}
"""(from, to) -> the reasons there are. A group whose coordinator moves is not Dead: the next one
loads it from the log, as Stable or Empty."""

STATES = ("Empty", "PreparingRebalance", "CompletingRebalance", "Stable", "Dead")

ANSWERS: dict[str, dict[str, str | None]] = {
    "heartbeat": {
        "Empty": "UNKNOWN_MEMBER_ID",
        "PreparingRebalance": "REBALANCE_IN_PROGRESS",
        "CompletingRebalance": None,
        "Stable": None,
        "Dead": "COORDINATOR_NOT_AVAILABLE",
    },
    "sync": {
        "Empty": "UNKNOWN_MEMBER_ID",
        "PreparingRebalance": "REBALANCE_IN_PROGRESS",
        "CompletingRebalance": None,
        "Stable": None,
        "Dead": "COORDINATOR_NOT_AVAILABLE",
    },
    "commit": {
        "Empty": None,
        "PreparingRebalance": None,
        "CompletingRebalance": "REBALANCE_IN_PROGRESS",
        "Stable": None,
        "Dead": "COORDINATOR_NOT_AVAILABLE",
    },
}
"""Request -> state -> the error that a member of the present generation gets; None: it is served."""


def change_state(
    world: World, group: Group, state: str, reason: str, deadline_us: int | None = None,
    cause: Any = None, because: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Move a group along one of MOVES and say so; what follows has this event as its cause."""
    previous, group.state = group.state, state
    assert reason in MOVES.get((previous, state), ()), f"{previous} -> {state}: {reason}"
    group.since_us = world.now_us
    world.cause = world.emit(
        StateChanged, group.group, state, previous, group.generation, reason, deadline_us,
        cause=cause, because=because,
    )  # fmt: skip


def problem(
    group: Group, request: str, member_id: str, instance_id: str | None, generation: int
) -> str | None:
    """Why a member's request is refused, or None (semantics 5.4).

    A static member is known by its instance: another member id under the same instance was fenced.
    """
    if group.state == "Dead":
        return ANSWERS[request]["Dead"]
    if instance_id is not None:
        owner = group.statics.get(instance_id)
        if owner is not None and owner != member_id:
            return "FENCED_INSTANCE_ID"
    if member_id not in group.members:
        return "UNKNOWN_MEMBER_ID"
    if generation != group.generation:
        return "ILLEGAL_GENERATION"
    return ANSWERS[request][group.state]
