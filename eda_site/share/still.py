"""A run at one moment as a page needs it to draw the stage once: a keyframe in which time stands."""

import json
from collections.abc import Generator
from typing import Any

from eda_site.rooms import wire
from eda_site.rooms.names import Names
from eda_site.share.parcel import Parcel
from eda_site.share.replayed import played_steps


def still_steps(parcel: Parcel) -> Generator[None, None, dict[str, Any]]:
    """The keyframe at the parcel's moment, in slices. Raises Unfit."""
    sim = yield from played_steps(parcel)
    clock = {"at_us": sim.now_us, "stage_ms": 0, "rate": 0}
    body = wire.keyframe_body(1, sim.seq, clock, Names(), sim.view(), sim.cast())
    found: dict[str, Any] = json.loads(body + "}")
    return found
