"""Links and codes that lead into a room: join, come back as its owner, take a one-time link."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eda_site.rooms import tokens
from eda_site.rooms.codes import Refused
from eda_site.rooms.company_store import pass_is_open, room_by_code
from eda_site.rooms.front import enter, join_page, problem_page
from eda_site.rooms.roles import REMOVED, STUDENT, VIEWER


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Enter by the code that is read off a wall; wrong ones may be tried a few times a minute."""
    if request.method != "POST":
        return join_page(request)
    return _joined(request, request.POST.get("code", "")[:32])


@never_cache
@require_safe
def join_link(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR code on the wall leads: in, without a form."""
    return _joined(request, code)


def _joined(request: HttpRequest, typed: str) -> HttpResponse:
    try:
        inside = enter(request, typed, STUDENT)
    except Refused as refused:
        return problem_page(request, refused.code, typed)
    return _to_room(inside.room.code)


@never_cache
@require_safe
def recover(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Give a room back to the owner whose browser died."""
    key = tokens.recovery_key(code, token)
    found = room_by_code(code) if key is not None else None
    if key is None or found is None or tokens.key_hash(key) != found.company.owner_hash:
        return problem_page(request, "no_such_link")
    tokens.key_keep(request.session, found.room.code, key)
    tokens.actor_of(request.session)
    return _to_room(found.room.code)


@never_cache
@require_safe
def one_time(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Let in who follows a one-time link, and hand its key to the page, which takes it by an intent.

    So a program that looks at links does not use it up, and the key never stands in a server's log.
    """
    key = tokens.pass_key(code, token)
    found = room_by_code(code) if key is not None else None
    if key is None or found is None or not pass_is_open(found.room, tokens.key_hash(key)):
        return problem_page(request, "pass_used")
    role = found.company.role_of(tokens.badge_of(request.session, code))
    if role == REMOVED:
        return problem_page(request, "removed")
    if role is None:
        tokens.seat_keep(request.session, code, VIEWER)
    return _to_room(code, f"#pass={key}")


def _to_room(code: str, fragment: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("rooms:room", args=[code]) + fragment)
