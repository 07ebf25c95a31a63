"""The room and the living home page: axe finds nothing, in any theme, with any panel open."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, open_room, paused, thing

THEMES = ["light", "dark", "projector"]
DEEP = ["records", "settings", "commands", "history"]


def violations(page: Page) -> list[Any]:
    found: dict[str, Any] = Axe().run(page).response
    return [
        (v["id"], v["impact"], [node["html"][:160] for node in v["nodes"][:3]])
        for v in found["violations"]
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_a_room(page: Page, live_server_url: str, theme: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_room(page, live_server_url, theme)
    page.wait_for_timeout(2500)
    paused(page)
    assert violations(page) == []
    thing(page, "producer:webshop").click()
    assert violations(page) == []
    for tab in ("events", "tables", "measures"):
        page.locator(f'[data-tab="{tab}"]').click()
        page.wait_for_timeout(1200)
        assert violations(page) == []
    page.keyboard.press("?")
    assert violations(page) == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_what_can_be_asked(
    page: Page, live_server_url: str, theme: str
) -> None:
    """The inspector's parts, a chain of causes, a card, the command line."""
    page.set_viewport_size({"width": 1366, "height": 768})
    open_room(page, live_server_url, theme)
    page.wait_for_timeout(2500)
    paused(page)
    page.locator('[data-id="log:orders:0:1"] text').first.click()
    for name in DEEP:
        page.locator(f'[data-deep="{name}"] > summary').click()
        expect(page.locator(f'[data-deep="{name}"] > :nth-child(2)')).to_be_visible(timeout=SLOW_MS)
    page.locator(".setting > summary").first.click()
    assert violations(page) == []
    page.locator('.facts [data-term="high watermark"]').click()
    expect(page.locator(".glossary-card")).to_be_visible(timeout=SLOW_MS)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(page.locator(".chain li").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("/")
    expect(page.locator(".palette")).to_be_visible(timeout=SLOW_MS)
    page.keyboard.type("publish checkout orders ")
    assert violations(page) == []


def test_axe_finds_nothing_on_a_phone(page: Page, live_server_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_room(page, live_server_url)
    page.wait_for_timeout(1500)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator('[data-column="broker:2"]').click()
    page.wait_for_timeout(800)
    box = thing(page, "broker:2").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_axe_finds_nothing_on_the_living_home_page(page: Page, live_server_url: str) -> None:
    page.goto(live_server_url)
    page.wait_for_selector('[data-demo][data-ready="true"]', timeout=SLOW_MS)
    page.wait_for_timeout(2000)
    assert violations(page) == []
