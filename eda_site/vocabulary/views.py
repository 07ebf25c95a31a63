import gzip
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from eda_site.vocabulary.catalogue import catalogue, catalogue_url, spoken
from eda_site.vocabulary.glossary import GLOSSARY

FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def words(request: HttpRequest, part: str, lang: str, digest: str) -> HttpResponse:
    """One part of the words. An old or unknown address leads to the present one."""
    found = catalogue(spoken(lang))
    if (lang, digest) != (found.lang, found.files[part].hash):
        response: HttpResponse = HttpResponseRedirect(catalogue_url(lang, part))
        response["Cache-Control"] = "no-store"
        return response
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        _zipped(found.lang, part) if zipped else found.files[part].body,
        content_type="application/json",
    )
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = FOR_GOOD
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@lru_cache(maxsize=16)
def _zipped(lang: str, part: str) -> bytes:
    return gzip.compress(catalogue(lang).files[part].body, compresslevel=9, mtime=0)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    cards = sorted(GLOSSARY.items(), key=lambda card: str(card[1]["title"]).casefold())
    return render(request, "vocabulary/glossary.html", {"cards": cards})
