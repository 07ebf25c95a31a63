"""Whatever the code names by a key or a code has its text."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from broker_core.errors import CODES as ENGINE_CODES
from broker_core.events import REGISTRY
from eda_site.rooms.codes import CODES
from eda_site.vocabulary.errors import ERRORS
from eda_site.vocabulary.labels import LABELS as STAGE_LABELS
from eda_site.vocabulary.more import MORE_LABELS
from eda_site.vocabulary.refusals import REFUSALS
from tests.contract.samples import endings

BASE = Path(settings.BASE_DIR)
SCRIPTS = [
    path for path in sorted((BASE / "static/js").rglob("*.js")) if path.name != "vocabulary.js"
]
ENGINE = [path for path in sorted((BASE / "broker_core").rglob("*.py")) if path.stem != "__init__"]
LABELS: dict[str, Any] = {**STAGE_LABELS, **MORE_LABELS}
SECTIONS = {key.partition(".")[0] for key in LABELS}
ASKED = re.compile(r"\b(?:t|label|has)\(\s*([\"'`])(.+?)\1")
FIELDS = re.compile(r"\{([a-z_]+)")
QUOTED = re.compile(r"[\"']([a-z]+)\.([A-Za-z_0-9]+)[\"']")
KAFKA_ERROR = re.compile(r"[A-Z]+(?:_[A-Z]+)+")
NO_ERRORS = {"BROKER_RACK_MISSING", "ENGINE_VERSION", "INVALID_PARTITIONS"}
NO_ERRORS |= {"UNREVOKED_PARTITIONS", "UNRELEASED_PARTITIONS"}
"""Capital words in the engine that no event carries."""


def keys_in(script: str) -> Iterator[str]:
    for found in ASKED.finditer(script):
        yield found[2]
    for found in QUOTED.finditer(script):
        if found[1] in SECTIONS and f"{found[1]}.{found[2]}" not in REGISTRY:
            yield f"{found[1]}.{found[2]}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(BASE).as_posix())
def test_a_script_asks_only_for_labels_that_exist(path: Path) -> None:
    for key in keys_in(path.read_text(encoding="utf-8")):
        fixed, variable, _rest = key.partition("${")
        known = any(label.startswith(fixed) for label in LABELS) if variable else key in LABELS
        assert known, f"{key} is not in eda_site/vocabulary/labels.py"


@pytest.mark.parametrize("labels", [STAGE_LABELS, MORE_LABELS], ids=["stage", "more"])
def test_labels_stand_in_sections_in_order(labels: dict[str, Any]) -> None:
    sections = list(dict.fromkeys(key.partition(".")[0] for key in labels))
    assert sections == sorted(sections)
    assert all(re.fullmatch(r"[a-z]+\.[A-Za-z_0-9]+", key) for key in labels)


def test_every_refusal_of_a_room_explains_itself() -> None:
    for code, fields in CODES.items():
        assert code in REFUSALS, f"write a sentence for {code} in eda_site/vocabulary/refusals.py"
        if code not in ENGINE_CODES:
            asked = {name for text in endings(REFUSALS[code]) for name in FIELDS.findall(str(text))}
            assert asked <= set(fields), f"{code} has only the fields {fields}"


@pytest.mark.parametrize("code", ENGINE_CODES)
def test_every_refusal_of_the_engine_explains_itself(code: str) -> None:
    """With the fields that the engine's own English sentence has, and no others."""
    assert code in REFUSALS, f"write a sentence for {code} in eda_site/vocabulary/refusals.py"
    given = {*FIELDS.findall(ENGINE_CODES[code]), *CODES.get(code, ())}
    asked = {name for text in endings(REFUSALS[code]) for name in FIELDS.findall(str(text))}
    assert asked <= given, f"{code} has only the fields {given}"


def test_every_refusal_belongs_to_a_code() -> None:
    assert set(REFUSALS) <= set(ENGINE_CODES) | set(CODES)


def test_a_refusal_says_what_to_do_next() -> None:
    for code, template in REFUSALS.items():
        for text in endings(template):
            assert len(re.findall(r"\.(?: |$)", str(text))) >= 2, f"{code}: what can one do?"


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_error_of_the_engine_has_words() -> None:
    used = {text for path in ENGINE for text in strings(path) if KAFKA_ERROR.fullmatch(text)}
    assert used - NO_ERRORS <= set(ERRORS)
