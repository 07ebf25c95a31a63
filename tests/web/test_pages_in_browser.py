"""The pages in a real browser: no error in the console, readable in every theme, usable on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = [
    "/",
    "/scenes/",
    "/about/",
    "/glossary/",
    "/network/",
    "/lab/",
    "/lab/sweep/",
    "/lab/experiments/x12/",
]
THEMES = ["light", "dark", "projector"]


@pytest.fixture(autouse=True)
def quiet_console(page: Page) -> Iterator[None]:
    """A violation of the content security policy shows here too."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert not said


def choose(page: Page, theme: str) -> None:
    page.get_by_label("Theme").select_option(theme)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_any_theme(page: Page, live_server_url: str, path: str) -> None:
    page.goto(live_server_url + path)
    for theme in THEMES:
        choose(page, theme)
        found: dict[str, Any] = Axe().run(page).response
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_nothing_sticks_out_on_a_phone(
    page: Page, live_server_url: str, path: str, theme: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server_url + path)
    choose(page, theme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", PAGES)
def test_longer_words_still_fit(page: Page, live_server_url: str, path: str) -> None:
    """Every text 40 % longer, as some languages need it."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server_url + path)
    page.evaluate(
        """() => {
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const text = walk.currentNode.data.trimEnd();
                if (text.trim()) walk.currentNode.data = text + " " + text.slice(0, text.length * 0.4);
            }
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_theme_is_kept(page: Page, live_server_url: str) -> None:
    page.goto(live_server_url)
    choose(page, "dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{live_server_url}/scenes/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_first_tab_stop_skips_to_the_content(page: Page, live_server_url: str) -> None:
    page.goto(live_server_url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_classroom_sees_the_banner_and_this_machine_does_not(
    page: Page, live_server_url: str, lan_server_url: str
) -> None:
    page.goto(lan_server_url)
    expect(page.locator(".banner")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.goto(live_server_url)
    expect(page.locator(".banner")).to_have_count(0)
