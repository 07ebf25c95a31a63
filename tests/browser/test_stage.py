"""The stage as a whole: what a hidden page does, what a held room shows, zoom, and the first screen of a phone."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.feed import fed_room, shown
from tests.browser.steps import open_room, paused

HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
}"""

WATCH = """() => {
    window.changes = 0;
    const watcher = new MutationObserver((seen) => { window.changes += seen.length; });
    watcher.observe(document.querySelector(".stage-svg"), { subtree: true, childList: true, attributes: true });
}"""

HOLD = {
    "type": "notice",
    "code": "room",
    "fields": {"hold": {"by": "room", "reason": "prediction"}},
}

INSIDE = """(selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth && box.height > 0;
}"""


def test_a_hidden_page_draws_nothing_and_says_what_it_missed(
    page: Page, live_server_url: str
) -> None:
    feed = fed_room(page, live_server_url)
    page.evaluate(HIDE, True)
    page.evaluate(WATCH)
    feed.play_to(9_000_000)
    shown(page, feed)
    assert page.evaluate("window.changes") == 0
    assert page.locator(".away").is_hidden()
    page.evaluate(HIDE, False)
    assert page.evaluate("window.changes") > 0
    note = page.locator(".away p")
    expect(note).to_be_visible()
    expect(note).to_contain_text("While this page was hidden")


def test_nothing_moves_while_a_question_is_open(page: Page, live_server_url: str) -> None:
    feed = fed_room(page, live_server_url)
    feed.play_to(3_100_000)
    shown(page, feed)
    feed.send(json.dumps(HOLD))
    page.wait_for_selector(".stage-svg.is-held")
    page.wait_for_timeout(700)
    page.evaluate(WATCH)
    page.wait_for_timeout(1_200)
    assert page.evaluate("window.changes") == 0
    states = page.evaluate(
        "document.getAnimations().filter((a) => a.effect.target.closest?.('.stage-svg')).map((a) => a.playState)"
    )
    assert all(state == "paused" for state in states)


def test_at_most_three_movements_stand_out(page: Page, live_server_url: str) -> None:
    feed = fed_room(page, live_server_url)
    for at_us in range(2_700_000, 9_000_000, 90_000):
        feed.play_to(at_us)
        shown(page, feed)
        assert page.locator(".token .token-text:not([display=none])").count() <= 3


def test_zoom_shows_one_broker_and_all_again(page: Page, live_server_url: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    fed_room(page, live_server_url, "projector")
    page.locator('[data-id="log:orders:1:2"]').focus()
    page.keyboard.press("z")
    expect(page.locator('.log[data-id^="log:orders:0:"]')).to_have_count(0)
    expect(page.locator('.log[data-id^="log:orders:1:"]')).to_have_count(3)
    button = page.locator(".zoom .btn")
    expect(button).to_be_visible()
    button.click()
    expect(page.locator('.log[data-id^="log:orders:0:"]')).to_have_count(3)


def test_a_phone_has_stage_map_and_controls_on_its_first_screen(
    page: Page, live_server_url: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_room(page, live_server_url)
    for selector in ('[data-do="play"]', '[data-do="step"]', '[data-do="back"]', ".columns"):
        assert page.evaluate(INSIDE, selector), selector
    assert page.locator(".stage").bounding_box()["height"] > 300  # type: ignore[index]
    paused(page)
    page.locator('[data-column="broker:2"]').click()
    expect(page.locator('[data-column="broker:2"]')).to_have_attribute("aria-current", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
