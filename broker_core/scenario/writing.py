"""A scenario as TOML, the way people write it: `tomllib` reads the very same data back."""

import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}
_ORDER = ("title", "summary", "family", "preset", "cluster")
"""What stands first; everything else follows in the order in which it was given, the script last."""


def to_toml(scenario: Mapping[str, Any]) -> str:
    """The whole scenario; values that are None (nothing given) are left out.

    >>> print(to_toml({"title": "One", "topics": [{"id": "a b", "partitions": 2}]}), end="")
    title = "One"
    <BLANKLINE>
    [[topics]]
    id = "a b"
    partitions = 2
    """
    tables = {key: value for key, value in scenario.items() if _is_table(value)}
    plain = {key: value for key, value in scenario.items() if key not in tables}
    lines = [f"{_key(key)} = {value_of(plain[key])}" for key in _sorted(plain)]
    for key in _sorted(tables):
        value = tables[key]
        for row in value if isinstance(value, list | tuple) else [value]:
            lines += ["", f"[[{_key(key)}]]" if row is not value else f"[{_key(key)}]"]
            lines += [f"{_key(k)} = {value_of(v)}" for k, v in row.items() if v is not None]
    return "\n".join(lines).lstrip("\n") + "\n"


def _is_table(value: Any) -> bool:
    """Whether it gets a headline of its own: a table, or a list of nothing but tables."""
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(row, Mapping) for row in value)
    return isinstance(value, Mapping)


def _sorted(table: Mapping[str, Any]) -> list[str]:
    given = [key for key, value in table.items() if value is not None]
    first = [key for key in _ORDER if key in given]
    middle = [key for key in given if key not in first and key != "script"]
    return first + middle + [key for key in given if key == "script"]


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def value_of(value: Any) -> str:
    """One value as TOML, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        rows = [f"{_key(k)} = {value_of(v)}" for k, v in value.items() if v is not None]
        return f"{{ {', '.join(rows)} }}" if rows else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(value_of(item) for item in value)}]"
    return repr(value)


def _text(text: str) -> str:
    signs = (
        _ESCAPES.get(sign) or (sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04x}")
        for sign in text
    )
    return f'"{"".join(signs)}"'
