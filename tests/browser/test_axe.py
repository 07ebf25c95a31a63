"""The room and the living home page: axe finds nothing, in any theme, with any panel open."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.steps import SLOW_MS, open_room, paused, thing

THEMES = ["light", "dark", "projector"]


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
    for tab in ("events", "tables"):
        page.locator(f'[data-tab="{tab}"]').click()
        page.wait_for_timeout(1200)
        assert violations(page) == []
    page.keyboard.press("?")
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
