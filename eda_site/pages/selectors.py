"""Reads for the pages: which scenes there are."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

LIBRARY = Path(settings.BASE_DIR) / "broker_core" / "scenario" / "library"
FEATURED = "broker-fails"


@dataclass(frozen=True)
class Scene:
    """One card: the scenario file's name is the scene's slug, its texts are gettext ids."""

    slug: str
    title: str
    summary: str
    family: str


def scene_list(library: Path = LIBRARY) -> list[Scene]:
    """Every scene of the library, the featured one first, then by title."""
    scenes = [_read(path) for path in library.glob("*.toml")]
    return sorted(scenes, key=lambda scene: (scene.slug != FEATURED, scene.title))


@functools.lru_cache(maxsize=256)
def _read(path: Path) -> Scene:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Scene(path.stem, data["title"], data.get("summary", ""), data.get("family", "kafka"))
