"""Ways into a room: start a scene, take the demo over, join by a code, open a link."""

import json
import time
from typing import Any

from django.db import DatabaseError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from broker_core import ENGINE_VERSION
from eda_site.rooms import demo, selectors, services, tokens
from eda_site.rooms.bucket import Bucket
from eda_site.rooms.hub import hub
from eda_site.rooms.library import DEFAULT_SEED, scene_scenario
from eda_site.rooms.limits import limits
from eda_site.rooms.roles import OWNER, PRESENTER, VIEWER
from eda_site.rooms.services import NewRoom
from eda_site.rooms.writer import StorageBusy, writer
from eda_site.vocabulary.families import families

PRESETS = ("teaching", "production")
SAVE_TIMEOUT_S = 5

_guesses: dict[str, Bucket] = {}


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a room of a scene, owned by this browser; `as=presenter` gives presenter's controls."""
    scenario = scene_scenario(slug)
    if scenario is None:
        raise Http404
    asked = _asked(request, "preset")
    preset = asked if asked in PRESETS else str(scenario.get("preset", PRESETS[0]))
    role = PRESENTER if _asked(request, "as") == "presenter" else OWNER
    return _create(request, slug, scenario, preset, owner_role=role)


@require_POST
def demo_take(request: HttpRequest) -> HttpResponse:
    """A room of the visitor's own that goes on from the moment the demo shows now."""
    scenario = scene_scenario(demo.SLUG)
    if scenario is None:
        raise Http404
    live = hub.get(demo.CODE)
    shown_at_us = live.room.now_us if live is not None else 0
    preset = str(scenario.get("preset", PRESETS[0]))
    return _create(request, demo.SLUG, scenario, preset, shown_at_us=shown_at_us)


@never_cache
@require_safe
def room(request: HttpRequest, code: str) -> HttpResponse:
    """The stage of a room."""
    known = tokens.clean_code(code)
    row = selectors.room_row(known) if known else None
    if row is None:
        return _join_page(request, code, _("There is no room with this code."), 404)
    tokens.actor_of(request.session)
    role = tokens.role_of(request.session, row.code, row.owner_hash, row.owner_role)
    scenario = json.loads(row.scenario)
    context: dict[str, Any] = {
        "room": {
            "code": row.code,
            "title": scenario["title"],
            "slug": row.slug,
            "family": scenario.get("family", "kafka"),
            "seed": row.seed,
            "engine": row.engine,
            "preset": row.preset,
        },
        "role": role,
        "socket_path": f"/ws/r/{row.code}/",
        "invite_url": request.build_absolute_uri(reverse("rooms:room", args=[row.code])),
        "families": families(),
        "recovery_url": _recovery_url(request, row.code) if role != VIEWER else None,
    }
    return render(request, "rooms/room.html", context)


@never_cache
@require_safe
def recover(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Give a room back to the owner whose browser died."""
    key = tokens.recovery_key(code, token)
    row = selectors.room_row(code)
    if key is None or row is None or tokens.key_hash(key) != row.owner_hash:
        return _join_page(request, "", _("This recovery link does not fit any room."), 404)
    tokens.key_keep(request.session, code, key)
    return HttpResponseRedirect(reverse("rooms:room", args=[code]))


@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Enter by the code that is read off a wall; wrong ones may be tried a few times a minute."""
    if request.method != "POST":
        return _join_page(request)
    typed = request.POST.get("code", "")[:32]
    guesses = _guesses_of(request)
    if guesses.level < 1 and not guesses.take(time.monotonic()):
        return _join_page(request, typed, _("Too many codes tried. Wait a minute."), 429)
    code = tokens.clean_code(typed)
    if code is not None and selectors.room_exists(code):
        return HttpResponseRedirect(reverse("rooms:room", args=[code]))
    guesses.take(time.monotonic())
    return _join_page(request, typed, _("There is no room with this code."), 404)


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def _create(
    request: HttpRequest, slug: str, scenario: dict[str, Any], preset: str, **more: Any
) -> HttpResponse:
    key = tokens.new_key()
    while True:
        code = tokens.new_code()
        new = NewRoom(
            code=code,
            slug=slug,
            scenario=json.dumps(scenario, ensure_ascii=False),
            engine=str(ENGINE_VERSION),
            seed=DEFAULT_SEED,
            preset=preset,
            owner_hash=tokens.key_hash(key),
            **more,
        )
        try:
            writer.submit(services.room_create, new).result(SAVE_TIMEOUT_S)
            break
        except IntegrityError:
            continue
        except (DatabaseError, StorageBusy, TimeoutError):
            sorry = _("The room could not be stored. Try again in a moment.")
            return _join_page(request, "", sorry, 503)
    tokens.key_keep(request.session, code, key)
    tokens.actor_of(request.session)
    request.session["fresh"] = code
    return HttpResponseRedirect(reverse("rooms:room", args=[code]))


def _recovery_url(request: HttpRequest, code: str) -> str | None:
    """Shown once: on the first page after the room was made."""
    if request.session.get("fresh") != code:
        return None
    del request.session["fresh"]
    token = tokens.recovery_token(code, request.session["rooms"][code])
    return request.build_absolute_uri(reverse("rooms:recover", args=[code, token]))


def _join_page(
    request: HttpRequest, typed: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"typed": typed[:32], "problem": problem}
    return render(request, "rooms/join.html", context, status=status)


def _guesses_of(request: HttpRequest) -> Bucket:
    """How many wrong codes an address may still try."""
    address = request.META.get("REMOTE_ADDR", "")
    if len(_guesses) > 10_000:
        _guesses.clear()
    per_minute = limits().joins_per_minute
    return _guesses.setdefault(address, Bucket(per_minute, per_minute / 60, time.monotonic()))
