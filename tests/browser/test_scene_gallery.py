"""The gallery of scenes in a real browser: pictures of the theme, nothing that jumps, moments that open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS

SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


@pytest.mark.parametrize(
    ("theme", "shown", "other"),
    [("light", "light", "dark"), ("dark", "dark", "light"), ("projector", "light", "dark")],
)
def test_only_the_themes_own_pictures_are_fetched(
    page: Page, live_server_url: str, theme: str, shown: str, other: str
) -> None:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server_url}])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server_url}/scenes/")
    first = page.locator(".scene-shot img:visible").first
    expect(first).to_have_js_property("complete", True)
    assert first.evaluate("image => image.naturalWidth") == 720
    pictures = [url for url in asked if "/img/scenes/" in url]
    assert pictures and all(f".{shown}." in url and f".{other}." not in url for url in pictures)


def test_nothing_moves_while_the_pictures_come(page: Page, live_server_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{live_server_url}/scenes/")
    for _ in range(8):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(150)
    assert page.evaluate(SHIFT) < 0.01


def test_a_moment_opens_the_scene_there_without_a_pointer(page: Page, live_server_url: str) -> None:
    page.goto(f"{live_server_url}/scenes/?shows=mesh")
    moment = page.locator("#three-cities .moment", has_text="A link is cut")
    moment.focus()
    with page.expect_navigation(url="**/r/**"):
        page.keyboard.press("Enter")
    page.wait_for_selector('[data-room][data-ready="true"]', timeout=SLOW_MS)
    expect(page.locator(".stage-svg")).to_contain_text("link cut", timeout=SLOW_MS)
    minutes, seconds = page.locator('[data-part="clock"]').inner_text().split(":")
    assert int(minutes) == 0 and float(seconds) >= 8


def test_a_heading_leaves_the_scenes_that_show_it(page: Page, live_server_url: str) -> None:
    page.goto(f"{live_server_url}/scenes/")
    page.locator(".headings a", has_text="Share groups").click()
    expect(page.locator(".scene")).to_have_count(1)
    expect(page.locator(".headings [aria-current]")).to_contain_text("Share groups")
    expect(page.locator("h2.shown")).to_have_text("Share groups")
