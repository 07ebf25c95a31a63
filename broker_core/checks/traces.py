"""Checks that ask what happened, how often and in what order: the general ones."""

from typing import Any

from broker_core.checks.base import Check, Where, fits


class Seen(Check):
    """At least `least` and at most `most` events of a type whose fields fit."""

    def __init__(
        self, event: str, where: Where | None = None, least: int = 1, most: int | None = None
    ) -> None:
        self.kind, self.where, self.least, self.most = event, where or {}, least, most
        self.count = 0

    def see(self, event: Any) -> None:
        self.count += fits(event, self.kind, self.where)

    @property
    def met(self) -> bool:
        return self.count >= self.least and (self.most is None or self.count <= self.most)


class Never(Check):
    """No event of a type whose fields fit since the first of type `after`; false before that."""

    def __init__(
        self,
        event: str,
        where: Where | None = None,
        after: str = "",
        after_where: Where | None = None,
    ) -> None:
        self.kind, self.where = event, where or {}
        self.after, self.after_where = after, after_where or {}
        self.armed = not after
        self.clean = True

    def see(self, event: Any) -> None:
        self.armed = self.armed or fits(event, self.after, self.after_where)
        if self.armed and fits(event, self.kind, self.where):
            self.clean = False

    @property
    def met(self) -> bool:
        return self.armed and self.clean


class Sequence(Check):
    """Events in this order, others between them allowed; fields named in `same` have one value in all
    steps that have such a field. Each step is {event, where}."""

    def __init__(self, steps: list[dict[str, Any]], same: list[str] | None = None) -> None:
        self.steps = [(step["event"], step.get("where", {})) for step in steps]
        self.same = tuple(same or ())
        self.open: list[tuple[int, dict[str, Any]]] = [(0, {})]
        self.done = False

    def see(self, event: Any) -> None:
        if self.done:
            return
        moved: list[tuple[int, dict[str, Any]]] = []
        for place, bound in self.open:
            kind, where = self.steps[place]
            if not fits(event, kind, where) or not self._agrees(event, bound):
                continue
            if place + 1 == len(self.steps):
                self.done = True
                return
            now = {**{n: getattr(event, n) for n in self.same if hasattr(event, n)}, **bound}
            if (place + 1, now) not in self.open and (place + 1, now) not in moved:
                moved.append((place + 1, now))
        self.open += moved

    def _agrees(self, event: Any, bound: dict[str, Any]) -> bool:
        return all(getattr(event, n, value) == value for n, value in bound.items())

    @property
    def met(self) -> bool:
        return self.done


class Not(Check):
    """Another check does not hold: for the answers of a question."""

    def __init__(self, check: Check) -> None:
        self.check = check

    def see(self, event: Any) -> None:
        self.check.see(event)

    @property
    def met(self) -> bool:
        return not self.check.met
