"""The gallery in a browser: every entry of the registries has its picture, in every theme and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS

VIEW = Path(__file__).resolve().parents[2] / "static" / "js" / "view"
REGISTRIES = {"ACTORS": ("actors.js", "town/actors.js"), "CROWD": ("crowd/items.js",)}


@pytest.fixture(autouse=True)
def quiet_console(page: Page) -> Iterator[None]:
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert not said


def open_gallery(page: Page, url: str, theme: str = "light") -> None:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": url}])
    page.goto(f"{url}/gallery/")
    expect(page.locator("[data-gallery]")).to_have_attribute(
        "data-ready", "true", timeout=4 * SLOW_MS
    )


def actors() -> set[str]:
    """Every kind of actor, from the registries themselves."""
    found: set[str] = set()
    for name, files in REGISTRIES.items():
        for file in files:
            text = (VIEW / file).read_text(encoding="utf-8")
            row = re.search(rf"export const {name} = {{([^}}]*)}}", text)
            assert row is not None
            found |= {kind.strip() for kind in row[1].split(",")}
    return found


def test_every_heading_has_its_entries_and_every_actor_is_shown(
    page: Page, live_server_url: str
) -> None:
    open_gallery(page, live_server_url)
    bare = "all => all.filter((one) => !one.querySelector('[data-entry]')).map((one) => one.id)"
    assert page.eval_on_selector_all("[data-of]", bare) == []
    named = "all => all.map((one) => one.dataset.entry.split('/').pop())"
    assert set(page.eval_on_selector_all('[data-entry^="actors/"]', named)) == actors()
    entries = page.eval_on_selector_all(
        "[data-entry]", "all => all.map((one) => one.dataset.entry)"
    )
    assert len(entries) == len(set(entries))
    words = page.eval_on_selector_all(
        ".specimen strong", "all => all.map((one) => one.textContent)"
    )
    assert [word for word in words if not word or re.fullmatch(r"[a-z_]+\.[\w.]+", word)] == []


def test_every_picture_shows_something(page: Page, live_server_url: str) -> None:
    open_gallery(page, live_server_url)
    sizes = page.eval_on_selector_all(
        ".specimen-picture",
        "all => all.map((one) => [one.getBBox().width, one.clientWidth, one.clientHeight])",
    )
    assert len(sizes) > 200
    assert [size for size in sizes if min(size[1:]) < 8] == []


def test_it_can_be_filtered_by_heading_and_by_words(page: Page, live_server_url: str) -> None:
    open_gallery(page, live_server_url)
    page.get_by_label("Show").select_option("states/broker")
    expect(page.locator("[data-entry]:visible")).to_have_count(9)
    expect(page.locator("#sentences")).to_be_hidden()
    page.get_by_label("Show").select_option("")
    page.get_by_label("with the words").fill("broker.crashed")
    expect(page.locator("[data-entry]:visible")).to_have_count(1)
    page.get_by_label("with the words").fill("nothing of the kind")
    expect(page.get_by_role("status")).to_contain_text("0 shown")


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_axe_finds_nothing(page: Page, live_server_url: str, theme: str) -> None:
    open_gallery(page, live_server_url, theme)
    found: dict[str, Any] = Axe().run(page).response
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_sticks_out_on_a_phone(page: Page, live_server_url: str, theme: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_gallery(page, live_server_url, theme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_another_theme_draws_it_anew(page: Page, live_server_url: str) -> None:
    open_gallery(page, live_server_url)
    broker = page.locator('[data-entry="states/broker/up"] svg')
    before = broker.get_attribute("viewBox")
    page.get_by_label("Theme").select_option("projector")
    expect(page.locator("[data-gallery]")).to_have_attribute(
        "data-ready", "true", timeout=4 * SLOW_MS
    )
    expect(broker).not_to_have_attribute("viewBox", before or "")
