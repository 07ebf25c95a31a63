"""What is generated from the event classes is up to date, and complete."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from broker_core.events import REGISTRY, view
from eda_site.vocabulary import export


def test_generated_files_are_not_stale() -> None:
    assert [path.name for path in export.stale()] == [], "run `manage.py export_vocabulary`"
    call_command("export_vocabulary", check=True)


def test_a_stale_file_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "vocabulary_js", lambda: "something else")
    with pytest.raises(CommandError, match=r"vocabulary\.js"):
        call_command("export_vocabulary", check=True)


def test_the_browser_gets_the_table_of_the_engine() -> None:
    source = (settings.BASE_DIR / "static/js/wire/vocabulary.js").read_text(encoding="utf-8")
    rows = re.search(r"(?s)TYPES = (\[.*\]);", source)
    assert rows is not None
    types = json.loads(re.sub(r",\s*\]$", "]", rows[1]))
    assert [row["type"] for row in types] == list(REGISTRY)
    for row in types:
        assert row == {"type": row["type"], **_without_doc(view.table()[row["type"]])}
    assert f'VERSION = "{export.version()}"' in source


def _without_doc(entry: dict[str, object]) -> dict[str, object]:
    return json.loads(json.dumps({k: v for k, v in entry.items() if k != "doc"}))  # type: ignore[no-any-return]


@pytest.mark.parametrize("event_type", REGISTRY)
def test_an_event_is_declared_in_full(event_type: str) -> None:
    """Its effects are declared, even if there are none; it says what it is; its family is its name's."""
    cls = REGISTRY[event_type]
    assert isinstance(cls.effects, tuple)
    assert cls.doc.endswith(".")
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", event_type)
    assert len(cls.fields) == len(cls.kinds)
    assert {"seq", "at_us", "cause", "also", "because", "type"}.isdisjoint(cls.fields)
