"""Commands to come: the same in every family, and part of the run like everything else.

A plan is either scheduled, as the scene's script is, or armed as a condition; its number is that of
the command that made it, so an event that it brings names it as its cause.
"""

from heapq import heapify
from typing import Any, NamedTuple

from broker_core.commands.grammar import format, parse
from broker_core.commands.plans import At, ChangePlan, DropPlan
from broker_core.errors import Rejected
from broker_core.kernel.units import format_duration

MOST = 64
_NESTED = ("at", "when", "change", "drop")


class Plan(NamedTuple):
    """A command that has not come yet: at a time, or (at_us is None) at the first event of a type
    whose fields have these values."""

    n: int
    at_us: int | None
    event: str
    conditions: tuple[tuple[str, str], ...]
    text: str


def plans_of(c: Any) -> list[Plan]:
    """Everything that is planned, in the order of its numbers."""
    timed = [Plan(row[3][3], row[0], "", (), row[3][4]) for row in c.world.heap if _is_plan(row)]
    armed = [
        Plan(n, None, event, tuple((name, value) for name, value in wanted), text)
        for n, event, wanted, text in c.conditions
    ]
    return sorted([*timed, *armed])


def check_at(c: Any, cmd: At) -> Rejected | None:
    if len([row for row in c.world.heap if _is_plan(row)]) >= MOST:
        return Rejected("too_many", kind="plans", limit=MOST)
    return _check_time(c, cmd.time) or _check_inner(cmd.do)


def at(c: Any, cmd: At) -> None:
    _schedule(c, c.commands, cmd.time, cmd.do)


def check_change(c: Any, cmd: ChangePlan) -> Rejected | None:
    found = _find(c, cmd.plan)
    if isinstance(found, Rejected):
        return found
    if cmd.at is None and cmd.do is None:
        return Rejected("missing_field", verb="change plan", field="at", column=13,
                        example=ChangePlan.example)  # fmt: skip
    return (_check_time(c, cmd.at) if cmd.at is not None else None) or (
        _check_inner(cmd.do) if cmd.do is not None else None
    )


def change(c: Any, cmd: ChangePlan) -> None:
    found = _find(c, cmd.plan)
    assert isinstance(found, Plan)
    text = found.text if cmd.do is None else format(parse(cmd.do))
    _take_out(c, cmd.plan)
    at_us = found.at_us if cmd.at is None else cmd.at
    if at_us is None:
        c.conditions.append((found.n, found.event, found.conditions, text))
    else:
        _schedule(c, found.n, at_us, text)


def check_drop(c: Any, cmd: DropPlan) -> Rejected | None:
    found = _find(c, cmd.plan)
    return found if isinstance(found, Rejected) else None


def drop(c: Any, cmd: DropPlan) -> None:
    _take_out(c, cmd.plan)


RULES: dict[type, Any] = {
    At: (check_at, at),
    ChangePlan: (check_change, change),
    DropPlan: (check_drop, drop),
}
"""Command class -> (why not, do it)."""


def _is_plan(row: Any) -> bool:
    return bool(row[2] == "command")


def _schedule(c: Any, n: int, at_us: int, text: str) -> None:
    c.world.at(at_us, "command", "", n, text, cause=f"cmd:{n}")


def _find(c: Any, n: int) -> Plan | Rejected:
    plans = plans_of(c)
    for plan in plans:
        if plan.n == n:
            return plan
    known = ", ".join(str(plan.n) for plan in plans) or "none"
    return Rejected("unknown_id", kind="plan", id=n, known=known)


def _take_out(c: Any, n: int) -> None:
    heap = c.world.heap
    heap[:] = [row for row in heap if not (_is_plan(row) and row[3][3] == n)]
    heapify(heap)
    c.conditions[:] = [row for row in c.conditions if row[0] != n]


def _check_time(c: Any, at_us: int) -> Rejected | None:
    now_us = c.world.now_us
    if at_us < now_us:
        return Rejected("too_early", at=format_duration(at_us), now=format_duration(now_us))
    return None


def _check_inner(text: str) -> Rejected | None:
    """What is planned must be a command, and no plan itself; whether it makes sense shows then."""
    try:
        item = parse(text)
    except Rejected as refused:
        return refused
    if item.verb in _NESTED:
        return Rejected("bad_value", field="do", expected="a command that is no plan",
                        value=text[:40], column=1)  # fmt: skip
    return None
