"""Branches of a replay: each a run, played from its beginning at the stage's pace into frames."""

import json
from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

from broker_core import Rejected
from broker_core.history import Run
from broker_core.pacing import Pace, Pacer
from eda_site.rooms import wire
from eda_site.rooms.limits import limits
from eda_site.rooms.names import Names
from eda_site.share.parcel import Parcel, Unfit

MOST_BRANCHES = 8
FRAME_US = 100_000
MOST_STAGE_US = 1_200_000_000


class Branch(NamedTuple):
    """`messages` are a keyframe and frames as a browser in a room would get them."""

    name: str
    messages: list[dict[str, Any]]
    summary: dict[str, int]
    digest: str


def record_steps(
    parcels: Sequence[tuple[str, Parcel]],
) -> Generator[None, None, list[Branch]]:
    """Every branch, in slices. Raises Unfit when there is more than a file should hold."""
    out: list[Branch] = []
    left = limits().replay_events
    for name, parcel in parcels[:MOST_BRANCHES]:
        branch, events = yield from _branch(name, parcel, left)
        left -= events
        out.append(branch)
    return out


def _branch(name: str, parcel: Parcel, most: int) -> Generator[None, None, tuple[Branch, int]]:
    try:
        run: Run = yield from _run(parcel, most)
    except Rejected as error:
        raise Unfit("bad_command", str(error)[:300]) from None
    pace = Pace(run)
    pace.show(run, run.checkpoints.at(0))
    names = Names()
    sim = pace.head.sim
    body = wire.keyframe_body(1, pace.head.seq, _clock(pace), names, sim.view(), sim.cast())
    messages: list[dict[str, Any]] = [json.loads(body + "}")]
    while pace.now_us < parcel.at_us and pace.stage_us < MOST_STAGE_US:
        yield
        messages.append(_frame(pace, names, parcel.at_us))
    if pace.now_us < parcel.at_us:
        raise Unfit("too_long")
    counts = dict(run.sim.audit()["counts"])
    return Branch(name, messages, counts, run.sim.digest()), run.head.seq


def _run(parcel: Parcel, most: int) -> Generator[None, None, Run]:
    """The whole run, as a room would have it."""
    run = Run(parcel.full_scenario, parcel.seed, Pacer())
    yield
    for at_us, text in [*parcel.log, (parcel.at_us, "")]:
        while (due := run.head.next_at_us()) is not None and due <= at_us:
            if run.head.seq > most:
                raise Unfit("too_long")
            run.advance(due)
            yield
        run.advance(at_us)
        if text:
            run.apply(text)
    return run


def _frame(pace: Pace, names: Names, end_us: int) -> dict[str, Any]:
    before = pace.head.seq
    played = pace.play(FRAME_US, stop_at_us=end_us)
    rows, chatter, _ = wire.rows_and_chatter(played.events, pace.head.fold.class_of, names)
    frame = wire.frame_data(1, before, pace.head.seq, _clock(pace))
    del frame["v"], frame["points"], frame["timeline"]
    frame["rows"], frame["chatter"] = rows, chatter
    tail = names.tail()
    if tail is not None:
        frame["names"] = tail
    return frame


def _clock(pace: Pace) -> dict[str, Any]:
    virtual, stage = pace.rate
    rate = round(virtual * 1_000 / stage, 3)
    return {"at_us": pace.now_us, "stage_ms": pace.stage_us // 1_000, "rate": rate}
