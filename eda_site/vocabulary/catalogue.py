"""All words of the stage in one language, in two files: `/vocabulary/<part>-<lang>-<hash>.json`.

`stage` is what every page of a room needs at once; `more` is what it fetches when somebody asks: precise
sentences, glossary, commands and settings. The log depth travels in neither: a page writes it from the
event's own fields. The hash is of the content, so a browser may keep a file for good. What is not
translated is English.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from eda_site.vocabulary.commands import COMMANDS, FIELDS
from eda_site.vocabulary.errors import ERRORS
from eda_site.vocabulary.glossary import GLOSSARY
from eda_site.vocabulary.grammar import grammar
from eda_site.vocabulary.kinds import KINDS
from eda_site.vocabulary.labels import LABELS
from eda_site.vocabulary.more import MORE_LABELS
from eda_site.vocabulary.refusals import REFUSALS
from eda_site.vocabulary.sentences import sentences
from eda_site.vocabulary.settings import CHANGES
from eda_site.vocabulary.settings import settings as kafka_settings

DEFAULT = "en"
PARTS = ("stage", "more")
_HASH_LENGTH = 12


class File(NamedTuple):
    """One part as the bytes that travel."""

    body: bytes
    hash: str


class Catalogue(NamedTuple):
    """One language's words: as data (whole, with every depth), and as the files that travel."""

    lang: str
    data: Mapping[str, Any]
    files: Mapping[str, File]


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
            "labels": _plain({**LABELS, **MORE_LABELS}),
            "refusals": _plain(REFUSALS),
            "glossary": _plain(GLOSSARY),
            "kinds": _plain(KINDS),
            "errors": _plain(ERRORS),
            "commands": _plain(COMMANDS),
            "fields": _plain(FIELDS),
            "changes": _plain(CHANGES),
        }
    stage = {key: data[key] for key in ("lang", "refusals", "kinds", "errors")} | {
        "labels": {key: data["labels"][key] for key in LABELS},
        "sentences": _depth(data["sentences"], "plain"),
    }
    more = {key: data[key] for key in ("lang", "glossary", "commands", "fields", "changes")} | {
        "labels": {key: data["labels"][key] for key in MORE_LABELS},
        "sentences": _depth(data["sentences"], "precise"),
        "grammar": grammar(),
        "settings": kafka_settings(),
    }
    return Catalogue(lang, data, {"stage": _file(stage), "more": _file(more)})


def catalogue_url(lang: str, part: str = "stage") -> str:
    """Where a page in this language finds its words."""
    found = catalogue(spoken(lang))
    return reverse(f"vocabulary:{part}", args=[found.lang, found.files[part].hash])


def _depth(told: Mapping[str, Any], depth: str) -> dict[str, Any]:
    return {name: {depth: depths[depth]} for name, depths in told.items()}


def _file(data: Mapping[str, Any]) -> File:
    body = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return File(body, hashlib.sha256(body).hexdigest()[:_HASH_LENGTH])


def _plain(value: Any) -> Any:
    """Tables with lazy texts as tables with texts of the active language."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else str(value)
