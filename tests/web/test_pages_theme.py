"""The theme is known to the server, so a page never flashes in another one."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from eda_site.web.context import THEMES

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "base.css").read_text()


def test_the_cookie_decides(client: Client) -> None:
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark"' in client.get("/").content


def test_a_made_up_theme_is_ignored(client: Client) -> None:
    client.cookies["theme"] = '"><script>'
    assert b'data-theme="auto"' in client.get("/").content


def test_the_form_works_without_javascript(client: Client) -> None:
    response = client.post("/theme/", {"theme": "projector", "next": "/scenes/"})
    assert response.headers["Location"] == "/scenes/"
    assert b'data-theme="projector"' in client.get("/").content


def test_the_form_leads_to_no_other_site(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "https://example.org/"})
    assert response.headers["Location"] == "/"


def test_reading_it_is_refused(client: Client) -> None:
    assert client.get("/theme/").status_code == 405


def blocks() -> dict[str, dict[str, str]]:
    found = re.findall(r'(:root|\[data-theme="(\w+)"\]) \{(.*?)\n\s*\}', CSS, re.DOTALL)
    return {
        name or "light": dict(re.findall(r"(--[\w-]+): (.*?);", body)) for _, name, body in found
    }


def test_dark_and_automatic_dark_are_the_same() -> None:
    assert blocks()["auto"] == blocks()["dark"]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TEXT = ["--ink", "--soft", "--accent", "--ok", "--warn", "--bad"]
GROUND = ["--bg", "--card", "--tint", "--street", "--wet", "--down"]
SHAPES = ["--key-ada", "--key-bo", "--key-cal", "--key-di", "--key-ela", "--key-fei", "--edge"]


@pytest.mark.parametrize("theme", [t for t in THEMES if t != "auto"])
def test_contrast_holds_in_every_theme(theme: str) -> None:
    tokens = {**blocks()["light"], **blocks()[theme]}
    weak = [
        f"{front} on {ground}: {contrast(tokens[front], tokens[ground]):.2f}"
        for names, least in ((TEXT, 4.5), (SHAPES, 3.0))
        for front in names
        for ground in GROUND
        if contrast(tokens[front], tokens[ground]) < least
    ]
    assert not weak
    assert contrast(tokens["--on-accent"], tokens["--accent"]) >= 4.5


def test_no_rule_below_the_tokens_names_a_colour() -> None:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    for path in folder.rglob("*.css"):
        rules = re.sub(r"--[\w-]+:[^;]*;|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\brgba?\(", rules), path.name
