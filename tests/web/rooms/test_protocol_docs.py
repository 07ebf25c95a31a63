"""What stands in docs/protocol.md: every intent, every code; its examples are what the code takes."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from eda_site.rooms.actions import ACTIONS
from eda_site.rooms.codes import CODES
from eda_site.rooms.limits import Limits

TEXT = (Path(settings.BASE_DIR) / "docs" / "protocol.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```json\n(.*?)```", TEXT, re.S)


@pytest.mark.parametrize("type_name", sorted(ACTIONS))
def test_every_intent_is_documented(type_name):
    assert re.search(rf"^\|.*`{type_name}`", TEXT, re.M)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_documented_with_its_fields(code):
    row = re.search(rf"^\| .*`{code}`.*$", TEXT, re.M)
    assert row is not None
    assert all(f"`{field}`" in row[0] for field in CODES[code])


def test_examples_are_what_the_door_takes():
    intents = [json.loads(line) for line in BLOCKS[0].splitlines()]
    assert {intent["type"] for intent in intents} <= set(ACTIONS)
    for intent in intents:
        assert ACTIONS[intent["type"]].shape.problem(intent) is None


def test_every_other_example_is_json():
    for block in BLOCKS[2:]:
        json.loads(block)


def test_limits_are_as_documented():
    bounds = Limits()
    assert bounds.message_bytes == 16 * 1024
    assert (bounds.intents_burst, bounds.intents_per_s) == (30, 10)
    assert (bounds.commands, bounds.timelines) == (2_000, 64)
    assert (bounds.ring_s, bounds.ring_bytes, bounds.unseen_s, bounds.hold_s) == (10, 10**6, 3, 2)
