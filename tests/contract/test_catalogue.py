"""The words of the stage reach the page in its language, and can be kept for good."""

import gzip
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from eda_site.vocabulary.catalogue import catalogue, catalogue_url
from eda_site.vocabulary.formatter import FIELD
from eda_site.vocabulary.templatetags.vocabulary import stage_catalogue_url
from tests.contract.samples import endings

PARTS = {"lang", "sentences", "labels", "refusals", "glossary", "kinds", "errors"}


def test_the_page_gets_all_words_and_may_keep_them(client: Client) -> None:
    answer = client.get(catalogue_url("en"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert "immutable" in answer["Cache-Control"]
    assert json.loads(answer.content) == catalogue("en").data
    assert set(catalogue("en").data) == PARTS


def test_the_words_travel_compressed(client: Client) -> None:
    answer = client.get(catalogue_url("en"), headers={"accept-encoding": "br, gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content) == catalogue("en").body
    assert len(answer.content) < 40_000


def test_another_address_leads_to_the_present_words(client: Client) -> None:
    for old in ("/vocabulary/stage-en-000000000000.json", "/vocabulary/stage-tlh-1.json"):
        answer = client.get(old)
        assert answer.status_code == 302
        assert answer["Location"] == catalogue_url("en")
        assert answer["Cache-Control"] == "no-store"


def test_words_are_only_read(client: Client) -> None:
    assert client.post(catalogue_url("en")).status_code == 405


def test_the_template_tag_names_the_catalogue_of_the_active_language() -> None:
    with override("en"):
        assert stage_catalogue_url() == catalogue_url("en")
    with override(settings.PSEUDO_LANGUAGE):
        assert stage_catalogue_url() == catalogue_url(settings.PSEUDO_LANGUAGE)
        assert catalogue_url("en") != catalogue_url(settings.PSEUDO_LANGUAGE)


def translatable(data: dict[str, Any]) -> dict[str, str]:
    """Every text that a person reads, by its place; settings' names and log lines are no language."""
    found = {}
    for name, depths in data["sentences"].items():
        for depth in ("plain", "precise"):
            for n, text in enumerate(endings(depths[depth])):
                found[f"sentences.{name}.{depth}.{n}"] = text
    for part in ("labels", "refusals", "kinds"):
        for key, template in data[part].items():
            for n, text in enumerate(endings(template)):
                found[f"{part}.{key}.{n}"] = text
    for part, names in (("glossary", ("title", "text", "not")), ("errors", ("word", "text"))):
        for key, card in data[part].items():
            found |= {f"{part}.{key}.{name}": card[name] for name in names}
    return found


@pytest.fixture(scope="module")
def made_up(built_files: None) -> dict[str, str]:
    return translatable(dict(catalogue(settings.PSEUDO_LANGUAGE).data))


def test_every_text_can_be_translated(made_up: dict[str, str]) -> None:
    loose = [place for place, text in made_up.items() if not re.fullmatch(r"(?s)\[.*\]", text)]
    assert loose == []


def test_translation_keeps_the_fields(made_up: dict[str, str]) -> None:
    for place, text in translatable(dict(catalogue("en").data)).items():
        assert FIELD.findall(made_up[place]) == FIELD.findall(text), place
