"""What a class reads off the wall: the run, the short address, the code and its QR."""

import io
import json

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eda_site.rooms import tokens
from eda_site.rooms.codes import Refused
from eda_site.rooms.front import enter, problem_page
from eda_site.web.lan import addresses, is_loopback


def join_url(request: HttpRequest, code: str) -> str:
    """Where a phone goes to join. Under `--lan` never this machine's own name for itself."""
    return f"{_base(request)}{reverse('rooms:join_link', args=[code])}"


def _base(request: HttpRequest) -> str:
    host = request.get_host()
    known = addresses() if settings.LAN and is_loopback(host) else []
    if known:
        port = request.get_port()
        host = known[0] if port in ("80", "443") else f"{known[0]}:{port}"
    return f"{request.scheme}://{host}"


@never_cache
@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """A page for the wall: the run and how to join it, nothing to press for the class."""
    try:
        row, company, _ = enter(request, code)
    except Refused as refused:
        return problem_page(request, refused.code, code)
    if tokens.clean_code(code) != row.code:
        return HttpResponseRedirect(reverse("rooms:project", args=[row.code]))
    base = _base(request)
    scenario = json.loads(row.scenario)
    context = {
        "theme": "projector",
        "room": {
            "code": row.code,
            "join_code": company.code,
            "title": scenario["title"],
            "family": scenario.get("family", "kafka"),
        },
        "address": f"{base.partition('://')[2]}{reverse('rooms:join')}",
        "only_here": is_loopback(base.partition("://")[2]),
        "socket_path": f"/ws/r/{row.code}/",
    }
    return render(request, "rooms/project.html", context)


@never_cache
@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The join link of today as a picture, dark on white with a quiet zone."""
    try:
        _, company, _ = enter(request, code)
    except Refused as refused:
        return HttpResponse(status=404 if refused.code == "no_such_room" else 403)
    picture = io.BytesIO()
    made = segno.make(join_url(request, company.code), error="m", micro=False)
    made.save(picture, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
