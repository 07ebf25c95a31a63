"""A short link to a moment: kept when somebody asks for it, opened as a room of one's own."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eda_site.rooms.codes import Refused
from eda_site.rooms.front import problem_page
from eda_site.rooms.guard import address_of_request, guard
from eda_site.rooms.views import SAVE_TIMEOUT_S
from eda_site.rooms.writer import StorageBusy, writer
from eda_site.share import store
from eda_site.share.answers import may_ask, refused_page, unfit_page
from eda_site.share.bring import offer, open_room
from eda_site.share.busy import alone
from eda_site.share.embed import frame_code
from eda_site.share.parcel import Unfit, read
from eda_site.share.replayed import finished
from eda_site.share.taken import take


async def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the moment that the room shows to this person; tells the link."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        taking = await sync_to_async(take)(request, code)
        if not may_ask(request):
            raise Unfit("too_fast")
        parcel = await alone(finished(taking.parcel(*taking.shown)))
        known = await sync_to_async(_store)(parcel.text())
    except Refused as refused:
        return await sync_to_async(refused_page)(request, refused)
    except Unfit as unfit:
        return await sync_to_async(unfit_page)(request, unfit)
    except (DatabaseError, StorageBusy, TimeoutError):
        return await sync_to_async(problem_page)(request, "storage_slow")
    link = request.build_absolute_uri(reverse("share:moment", args=[known]))
    context = {
        "link": link,
        "room_code": taking.stored.code,
        "title": parcel.title,
        "frame": frame_code(request, known, parcel.title) if settings.EMBED_ORIGINS else "",
    }
    return await sync_to_async(render)(request, "share/kept.html", context)


def _store(document: str) -> str:
    while True:
        try:
            made = writer.submit(store.moment_create, store.new_code(), document)
            return made.result(SAVE_TIMEOUT_S)
        except IntegrityError:
            continue


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def moment(request: HttpRequest, code: str) -> HttpResponse:
    """What the link leads to; posted, a new room at that moment, paused there."""
    address = address_of_request(request)
    if not guard.may_try(address):
        return problem_page(request, "too_many_tries")
    document = store.moment_of(code)
    if document is None:
        guard.missed(address)
        return unfit_page(request, Unfit("no_moment"))
    try:
        parcel = read(document)
    except Unfit as unfit:
        return unfit_page(request, unfit)
    if request.method == "POST":
        writer.submit(store.moment_touch, code)
        return open_room(request, parcel)
    return offer(request, parcel, reverse("share:moment", args=[code]))
