"""The texts of a step with the event's, request's or call's own words filled in."""

from typing import Any

from broker_core.services.state import Frame

_EMPTY: dict[str, Any] = {
    "do": "", "service": None, "operation": "", "topic": "", "name": "", "form": "fact",
    "carries": "", "store": "", "key": None, "op": "set", "value": "{value}", "amount": "",
    "by": 1, "undo": False, "lasts_us": 0, "timeout_us": 0,
}  # fmt: skip
"""A step as scenario.town_schema.STEP has it, with nothing said."""


def step_of(do: str, like: Any = None, **given: Any) -> dict[str, Any]:
    """A step made by the engine, with what another one says or what is given."""
    return {**_EMPTY, **(like or {}), "lasts_us": 0, **given, "do": do}


def fill(text: str, frame: Frame) -> str:
    """A text with {key}, {value}, {name} and {correlation} of what is in hand."""
    words = {
        "{key}": frame.key or "", "{value}": frame.value, "{name}": frame.label,
        "{correlation}": frame.correlation,
    }  # fmt: skip
    for word, own in words.items():
        if word in text:
            text = text.replace(word, own)
    return text


def key_of(step: Any, frame: Frame) -> str | None:
    """The key that a step names, or the one of what is in hand."""
    return fill(step["key"], frame) if step["key"] is not None else frame.key


def amount_of(step: Any, frame: Frame) -> int | None:
    """By how much a step adds or takes: `by`, times `amount` where that is given; None when it is no
    number."""
    if not step["amount"]:
        return int(step["by"])
    text = fill(step["amount"], frame)
    number = text.removeprefix("-")
    return int(text) * int(step["by"]) if number.isdecimal() and len(number) <= 12 else None
