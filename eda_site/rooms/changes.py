"""What was changed in a run: its commands, where a plan that was moved is still one change, and one
that was dropped again is none."""

from collections.abc import Iterable

from broker_core.commands import ChangePlan, DropPlan, parse

MANY = 32
"""Of a run with more commands than this nobody asks which one thing was changed."""


def changes_of(lines: Iterable[str], first: int) -> list[str]:
    """The changes that these commands, the first of them number `first` of its run, amount to.

    >>> changes_of(["at 8s do crash broker 1", "change plan 5 at=9s"], 5)
    ['at 8s do crash broker 1']
    >>> changes_of(["at 8s do crash broker 1", "drop plan 5", "drop plan 1"], 5)
    ['drop plan 1']
    """
    lines = list(lines)
    if len(lines) > MANY:
        return lines
    held: dict[int, str] = {}
    for number, line in enumerate(lines, first):
        item = parse(line)
        if isinstance(item, ChangePlan) and item.plan in held:
            continue
        if isinstance(item, DropPlan) and item.plan in held:
            del held[item.plan]
        else:
            held[number] = line
    return list(held.values())
