"""What an experiment asks of its sides: a metric or events of one run, or two runs compared."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from broker_core.checks.base import fits
from broker_core.kernel.units import parse_duration
from broker_core.lab.metrics import METRICS
from broker_core.lab.trial import Trial

_MEASURED = ("side", "metric", "over", "times", "is", "least", "most", "longest", "items")
_SEEN = ("side", "event", "with", "after_mark", "is", "least", "most")


class Check(NamedTuple):
    """What must hold of the sides' trials. `given` has a side and either a metric or an event:

    metric: its value (`longest`: the largest of its items; `items`: how many are not zero), minus
    that of the side `over`, or minus `times` times that; event: how many fit `with`, as checks of
    events read it. Then `is`, `least` and `most` bound the number; a duration may be text, a table
    gives one for each preset.
    """

    given: dict[str, Any]

    @property
    def sides(self) -> tuple[str, ...]:
        """Whose runs it reads."""
        over = self.given.get("over")
        return (self.given["side"],) if over is None else (self.given["side"], over)

    def read(self, trial: Trial) -> int | None:
        """What it reads of one side's run."""
        given = self.given
        if "event" in given:
            since = trial.mark if given.get("after_mark") else 0
            where = given.get("with", {})
            later = (e for e in trial.events if e.seq > since)
            return sum(1 for e in later if fits(e, given["event"], where))
        value, items = trial.metrics[given["metric"]]
        if given.get("longest"):
            return max((int(item.value) for item in items), default=0)
        if given.get("items"):
            return sum(item.value > 0 for item in items)
        own: int | None = value
        return own

    def number(self, read: Mapping[str, int | None]) -> int | None:
        """What is bounded, of the sides' readings; None where one is not measurable."""
        own, *others = (read[side] for side in self.sides)
        if own is None or None in others:
            return None
        return own - int(self.given.get("times", 1)) * sum(other or 0 for other in others)

    def holds(self, read: Mapping[str, int | None], preset: str) -> bool:
        number = self.number(read)
        if number is None:
            return False
        exact, least, most = (_bound(self.given.get(n), preset) for n in ("is", "least", "most"))
        return (
            (exact is None or number == exact)
            and (least is None or number >= least)
            and (most is None or number <= most)
        )


def read_checks(row: Mapping[str, Any], sides: list[str]) -> tuple[Check, ...]:
    """The `check` of a row. Raises ValueError, which names what is wrong with it."""
    given = row["check"] if isinstance(row["check"], list) else [row["check"]]
    for check in given:
        known = _SEEN if "event" in check else _MEASURED
        wrong = [key for key in check if key not in known]
        named = [check["side"], check.get("over", check["side"])]
        if wrong or not set(named) <= set(sides) or not {"is", "least", "most"} & set(check):
            raise ValueError(f"check {check}: knows {', '.join(known)} and the sides {sides}")
        if "event" not in check and check["metric"] not in METRICS:
            raise ValueError(f"check {check}: there is no such metric")
    return tuple(Check(dict(check)) for check in given)


def _bound(value: Any, preset: str) -> int | None:
    value = value[preset] if isinstance(value, dict) else value
    return parse_duration(value) if isinstance(value, str) else value
