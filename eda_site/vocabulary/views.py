import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from eda_site.pages.selectors import scene_list
from eda_site.vocabulary.catalogue import DEFAULT, PARTS, catalogue, catalogue_url, spoken
from eda_site.vocabulary.gallery import WORDS, headings, narration
from eda_site.vocabulary.glossary import GLOSSARY
from eda_site.vocabulary.stills import MOMENTS, moment

FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def words(request: HttpRequest, part: str, lang: str, digest: str) -> HttpResponse:
    """One part of the words. An old or unknown address leads to the present one."""
    found = catalogue(spoken(lang))
    if (lang, digest) != (found.lang, found.files[part].hash):
        response: HttpResponse = HttpResponseRedirect(catalogue_url(lang, part))
        response["Cache-Control"] = "no-store"
        return response
    accepted = request.headers.get("Accept-Encoding", "")
    how = next((name for name in _PACKERS if name in accepted), "")
    response = HttpResponse(
        _packed(found.lang, part, how) if how else found.files[part].body,
        content_type="application/json",
    )
    if how:
        response["Content-Encoding"] = how
    response["Cache-Control"] = FOR_GOOD
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.compress,
    "gzip": lambda body: gzip.compress(body, compresslevel=9, mtime=0),
}
"""Ways to pack the words, the smallest first."""


@lru_cache(maxsize=32)
def _packed(lang: str, part: str, how: str) -> bytes:
    return _PACKERS[how](catalogue(lang).files[part].body)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    cards = sorted(GLOSSARY.items(), key=lambda card: str(card[1]["title"]).casefold())
    return render(request, "vocabulary/glossary.html", {"cards": cards})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    lang = get_language() or DEFAULT
    scenes = {scene.slug: scene for scene in scene_list()}
    context = {
        "parts": headings(),
        "words": WORDS,
        "narration": narration(lang),
        "moments": [scenes[slug] for slug in MOMENTS],
        "catalogues": [catalogue_url(lang, part) for part in PARTS],
        "any_family": {"family": "town"},
    }
    return render(request, "vocabulary/gallery.html", context)


@require_safe
def gallery_moment(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in MOMENTS:
        raise Http404
    return HttpResponse(moment(slug), content_type="application/json")
