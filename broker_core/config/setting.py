"""What a setting is: its kind, default and range, and how a held value is written.

Durations are given in Kafka's unit (milliseconds, or what the name's last part says) or with
a unit ("400ms"), and held in virtual microseconds; -1 (unlimited) is held as -1. A ratio is given
as Kafka writes it ("0.5") and held as a whole percentage.
"""

from typing import Any, NamedTuple

from broker_core.kernel.units import MICROSECONDS

FOREVER_MS = (2**53 - 1) // 1000
"""The longest duration that is held, 285 years; longer ones are read as this."""


class Setting(NamedTuple):
    """`kind` is duration, int, bool, choice, list or ratio; low and high bound the given number;
    `empty` lists may hold nothing."""

    kind: str
    default: Any
    scope: str
    low: int = 0
    high: int = 2**31 - 1
    choices: tuple[str, ...] = ()
    empty: bool = False


class OutOfRange(ValueError):
    """A number outside Kafka's range for a setting."""

    def __init__(self, name: str, low: Any, high: Any, unit: str = "") -> None:
        self.name, self.low, self.high = name, low, high
        super().__init__(f"{name} must be from {low} to {high} {unit}".rstrip())


def unit_of(name: str) -> str:
    """The unit of a plain number: what the setting's last part says."""
    return {"seconds": "s", "minutes": "m"}.get(name.rpartition(".")[2], "ms")


def written(name: str, setting: Setting, held: Any) -> str:
    """A held value as people write it."""
    if setting.kind == "duration":
        scale = MICROSECONDS[unit_of(name)]
        return str(held if held < 0 or held % scale else held // scale)
    if setting.kind == "ratio":
        return f"{held // 100}.{held % 100:02}"
    if setting.kind == "bool":
        return "true" if held else "false"
    return ",".join(held) if setting.kind == "list" else str(held)
