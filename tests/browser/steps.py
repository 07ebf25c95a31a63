"""What the browser tests do again and again."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

SLOW_MS = 20_000


def open_room(page: Page, base: str, theme: str = "light") -> str:
    """A fresh room of the first scene, owned by this page; its address."""
    page.context.add_cookies([{"name": "theme", "value": theme, "url": base}])
    page.goto(f"{base}/scenes/")
    with page.expect_navigation(url="**/r/**"):
        page.locator('form[action*="broker-fails/start/"] button').first.click()
    ready(page)
    return page.url


def ready(page: Page) -> None:
    page.wait_for_selector('[data-room][data-ready="true"]', timeout=SLOW_MS)
    page.wait_for_selector(".log .strip-edge", timeout=SLOW_MS, state="attached")


def watch(page: Page, address: str) -> Page:
    """A second person, in a browser of their own, on the same room."""
    browser = page.context.browser
    assert browser is not None
    other = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    other.goto(address)
    ready(other)
    return other


def thing(page: Page, subject: str) -> Locator:
    return page.locator(f'[data-id="{subject}"]')


def do(page: Page, what: str) -> None:
    page.locator(f'[data-do="{what}"]').click()


def play_fast(page: Page) -> None:
    page.locator('[data-part="speed"]').select_option("8000")


def command(page: Page, subject: str, text: str) -> None:
    """Choose a thing on the stage and press the button of one of its commands."""
    thing(page, subject).click()
    page.locator(f'[data-command="{text}"]').click()


def leader_of(page: Page, topic: str, partition: int) -> str | None:
    node = page.locator(f'.log[data-id^="log:{topic}:{partition}:"].is-leader')
    found: Any = node.first.get_attribute("data-id") if node.count() else None
    return found.rsplit(":", 1)[1] if found else None


def paused(page: Page) -> None:
    if page.locator('[data-do="play"]').get_attribute("data-playing") == "true":
        do(page, "play")
        expect(page.locator('[data-do="play"]')).to_have_attribute("data-playing", "false")
