"""A stage's styles travel as one sheet: everything of the tree, in order, once, kept for good."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from eda_site.web.sheets import SHEETS, sheet, sheet_url

ROOT = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_served_compressed_and_kept(client: Client, name: str) -> None:
    answer = client.get(sheet_url(name), headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content) == sheet(name).body
    assert client.get(sheet_url(name)).content == sheet(name).body


def test_every_style_of_the_stage_is_in_a_sheet_and_those_of_towns_in_theirs_only() -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for folder in ("css/stage", "css/room")
        for path in (ROOT / folder).rglob("*.css")
    }
    assert set(SHEETS["town"]) == files
    assert set(SHEETS["kafka"]) == {path for path in files if "/town/" not in path}
    assert [path for path in SHEETS["town"] if path in SHEETS["kafka"]] == list(SHEETS["kafka"])


def test_an_old_address_leads_to_the_present_one(client: Client) -> None:
    answer = client.get("/styles/kafka-000000000000.css")
    assert (answer.status_code, answer["Location"]) == (302, sheet_url("kafka"))
    assert answer["Cache-Control"] == "no-store"
    assert client.get("/styles/imaginary-000000000000.css").status_code == 404
    assert client.post(sheet_url("kafka")).status_code == 405


def test_a_sheet_needs_no_other_file() -> None:
    for name in SHEETS:
        assert not re.search(rb"url\(|@import", sheet(name).body)
