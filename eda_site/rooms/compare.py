"""Two timelines of a room beside each other: choose them, watch both on one clock, read what differs."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from broker_core.events import to_dict
from broker_core.lab.compare import Difference, differing_actors, differing_records
from broker_core.lab.deltas import SAME, UNKNOWN, deltas
from eda_site.lab.said import delta_row
from eda_site.rooms import selectors
from eda_site.rooms.codes import Refused
from eda_site.rooms.front import enter, problem_page
from eda_site.rooms.pairs import STRETCH_US, Pair, limit_us, pair_steps
from eda_site.rooms.roles import DRIVERS
from eda_site.rooms.visit import number_in, sliced, visit
from eda_site.vocabulary.export import version
from eda_site.vocabulary.narrate import narrate

LEAD_US = 500_000
"""A comparison opens this long before the outcome parts."""
ROWS = 12
"""So many differing records and actors are listed; the rest is counted."""


class Asked(NamedTuple):
    """Who asks about which pair: `until_us` is the last moment they may see."""

    pair: Pair
    until_us: int
    limit_us: int


@never_cache
@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """A form for two timelines; with both chosen it leads to their comparison."""
    try:
        row, _, role = enter(request, code)
    except Refused as refused:
        return problem_page(request, refused.code, code)
    lines = selectors.timelines_list(row)
    known = {str(line["n"]) for line in lines}
    a, b = request.GET.get("a"), request.GET.get("b")
    if a in known and b in known and a != b:
        return HttpResponseRedirect(reverse("rooms:compare", args=[row.code, a, b]))
    context = {
        "room": _room(row),
        "lines": lines,
        "same": a is not None and a == b,
        "drives": role in DRIVERS,
    }
    return render(request, "rooms/compare_choose.html", context)


@never_cache
@require_safe
def compare(request: HttpRequest, code: str, a: int, b: int) -> HttpResponse:
    """The page on which two timelines are played side by side."""
    try:
        row, _, _ = enter(request, code)
    except Refused as refused:
        return problem_page(request, refused.code, code)
    lines = {line["n"]: line for line in selectors.timelines_list(row)}
    if a == b or a not in lines or b not in lines:
        return HttpResponseRedirect(reverse("rooms:compare_choose", args=[row.code]))
    sides = [{"letter": letter, **lines[n]} for letter, n in (("A", a), ("B", b))]
    context = {
        "room": _room(row),
        "sides": sides,
        "a": a,
        "b": b,
        "at_us": number_in(request, "at_us"),
    }
    return render(request, "rooms/compare.html", context)


async def stretch(request: HttpRequest, code: str, a: int, b: int) -> HttpResponse:
    """A part of both runs to be played, from `from_us` on; without it from just before they part."""

    async def answer(asked: Asked) -> HttpResponse:
        parting = await sliced(asked.pair.parting_steps(asked.limit_us))
        from_us = number_in(request, "from_us")
        if from_us is None:
            found = parting.outcome or parting.first
            from_us = max(0, found.at_us - LEAD_US) if found else 0
        from_us = min(from_us, asked.until_us)
        until_us = min(from_us + STRETCH_US, asked.until_us)
        played = await sliced(asked.pair.stretch_steps(from_us, until_us))
        told = {
            "v": version(),
            "from_us": from_us,
            "until_us": until_us,
            "end_us": asked.until_us,
            "first_us": _seen_us(parting.first, asked),
            "outcome_us": _seen_us(parting.outcome, asked),
            "sides": played.sides,
            "points": [[stage_us // 1_000, at_us] for stage_us, at_us in played.points],
        }
        return JsonResponse(told, headers={"Cache-Control": "no-store"})

    return await _answered(request, code, a, b, answer)


async def table(request: HttpRequest, code: str, a: int, b: int) -> HttpResponse:
    """What differs at a moment, as a part of the page."""

    async def answer(asked: Asked) -> HttpResponse:
        at_us = min(number_in(request, "at_us") or 0, asked.until_us)
        parting = await sliced(asked.pair.parting_steps(asked.limit_us))
        sims = await sliced(asked.pair.moment_steps(at_us))
        records = differing_records(*sims)
        actors = differing_actors(*sims)
        moved = deltas(*(await sliced(asked.pair.measure_steps(at_us))))
        context = {
            "at_us": at_us,
            "first": _told(parting.first, asked),
            "outcome": _told(parting.outcome, asked),
            "moved": [delta_row(row) for row in moved if row.code not in (SAME, UNKNOWN)],
            "unmoved": [delta_row(row) for row in moved if row.code in (SAME, UNKNOWN)],
            "records": records[:ROWS],
            "more_records": len(records[ROWS:]),
            "actors": [_shortened(row) for row in actors[:ROWS]],
            "more_actors": len(actors[ROWS:]),
            "has_partitions": sims[0].scenario["family"] == "kafka",
        }
        return render(request, "rooms/_compare_table.html", context)

    return await _answered(request, code, a, b, answer)


async def _answered(
    request: HttpRequest,
    code: str,
    a: int,
    b: int,
    answer: Callable[[Asked], Awaitable[HttpResponse]],
) -> HttpResponse:
    """Find the pair, and let nobody see further than they may."""
    if a == b:
        raise Http404
    guest = await visit(request, code)
    if isinstance(guest, HttpResponse):
        return guest
    room = guest.live.room
    if a not in room.branches or b not in room.branches:
        raise Http404
    pair = await sliced(pair_steps(room, a, b))
    end_us = limit_us(room, a, b)
    async with pair.busy:
        return await answer(Asked(pair, guest.until_us(end_us), end_us))


def _seen_us(found: Difference | None, asked: Asked) -> int | None:
    return found.at_us if found is not None and found.at_us <= asked.until_us else None


def _told(found: Difference | None, asked: Asked) -> dict[str, Any] | None:
    """A difference in words, as far as it may be seen; None on the side where nothing happens then."""
    if found is None or found.at_us > asked.until_us:
        return None
    lang = get_language() or "en"
    a, b = (None if e is None else narrate(to_dict(e), "plain", lang) for e in (found.a, found.b))
    return {"at_us": found.at_us, "a": a, "b": b}


def _shortened(row: Any) -> dict[str, Any]:
    """An actor with its first few fields that are plain values."""
    plain = [field for field in row.fields if not isinstance(field[1] or field[2], list | tuple)]
    return {"kind": row.kind, "id": row.id, "fields": (plain or list(row.fields))[:3]}


def _room(row: Any) -> dict[str, Any]:
    scenario = json.loads(row.scenario)
    return {
        "code": row.code,
        "title": scenario["title"],
        "family": scenario.get("family", "kafka"),
    }
