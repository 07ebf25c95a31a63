"""A sheet of paper: the stage as it stands in a room, a question, and lines for the answer."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from eda_site.rooms.codes import Refused
from eda_site.rooms.hub import in_slices
from eda_site.rooms.limits import limits
from eda_site.share.answers import clock_text, may_ask, refused_page, unfit_page
from eda_site.share.busy import alone
from eda_site.share.parcel import Unfit
from eda_site.share.still import still_steps
from eda_site.share.taken import take

LONGEST_QUESTION = 600
MOST_LINES = 20


async def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """`?question=…&lines=6`: a page to print; the form that sets both is not printed."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        taking = await sync_to_async(take)(request, code)
        if not may_ask(request):
            raise Unfit("too_fast")
        parcel = taking.parcel(*taking.shown)
        still = await alone(in_slices(still_steps(parcel), limits().slice_s))
    except Refused as refused:
        return await sync_to_async(refused_page)(request, refused)
    except Unfit as unfit:
        return await sync_to_async(unfit_page)(request, unfit)
    question = request.GET.get("question", "").strip()[:LONGEST_QUESTION]
    context = {
        "room": {"code": taking.stored.code, "title": parcel.title, "family": parcel.family},
        "at": clock_text(parcel.at_us),
        "still": still,
        "question": question or _("What happens next, and why?"),
        "lines": range(_lines(request.GET.get("lines", ""))),
    }
    return await sync_to_async(render)(request, "share/sheet.html", context)


def _lines(text: str) -> int:
    return min(max(int(text), 1), MOST_LINES) if text.isdecimal() and len(text) < 4 else 6
