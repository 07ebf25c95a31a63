"""Reads for the pages: which scenes there are."""

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

from broker_core.kernel.units import MICROSECONDS, format_duration
from broker_core.scenario import Gallery, library, read_gallery
from eda_site.pages.headings import HEADINGS
from eda_site.vocabulary.labels import LABELS

FEATURED = "broker-fails"
PICTURE_SIZE = (720, 405)
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Scene:
    """One card: the scenario file's name is the scene's slug, its texts are gettext ids."""

    slug: str
    title: str
    summary: str
    family: str
    gallery: Gallery | None = None

    @property
    def family_name(self) -> Any:
        """What a family of scenes is called, in the reader's language."""
        return LABELS[f"family.{self.family}"]

    @property
    def headings(self) -> list[tuple[str, Any]]:
        """What it shows, as (id, name), the main thing first."""
        return [(shown, HEADINGS[shown]) for shown in self.gallery.shows] if self.gallery else []

    @property
    def length(self) -> str:
        """How long its story takes at normal speed, as people say it; "" when nobody said."""
        return _length(self.gallery.length_us) if self.gallery else ""

    @property
    def moments(self) -> list[dict[str, str]]:
        """Where it may be opened: `at` for the address, `clock` and `text` for the reader."""
        return [
            {"at": format_duration(at_us), "clock": _clock(at_us), "text": text}
            for at_us, text in (self.gallery.moments if self.gallery else ())
        ]

    @property
    def pictures(self) -> dict[str, str]:
        """Theme -> static name of its picture; empty when it has none (tools/pictures.py draws it)."""
        names = {theme: picture_name(self.slug, theme) for theme in THEMES}
        root = Path(settings.BASE_DIR) / "static"
        return names if all((root / name).exists() for name in names.values()) else {}


def picture_name(slug: str, theme: str) -> str:
    return f"img/scenes/{slug}.{theme}.webp"


def scene_list(paths: Iterable[Path] | None = None) -> list[Scene]:
    """Every scene of the library (or of the files given), the featured one first, then by title."""
    scenes = [_read(path) for path in (library().values() if paths is None else paths)]
    return sorted(scenes, key=lambda scene: (scene.slug != FEATURED, scene.title))


def scenes_about(heading: str) -> list[Scene]:
    """The scenes that show it, those first that are mainly about it; every scene for none or an unknown one."""
    scenes = scene_list()
    if heading not in HEADINGS:
        return scenes
    found = [scene for scene in scenes if scene.gallery and heading in scene.gallery.shows]
    return sorted(found, key=lambda scene: scene.gallery.shows.index(heading))  # type: ignore[union-attr]


def headings_shown() -> list[tuple[str, Any, int]]:
    """The headings that have scenes, as (id, name, how many)."""
    shown = [h for scene in scene_list() if scene.gallery for h in scene.gallery.shows]
    return [(key, name, shown.count(key)) for key, name in HEADINGS.items() if key in shown]


def _length(us: int) -> str:
    """Half a minute's worth of exactness is all that a plan for a class needs."""
    seconds = us // MICROSECONDS["s"]
    if seconds <= 90:
        return ngettext("about %(n)d second", "about %(n)d seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}


def _clock(us: int) -> str:
    minutes, seconds = divmod(us // MICROSECONDS["s"], 60)
    return f"{minutes}:{seconds:02}"


@functools.lru_cache(maxsize=256)
def _read(path: Path) -> Scene:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    family = data.get("family", "kafka")
    gallery = read_gallery(data, path.name)
    return Scene(path.stem, data["title"], data.get("summary", ""), family, gallery)
