"""A room's own pages, and how one is made: start a scene, take the demo over."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from broker_core import ENGINE_VERSION
from eda_site.rooms import company_store, demo, services, tokens
from eda_site.rooms.codes import Refused
from eda_site.rooms.front import enter, problem_page
from eda_site.rooms.guard import address_of_request, guard
from eda_site.rooms.hub import hub
from eda_site.rooms.library import DEFAULT_SEED, beginning_at, scene_scenario
from eda_site.rooms.limits import limits
from eda_site.rooms.models import Room
from eda_site.rooms.roles import HOSTS, OWNER, PRESENTER
from eda_site.rooms.services import NewRoom
from eda_site.rooms.wall import join_url
from eda_site.rooms.writer import StorageBusy, writer
from eda_site.vocabulary.families import families

PRESETS = ("teaching", "production")
SAVE_TIMEOUT_S = 5


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a room of a scene, owned by this browser; `as=presenter` gives presenter's controls, `at`
    begins it at one of its marked moments."""
    scenario = scene_scenario(slug)
    beginning = beginning_at(slug, _asked(request, "at"))
    if scenario is None or beginning is None:
        raise Http404
    asked = _asked(request, "preset")
    preset = asked if asked in PRESETS else str(scenario.get("preset", PRESETS[0]))
    role = PRESENTER if _asked(request, "as") == "presenter" else OWNER
    return create_room(request, slug, scenario, preset, owner_role=role, **beginning._asdict())


@require_POST
def demo_take(request: HttpRequest) -> HttpResponse:
    """A room of the visitor's own that goes on from the moment the demo shows now."""
    scenario = scene_scenario(demo.SLUG)
    if scenario is None:
        raise Http404
    live = hub.get(demo.CODE)
    shown_at_us = live.room.now_us if live is not None else 0
    preset = str(scenario.get("preset", PRESETS[0]))
    return create_room(request, demo.SLUG, scenario, preset, shown_at_us=shown_at_us)


@never_cache
@require_safe
def room(request: HttpRequest, code: str) -> HttpResponse:
    """The stage of a room. The code of today leads to the room's own address."""
    try:
        row, company, role = enter(request, code)
    except Refused as refused:
        return problem_page(request, refused.code, code)
    if tokens.clean_code(code) != row.code:
        return HttpResponseRedirect(reverse("rooms:room", args=[row.code]))
    scenario = json.loads(row.scenario)
    context: dict[str, Any] = {
        "room": {
            "code": row.code,
            "join_code": company.code,
            "title": scenario["title"],
            "slug": row.slug,
            "family": scenario.get("family", "kafka"),
            "seed": row.seed,
            "engine": row.engine,
            "preset": row.preset,
        },
        "role": role,
        "socket_path": f"/ws/r/{row.code}/",
        "invite_url": request.build_absolute_uri(reverse("rooms:room", args=[company.code])),
        "join_url": join_url(request, company.code),
        "families": families(),
        "recovery_url": _recovery_url(request, row.code) if role in HOSTS else None,
    }
    return render(request, "rooms/room.html", context)


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def create_room(
    request: HttpRequest, slug: str, scenario: Mapping[str, Any], preset: str, **more: Any
) -> HttpResponse:
    """Store a room that belongs to this browser and lead there, or say why not; `more` as NewRoom."""
    if not guard.may_start(address_of_request(request)):
        return problem_page(request, "too_many_rooms")
    if Room.objects.count() >= limits().rooms:
        return problem_page(request, "rooms_full")
    key = tokens.new_key()
    new = NewRoom(
        code="",
        slug=slug,
        scenario=json.dumps(dict(scenario), ensure_ascii=False),
        engine=str(ENGINE_VERSION),
        preset=preset,
        owner_hash=tokens.key_hash(key),
        **{"seed": DEFAULT_SEED, **more},
    )
    try:
        code = _store(new)
    except (DatabaseError, StorageBusy, TimeoutError):
        return problem_page(request, "storage_slow")
    tokens.key_keep(request.session, code, key)
    tokens.actor_of(request.session)
    request.session["fresh"] = code
    return HttpResponseRedirect(reverse("rooms:room", args=[code]))


def _store(new: NewRoom) -> str:
    """Save a room under a code that leads nowhere yet; gives the code."""
    while True:
        code = tokens.new_code()
        if company_store.code_taken(code):
            continue
        try:
            writer.submit(services.room_create, new._replace(code=code)).result(SAVE_TIMEOUT_S)
        except IntegrityError:
            continue
        return code


def _recovery_url(request: HttpRequest, code: str) -> str | None:
    """Shown once: on the first page after the room was made."""
    if request.session.get("fresh") != code:
        return None
    del request.session["fresh"]
    key = request.session.get("rooms", {}).get(code)
    if not isinstance(key, str):
        return None
    token = tokens.recovery_token(code, key)
    return request.build_absolute_uri(reverse("rooms:recover", args=[code, token]))
