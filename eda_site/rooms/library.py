"""The scenes that a room can be made of."""

import functools
import tomllib
from pathlib import Path
from typing import Any

from broker_core.scenario import library

DEFAULT_SEED = 7


def scene_scenario(slug: str) -> dict[str, Any] | None:
    """The scenario of a library scene as plain data; None when there is no such scene."""
    path = library().get(slug)
    return _read(Path(path)) if path is not None else None


@functools.lru_cache(maxsize=256)
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
