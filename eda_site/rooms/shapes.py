"""Shapes of an intent's fields: each answers whether a value fits, and changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LARGEST = 2**53 - 1
Fits = Callable[[Any], bool]


@dataclass(frozen=True)
class Shape:
    """What an intent must and may have besides `id` and `type`."""

    needs: dict[str, Fits]
    takes: dict[str, Fits]

    def problem(self, message: dict[str, Any]) -> str | None:
        """The name of the first field that is missing, superfluous or wrong; None when all fit."""
        for name, fits in self.needs.items():
            if name not in message or not fits(message[name]):
                return name
        for name, value in message.items():
            if name in ("id", "type") or name in self.needs:
                continue
            known = self.takes.get(name)
            if known is None or not known(value):
                return name[:32]
        return None


def integer(least: int = 0, most: int = LARGEST) -> Fits:
    return lambda value: type(value) is int and least <= value <= most


def text(longest: int) -> Fits:
    return lambda value: type(value) is str and 0 < len(value) <= longest and value.isprintable()


def boolean(value: Any) -> bool:
    return type(value) is bool


def or_null(fits: Fits) -> Fits:
    return lambda value: value is None or fits(value)
