"""Plain live state: slotted dataclasses that can be cloned, dumped and loaded from their hints.

`@state` reads a class's annotations once and writes its `clone`. Allowed field types: scalars,
tuples and named tuples (immutable, so shared by clones), `Plain` (immutable JSON-like data, made
of scalars, tuples and dicts that nobody changes after making them), dict, list, Chunks, Chance,
other `@state` classes, and `X | None` of these. Dicts dump as lists of pairs, since the order in
which things entered decides the order in which they are visited.
"""

import types
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar, Union, dataclass_transform, get_args, get_origin, get_type_hints

from broker_core.kernel.chance import Chance
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.rows import Rows

Plain = Any
"""Marks a field of immutable JSON-like data: shared by clones, frozen to tuples when loaded."""

T = TypeVar("T")


class LongList:
    """What loading may find in a long list's place: something that builds it later (kernel.pages)."""

    def chunks(self, load: Callable[[Any], Any]) -> Chunks[Any]:
        raise NotImplementedError

    def rows(self, load: Callable[[Any], Any]) -> Rows[Any]:
        raise NotImplementedError


Codec = tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None, Callable[[Any], Any] | None]
_CODECS: dict[Any, Codec] = {}


@dataclass_transform()
def state(cls: type[T]) -> type[T]:
    """A slotted dataclass with `clone()`; use `dump` and `load` for bytes."""
    return dataclass(slots=True, eq=False)(cls)


def freeze(value: Any) -> Any:
    """JSON data with its lists turned into tuples, all the way down."""
    if type(value) in (list, tuple):
        return tuple([freeze(v) for v in value])
    if type(value) is dict:
        return {k: freeze(v) for k, v in value.items()}
    return value


def clone(value: Any) -> Any:
    """An independent copy that shares everything immutable."""
    copier = codec(type(value))[0]
    return copier(value) if copier else value


def dump(value: Any, hint: Any = None) -> Any:
    """`value` as data for `canonical_bytes`, by `hint` (its own class by default).

    Long lists stay what they are, and belong to `value`: write them down before it changes.
    """
    dumper = codec(hint or type(value))[1]
    return dumper(value) if dumper else value


def load(data: Any, hint: Any) -> Any:
    """The value of type `hint` that `dump` turned into `data`."""
    loader = codec(hint)[2]
    return loader(data) if loader else data


def codec(hint: Any) -> Codec:
    """(clone, dump, load) for a type hint; None where the value is its own copy or dump."""
    known = _CODECS.get(hint) if not isinstance(hint, dict) else None
    if known is None:
        known = _make(hint)
        _CODECS[hint] = known
    return known


def _make(hint: Any) -> Codec:
    origin, args = get_origin(hint), get_args(hint)
    if hint in (int, str, bool, type(None)):
        return None, None, None
    if hint is Any:
        return None, None, freeze
    if origin in (Union, types.UnionType):
        return _optional(next(a for a in args if a is not type(None)))
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return None, None, lambda data: hint(*freeze(data))
    if hint is tuple or origin is tuple:
        return None, None, freeze
    if origin is dict:
        return _dict(*args)
    if origin is list:
        return _list(args[0])
    if origin is Chunks:
        return _chunks(args[0])
    if origin is Rows:
        return _rows(args[0])
    if hint is Chance:
        return (
            Chance.clone,
            lambda c: [c.seed, list(c.counters.items())],
            lambda data: Chance(data[0], dict(data[1])),
        )
    if hasattr(hint, "__dataclass_fields__"):
        return _record(hint)
    raise TypeError(f"{hint!r} cannot be part of the state")


def _chunks(inner: Any) -> Codec:
    loader = codec(inner)[2] or (lambda item: item)

    def load_chunks(data: Any) -> Chunks[Any]:
        if isinstance(data, LongList):
            return data.chunks(loader)
        return Chunks(loader(item) for item in data)

    return Chunks.clone, None, load_chunks


def _rows(inner: Any) -> Codec:
    loader = codec(inner)[2] or (lambda item: item)

    def load_rows(data: Any) -> Rows[Any]:
        if isinstance(data, LongList):
            return data.rows(loader)
        rows: Rows[Any] = Rows()
        for number, row in data:
            rows.put(number, loader(row))
        return rows

    return Rows.clone, None, load_rows


def _optional(inner: Any) -> Codec:
    def lift(f: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
        return f and (lambda value: None if value is None else f(value))

    copier, dumper, loader = codec(inner)
    return lift(copier), lift(dumper), lift(loader)


def _dict(key: Any, inner: Any) -> Codec:
    copier, dumper, loader = codec(inner)
    load_key = codec(key)[2] or (lambda k: k)
    load_value = loader or (lambda v: v)
    return (
        (lambda d: {k: copier(v) for k, v in d.items()}) if copier else dict,
        (lambda d: [[k, dumper(v)] for k, v in d.items()])
        if dumper
        else (lambda d: [[k, v] for k, v in d.items()]),
        lambda data: {load_key(k): load_value(v) for k, v in data},
    )


def _list(inner: Any) -> Codec:
    copier, dumper, loader = codec(inner)
    return (
        (lambda xs: [copier(x) for x in xs]) if copier else list,
        (lambda xs: [dumper(x) for x in xs]) if dumper else list,
        (lambda data: [loader(x) for x in data]) if loader else list,
    )


def _record(cls: Any) -> Codec:
    """Codec of a state class; its clone is written out as code, since checkpoints live on it."""
    slots: dict[str, list[Any]] = {f.name: [] for f in fields(cls)}

    def prepare() -> list[tuple[str, Codec]]:
        hints = get_type_hints(cls)
        return [(name, codec(hints[name])) for name in slots]

    parts: list[tuple[str, Codec]] = []
    made: list[Callable[[Any], Any]] = []

    def clone_record(value: Any) -> Any:
        if not made:
            parts.extend(prepare())
            lines = ["def clone(v):", "    n = new(cls)"]
            scope: dict[str, Any] = {"new": cls.__new__, "cls": cls}
            for name, (copier, _, _) in parts:
                scope[f"c_{name}"] = copier
                call = f"c_{name}(v.{name})" if copier else f"v.{name}"
                lines.append(f"    n.{name} = {call}")
            lines.append("    return n")
            exec("\n".join(lines), scope)
            made.append(scope["clone"])
        return made[0](value)

    def dump_record(value: Any) -> Any:
        return {
            name: dumper(getattr(value, name)) if dumper else getattr(value, name)
            for name, (_, dumper, _) in (parts or prepare())
        }

    def load_record(data: Any) -> Any:
        new = cls.__new__(cls)
        for name, (_, _, loader) in parts or prepare():
            setattr(new, name, loader(data[name]) if loader else data[name])
        return new

    return clone_record, dump_record, load_record
