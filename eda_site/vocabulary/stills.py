"""Moments of real runs, for the gallery to show every actor as it stands in a scene."""

import json
from functools import lru_cache

from broker_core import Simulation

SEED = 7
MOMENTS: dict[str, int] = {
    "broker-fails": 9_000,
    "records-not-partitions": 12_000,
    "parked-events": 20_000,
    "three-cities": 12_000,
    "saga-danced": 20_000,
    "stopwatch": 2_100,
}
"""Scene -> its virtual millisecond; between them they show every actor of full detail."""


@lru_cache(maxsize=len(MOMENTS))
def moment(slug: str) -> bytes:
    """{cast, view, at_us} as JSON; made once, since the same run gives the same moment."""
    sim = Simulation.from_scenario(slug, seed=SEED)
    sim.advance(MOMENTS[slug] * 1_000)
    shown = {"cast": sim.cast(), "view": sim.view(), "at_us": sim.now_us}
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
