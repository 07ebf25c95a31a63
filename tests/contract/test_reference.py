"""Commands and settings as people meet them: complete, and true to the engine's own tables."""

import json
import re

import pytest

from broker_core.commands.grammar import GRAMMAR
from broker_core.config import SETTINGS
from broker_core.config.changing import MODES, may_change
from broker_core.config.here import settings_here
from broker_core.scenario import library, load
from eda_site.vocabulary.commands import COMMANDS, FIELDS
from eda_site.vocabulary.formatter import FIELD
from eda_site.vocabulary.grammar import grammar
from eda_site.vocabulary.settings import CHANGES, settings

NAMES = [" ".join(filter(None, key)) for key in GRAMMAR]
SETTING_FACTS = {"default", "low", "high", "choices", "unit", "kind", "change", "librdkafka"}
KINDS = {"broker", "group", "link", "log", "member", "producer", "record", "voter"}
KINDS |= {"client", "hub", "queue", "service", "tape"}
PLANS = {"when", "at", "change plan", "drop plan"}
"""Commands about commands to come belong to nothing on the stage."""


def test_every_command_has_its_words_and_no_other() -> None:
    assert sorted(COMMANDS) == sorted(NAMES)
    assert list(COMMANDS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_what_it_does_and_how_a_real_cluster_does_it(name: str) -> None:
    row = COMMANDS[name]
    assert len(str(row["help"]).split()) <= 16
    assert row["real"] or row["note"], "the real thing, or why there is none"
    assert set(row["on"]) <= KINDS
    assert row["on"] or name in PLANS


@pytest.mark.parametrize("name", NAMES)
def test_a_real_line_names_only_fields_of_its_command(name: str) -> None:
    parts = {part["name"] for part in grammar()[name]["parts"]}
    for text in [*COMMANDS[name]["real"], str(COMMANDS[name]["note"])]:
        assert {path for path, _filter in FIELD.findall(text)} <= parts, text


def test_every_field_is_explained() -> None:
    parts = {part["name"] for row in grammar().values() for part in row["parts"]}
    assert parts - {"settings", "event", "conditions", "do"} == set(FIELDS)
    assert list(FIELDS) == sorted(FIELDS)


def test_the_grammar_is_the_engines() -> None:
    for (verb, kind), cls in GRAMMAR.items():
        row = grammar()[" ".join(filter(None, (verb, kind)))]
        assert (row["verb"], row["kind"], row["example"]) == (verb, kind, cls.example)
        assert [part["name"] for part in row["parts"]] == [part.name for part in cls.parts]
    json.dumps(grammar())


@pytest.mark.parametrize(
    ("scope", "name"), [(scope, name) for scope, table in SETTINGS.items() for name in table]
)
def test_a_setting_has_default_and_owner(scope: str, name: str) -> None:
    row = settings()[scope][name]
    assert row["change"] in MODES
    assert set(row) <= SETTING_FACTS
    if SETTINGS[scope][name].kind in ("int", "duration", "ratio", "bool"):
        assert re.fullmatch(r"-?\d+(\.\d+)?|true|false", row["default"])


def test_every_way_of_changing_is_explained() -> None:
    used = {may_change(scope, name) for scope, table in SETTINGS.items() for name in table}
    assert used <= set(CHANGES) == set(MODES)


@pytest.mark.parametrize("slug", library())
def test_a_rooms_settings_are_those_that_differ(slug: str) -> None:
    for scope, things in settings_here(load(library()[slug])).items():
        for values in things.values():
            assert set(values) <= set(SETTINGS[scope])
            assert all(values[name] != settings()[scope][name].get("default") for name in values)


def test_production_differs_only_by_what_the_scene_says() -> None:
    here = settings_here({**load(library()["broker-fails"]), "preset": "production"})
    assert here["broker"] == {"": {}}
    assert here["topic"]["orders"] == {"min.insync.replicas": "2"}
    assert here["producer"]["webshop"]["acks"] == "1"
