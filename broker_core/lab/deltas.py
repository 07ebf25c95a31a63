"""Two runs' measures side by side: which way each has gone, as a code."""

from typing import NamedTuple

from broker_core.lab.metrics import METRICS, Values

BETTER, WORSE, SAME, OTHER, UNKNOWN = "better", "worse", "same", "other", "not_measurable"
"""What may be said of B against A; OTHER where a value differs and neither way is better."""


class Delta(NamedTuple):
    """One metric of both runs; a value is None, and the code UNKNOWN, where it cannot be measured."""

    name: str
    unit: str
    a: int | None
    b: int | None
    code: str

    @property
    def by(self) -> int:
        """How far B lies from A; 0 where one of them is unknown."""
        return 0 if self.a is None or self.b is None else abs(self.b - self.a)


def deltas(a: Values, b: Values) -> list[Delta]:
    """Every metric that either run has, in the order of METRICS."""
    found = []
    for name, metric in METRICS.items():
        if name in a or name in b:
            one = a[name].value if name in a else None
            two = b[name].value if name in b else None
            found.append(Delta(name, metric.unit, one, two, _code(metric.better, one, two)))
    return found


def _code(better: str | None, a: int | None, b: int | None) -> str:
    if a is None or b is None:
        return UNKNOWN
    if a == b:
        return SAME
    if better is None:
        return OTHER
    return BETTER if (b < a) == (better == "lower") else WORSE
