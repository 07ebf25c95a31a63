"""What a room's run is measured by, as tables with lines over time, and what would have prevented a harm."""

import logging
import time
from collections import OrderedDict
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from broker_core.history.run import Slices
from broker_core.lab.deltas import Delta
from broker_core.lab.metrics import METRICS, Item, Measured, measure
from broker_core.lab.prevent import REMEDIES
from broker_core.lab.series import Sample, Series
from eda_site.lab.said import delta_row, value_text
from eda_site.lab.words import METRIC_WORDS
from eda_site.rooms import prevention
from eda_site.rooms.room import Room
from eda_site.rooms.visit import Visit, may_ask, sliced, visit

log = logging.getLogger(__name__)

ROWS = 20
"""So many rows behind a value are listed."""
EFFECTS = 6
WIDTH, HEIGHT = 120, 28
KEPT = 8

TOLD = 64
FRESH_S = 1.5
"""Those who watch may get a table that another one of them was given so shortly before."""
MOST_EVENTS = 400_000

_series: "OrderedDict[Any, tuple[Any, Series]]" = OrderedDict()


class _Told(NamedTuple):
    """A table as it was last given, and of which moment."""

    seq: int
    at_us: int
    made_s: float
    body: bytes


_told: "OrderedDict[Any, _Told]" = OrderedDict()


async def measures(request: HttpRequest, code: str, timeline: int) -> HttpResponse:
    """Every measure at the moment that the room shows, as a part of its page."""
    guest = await _guest(request, code, timeline, counts=False)
    if isinstance(guest, HttpResponse):
        return guest
    room = _showing(guest, timeline)
    key = (room.code, timeline, guest.drives, get_language())
    told = _told.get(key)
    if told is not None and told.seq == room.seq and told.at_us == room.now_us:
        return HttpResponse(told.body)
    if told is not None and not guest.drives and time.monotonic() - told.made_s < FRESH_S:
        return HttpResponse(told.body)
    if not may_ask(guest):
        return HttpResponse(status=429)
    seq, at_us = room.seq, room.now_us
    rows = await sliced(_rows_steps(room, at_us, guest.drives))
    context = {"at_us": at_us, "rows": rows, "drives": guest.drives, "timeline": timeline}
    answer = render(request, "rooms/_measures.html", context)
    _told[key] = _Told(seq, at_us, time.monotonic(), answer.content)
    while len(_told) > TOLD:
        _told.popitem(last=False)
    return answer


def _rows_steps(room: Room, at_us: int, drives: bool) -> Slices[list[dict[str, Any]]]:
    """The rows of the table. A very long run is not played again for it: then there are no lines, and
    what only a whole run shows is not measurable."""
    if room.run.head.seq > MOST_EVENTS:
        sim = room.pace.head.sim
        return [_row(name, found, [], sim, drives) for name, found in measure(sim).items()]
    series = _series_of(room)
    values = yield from series.to_steps(at_us)
    samples = series.until(at_us)
    return [_row(name, found, samples, series.sim, drives) for name, found in values.items()]


async def prevented(request: HttpRequest, code: str, timeline: int, harm: str) -> HttpResponse:
    """Single changes that were run and have prevented a harm; only for those who drive the room."""
    guest = await _guest(request, code, timeline)
    if isinstance(guest, HttpResponse):
        return guest
    room = _showing(guest, timeline)
    if harm not in REMEDIES or not guest.drives or room.run.sim.scenario["family"] != "kafka":
        raise Http404
    question = {
        "scenario": room.run.sim.scenario,
        "seed": room.run.seed,
        "log": [list(entry) for entry in room.run.log if entry.at_us <= room.now_us],
        "harm": harm,
        "until_us": room.now_us,
    }
    context: dict[str, Any] = {"harm": METRIC_WORDS[harm], "problem": ""}
    try:
        found = await prevention.ask(question)
        context |= {"value": found["value"], "tried": found["tried"]}
        context["worked"] = [_prevention(row) for row in found["worked"]]
    except prevention.TooBusy:
        context["problem"] = "busy"
    except prevention.TooLong:
        context["problem"] = "long"
    except RuntimeError as problem:
        log.error("What would have prevented %s in room %s: %s", harm, code, problem)
        context["problem"] = "failed"
    return render(request, "rooms/_prevented.html", context)


async def _guest(
    request: HttpRequest, code: str, timeline: int, counts: bool = True
) -> Visit | HttpResponse:
    if timeline < 1:
        raise Http404
    return await visit(request, code, counts)


def _showing(guest: Visit, timeline: int) -> Room:
    """The room, if it shows this timeline: of another one nothing is told here."""
    room = guest.live.room
    if timeline != room.timeline:
        raise Http404
    return room


def _series_of(room: Room) -> Series:
    """A room's measures go on where they stopped, as long as it is the same run."""
    key = (room.code, room.timeline)
    run, series = _series.get(key, (None, None))
    if series is None or run is not room.run:
        series = Series(room.run.sim.scenario, room.run.seed, room.run.log)
        _series[key] = (room.run, series)
    _series.move_to_end(key)
    while len(_series) > KEPT:
        _series.popitem(last=False)
    return series


def _row(
    name: str, found: Measured, samples: list[Sample], sim: Any, drives: bool
) -> dict[str, Any]:
    unit = METRICS[name].unit
    items = found.items[:ROWS]
    return {
        "name": name,
        "words": METRIC_WORDS[name],
        "value": value_text(unit, found.value),
        "known": found.value is not None,
        "line": line([(at_us, values.get(name)) for at_us, values in samples]),
        "items": [_item(item, unit, sim) for item in items],
        "more": len(found.items) - len(items),
        "harm": drives and name in REMEDIES and bool(found.value),
    }


def _item(item: Item, unit: str, sim: Any) -> dict[str, Any]:
    entry = _entry(sim, item.record)
    return {
        "label": item.label or (f"{entry.topic}-{entry.partition}" if entry is not None else ""),
        "key": entry.key if entry is not None else None,
        "amount": value_text(unit, item.value) if unit == "us" or item.record < 0 else "",
        "at_us": item.at_us if item.at_us >= 0 else None,
        "created_us": entry.created_at_us if entry is not None else None,
        "seq": item.seq if item.seq > 0 else None,
    }


def _entry(sim: Any, record: int) -> Any:
    """What the auditor knows of a record; None where it has none by this number."""
    entries = getattr(sim.parts().book, "entries", None)
    return entries.get(record) if entries is not None and record > 0 else None


def line(values: list[tuple[int, int | None]]) -> str:
    """An SVG path over WIDTH by HEIGHT, the last value's time at the right; nothing of one point.

    >>> line([(0, 0), (10, 5), (20, None), (40, 10)])
    'M0 28L30 14M120 0'
    """
    known = [value for _, value in values if value is not None]
    if len(values) < 2 or not known:
        return ""
    begin, end = values[0][0], values[-1][0]
    most = max(known) or 1
    parts, pen = [], "M"
    for at_us, value in values:
        if value is None:
            pen = "M"
            continue
        x = round(WIDTH * (at_us - begin) / max(1, end - begin))
        parts.append(f"{pen}{x} {round(HEIGHT - HEIGHT * value / most)}")
        pen = "L"
    return "".join(parts)


def _prevention(row: dict[str, Any]) -> dict[str, Any]:
    deltas = [delta_row(Delta(*effect)) for effect in row["effects"]]
    return row | {"effects": deltas[:EFFECTS], "more": len(deltas[EFFECTS:])}
