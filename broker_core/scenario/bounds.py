"""What holds for a scenario as a whole: how large it is, and how large any number in it."""

import json
from collections.abc import Mapping
from typing import Any

from broker_core.errors import ScenarioError
from broker_core.kernel.canonical import LARGEST_INTEGER

MOST_BYTES = 256 * 1024
"""As a file."""
MOST_DATA_BYTES = 4 * MOST_BYTES
"""As data: with all defaults written out it is longer than what people write."""


def check_size(data: Mapping[str, Any], name: str) -> None:
    """Raise ScenarioError for a mapping that is too long, or no plain data."""
    try:
        size = len(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    except (TypeError, ValueError, RecursionError):
        raise ScenarioError(f"{name}: holds something that is no plain data") from None
    if size > MOST_DATA_BYTES:
        raise ScenarioError(f"{name}: a scenario is at most {MOST_DATA_BYTES} bytes of data")


def check_numbers(out: dict[str, Any], name: str) -> dict[str, Any]:
    """The checked scenario itself, if it holds whole numbers of a size that a browser can hold too.

    Whatever has a narrower range was checked before; this is for tables of free names.
    """
    _check(out, name, "")
    return out


def _check(value: Any, name: str, where: str) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            _check(item, name, f"{where}.{key}" if where else str(key))
    elif isinstance(value, list | tuple):
        for n, item in enumerate(value):
            _check(item, name, f"{where}[{n}]")
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST_INTEGER):
        raise ScenarioError(f"{name}: {where[:200]} is a whole number within 2^53, for example 5")
