"""The view: what a stage needs to draw, folded from the declared effects of events.

The same small interpreter stands in static/js/model/effects.js and runs the table that `table()`
exports; `tests/js` holds the two against each other after every event.
"""

from collections.abc import Callable
from typing import Any

from broker_core.events.base import REGISTRY
from broker_core.events.effects import (
    Add,
    Append,
    Cut,
    Effect,
    Remove,
    Set,
    Shed,
    Strike,
    Until,
    split,
)

View = dict[str, Any]
Step = Callable[[View, Any], None]


def copy_view(value: Any) -> Any:
    """An independent copy of a view; rows are tuples and stay shared."""
    kind = type(value)
    if kind is dict:
        return {
            k: copy_view(v) if type(v) is dict or type(v) is list else v for k, v in value.items()
        }
    return list(value) if kind is list else value


def fold(view: View, item: Any) -> None:
    """Let one event change the view."""
    for step in _steps(item.__class__):
        step(view, item)


def prune(view: View, now_us: int) -> None:
    """Take out what has arrived: rows that stood until a time at or before `now_us`."""
    messages = view.get("messages")
    if messages:
        for key in [k for k, row in messages.items() if row[5] <= now_us]:
            del messages[key]


_COMPILED: dict[Any, tuple[Step, ...]] = {}


def _steps(cls: Any) -> tuple[Step, ...]:
    known = _COMPILED.get(cls)
    if known is None:
        known = tuple(_compile(effect, cls) for effect in cls.effects)
        _COMPILED[cls] = known
    return known


def _reader(cls: Any, name: str) -> Callable[[Any], Any]:
    place = cls._fields.index(name)
    return lambda item: item[place]


def _path(
    cls: Any, path: str, makes: bool = True
) -> Callable[[View, Any], tuple[dict[str, Any], str]]:
    """Walks to the parent of a path, making what is missing, and names the last key."""
    parts = [
        (None, segment) if not segment.startswith("{") else (_reader(cls, segment[1:-1]), "")
        for segment in split(path)
    ]

    def walk(view: View, item: Any) -> tuple[dict[str, Any], str]:
        place: dict[str, Any] = view
        for read, word in parts[:-1]:
            key = word if read is None else str(read(item))
            inner = place.get(key)
            if inner is None:
                inner = {}
                if makes:
                    place[key] = inner
            place = inner
        read, word = parts[-1]
        return place, word if read is None else str(read(item))

    return walk


def _fresh(value: Any) -> Any:
    return copy_view(value) if type(value) in (dict, list) else value


def _compile(effect: Effect, cls: Any) -> Step:
    walk = _path(cls, effect.path, makes=type(effect) is not Remove)
    return _MAKERS[type(effect)](effect, cls, walk)


def _set(effect: Any, cls: Any, walk: Any) -> Step:
    read = _reader(cls, effect.field) if effect.field else (lambda item: _fresh(effect.value))

    def step(view: View, item: Any) -> None:
        place, key = walk(view, item)
        place[key] = read(item)

    return step


def _add(effect: Any, cls: Any, walk: Any) -> Step:
    read = _reader(cls, effect.field)

    def step(view: View, item: Any) -> None:
        place, key = walk(view, item)
        place[key] = place.get(key, 0) + read(item)

    return step


def _append(effect: Any, cls: Any, walk: Any) -> Step:
    readers = [_reader(cls, name) for name in effect.fields]

    def step(view: View, item: Any) -> None:
        place, key = walk(view, item)
        rows = place.get(key)
        if type(rows) is not list:  # the rows of an event, which are its own
            rows = place[key] = list(rows or ())
        rows.append(tuple([read(item) for read in readers]))
        if len(rows) > effect.keep:
            del rows[0]

    return step


def _remove(effect: Any, cls: Any, walk: Any) -> Step:
    def step(view: View, item: Any) -> None:
        place, key = walk(view, item)
        place.pop(key, None)

    return step


def _cut(effect: Any, cls: Any, walk: Any) -> Step:
    read = _reader(cls, effect.from_field)

    def step(view: View, item: Any) -> None:
        place, key = walk(view, item)
        bound = read(item)
        place[key] = [row for row in place.get(key, []) if row[0] < bound]

    return step


def _shed(effect: Any, cls: Any, walk: Any) -> Step:
    read = _reader(cls, effect.below_field)

    def step(view: View, item: Any) -> None:
        place, key = walk(view, item)
        bound = read(item)
        place[key] = [row for row in place.get(key, []) if row[0] >= bound]

    return step


def _strike(effect: Any, cls: Any, walk: Any) -> Step:
    read = _reader(cls, effect.listed_field)

    def step(view: View, item: Any) -> None:
        place, key = walk(view, item)
        left = dict.fromkeys(read(item), 1)
        place[key] = [row for row in place.get(key, []) if not left.pop(row[0], 0)]

    return step


def _until(effect: Any, cls: Any, walk: Any) -> Step:
    readers = [_reader(cls, name) for name in effect.fields]
    unless = _reader(cls, effect.unless) if effect.unless else (lambda item: False)

    def step(view: View, item: Any) -> None:
        if not unless(item):
            place, key = walk(view, item)
            place[key] = tuple([read(item) for read in readers])
            if len(place) > 256:
                prune(view, item.at_us)

    return step


_MAKERS: dict[type, Callable[[Any, Any, Any], Step]] = {
    Set: _set,
    Add: _add,
    Append: _append,
    Remove: _remove,
    Cut: _cut,
    Shed: _shed,
    Strike: _strike,
    Until: _until,
}


def table() -> dict[str, Any]:
    """The whole vocabulary as JSON-able data: fields, kinds and effects of every event type.

    An effect is [name, segments, …]: set [field or null, constant], add [field], append
    [fields, keep], remove [], cut [field], shed [field], strike [field], until [fields, until,
    unless or null].
    """
    return {
        name: {
            "fields": list(cls.fields),
            "kinds": list(cls.kinds),
            "effects": [_export(effect) for effect in cls.effects],
            "doc": cls.doc,
        }
        for name, cls in REGISTRY.items()
    }


def _export(effect: Effect) -> list[Any]:
    segments = list(split(effect.path))
    match effect:
        case Set(_, field, value):
            return ["set", segments, field, value]
        case Add(_, field):
            return ["add", segments, field]
        case Append(_, names, keep):
            return ["append", segments, list(names), keep]
        case Remove(_):
            return ["remove", segments]
        case Cut(_, from_field):
            return ["cut", segments, from_field]
        case Shed(_, below_field):
            return ["shed", segments, below_field]
        case Strike(_, listed_field):
            return ["strike", segments, listed_field]
        case Until(_, names, until, unless):
            return ["until", segments, list(names), until, unless]
