"""The command language as data, so that a page can complete a line and build forms."""

from dataclasses import MISSING
from functools import lru_cache
from typing import Any

from broker_core.commands.grammar import GRAMMAR, Command, Field
from broker_core.commands.words import write
from broker_core.families import FAMILIES


def grammar(town: bool | None = None) -> dict[str, dict[str, Any]]:
    """{"crash broker": {verb, kind, example, parts: [{name, kind, named, default}]}}, by name.

    With `town` only what a room of brokers, programs and services does (or, False, one of Kafka). A part
    without `default` must be given; `default` is written as the language has it.
    """
    return {
        " ".join(filter(None, key)): {
            "verb": cls.verb,
            "kind": cls.kind,
            "example": cls.example,
            "parts": [_part(part) for part in cls.parts],
        }
        for key, cls in sorted(GRAMMAR.items())
        if town is None or cls in _done_in(town)
    }


@lru_cache(maxsize=2)
def _done_in(town: bool) -> frozenset[type[Command]]:
    """The commands that do something in such a room; `when` waits everywhere."""
    families = [rules for name, rules in FAMILIES.items() if (name != "kafka") == town]
    return frozenset({GRAMMAR["when", ""], *(cls for family in families for cls in family.rules)})


def _part(part: Field) -> dict[str, Any]:
    row: dict[str, Any] = {"name": part.name, "kind": part.kind, "named": part.named}
    if part.default is not MISSING:
        row["default"] = "null" if part.default is None else write(part.kind, part.default)
    return row
