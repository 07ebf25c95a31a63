"""How a template becomes a sentence: the rules that the page's script and this module share.

A template is a text with named fields in braces, or a choice `{"by": FIELD, VALUE: template, …,
"other": template}`; choices may be nested. `tests/contract/narration.json` holds worked examples that
both formatters must pass.

    "Broker {broker} sends {waited_us|duration}"          a field, alone or through a filter
    {"by": "error", "null": "…", "other": "…"}            the field's text decides; "other" otherwise
    {"by": "records|count", "1": "…", "other": "…"}       so does a filtered field
    {summary.error}                                       a path into small data; null where it ends

The text of a value: a text is itself, all else is compact JSON (`null`, `true`, `17`, `[[1,2]]`).

| filter | of | gives |
|---|---|---|
| `clock` | a moment in microseconds | as the clock on the stage shows it: "00:52.612" |
| `count` | a list | how many it holds; `null` counts 0 |
| `duration` | microseconds that pass | "3 s", "12.6 s", "60 ms", "2.5 min" |
| `error` | an error's or a reason's name | its clause in `errors`, the name itself when unknown |
| `event` | the name of an event's type | the name, or the label `event.some` where there is none |
| `Event` | the same where a sentence begins | the name, or the label `event.some_begins` |
| `key` | a record's key | the key, or the label `field.no_key` |
| `list` | a list | its items' names with commas, or the label `table.none` |
| `partitions` | a message's summary | the partitions in its `parts` and `at`, as `list` |
| `process` | a process on the wire | "broker 2" for `broker-2`, "controller q1" for `q1`, else the id |
| `Process` | the same where a sentence begins | "Broker 2", "Controller q1", other ids as they are |
| `records` | a message's summary | how many records its `parts` hold |

An item of a list that is a row is named by its first value, by topic and partition ("orders-1") if the
first value is a text and the second an integer.

A duration below 1 ms is in µs, below 1 s in ms, below 2 min in s, below 2 h in min, else in h, rounded
half up to one decimal (µs and from 10 ms on: to none), in the language's own number format.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

FIELD = re.compile(r"\{([a-z_][a-z_0-9.]*)(?:\|([A-Za-z]+))?\}")
"""One named field of a template: its path and its filter or None."""

Template = Any
"""A text, or a choice as above."""

_SECOND = 1_000_000
_UNITS = ((2 * 60 * _SECOND, "s", _SECOND), (120 * 60 * _SECOND, "m", 60 * _SECOND))


def text_of(value: Any) -> str:
    return (
        value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    )


def look_up(event: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; None where the path ends early."""
    value: Any = event
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


class Formatter:
    """Fills templates in one language. `catalogue` needs `labels` and `errors`; `number` writes tenths."""

    def __init__(self, catalogue: Mapping[str, Any], number: Callable[[int], str]) -> None:
        self.labels: Mapping[str, str] = catalogue["labels"]
        self.errors: Mapping[str, Mapping[str, str]] = catalogue["errors"]
        self.number = number

    def fill(self, template: Template, event: Mapping[str, Any]) -> str:
        """The finished sentence; a template may not name what the event does not have."""
        while not isinstance(template, str):
            path, _, name = template["by"].partition("|")
            value = self.apply(name, look_up(event, path))
            template = template.get(value, template.get("other", ""))
        return FIELD.sub(
            lambda found: self.apply(found[2] or "", look_up(event, found[1])), template
        )

    def apply(self, name: str, value: Any) -> str:
        """A value through a filter; one that nobody knows gives the plain text."""
        known = getattr(self, f"_{name}", None) if name else None
        return text_of(value) if known is None else known(value)

    def _clock(self, value: Any) -> str:
        if not isinstance(value, int):
            return text_of(value)
        ms = value // 1_000
        return f"{ms // 60_000:02}:{ms // 1_000 % 60:02}.{ms % 1_000:03}"

    def _count(self, value: Any) -> str:
        return str(len(value or ()))

    def _duration(self, value: Any) -> str:
        if not isinstance(value, int):
            return text_of(value)
        if value < 1_000:
            return self._unit("us", value * 10)
        if value < 10_000:
            return self._unit("ms", (value + 50) // 100)
        if value < _SECOND:
            return self._unit("ms", (value + 500) // 1_000 * 10)
        unit, size = next(
            ((u, s) for bound, u, s in _UNITS if value < bound), ("h", 3_600 * _SECOND)
        )
        return self._unit(unit, (value + size // 20) // (size // 10))

    def _unit(self, unit: str, tenths: int) -> str:
        return self.labels[f"duration.{unit}"].replace("{n}", self.number(tenths))

    def _error(self, value: Any) -> str:
        known = self.errors.get(value) if isinstance(value, str) else None
        return known["text"] if known else text_of(value)

    def _event(self, value: Any, begin: str = "") -> str:
        nameless = value in (None, "", "Event")
        return self.labels[f"event.some{begin}"] if nameless else text_of(value)

    def _Event(self, value: Any) -> str:
        return self._event(value, "_begins")

    def _key(self, value: Any) -> str:
        return self.labels["field.no_key"] if value is None else text_of(value)

    def _list(self, value: Any) -> str:
        if not isinstance(value, (list, tuple)):
            return text_of(value)
        return ", ".join(map(_item, value)) or self.labels["table.none"]

    def _partitions(self, value: Any) -> str:
        rows = [*(look_up(value, "parts") or ()), *(look_up(value, "at") or ())]
        return self._list(list(dict.fromkeys((row[0], row[1]) for row in rows)))

    def _records(self, value: Any) -> str:
        return str(sum(len(row[2] or ()) for row in look_up(value, "parts") or ()))

    def _process(self, value: Any, begin: str = "") -> str:
        name = text_of(value)
        kind, number = (
            ("broker", name[7:]) if re.fullmatch(r"broker-\d+", name) else ("controller", name)
        )
        if kind == "controller" and not re.fullmatch(r"q\d+", name):
            return name
        return self.labels[f"process.{kind}{begin}"].replace("{name}", number)

    def _Process(self, value: Any) -> str:
        return self._process(value, "_begins")


def _item(item: Any) -> str:
    if not isinstance(item, (list, tuple)) or not item:
        return text_of(item)
    if len(item) > 1 and isinstance(item[0], str) and isinstance(item[1], int):
        return f"{item[0]}-{item[1]}"
    return text_of(item[0])
