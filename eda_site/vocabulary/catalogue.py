"""All words of the stage in one language, in files: `/vocabulary/<part>-<lang>-<hash>.json`.

`stage` is what every page of a room needs at once; `more` is what it fetches when somebody asks: precise
sentences, refusals, glossary, commands and settings. Rooms of brokers, programs and
services fetch `town` and `town_more` instead, since neither kind of room shows the other's events. The log
depth travels in none: a page writes it from the
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
from eda_site.vocabulary.glossary import GLOSSARY, KAFKA
from eda_site.vocabulary.grammar import grammar
from eda_site.vocabulary.kinds import KINDS
from eda_site.vocabulary.labels import LABELS
from eda_site.vocabulary.more import MORE_LABELS
from eda_site.vocabulary.refusals import REFUSALS
from eda_site.vocabulary.sentences import sentences
from eda_site.vocabulary.settings import CHANGES
from eda_site.vocabulary.settings import settings as kafka_settings

DEFAULT = "en"
PARTS = ("stage", "more", "town", "town_more")
TOWN = ("pubsub", "mesh", "service")
"""Families of events that only rooms of brokers, programs and services know."""

SHARED = ("network",)
TOWN_LABELS = frozenset({
    "carries", "client", "dialect", "explain", "form", "hub", "link", "memory", "mode", "overflow",
    "quality", "queue", "saga", "service", "stamp", "style", "tape", "town", "way",
})  # fmt: skip
"""Sections of labels that only those rooms show."""

LATER_LABELS = frozenset(
    {"acks", "crew", "describe", "events", "handle", "inspect", "key", "status", "why"}
)
"""Sections that only modules show which a page imports when somebody asks."""

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
    files = {}
    for town, stage, more in ((False, "stage", "more"), (True, "town", "town_more")):
        files[stage] = _file(_stage(data, town))
        files[more] = _file(_more(data, town))
    return Catalogue(lang, data, files)


def _stage(data: Mapping[str, Any], town: bool) -> dict[str, Any]:
    """What a page needs at once: in rooms of Kafka, or in those of the other families."""
    left_out = LATER_LABELS if town else LATER_LABELS | TOWN_LABELS
    labels = {key: data["labels"][key] for key in LABELS if _section(key) not in left_out}
    # Rules for the names of topics and filters are told only where filters are made.
    errors = {code: said for code, said in data["errors"].items() if town or "." not in code}
    return {key: data[key] for key in ("lang", "kinds")} | {
        "errors": errors,
        "labels": labels,
        "sentences": _depth(_told_in(data["sentences"], town), "plain"),
    }


def _more(data: Mapping[str, Any], town: bool) -> dict[str, Any]:
    """What a page fetches when somebody asks."""
    parts = ("lang", "refusals", "changes")
    words = grammar(town)
    fields = {part["name"] for command in words.values() for part in command["parts"]}
    later = [key for key in LABELS if _section(key) in LATER_LABELS]
    cards = GLOSSARY if town else KAFKA
    return {key: data[key] for key in parts} | {
        "glossary": {term: data["glossary"][term] for term in cards},
        "labels": {key: data["labels"][key] for key in (*later, *MORE_LABELS)},
        "sentences": _depth(_told_in(data["sentences"], town), "precise"),
        "grammar": words,
        "commands": {name: data["commands"][name] for name in words},
        "fields": {name: text for name, text in data["fields"].items() if name in fields},
        "settings": {} if town else kafka_settings(),
    }


def _section(key: str) -> str:
    return key.partition(".")[0]


def _told_in(sentences: Mapping[str, Any], town: bool) -> dict[str, Any]:
    """The sentences about events that such a room can have."""
    return {
        name: told
        for name, told in sentences.items()
        if (family := name.split(".")[0]) in SHARED or (family in TOWN) == town
    }


def part_of(family: str, part: str = "stage") -> str:
    """The part that a room of this family of scenes fetches, for `stage` or `more`."""
    return part if family == "kafka" else {"stage": "town", "more": "town_more"}[part]


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
