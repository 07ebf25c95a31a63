"""Canonical bytes: one text for one value, on every machine and Python.

>>> canonical_bytes({"b": 1, "a": ["é", None]})
b'{"a":["\\xc3\\xa9",null],"b":1}'
"""

import hashlib
import json
from typing import Any

LARGEST_INTEGER = 2**53 - 1
"""The largest integer let in at the door: above it a browser's numbers are no longer exact."""


def canonical_text(value: Any) -> str:
    """`value` as JSON with sorted keys, no blanks and no escapes beyond JSON's own."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def _plain(value: Any) -> Any:
    """A long list of the state (`Chunks`, `Rows`) as a plain one."""
    return value.plain()


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 of `canonical_text`; raises UnicodeEncodeError on lone surrogates."""
    return canonical_text(value).encode("utf-8")


def digest_of(value: Any) -> str:
    """sha256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def text_problem(text: str, limit_bytes: int) -> str | None:
    """Why `text` may not enter the engine ("too_long", "control", "surrogate"), or None."""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        return "surrogate"
    if size > limit_bytes:
        return "too_long"
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text):
        return "control"
    return None
