"""A check: a small fold over events that says whether something has happened, in what order, how often.

Checks read events only, from the live head of a run, each event once and in order. They are false at
the start of a run and stay as they are when time just passes; tests hold that for every task.
"""

from collections.abc import Mapping
from typing import Any

Where = Mapping[str, Any]
_MOST, _LEAST, _IS = "__most", "__least", "__is"


class Check:
    """`see` every event; `met` tells whether it holds now."""

    def see(self, event: Any) -> None:
        """Take one event in."""
        raise NotImplementedError

    @property
    def met(self) -> bool:
        """Whether it holds after all that was seen."""
        raise NotImplementedError


def fits(event: Any, kind: str, where: Where) -> bool:
    """Whether an event is of this type and its fields have these values.

    A list allows each of its items; `field__least` and `field__most` bound a number; `field__is` is the
    whole value, for rows; a value that the event does not have fits nothing.

    >>> from broker_core.events.pubsub import OffsetCommitted
    >>> event = OffsetCommitted(1, 0, None, (), (), "tape", "cart", 5)
    >>> fits(event, "pubsub.offset_committed", {"client": ["cart"], "offset__least": 5})
    True
    """
    if event.type != kind:
        return False
    return all(_fits(event, name, value) for name, value in where.items())


def _fits(event: Any, name: str, wanted: Any) -> bool:
    if name.endswith(_MOST):
        return bool(_number(event, name.removesuffix(_MOST), 1) <= wanted)
    if name.endswith(_LEAST):
        return bool(_number(event, name.removesuffix(_LEAST), -1) >= wanted)
    if name.endswith(_IS):
        whole = getattr(event, name.removesuffix(_IS), _MISSING)
        return bool(freeze(whole) == freeze(wanted))
    value = getattr(event, name, _MISSING)
    return value in wanted if isinstance(wanted, list | tuple) else bool(value == wanted)


def freeze(value: Any) -> Any:
    """Rows as tuples, however they were written."""
    return tuple(freeze(v) for v in value) if isinstance(value, list | tuple) else value


_MISSING = object()
_FAR = 2**60


def _number(event: Any, name: str, side: int) -> int:
    value = getattr(event, name, None)
    return value if isinstance(value, int) else side * _FAR
