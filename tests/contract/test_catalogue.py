"""The words of the stage reach the page in its language, and can be kept for good."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from broker_core.events import REGISTRY
from eda_site.vocabulary.catalogue import LATER_LABELS, catalogue, catalogue_url
from eda_site.vocabulary.formatter import FIELD
from eda_site.vocabulary.templatetags.vocabulary import more_catalogue_url, stage_catalogue_url
from eda_site.web.static import module_graph
from tests.contract.samples import endings

STATIC = Path(settings.BASE_DIR) / "static"

AT_ONCE = {"lang", "sentences", "labels", "kinds", "errors"}
LATER = {
    *("lang", "sentences", "labels", "refusals", "glossary", "commands", "fields"),
    *("changes", "grammar", "settings"),
}
FILES = {"stage": AT_ONCE, "more": LATER, "town": AT_ONCE, "town_more": LATER}
MOST_BYTES = {"stage": 22_000, "more": 40_000, "town": 22_000, "town_more": 40_000}


@pytest.mark.parametrize("part", FILES)
def test_the_page_gets_its_words_and_may_keep_them(client: Client, part: str) -> None:
    answer = client.get(catalogue_url("en", part))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert "immutable" in answer["Cache-Control"]
    assert set(json.loads(answer.content)) == FILES[part]


def test_every_word_travels_in_one_of_the_files(client: Client) -> None:
    """The log depth is the page's own work: an event's type and fields."""
    whole = dict(catalogue("en").data)
    part = {name: json.loads(client.get(catalogue_url("en", name)).content) for name in FILES}
    labels: dict[str, str] = {}
    sentences: dict[str, dict[str, str]] = {}
    for stage, more in ((part["stage"], part["more"]), (part["town"], part["town_more"])):
        assert stage["kinds"] == whole["kinds"]
        for section in ("refusals", "changes"):
            assert more[section] == whole[section]
        assert not set(stage["labels"]) & set(more["labels"])
        labels |= {**stage["labels"], **more["labels"]}
        for name, told in stage["sentences"].items():
            sentences[name] = {**told, **more["sentences"][name]}
    assert labels == whole["labels"]
    assert part["town"]["errors"] == whole["errors"]
    rules = {code for code in whole["errors"] if "." in code}
    assert part["stage"]["errors"].keys() == whole["errors"].keys() - rules
    for section in ("commands", "fields", "glossary"):
        assert {**part["more"][section], **part["town_more"][section]} == whole[section]
    for name in ("more", "town_more"):
        assert set(part[name]["grammar"]) == set(part[name]["commands"])
    assert "crash member" not in part["town_more"]["commands"]
    assert "crash client" not in part["more"]["commands"]
    assert sentences == {
        name: {depth: told[depth] for depth in ("plain", "precise")}
        for name, told in whole["sentences"].items()
    }


def test_what_a_page_shows_at_once_needs_no_later_label() -> None:
    modules = {
        module for entry in ("js/ui/room.js", "js/ui/demo.js") for module in module_graph(entry)
    }
    modules |= {path.relative_to(STATIC).as_posix() for path in (STATIC / "js/view").rglob("*.js")}
    asks = re.compile(f"[\"'`]({'|'.join(sorted(LATER_LABELS))})\\.")
    wrong = [name for name in sorted(modules) if asks.search((STATIC / name).read_text("utf-8"))]
    assert wrong == []


def test_every_term_that_a_room_of_kafka_offers_has_its_card_there(client: Client) -> None:
    cards = json.loads(client.get(catalogue_url("en", "more")).content)["glossary"]
    scripts = [p for p in (STATIC / "js").rglob("*.js") if "town" not in p.parts]
    asked = {t for p in scripts for t in re.findall(r'\bterm: "([^"]+)"', p.read_text("utf-8"))}
    assert asked
    assert asked <= set(cards)


def test_a_room_of_one_family_does_not_carry_the_events_of_the_other(client: Client) -> None:
    kafka, town = (
        json.loads(client.get(catalogue_url("en", p)).content) for p in ("stage", "town")
    )
    assert {"log.record_appended", "network.sent"} <= set(kafka["sentences"])
    assert {"mesh.forwarded", "network.sent"} <= set(town["sentences"])
    assert set(kafka["sentences"]) & set(town["sentences"]) == {
        name for name in REGISTRY if name.startswith("network.")
    }


@pytest.mark.parametrize("part", FILES)
def test_the_words_travel_compressed(client: Client, part: str) -> None:
    address = catalogue_url("en", part)
    smallest = client.get(address, headers={"accept-encoding": "br, gzip"})
    assert smallest["Content-Encoding"] == "br"
    assert brotli.decompress(smallest.content) == catalogue("en").files[part].body
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(smallest.content) < len(answer.content)
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content) == catalogue("en").files[part].body
    assert len(answer.content) < MOST_BYTES[part]


def test_another_address_leads_to_the_present_words(client: Client) -> None:
    for part in FILES:
        for old in (f"/vocabulary/{part}-en-000000000000.json", f"/vocabulary/{part}-tlh-1.json"):
            answer = client.get(old)
            assert answer.status_code == 302
            assert answer["Location"] == catalogue_url("en", part)
            assert answer["Cache-Control"] == "no-store"


def test_words_are_only_read(client: Client) -> None:
    assert client.post(catalogue_url("en")).status_code == 405


def test_the_template_tag_names_the_catalogue_of_the_active_language() -> None:
    with override("en"):
        assert stage_catalogue_url() == catalogue_url("en")
        assert more_catalogue_url() == catalogue_url("en", "more")
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
    for key, row in data["commands"].items():
        found |= {
            f"commands.{key}.{name}": row[name] for name in ("label", "help", "note") if row[name]
        }
    for key, row in data["changes"].items():
        found |= {f"changes.{key}.{name}": row[name] for name in ("who", "note") if row[name]}
    found |= {f"fields.{key}": text for key, text in data["fields"].items()}
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
