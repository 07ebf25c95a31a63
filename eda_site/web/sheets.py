"""Style sheets of many files as one: the tree keeps one file for one noun, a page fetches one for all.

    /styles/<name>-<hash>.css

The hash is of the content, so a browser may keep a sheet for good.
"""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from eda_site.web.static import without_comments

_FIRST = ("room", "controls", "inspector", "actors", "broker", "log", "marks", "clients", "group")
_TOWN = ("town/cards", "town/ways", "town/panels", "town/forms")
_LAST = ("layout", "demo", "reach", "phone")
_ROOM = ("css/room/details.css", "css/room/reach.css")


def _stage(*more: str) -> tuple[str, ...]:
    names = (*_FIRST, "quorum", "tokens", *more, *_LAST)
    return (*(f"css/stage/{name}.css" for name in names), *_ROOM)


SHEETS: dict[str, tuple[str, ...]] = {"kafka": _stage(), "town": _stage(*_TOWN)}
"""Rooms of brokers, programs and services have a sheet with their own things in it. `reach` files (narrow
screens, projector, forced colours) change the others and come last."""

FOR_GOOD = "public, max-age=31536000, immutable"


class Sheet(NamedTuple):
    body: bytes
    zipped: bytes
    hash: str


def sheet(name: str) -> Sheet:
    """A whole sheet; made once, except while somebody works on its files."""
    if settings.DEBUG:
        _sheet.cache_clear()
    return _sheet(name)


@lru_cache(maxsize=8)
def _sheet(name: str) -> Sheet:
    parts = []
    for path in SHEETS[name]:
        found = finders.find(path)
        if not isinstance(found, str):
            raise FileNotFoundError(f"{path} belongs to the sheet {name}, but is no static file")
        parts.append(without_comments(Path(found).read_text(encoding="utf-8")))
    body = "\n".join(parts).encode()
    zipped = gzip.compress(body, compresslevel=9, mtime=0)
    return Sheet(body, zipped, hashlib.sha256(body).hexdigest()[:12])


def sheet_url(name: str) -> str:
    return reverse("sheet", args=[name, sheet(name).hash])


@require_safe
def serve(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """One sheet. An old address leads to the present one."""
    if name not in SHEETS:
        raise Http404
    found = sheet(name)
    if digest != found.hash:
        response: HttpResponse = HttpResponseRedirect(sheet_url(name))
        response["Cache-Control"] = "no-store"
        return response
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.zipped if zipped else found.body, content_type="text/css")
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = FOR_GOOD
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
