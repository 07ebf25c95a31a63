"""A run at one moment as a page needs it to draw the stage once: a keyframe in which time stands."""

import json
from collections.abc import Generator
from typing import Any

from broker_core import Rejected
from broker_core.history.run import SLICE
from eda_site.rooms import wire
from eda_site.rooms.names import Names
from eda_site.share.parcel import Parcel, Unfit
from eda_site.share.replayed import Replay


def still_steps(parcel: Parcel) -> Generator[None, None, dict[str, Any]]:
    """The keyframe at the parcel's moment, in slices. Raises Unfit."""
    replay = Replay(parcel)
    yield
    try:
        for n, _ in enumerate(replay.events()):
            if n % SLICE == 0:
                yield
    except Rejected as error:
        raise Unfit("bad_command", str(error)[:300]) from None
    if replay.is_cut:
        raise Unfit("too_long")
    sim = replay.sim
    clock = {"at_us": sim.now_us, "stage_ms": 0, "rate": 0}
    body = wire.keyframe_body(1, sim.seq, clock, Names(), sim.view(), sim.cast())
    found: dict[str, Any] = json.loads(body + "}")
    return found
