"""Checks by name: what tasks, questions and lessons ask of the events of a run."""

from collections.abc import Callable, Mapping
from typing import Any

from broker_core.checks.base import Check
from broker_core.checks.clocks import AcceptedAndDone
from broker_core.checks.memory import (
    FannedOut,
    Lagging,
    OnlyInterested,
    ReachedExactly,
    ThreeMemories,
    Waste,
)
from broker_core.checks.states import BrokenThenMended, ReadWhileBehind, TapeMakesState
from broker_core.checks.traces import Never, Not, Seen, Sequence

CHECKS: dict[str, Callable[..., Check]] = {
    "seen": Seen,
    "never": Never,
    "sequence": Sequence,
    "fanned_out": FannedOut,
    "reached_exactly": ReachedExactly,
    "waste": Waste,
    "three_memories": ThreeMemories,
    "lagging": Lagging,
    "only_interested": OnlyInterested,
    "tape_makes_state": TapeMakesState,
    "read_while_behind": ReadWhileBehind,
    "broken_then_mended": BrokenThenMended,
    "accepted_and_done": AcceptedAndDone,
}
"""Name -> what makes the check out of its `with`; "not NAME" is its opposite."""


def make(name: str, given: Mapping[str, Any] | None = None) -> Check:
    """A fresh check. Raises ValueError, which names the check or the argument that is wrong."""
    negated = name.startswith("not ")
    maker = CHECKS.get(name.removeprefix("not "))
    if maker is None:
        raise ValueError(f"{name} is not a check; there are {', '.join(CHECKS)}")
    try:
        check = maker(**(given or {}))
    except (TypeError, KeyError) as error:
        raise ValueError(f"check {name}: {error}") from None
    return Not(check) if negated else check


__all__ = ["CHECKS", "Check", "make"]
