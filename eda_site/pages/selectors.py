"""Reads for the pages: which scenes there are."""

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broker_core.scenario import library
from eda_site.vocabulary.labels import LABELS

FEATURED = "broker-fails"


@dataclass(frozen=True)
class Scene:
    """One card: the scenario file's name is the scene's slug, its texts are gettext ids."""

    slug: str
    title: str
    summary: str
    family: str

    @property
    def family_name(self) -> Any:
        """What a family of scenes is called, in the reader's language."""
        return LABELS[f"family.{self.family}"]


def scene_list(paths: Iterable[Path] | None = None) -> list[Scene]:
    """Every scene of the library (or of the files given), the featured one first, then by title."""
    scenes = [_read(path) for path in (library().values() if paths is None else paths)]
    return sorted(scenes, key=lambda scene: (scene.slug != FEATURED, scene.title))


@functools.lru_cache(maxsize=256)
def _read(path: Path) -> Scene:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Scene(path.stem, data["title"], data.get("summary", ""), data.get("family", "kafka"))
