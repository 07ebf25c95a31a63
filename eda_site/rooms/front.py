"""The way into a room by a page: which room, who is let in, and what a refusal looks like."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from eda_site.rooms import tokens
from eda_site.rooms.codes import Refused
from eda_site.rooms.company import Company
from eda_site.rooms.company_store import room_by_code
from eda_site.rooms.guard import address_of_request, guard
from eda_site.rooms.models import Room
from eda_site.rooms.roles import STUDENT, VIEWER

PROBLEMS = {
    "no_such_room": (404, _("There is no room with this code.")),
    "no_such_link": (404, _("This recovery link does not fit any room.")),
    "pass_used": (404, _("This link was made for one person and is used up. Ask for another one.")),
    "removed": (403, _("You were removed from this room.")),
    "room_locked": (403, _("This room is locked: nobody new comes in. Ask your teacher.")),
    "too_many_tries": (429, _("Too many codes tried. Wait a minute.")),
    "too_many_rooms": (429, _("Too many rooms opened from here. Wait a minute.")),
    "rooms_full": (503, _("This site holds no more rooms at the moment. Try again later.")),
    "storage_slow": (503, _("The room could not be saved. Try again in a moment.")),
}
"""What a page says when it does not let somebody in: status and sentence."""


class Inside(NamedTuple):
    """A room that somebody may enter, and the role they have there."""

    room: Room
    company: Company
    role: str


def enter(request: HttpRequest, typed: str, seat: str = VIEWER) -> Inside:
    """Let a browser in and remember it in its session. Raises Refused.

    Wrong codes are counted; those who have been let into the room before are never kept waiting.
    """
    session = request.session
    address = address_of_request(request)
    code = tokens.clean_code(typed)
    if not tokens.is_known(session, code or "") and not guard.may_try(address):
        raise Refused("too_many_tries")
    found = room_by_code(code) if code else None
    try:
        if found is None or code is None:
            raise Refused("no_such_room", code=typed[:12])
        badge = tokens.badge_of(session, found.room.code)
        role = found.company.admit(badge, code, seat)
    except Refused as refused:
        if refused.code == "no_such_room":
            guard.missed(address)
        raise
    if role in (STUDENT, VIEWER):
        tokens.seat_keep(session, found.room.code, role)
    return Inside(found.room, found.company, role)


def problem_page(request: HttpRequest, code: str, typed: str = "") -> HttpResponse:
    """The page to join by a code, with what went wrong."""
    status, problem = PROBLEMS[code]
    return join_page(request, typed, str(problem), status)


def join_page(
    request: HttpRequest, typed: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"typed": typed[:32], "problem": problem}
    return render(request, "rooms/join.html", context, status=status)
