"""Values of metrics as people read them: time in a unit that fits, counts as they are."""

from django.utils.translation import gettext as _

from broker_core.lab.metrics import METRICS

STEPS = ((60_000_000, "min"), (1_000_000, "s"), (1_000, "ms"))


def amount(metric: str, value: int | None) -> str:
    """Zero is 0; what could not be measured says so.

    >>> amount("lost_acked", 0), amount("ack_max", 2_500_000)
    ('0', '2.5 s')
    """
    if value is None:
        return _("not measurable")
    return duration(value) if METRICS[metric].unit == "us" else str(value)


def duration(us: int) -> str:
    """Three digits and a unit.

    >>> duration(0), duration(999), duration(62_040), duration(90_000_000)
    ('0 ms', '0.999 ms', '62 ms', '1.5 min')
    """
    for size, unit in STEPS:
        if us >= size or unit == "ms":
            return f"{us / size:.3g} {unit}" if us < 1_000 * size else f"{us // size} {unit}"
    raise AssertionError(us)
