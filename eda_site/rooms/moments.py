"""What a room's timeline draws: when something of each kind happened, and what is next to a moment.

    GET /r/<code>/marks/<timeline>/?from=0&to=60000000&at=9000000

Answers about the run that is shown, up to its live head: all of that was shown before.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from eda_site.rooms import tokens
from eda_site.rooms.asked import may_ask
from eda_site.rooms.bucket import Buckets
from eda_site.rooms.faults_here import faults_here, moments_here
from eda_site.rooms.hub import hub, in_slices
from eda_site.rooms.limits import limits
from eda_site.rooms.roles import DRIVERS
from eda_site.rooms.shapes import LARGEST

MOST = 160
"""Marks of one kind in one answer; more are told together."""

_BURST, _PER_S = 40, 15
_asked = Buckets(1_000)


async def plans(request: HttpRequest, code: str, timeline: int) -> HttpResponse:
    """For those who drive: `plans` what is to come at the shown moment, `faults` what can be planned,
    `moments` what it may wait for. To all others the future of a run is not told."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    live = hub.get(code)
    if not may_ask(request, code, live) or live is None or live.room.timeline != timeline:
        raise Http404
    room = live.room
    if room.company.role_of(tokens.badge_of(request.session, room.code)) not in DRIVERS:
        return HttpResponse(status=403)
    if not _may_go_on(code):
        return HttpResponse(status=429)
    sim = room.pace.head.sim
    script = len(sim.scenario["script"])
    told = {
        "plans": [{**plan._asdict(), "script": plan.n <= script} for plan in sim.plans()],
        "faults": faults_here(sim),
        "moments": moments_here(sim),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


async def marks(request: HttpRequest, code: str, timeline: int) -> HttpResponse:
    """Per kind: `kinds` the marks from `from` to `to` as [at_us, how many], `near` the ones before
    and after `at`; `head_us` is where the run stands."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    live = hub.get(code)
    if not may_ask(request, code, live) or live is None or live.room.timeline != timeline:
        raise Http404
    if not _may_go_on(code):
        return HttpResponse(status=429)
    run = live.room.run
    head_us = run.head.now_us
    found = await in_slices(run.marks_steps(), limits().slice_s)
    from_us, to_us = _time(request, "from", 0), _time(request, "to", head_us)
    at_us = _time(request, "at", live.room.now_us)
    told: dict[str, Any] = {
        "timeline": timeline,
        "head_us": head_us,
        "kinds": found.window(from_us, max(from_us, to_us), MOST),
        "near": {kind: found.near(kind, at_us) for kind in found.times},
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def _may_go_on(code: str) -> bool:
    """Whether this room's pages have not asked too often."""
    return _asked.take(code, _BURST, _PER_S)


def _time(request: HttpRequest, name: str, otherwise: int) -> int:
    """A virtual time that the address names; what cannot be read counts as not named."""
    text = request.GET.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        return otherwise
    return min(int(text), LARGEST)
