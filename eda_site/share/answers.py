"""What the views of this app have in common: refusals as pages, and how often somebody may ask."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from eda_site.rooms.bucket import Buckets
from eda_site.rooms.codes import Refused
from eda_site.rooms.front import PROBLEMS as ROOM_PROBLEMS
from eda_site.rooms.front import problem_page
from eda_site.rooms.guard import address_of_request
from eda_site.rooms.limits import limits
from eda_site.share.parcel import Unfit
from eda_site.share.problems import PROBLEMS

_BURST, _PER_S = 300, 10
"""A school has one address for all."""
_asked = Buckets(limits().addresses_kept)


def clock_text(at_us: int) -> str:
    """A moment as the clock on the stage shows it.

    >>> clock_text(72_612_000)
    '01:12.612'
    """
    minutes, rest = divmod(at_us, 60_000_000)
    return f"{minutes:02}:{rest // 1_000_000:02}.{rest // 1_000 % 1_000:03}"


def may_ask(request: HttpRequest) -> bool:
    """Count a file, a link or a check; False when this address asks for too many."""
    return _asked.take(address_of_request(request), _BURST, _PER_S)


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """For somebody whom a room does not let in, or who may not take what they ask for."""
    if refused.code in ROOM_PROBLEMS:
        return problem_page(request, refused.code)
    return unfit_page(request, Unfit(refused.code))


def unfit_page(request: HttpRequest, unfit: Unfit, **context: Any) -> HttpResponse:
    """The import page with what is wrong, what to do, and what was typed."""
    status, problem = PROBLEMS[unfit.code]
    context |= {"problem": problem, "detail": unfit.detail}
    return render(request, "share/import.html", context, status=status)
