"""The moments of the stage whose drawings are kept under tests/data/stage.

    python -m tests.js.record_moments moments.jsonl

The first line is the English catalogue; each further one is {"name", "theme", "size", "scene", "at_us", "cast",
"view"}. Virtual time is set, so that a moment is the same on every machine; it is the first from then on at
which something travels.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.js.record_scenes import TRAVELLING_STEPS, catalogue, travelling

SEED = 7
SCREENS = {"large": (1540, 868), "laptop": (1066, 592), "class": (1920, 825), "phone": (390, 640)}


class Moment(NamedTuple):
    scene: str
    at_ms: int
    theme: str
    screen: str


MOMENTS = (
    Moment("broker-fails", 3_030, "light", "large"),
    Moment("broker-fails", 9_030, "dark", "laptop"),
    Moment("broker-fails", 9_030, "projector", "class"),
    Moment("broker-fails", 9_030, "light", "phone"),
    Moment("musical-chairs", 14_030, "light", "large"),
    Moment("hard-choice", 23_030, "dark", "large"),
    Moment("sealed-envelope", 12_030, "projector", "class"),
    Moment("records-not-partitions", 12_030, "light", "large"),
    Moment("who-keeps-the-list", 10_030, "dark", "laptop"),
    Moment("push-or-pull", 3_500, "light", "large"),
    Moment("filter-bingo", 3_000, "dark", "phone"),
    Moment("three-cities", 12_030, "dark", "large"),
    Moment("three-cities", 12_030, "projector", "class"),
    Moment("saga-danced", 2_500, "light", "large"),
    Moment("stopwatch", 2_100, "projector", "phone"),
)
"""Three themes, a phone, and every family; sizes of text are the projector's, columns the phone's."""


def moments() -> Iterator[dict[str, Any]]:
    from broker_core import Simulation

    for scene, at_ms, theme, screen in MOMENTS:
        sim = Simulation.from_scenario(scene, seed=SEED)
        sim.advance(at_ms * 1_000)
        for _ in range(TRAVELLING_STEPS):
            if travelling(sim.view(), sim.now_us):
                break
            sim.step()
        w, h = SCREENS[screen]
        yield {
            "name": f"{scene}-{at_ms}-{theme}-{screen}",
            "theme": theme,
            "size": {"w": w, "h": h},
            "scene": scene,
            "at_us": sim.now_us,
            "cast": sim.cast(),
            "view": sim.view(),
        }


def main(target: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eda_site.settings")
    with target.open("w", encoding="utf-8") as out:
        for line in (catalogue(), *moments()):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
