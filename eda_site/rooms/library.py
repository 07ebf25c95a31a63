"""The scenes that a room can be made of, and the moments at which one may begin."""

import functools
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from broker_core.kernel.units import parse_duration
from broker_core.scenario import Gallery, library, read_gallery

DEFAULT_SEED = 7


class Beginning(NamedTuple):
    """Where a room begins: the moment shown, and what had been done by then."""

    shown_at_us: int = 0
    log: tuple[tuple[int, str], ...] = ()


def scene_scenario(slug: str) -> dict[str, Any] | None:
    """The scenario of a library scene as plain data; None when there is no such scene."""
    path = library().get(slug)
    return _read(Path(path))[0] if path is not None else None


def scene_gallery(slug: str) -> Gallery | None:
    """A library scene's entry in the gallery; None when there is no such scene, or it has none."""
    path = library().get(slug)
    return _read(Path(path))[1] if path is not None else None


def beginning_at(slug: str, text: str) -> Beginning | None:
    """The beginning that `text` names: "" is the scene's own, a duration one of its marked moments.
    None for anything else."""
    if not text:
        return Beginning()
    try:
        at_us = parse_duration(text)
    except ValueError:
        return None
    gallery = scene_gallery(slug)
    if gallery is None or at_us not in [moment.at_us for moment in gallery.moments]:
        return None
    return Beginning(at_us, tuple(gallery.log_until(at_us)))


@functools.lru_cache(maxsize=256)
def _read(path: Path) -> tuple[dict[str, Any], Gallery | None]:
    """The scenario, without what no run depends on, and that."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    gallery = read_gallery(data, path.name)
    data.pop("gallery", None)
    return data, gallery
