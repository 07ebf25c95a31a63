"""All words of the stage in one language, as the page loads them: `/vocabulary/stage-<lang>-<hash>.json`.

The hash is of the content, so a browser may keep the file for good. What is not translated is English.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from eda_site.vocabulary.errors import ERRORS
from eda_site.vocabulary.glossary import GLOSSARY
from eda_site.vocabulary.kinds import KINDS
from eda_site.vocabulary.labels import LABELS
from eda_site.vocabulary.refusals import REFUSALS
from eda_site.vocabulary.sentences import sentences

DEFAULT = "en"
_HASH_LENGTH = 12


class Catalogue(NamedTuple):
    """One language's words, as data and as the bytes that travel."""

    lang: str
    data: Mapping[str, Any]
    body: bytes
    hash: str


def spoken(lang: str) -> str:
    """The language that the site has for a code, English when it has none."""
    return lang if lang in dict(settings.LANGUAGES) else DEFAULT


@lru_cache(maxsize=16)
def catalogue(lang: str) -> Catalogue:
    """The catalogue of a language; made once, since nothing in it changes while the server runs."""
    lang = spoken(lang)
    with override(lang):
        data = {
            "lang": lang,
            "sentences": _plain(sentences()),
            "labels": _plain(LABELS),
            "refusals": _plain(REFUSALS),
            "glossary": _plain(GLOSSARY),
            "kinds": _plain(KINDS),
            "errors": _plain(ERRORS),
        }
    body = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Catalogue(lang, data, body, hashlib.sha256(body).hexdigest()[:_HASH_LENGTH])


def catalogue_url(lang: str) -> str:
    """Where a page in this language finds its words."""
    found = catalogue(spoken(lang))
    return reverse("vocabulary:stage", args=[found.lang, found.hash])


def _plain(value: Any) -> Any:
    """Tables with lazy texts as tables with texts of the active language."""
    return (
        {key: _plain(item) for key, item in value.items()}
        if isinstance(value, Mapping)
        else str(value)
    )
