"""What a page of a room asks for now and then: why something happened long ago, what is set to what."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from broker_core.config.here import settings_here
from broker_core.events import to_dict
from broker_core.history import Run
from broker_core.history.run import Slices
from broker_core.scenario import load
from eda_site.rooms import tokens
from eda_site.rooms.bucket import Buckets
from eda_site.rooms.codes import Refused
from eda_site.rooms.front import enter
from eda_site.rooms.guard import address_of_request, guard
from eda_site.rooms.hub import Live, hub, in_slices
from eda_site.rooms.limits import limits
from eda_site.rooms.views import PRESETS

_BURST, _PER_S = 12, 4
_asked = Buckets(1_000)


async def why(request: HttpRequest, code: str, timeline: int, seq: int) -> HttpResponse:
    """The events in the chain of causes of an event that was shown, newest first, and where it began.

    Of old events the room keeps time and cause only; the rest is computed again from the nearest
    checkpoint, in slices. Nothing that lies after the shown moment is told.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    live = hub.get(code)
    if not may_ask(request, code, live) or live is None:
        raise Http404
    run = live.room.runs.get(timeline)
    if run is None or timeline != live.room.timeline:
        raise Http404
    if not 0 < seq <= live.room.seq:
        raise Http404
    if not _asked.take(code, _BURST, _PER_S):
        return HttpResponse(status=429)
    links = run.sim.why(seq)
    events = await in_slices(_events(run, [link.seq for link in links]), limits().slice_s)
    told = {"events": events, "began": links[-1].cause}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def may_ask(request: HttpRequest, code: str, live: Live | None) -> bool:
    """Whether this browser may be in the room; who guesses codes here guesses them nowhere else."""
    if live is None and tokens.is_known(request.session, code):
        return False
    address = address_of_request(request)
    if not tokens.is_known(request.session, code) and not guard.may_try(address):
        return False
    try:
        if live is not None:
            live.room.company.admit(tokens.badge_of(request.session, live.room.code), code)
            return True
    except Refused:
        pass
    guard.missed(address)
    return False


def _events(run: Run, seqs: list[int]) -> Slices[list[dict[str, Any]]]:
    """Those of the opening, which lie before the first checkpoint, explain nothing and are left out."""
    found: dict[int, dict[str, Any]] = {}
    for seq in seqs:
        if seq not in found:
            head = yield from run.before_steps(seq)
            found |= {event.seq: to_dict(event) for event in head.step()}
    return [found[seq] for seq in seqs if seq in found]


@require_safe
def settings(request: HttpRequest, code: str, preset: str) -> HttpResponse:
    """What each broker, topic, producer and group is set to in this room under a preset, where it is
    not Kafka's default. A room's scenario never changes, so the browser may keep it for a while."""
    if preset not in PRESETS:
        raise Http404
    try:
        scenario = json.loads(enter(request, code).room.scenario)
    except Refused:
        raise Http404 from None
    try:
        values = settings_here(load({**scenario, "preset": preset}))
    except ValueError:
        raise Http404 from None  # a scene that stands outside Kafka's ranges has no production timing
    return JsonResponse(values, headers={"Cache-Control": "private, max-age=3600"})
