"""The command language as data, so that a page can complete a line and build forms."""

from dataclasses import MISSING
from typing import Any

from broker_core.commands.grammar import GRAMMAR, Field
from broker_core.commands.words import write


def grammar() -> dict[str, dict[str, Any]]:
    """{"crash broker": {verb, kind, example, parts: [{name, kind, named, default}]}}, by name.

    A part without `default` must be given; `default` is written as the language has it.
    """
    return {
        " ".join(filter(None, key)): {
            "verb": cls.verb,
            "kind": cls.kind,
            "example": cls.example,
            "parts": [_part(part) for part in cls.parts],
        }
        for key, cls in sorted(GRAMMAR.items())
    }


def _part(part: Field) -> dict[str, Any]:
    row: dict[str, Any] = {"name": part.name, "kind": part.kind, "named": part.named}
    if part.default is not MISSING:
        row["default"] = "null" if part.default is None else write(part.kind, part.default)
    return row
