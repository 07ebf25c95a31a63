"""Cutting a line into words and values, and writing values back."""

import json
import re
from typing import Any, NamedTuple

from broker_core.errors import Rejected
from broker_core.kernel.canonical import LARGEST_INTEGER, text_problem
from broker_core.kernel.units import format_duration, parse_duration

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}\Z")
TOPIC = re.compile(r"[a-zA-Z0-9._-]{1,249}\Z")
_BARE = re.compile(r'[^\s"=]+')
_NAME = re.compile(r"[a-z][a-z0-9._]*=")
_INTS = re.compile(r"\d{1,6}(,\d{1,6}){0,63}\Z")
LONGEST_LINE = 4096
LONGEST_TEXT = 1024


class Word(NamedTuple):
    """A word of a line: its name ("" for a positional one), its value and its column from 1."""

    name: str
    value: Any
    column: int
    quoted: bool


def split_words(line: str) -> list[Word]:
    """The words of a line. Raises Rejected with the column of what cannot be read."""
    problem = text_problem(line, LONGEST_LINE)
    if problem is not None:
        if problem == "too_long":
            raise Rejected("too_long", field="command", limit=LONGEST_LINE)
        raise Rejected(
            "bad_value", field="command", expected="text without control characters",
            value="", column=1,
        )  # fmt: skip
    words = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        column = at + 1
        name = ""
        match = _NAME.match(line, at)
        if match:
            name = match.group()[:-1]
            at = match.end()
        value, at, quoted = _value(line, at, name or "word")
        words.append(Word(name, value, column, quoted))
    return words


def _value(line: str, at: int, field: str) -> tuple[Any, int, bool]:
    if at < len(line) and line[at] == '"':
        try:
            value, end = json.JSONDecoder().raw_decode(line, at)
        except ValueError:
            raise Rejected(
                "bad_value", field=field, expected="a JSON string that ends",
                value=line[at : at + 20], column=at + 1,
            ) from None  # fmt: skip
        problem = text_problem(value, LONGEST_TEXT)
        if problem == "too_long":
            raise Rejected("too_long", field=field, limit=LONGEST_TEXT)
        if problem is not None:
            raise Rejected(
                "bad_value", field=field, expected="text without control characters",
                value="", column=at + 1,
            )  # fmt: skip
        if end < len(line) and line[end] != " ":
            raise Rejected(
                "bad_value", field=field, expected="a blank after the closing quote",
                value=line[end], column=end + 1,
            )  # fmt: skip
        return value, end, True
    match = _BARE.match(line, at)
    if not match:
        raise Rejected(
            "bad_value", field=field, expected="a value", value=line[at : at + 1], column=at + 1
        )
    if len(match.group().encode()) > LONGEST_TEXT:
        raise Rejected("too_long", field=field, limit=LONGEST_TEXT)
    return match.group(), match.end(), False


def _bad(field: str, word: Word, expected: str) -> Rejected:
    return Rejected(
        "bad_value", field=field, expected=expected, value=str(word.value)[:40], column=word.column
    )


def read(kind: str, field: str, word: Word) -> Any:
    """A word's value as a field of this kind; raises Rejected("bad_value")."""
    if kind == "text":
        return None if word.value == "null" and not word.quoted else str(word.value)
    if kind == "id" and ID.match(str(word.value)):
        return word.value
    if kind == "topic" and TOPIC.match(str(word.value)) and word.value not in (".", ".."):
        return word.value
    if kind == "address" and word.value:
        return str(word.value)
    if kind == "node" and not word.quoted and re.match(r"\d{1,6}\Z", str(word.value)):
        return int(word.value)
    if kind == "node" and ID.match(str(word.value)):
        return word.value
    if kind == "word" and re.match(r"[A-Za-z0-9._-]{1,64}\Z", str(word.value)):
        return word.value
    if kind == "int" and not word.quoted and re.match(r"-?\d{1,16}\Z", word.value):
        number = int(word.value)
        if abs(number) <= LARGEST_INTEGER:
            return number
    if kind == "bool" and word.value in ("true", "false"):
        return word.value == "true"
    if kind == "acks" and word.value in ("0", "1", "all", "-1"):
        return "all" if word.value == "-1" else word.value
    if kind == "ints" and _INTS.match(str(word.value)):
        return tuple(int(part) for part in word.value.split(","))
    if kind == "rows" and all(_INTS.match(row) for row in str(word.value).split("/")):
        rows = str(word.value).split("/")
        return tuple(tuple(int(part) for part in row.split(",")) for row in rows)
    if kind == "duration" and not word.quoted:
        try:
            return parse_duration(word.value)
        except ValueError as error:
            raise _bad(field, word, str(error)) from None
    if kind == "offset" and not word.quoted:
        sign = -1 if word.value.startswith("-") else 1
        try:
            return sign * parse_duration(word.value.lstrip("+-")[:32])
        except ValueError:
            raise _bad(field, word, EXPECTED[kind]) from None
    raise _bad(field, word, EXPECTED[kind])


EXPECTED = {
    "text": "a word or a JSON string",
    "id": "an id of a-z, 0-9, dot, dash, underscore, at most 32",
    "topic": "a topic name of letters, digits, dot, dash, underscore",
    "address": "a topic",
    "node": "a broker's number or id",
    "word": "one word",
    "int": "a whole number",
    "bool": "true or false",
    "acks": "0, 1 or all",
    "ints": "whole numbers parted by commas, as 1,3,4",
    "rows": "brokers parted by commas, lists by a slash, as 1,3,4/2,4,1",
    "duration": "a number with a unit, as 400ms",
    "offset": "a duration ahead or, with a minus, behind, as 5m or -2h",
}


def write(kind: str, value: Any) -> str:
    """A value as the text that `read` turns back into it."""
    if kind == "duration":
        return format_duration(value)
    if kind == "offset":
        return ("-" if value < 0 else "") + format_duration(abs(value))
    if kind == "bool":
        return "true" if value else "false"
    if kind == "ints":
        return ",".join(map(str, value))
    if kind == "rows":
        return "/".join(",".join(map(str, row)) for row in value)
    if kind in ("text", "address"):
        if value is None:
            return "null"
        bare = _BARE.fullmatch(value) and value != "null" and '"' not in value
        return value if bare else json.dumps(value, ensure_ascii=False)
    return str(value)
