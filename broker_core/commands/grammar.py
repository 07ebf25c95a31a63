"""Commands declared once: the dataclass is the grammar, the help and the log's format."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from typing import Any, ClassVar, NamedTuple, TypeVar, dataclass_transform

from broker_core.commands.words import Word, read, split_words, write
from broker_core.errors import Rejected


class Field(NamedTuple):
    """A part of a command: its name as written, its kind of value, and whether it is named."""

    name: str
    attribute: str
    kind: str
    named: bool
    default: Any


class Command:
    """Base of all commands: frozen dataclasses that `parse` makes and `format` writes."""

    verb: ClassVar[str]
    kind: ClassVar[str]
    parts: ClassVar[tuple[Field, ...]]
    example: ClassVar[str]
    needed: ClassVar[int]


GRAMMAR: dict[tuple[str, str], type[Command]] = {}
"""(verb, kind or "") -> command class, in order of declaration."""

C = TypeVar("C")


@dataclass_transform(frozen_default=True)
def command(verb: str, kind: str, example: str, **kinds: str) -> Callable[[type[C]], type[C]]:
    """Declare a command. `kinds` gives each field's kind of value.

    A field with a default is written name=value; "dotted:" before a kind makes it a required named
    field whose underscores are written as dots; a field of kind "settings" takes every other
    name=value; a trailing underscore of an attribute is not written.
    """

    def declare(cls: type[C]) -> type[C]:
        made = dataclass(frozen=True)(cls)
        parts = []
        for item in fields(made):  # type: ignore[arg-type]
            spec = kinds[item.name]
            dotted = spec.startswith("dotted:")
            value_kind = spec.removeprefix("dotted:")
            name = item.name.replace("_", ".") if dotted else item.name.rstrip("_")
            given = item.default is not MISSING
            parts.append(
                Field(
                    name, item.name, value_kind, dotted or given, item.default if given else MISSING
                )
            )
        made.verb, made.kind, made.example = verb, kind, example  # type: ignore[attr-defined]
        made.parts = tuple(parts)  # type: ignore[attr-defined]
        GRAMMAR[(verb, kind)] = made  # type: ignore[assignment]
        return made

    return declare


MOST_WITHIN = 4
"""A plan may be of a plan, so deep."""


def parse(line: str) -> Command:
    """The command a line says. Raises Rejected with column, what was expected, nearest names."""
    return _parse(line, 0)


def _parse(line: str, within: int) -> Command:
    if within > MOST_WITHIN:
        expected = f"a command that is planned at most {MOST_WITHIN} times over"
        raise Rejected("bad_value", field="do", expected=expected, value=line[:40], column=1)
    if line.startswith("when "):
        return _parse_when(line, within)
    if line.startswith("at "):
        return _parse_at(line, within)
    words = split_words(line)
    if not words:
        raise Rejected("empty", example="crash broker 2")
    return _build(*_find(words))


def _parse_when(line: str, within: int) -> Command:
    head, found, tail = line.partition(" do ")
    if not found:
        raise Rejected(
            "missing_field", verb="when", field="do", column=len(line) + 1,
            example=GRAMMAR[("when", "")].example,
        )  # fmt: skip
    words = split_words(head)[1:]
    if not words or words[0].name:
        raise Rejected(
            "missing_field", verb="when", field="event", column=6,
            example=GRAMMAR[("when", "")].example,
        )  # fmt: skip
    conditions = tuple((w.name, str(w.value)) for w in words[1:])
    if any(not name for name, _ in conditions):
        raise Rejected("bad_value", field="condition", expected="field=value", value=head, column=6)
    inner = format(_parse(tail, within + 1))
    return GRAMMAR[("when", "")](str(words[0].value), conditions, inner)  # type: ignore[call-arg]


def _parse_at(line: str, within: int) -> Command:
    head, found, tail = line.partition(" do ")
    words = split_words(head)[1:]
    example = GRAMMAR[("at", "")].example
    if not found or len(words) != 1 or words[0].name:
        field, column = ("do", len(head) + 1) if len(words) == 1 else ("time", 4)
        raise Rejected("missing_field", verb="at", field=field, column=column, example=example)
    time_us = read("duration", "time", words[0])
    return GRAMMAR[("at", "")](time_us, format(_parse(tail, within + 1)))  # type: ignore[call-arg]


def _find(words: list[Word]) -> tuple[type[Command], list[Word]]:
    verb = str(words[0].value)
    kinds = [kind for v, kind in GRAMMAR if v == verb]
    if words[0].name or not kinds:
        verbs = list(dict.fromkeys(v for v, _ in GRAMMAR))
        close = get_close_matches(verb, verbs, 3, 0.5) or verbs
        raise Rejected("unknown_verb", word=verb[:40], nearest=", ".join(close))
    if kinds == [""]:
        return GRAMMAR[(verb, "")], words[1:]
    word = str(words[1].value) if len(words) > 1 and not words[1].name else ""
    if word in kinds:
        return GRAMMAR[(verb, word)], words[2:]
    column = words[1].column if len(words) > 1 else words[0].column + len(verb) + 1
    raise Rejected(
        "unknown_kind", verb=verb, word=word[:40] or "nothing", column=column,
        expected=", ".join(kinds),
    )  # fmt: skip


def _build(cls: type[Command], words: list[Word]) -> Command:
    label = f"{cls.verb} {cls.kind}".strip()
    free = next((part for part in cls.parts if part.kind == "settings"), None)
    positional = [part for part in cls.parts if not part.named and part is not free]
    named = {part.name: part for part in cls.parts if part.named}
    values: dict[str, Any] = {}
    place = 0
    for word in words:
        if word.name:
            part = named.get(word.name)
            if part is None and free is not None:
                _take_setting(values, free, word)
                continue
            if part is None:
                raise Rejected(
                    "unknown_field", verb=label, field=word.name,
                    expected=", ".join(named) or "no named fields",
                )  # fmt: skip
            if part.attribute in values:
                raise Rejected("repeated_field", field=word.name)
            values[part.attribute] = read(part.kind, part.name, word)
        elif place < len(positional):
            part = positional[place]
            place += 1
            values[part.attribute] = read(part.kind, part.name, word)
        else:
            raise Rejected(
                "bad_value", field="command", expected="nothing more", value=str(word.value)[:40],
                column=word.column,
            )  # fmt: skip
    if place < len(positional):
        end = words[-1].column + 1 if words else len(label) + 2
        raise Rejected(
            "missing_field", verb=label, field=positional[place].name, column=end,
            example=cls.example,
        )  # fmt: skip
    for part in cls.parts:
        if part.default is MISSING and part.attribute not in values:
            raise Rejected(
                "missing_field", verb=label, field=part.name, column=len(label) + 2,
                example=cls.example,
            )  # fmt: skip
    return cls(**values)


def _take_setting(values: dict[str, Any], free: Field, word: Word) -> None:
    """Any name=value is a setting of the one field that takes them all."""
    given = values.setdefault(free.attribute, ())
    if any(name == word.name for name, _ in given):
        raise Rejected("repeated_field", field=word.name)
    values[free.attribute] = (*given, (word.name, str(word.value)))


def format(item: Command) -> str:
    """The one text of a command: what the log stores; defaults are left out."""
    if item.verb == "when":
        conditions = "".join(f" {n}={write('text', v)}" for n, v in item.conditions)  # type: ignore[attr-defined]
        return f"when {item.event}{conditions} do {item.do}"  # type: ignore[attr-defined]
    if item.verb == "at":
        return f"at {write('duration', item.time)} do {item.do}"  # type: ignore[attr-defined]
    words = [item.verb, item.kind] if item.kind else [item.verb]
    for part in item.parts:
        value = getattr(item, part.attribute)
        if part.kind == "settings":
            words += [f"{name}={write('text', text)}" for name, text in value]
        elif not part.named:
            words.append(write(part.kind, value))
        elif value != part.default:
            words.append(f"{part.name}={write(part.kind, value)}")
    return " ".join(words)
