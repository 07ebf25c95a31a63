"""Moments of every library scene, with the words of the stage, for the tests that draw them under Node.

    python -m tests.js.record_scenes scenes.jsonl

The first line is the English catalogue; each further one is {"scene", "at_us", "cast", "view"}.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MINUTES_US = 60_000_000
MOMENTS = 14
"""Moments within the scene's minute, at an odd distance so that they meet nothing regular."""
EVERY_US = MINUTES_US // MOMENTS + 1_234_567 // 10
TRAVELLING_STEPS = 400
"""So many steps on from a moment without a message, to find one with some."""


def moments() -> Iterator[dict[str, Any]]:
    from broker_core import Simulation
    from broker_core.scenario import library

    for slug in sorted(library()):
        sim = Simulation.from_scenario(slug, seed=7)
        for n in range(1, MOMENTS + 1):
            sim.advance(max(sim.now_us, n * EVERY_US))
            for _ in range(TRAVELLING_STEPS):
                if len(travelling(sim.view(), sim.now_us)) > 1:
                    break
                sim.step()
            yield {"scene": slug, "at_us": sim.now_us, "cast": sim.cast(), "view": sim.view()}


def travelling(view: dict[str, Any], now_us: int) -> list[str]:
    """Messages that are still on their way."""
    return [msg for msg, row in view.get("messages", {}).items() if row[5] > now_us]


def catalogue() -> dict[str, Any]:
    import django

    django.setup()
    from eda_site.vocabulary.catalogue import catalogue as words

    return dict(words("en").data)


def main(target: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eda_site.settings")
    with target.open("w", encoding="utf-8") as out:
        for line in (catalogue(), *moments()):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
