"""Changes to a scenario under construction, and where the loader's complaint belongs. Pure functions."""

import copy
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from eda_site.share.build.fields import CLUSTER, KINDS, KINDS_OF, Field, Path

Scenario = dict[str, Any]
_PLACE = re.compile(r"\b([a-z_]+)\[(\d+)\](?:\.([a-z_]+))?")
_NAMED = re.compile(r"\b(topic|producer|group|client|service|broker|queue|link) ([\w.-]+)")
MOST_CARDS = 40


class Problem(NamedTuple):
    """`kind`, `n` and `key` say which card and field; empty where it is the whole."""

    text: str
    kind: str = ""
    n: int = -1
    key: str = ""


def kinds_of(scenario: Mapping[str, Any]) -> tuple[str, ...]:
    return KINDS_OF.get(str(scenario.get("family", "kafka")), KINDS_OF["kafka"])


def rows_of(scenario: Mapping[str, Any], kind: str) -> list[Any]:
    rows = scenario.get(kind, [])
    return list(rows) if isinstance(rows, list) else []


def name_of(kind: str, n: int, field: Field) -> str:
    """A field's name in the form."""
    return f"{kind}.{n}.{'.'.join(str(step) for step in field.path)}"


def get(row: Any, path: Path) -> Any:
    for step in path:
        try:
            row = row[step]
        except (KeyError, IndexError, TypeError):
            return None
    return row


def put(row: Any, path: Path, value: Any) -> None:
    """Set a value, making tables and first rows on the way; None takes a key away. Where something else
    stands than the path expects, nothing changes."""
    for step, after in pairwise(path):
        if value is not None and not isinstance(get(row, (step,)), list | dict):
            _set(row, step, [] if isinstance(after, int) else {})
        row = get(row, (step,))
    if value is not None:
        _set(row, path[-1], value)
    elif isinstance(row, dict):
        row.pop(path[-1], None)


def _set(row: Any, step: str | int, value: Any) -> None:
    if isinstance(row, dict) and isinstance(step, str):
        row[step] = value
    elif isinstance(row, list) and isinstance(step, int) and step <= len(row):
        row[step : step + 1] = [value]


def parsed(field: Field, text: str) -> Any:
    """What somebody typed, as the scenario has it; what is no number stays a text for the loader to name."""
    text = text.strip()
    if not text:
        return None
    if field.kind == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        if field.kind == "int":
            return int(text) if len(text) < 16 else text
        if field.kind == "number":
            return int(text) if text.isdecimal() and len(text) < 16 else float(text)
    except ValueError:
        return text
    return text


def shown(field: Field, value: Any) -> str:
    """The inverse."""
    if value is None or isinstance(value, dict):
        return ""
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)


def merged(scenario: Scenario, posted: Mapping[str, str]) -> Scenario:
    """The scenario with every field of the form that says something else than it does."""
    out = copy.deepcopy(scenario)
    _merge(out, CLUSTER, posted.get(name_of("cluster", 0, CLUSTER)))
    for kind in kinds_of(out):
        for n, row in enumerate(rows_of(out, kind)[:MOST_CARDS]):
            for field in KINDS[kind].fields:
                _merge(row, field, posted.get(name_of(kind, n, field)))
    title = posted.get("title", "").strip()
    return {**out, "title": title} if title else out


def _merge(row: Any, field: Field, text: str | None) -> None:
    if text is not None and text.strip() != shown(field, get(row, field.path)):
        put(row, field.path, parsed(field, text))


def added(scenario: Scenario, kind: str) -> Scenario:
    """The scenario with one more card of a kind, under a name that is free."""
    if kind not in kinds_of(scenario) or len(rows_of(scenario, kind)) >= MOST_CARDS:
        return scenario
    taken = {str(get(row, ("id",))) for k in kinds_of(scenario) for row in rows_of(scenario, k)}
    stem = str(KINDS[kind].fresh.get("id", "")).partition("{")[0]
    n = next(n for n in range(1, MOST_CARDS * 4) if f"{stem}{n}" not in taken)
    row = _filled(KINDS[kind].fresh, scenario, n)
    return {**scenario, kind: [*rows_of(scenario, kind), row]}


def _filled(value: Any, scenario: Scenario, n: int) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item, scenario, n) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, scenario, n) for item in value]
    if not isinstance(value, str) or "{" not in value:
        return value
    if "{n}" in value:
        return value.replace("{n}", str(n))
    last, kind = value.startswith("{last "), value.strip("{}").removeprefix("last ")
    ids = [str(get(row, ("id",))) for row in rows_of(scenario, kind)] or [kind]
    return ids[-1 if last else 0]


def removed(scenario: Scenario, kind: str, n: int) -> Scenario:
    """The scenario without one card."""
    rows = rows_of(scenario, kind)
    return {**scenario, kind: rows[:n] + rows[n + 1 :]} if kind in kinds_of(scenario) else scenario


def problem_of(message: str, scenario: Mapping[str, Any]) -> Problem:
    """Where the loader's complaint belongs."""
    text = message.removeprefix("scenario: ")
    place = _PLACE.search(text)
    if place and place[1] in KINDS:
        return Problem(text, place[1], int(place[2]), place[3] or "")
    named = _NAMED.match(text)
    if named:
        kind = f"{named[1]}s"
        ids = [get(row, ("id",)) for row in rows_of(scenario, kind)]
        if kind in KINDS and named[2] in ids:
            return Problem(text, kind, ids.index(named[2]))
    return Problem(text)
