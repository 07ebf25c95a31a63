"""A room's page for sharing, and the files made of its run. Roles are obeyed; files stream."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from broker_core.scenario.writing import to_toml
from eda_site.rooms.codes import Refused
from eda_site.rooms.hub import in_slices
from eda_site.rooms.limits import limits
from eda_site.share.answers import clock_text, may_ask, refused_page, unfit_page
from eda_site.share.busy import alone, counted, is_busy
from eda_site.share.measured import csv_metrics, json_metrics
from eda_site.share.parcel import Parcel, Unfit
from eda_site.share.properties.writing import properties_of
from eda_site.share.replay.page import replay_steps
from eda_site.share.replay.record import MOST_BRANCHES
from eda_site.share.replayed import Replay, finished
from eda_site.share.rows import EVENT_STREAMS, Lines
from eda_site.share.taken import Taking, take

LONGEST_LINK = 30_000
PIECE = 32_768
STREAMS: dict[str, tuple[str, Lines]] = {
    **EVENT_STREAMS,
    "metrics.csv": ("text/csv; charset=utf-8", csv_metrics),
    "metrics.jsonl": ("application/x-ndjson; charset=utf-8", json_metrics),
}
"""File name -> content type and what writes it."""
FILES = ("scenario.toml", "settings.properties", "run.json", "replay.html", *STREAMS)
_taking = sync_to_async(take)


@never_cache
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What can be taken along: links, files, pictures."""
    try:
        taking = take(request, code)
    except Refused as refused:
        return refused_page(request, refused)
    if code != taking.stored.code:
        return HttpResponseRedirect(reverse("share:room", args=[taking.stored.code]))
    timeline, at_us = taking.shown
    link = request.build_absolute_uri(reverse("share:bring"))
    link += f"#s={taking.parcel(timeline, at_us).packed()}"
    context = {
        "room": {"code": taking.stored.code, "title": taking.stored.scenario["title"]},
        "role": taking.role,
        "family": taking.stored.scenario.get("family", "kafka"),
        "timeline": timeline,
        "at_us": at_us,
        "at": clock_text(at_us),
        "lines": [
            (n, clock_text(end), taking.stored.branches[n].parent)
            for n, end in taking.lines.items()
        ],
        "link": link if len(link) <= LONGEST_LINK else "",
        "most_events": limits().export_events,
    }
    return render(request, "share/room.html", context)


async def export(request: HttpRequest, code: str, timeline: int, name: str) -> HttpResponseBase:
    """One file of one timeline. What is computed streams, and never holds the loop."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if name not in FILES:
        raise Http404
    try:
        taking: Taking = await _taking(request, code)
        parcel = taking.parcel(timeline)
        if not may_ask(request):
            raise Unfit("too_fast")
        lang = get_language() or "en"
        response: HttpResponseBase
        if name == "replay.html":
            response = await _replay(taking, timeline, lang)
        else:
            response = await _file(parcel, name, lang)
    except Refused as refused:
        return await sync_to_async(refused_page)(request, refused)
    except Unfit as unfit:
        return await sync_to_async(unfit_page)(request, unfit)
    file = f"eventarium-{taking.stored.slug or 'scenario'}-{timeline}-{name}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Cache-Control"] = "no-store"
    return response


async def _file(parcel: Parcel, name: str, lang: str) -> HttpResponseBase:
    if name == "scenario.toml":
        return HttpResponse(to_toml(parcel.full_scenario), content_type="application/toml")
    if name == "settings.properties":
        text = properties_of(parcel.full_scenario)
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    if is_busy():
        raise Unfit("busy")
    if name == "run.json":
        found = await alone(finished(parcel))
        text = json.dumps(json.loads(found.text()), ensure_ascii=False, indent=1)
        return HttpResponse(text + "\n", content_type="application/json")
    kind, lines = STREAMS[name]
    return StreamingHttpResponse(_streamed(lines(Replay(parcel), lang)), content_type=kind)


async def _replay(taking: Taking, timeline: int, lang: str) -> HttpResponse:
    """This timeline and up to seven others, the newest first, as one page."""
    others = [n for n in sorted(taking.lines, reverse=True) if n != timeline]
    chosen = [timeline, *others][:MOST_BRANCHES]
    parcels = [
        (gettext("Timeline {n}").format(n=n), taking.parcel(n))
        for n in chosen
        if taking.lines[n] > 0
    ]
    if not parcels:
        raise Unfit("nothing_yet")
    page = await alone(in_slices(replay_steps(parcels, lang), limits().slice_s))
    return HttpResponse(page, content_type="text/html; charset=utf-8")


async def _streamed(lines: Iterator[str]) -> AsyncIterator[str]:
    """Lines in pieces; between slices of work others are served."""
    loop = asyncio.get_running_loop()
    slice_s = limits().slice_s
    with counted():
        until_s = loop.time() + slice_s
        piece: list[str] = []
        size = 0
        for line in lines:
            piece.append(line)
            size += len(line)
            if size >= PIECE:
                yield "".join(piece)
                piece, size = [], 0
            if loop.time() >= until_s:
                await asyncio.sleep(0)
                until_s = loop.time() + slice_s
        if piece:
            yield "".join(piece)
