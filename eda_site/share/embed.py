"""A frame for other sites: the replay of a kept moment. Off unless EVENTARIUM_EMBED names who may.

The page has an origin of its own (sandbox), reads and sets no cookie, and asks for nothing more.
"""

from collections import OrderedDict

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt

from eda_site.rooms.hub import in_slices
from eda_site.rooms.limits import limits
from eda_site.share import store
from eda_site.share.answers import may_ask
from eda_site.share.busy import alone
from eda_site.share.parcel import Unfit, read
from eda_site.share.replay.page import as_written, replay_steps

KEPT = 8
POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' data:; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {}"
)
_pages: OrderedDict[tuple[str, str], str] = OrderedDict()


@xframe_options_exempt
async def embed(request: HttpRequest, code: str) -> HttpResponse:
    """The replay up to the moment, for the origins that may show it."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if not settings.EMBED_ORIGINS:
        raise Http404
    page = await _page(request, code, get_language() or "en")
    response = HttpResponse(page, headers={"Cache-Control": "public, max-age=3600"})
    ancestors = " ".join(settings.EMBED_ORIGINS)
    response["Content-Security-Policy"] = POLICY.format(ancestors)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


async def _page(request: HttpRequest, code: str, lang: str) -> str:
    """Computed once for all who look; a moment never changes."""
    known = _pages.get((code, lang))
    if known is not None:
        return known
    if not may_ask(request):
        raise Http404
    document = await sync_to_async(store.moment_of)(code)
    if document is None:
        raise Http404
    try:
        parcel = read(document)
        if parcel.is_foreign or not parcel.at_us:
            raise Http404
        steps = replay_steps([(as_written(), parcel)], lang)
        page = await alone(in_slices(steps, limits().slice_s))
    except Unfit:
        raise Http404 from None
    _pages[code, lang] = page
    if len(_pages) > KEPT:
        _pages.popitem(last=False)
    return page


def frame_code(request: HttpRequest, code: str, title: str) -> str:
    """What somebody pastes into a page of their own."""
    address = request.build_absolute_uri(reverse("share:embed", args=[code]))
    return format_html(
        '<iframe src="{}" title="{}" width="1100" height="760" sandbox="allow-scripts"></iframe>',
        address,
        title,
    )
