"""Bringing something in: a scenario or an exported run, from a file, a text or a link's fragment.

Nothing is stored until somebody makes a room of it; until then the page carries the document itself.
"""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broker_core import ENGINE_VERSION
from eda_site.rooms.views import create_room
from eda_site.share.answers import clock_text, may_ask, unfit_page
from eda_site.share.busy import alone
from eda_site.share.parcel import Parcel, Unfit, read, unpack
from eda_site.share.replayed import finished
from eda_site.share.summary import rows_of

SHOWN = 300_000


async def bring(request: HttpRequest) -> HttpResponse:
    """The form; posted, what was found in it with a button that opens a room."""
    if request.method in ("GET", "HEAD"):
        return await sync_to_async(render)(request, "share/import.html")
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    text = request.POST.get("document", "")
    packed = request.POST.get("packed", "")
    try:
        if not may_ask(request):
            raise Unfit("too_fast")
        parcel = read(unpack(packed) if packed else text)
        if not parcel.is_foreign:
            parcel = await alone(finished(parcel))
    except Unfit as unfit:
        return await sync_to_async(unfit_page)(request, unfit, typed=text[:SHOWN])
    return await sync_to_async(offer)(request, parcel, reverse("share:start"))


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A room of what was brought in."""
    try:
        return open_room(request, read(unpack(request.POST.get("packed", ""))))
    except Unfit as unfit:
        return unfit_page(request, unfit)


def offer(request: HttpRequest, parcel: Parcel, action: str) -> HttpResponse:
    """What a document holds, and a button. Of another engine's run only its scenario is offered, with
    what its own engine had counted."""
    fresh = parcel
    problem = ""
    if parcel.is_foreign:
        try:
            fresh = _scenario_alone(parcel)
            action = reverse("share:start")
        except Unfit as unfit:
            fresh, problem = parcel, unfit.detail
    context = {
        "parcel": parcel,
        "at": clock_text(parcel.at_us),
        "commands": [(clock_text(at_us), text) for at_us, text in parcel.log[-12:]],
        "more_commands": max(0, len(parcel.log) - 12),
        "summary": rows_of(parcel.summary),
        "engine_here": ENGINE_VERSION,
        "action": action,
        "packed": fresh.packed(),
        "cannot": problem,
    }
    return render(request, "share/offer.html", context)


def _scenario_alone(parcel: Parcel) -> Parcel:
    """The scenario at its beginning, under the engine here. Raises Unfit when that cannot run it."""
    return read(Parcel(parcel.scenario, parcel.seed, parcel.preset, slug=parcel.slug).text())


def open_room(request: HttpRequest, parcel: Parcel) -> HttpResponse:
    """A room at the parcel's moment; it stands still there, so that one sees it."""
    if parcel.is_foreign:
        return unfit_page(request, Unfit("other_engine"))
    scenario = {**parcel.scenario, "title": parcel.title or _("A scenario of my own")}
    return create_room(
        request,
        parcel.slug,
        scenario,
        parcel.preset,
        seed=parcel.seed,
        shown_at_us=parcel.at_us,
        log=parcel.log,
        playing=parcel.at_us == 0,
    )
