"""Questions that a page of a room asks by plain requests: who may ask, how often, how far they may see."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

from eda_site.rooms import tokens
from eda_site.rooms.bucket import Buckets
from eda_site.rooms.codes import Refused
from eda_site.rooms.hub import Live, hub, in_slices
from eda_site.rooms.limits import limits
from eda_site.rooms.roles import DRIVERS

BURST, PER_S = 24, 6
_asked = Buckets(1_000)


class Visit(NamedTuple):
    """Somebody who may be in a room that is in memory."""

    live: Live
    role: str

    @property
    def drives(self) -> bool:
        return self.role in DRIVERS

    def until_us(self, end_us: int) -> int:
        """The last moment they may see: those who drive may look ahead, the others see what the room
        shows and what came before it."""
        return end_us if self.drives else min(end_us, self.live.room.now_us)


async def visit(request: HttpRequest, code: str, counts: bool = True) -> Visit | HttpResponse:
    """Let somebody ask who has been in the room's pages; else an answer that refuses. Raises Http404.

    Without `counts` the caller asks `may_ask` before it computes anything.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if not tokens.is_known(request.session, code):
        raise Http404
    live = await hub.open(code)
    if live is None:
        raise Http404
    try:
        role = live.room.company.admit(tokens.badge_of(request.session, code), code)
    except Refused:
        raise Http404 from None
    guest = Visit(live, role)
    return guest if not counts or may_ask(guest) else HttpResponse(status=429)


def may_ask(guest: Visit) -> bool:
    """Count a question. Those who watch share one allowance, so that they never use up the others'."""
    return _asked.take(f"{guest.live.room.code} {guest.drives}", BURST, PER_S)


async def sliced(work: Any) -> Any:
    """Run sliced work to its end without holding the loop."""
    return await in_slices(work, limits().slice_s)


def number_in(request: HttpRequest, name: str) -> int | None:
    """A moment in the query, if there is a sound one."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
