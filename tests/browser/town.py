"""Scenes of brokers and services in a browser: fed moment by moment, or as a room of their own."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page

from tests.browser.feed import Feed
from tests.browser.steps import SLOW_MS


class TownFeed(Feed):
    """Plays a scene of the families pubsub, mesh or services into a page, from its start."""

    def __init__(self, scene: str, script: dict[int, str]) -> None:
        super().__init__(scene, script, start_us=0)


def start_scene(page: Page, base: str, slug: str, theme: str = "light") -> None:
    """A room of a library scene, owned by this page."""
    page.context.add_cookies([{"name": "theme", "value": theme, "url": base}])
    page.goto(f"{base}/scenes/")
    with page.expect_navigation(url="**/r/**"):
        page.locator(f'form[action*="{slug}/start/"] button').first.click()
    page.wait_for_selector('[data-room][data-ready="true"]', timeout=SLOW_MS)
    page.wait_for_selector(".hub .card-box", timeout=SLOW_MS, state="attached")


def fed_scene(page: Page, base: str, feed: TownFeed, slug: str) -> TownFeed:
    """The page of a scene's room that shows what the feed plays."""
    page.route_web_socket(re.compile("/ws/"), feed.attach)
    start_scene(page, base, slug)
    return feed


def errors_of(page: Page) -> list[str]:
    """Everything the page complains about from now on."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))

    def told(message: Any) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("console", told)
    return found
