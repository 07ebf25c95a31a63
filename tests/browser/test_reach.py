"""Whoever sees the page differently: contrast in each theme, forced colours, right to left, longer words,
less motion, a projector with a presenter's remote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.feed import fed_room, shown
from tests.browser.steps import SLOW_MS, command, open_room, paused, ready, thing

THEMES = ["light", "dark", "projector"]

CONTRASTS = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_on_the_stage_has_contrast(page: Page, live_server_url: str, theme: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    feed = fed_room(page, live_server_url, theme)
    for at_us in (3_500_000, 9_500_000, 16_000_000):
        feed.play_to(at_us)
        shown(page, feed)
        page.wait_for_timeout(300)
        assert page.evaluate(CONTRASTS) == [], f"at {at_us}"


def test_forced_colours_keep_every_word(browser: Browser, live_server_url: str) -> None:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, forced_colors="active", base_url=live_server_url
    )
    page = context.new_page()
    open_room(page, live_server_url)
    command(page, "broker:2", "crash broker 2")
    broker = thing(page, "broker:2")
    expect(broker).to_contain_text("down")
    expect(page.locator(".log.is-leader").first).to_contain_text(re.compile("leader|e0"))
    context.close()


def test_a_page_from_right_to_left_keeps_logs_from_old_to_new(
    page: Page, live_server_url: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_room(page, live_server_url)
    page.wait_for_timeout(4000)
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.wait_for_timeout(400)
    panel, stage = (
        page.locator(f'[data-part="{part}"]').bounding_box() for part in ("panel", "stage")
    )
    assert panel is not None and stage is not None and panel["x"] < stage["x"]
    xs = page.evaluate(
        """[...document.querySelectorAll('[data-id="log:orders:0:1"] .slot')]
            .sort((a, b) => a.dataset.offset - b.dataset.offset).map((slot) => slot.getBoundingClientRect().x)"""
    )
    assert xs == sorted(xs)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


LONGER = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walk.nextNode()) nodes.push(walk.currentNode);
    for (const node of nodes) {
        if (node.parentElement.closest("script, svg, option, input")) continue;
        const text = node.data.trimEnd();
        if (text.trim()) node.data = text + " " + text.slice(0, Math.round(text.length * 0.4));
    }
}"""
SPILLED = """() => [".panel .btn", ".panel p", ".panel dt", ".panel dd", ".panel summary", ".controls .btn"]
    .flatMap((selector) => [...document.querySelectorAll(selector)])
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().width > 0)
    .filter((node) => {
        const frame = node.closest(".tab-body, .caption, .controls").getBoundingClientRect();
        const box = node.getBoundingClientRect();
        return box.left < frame.left - 1 || box.right > frame.right + 1;
    }).map((node) => node.textContent.trim().slice(0, 40))"""


@pytest.mark.parametrize("width", [1920, 1366, 390])
def test_words_longer_by_forty_percent_still_fit(
    page: Page, live_server_url: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_room(page, live_server_url)
    page.wait_for_timeout(2000)
    paused(page)
    thing(page, "producer:checkout").dispatch_event("click")
    expect(page.locator("form.publish")).to_be_visible()
    page.evaluate(LONGER)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SPILLED) == []


RUNNING = """() => document.getAnimations()
    .filter((one) => one.playState === "running" && one.effect.getComputedTiming().duration > 1).length"""


def test_less_motion_shows_numbered_arrows_for_the_same_messages(
    browser: Browser, live_server_url: str
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    page = context.new_page()
    open_room(page, live_server_url)
    arrows = page.locator(".token.arrow")
    expect(arrows.first).to_be_attached(timeout=SLOW_MS)
    page.wait_for_timeout(1500)
    numbers = page.locator(".token.arrow .arrow-text").all_text_contents()
    assert numbers == sorted(numbers, key=int)
    assert page.locator(".token.arrow .arrow-head").count() == len(numbers)
    assert page.locator(".token.arrow title").count() == len(numbers)
    assert page.evaluate(RUNNING) == 0
    context.close()


def test_a_projector_hides_the_chrome_and_obeys_a_remote(page: Page, live_server_url: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_room(page, live_server_url, "projector")
    page.mouse.move(900, 400)
    bar = page.locator(".room-bar")
    expect(page.locator("html")).to_have_attribute("data-chrome", "hidden", timeout=SLOW_MS)
    expect(bar).to_have_css("opacity", "0")
    page.mouse.move(905, 410)
    expect(bar).to_have_css("opacity", "1")
    page.keyboard.press("k")
    expect(page.locator('[data-do="play"]')).to_have_attribute("data-playing", "false")
    clock = page.locator('[data-part="clock"]')
    page.wait_for_timeout(500)
    before = clock.inner_text()
    page.keyboard.press("PageDown")
    expect(clock).not_to_have_text(before)
    page.wait_for_timeout(2500)
    later = clock.inner_text()
    page.keyboard.press("PageUp")
    expect(clock).not_to_have_text(later)
    page.keyboard.press(".")
    expect(page.locator('[data-part="blackout"]')).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator('[data-part="blackout"]')).to_be_hidden()
    page.keyboard.press("F5")
    page.wait_for_timeout(300)
    ready(page)
    assert page.evaluate("document.fullscreenElement !== null")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.caption [data-text]')].map((n) => parseFloat(getComputedStyle(n).fontSize))"
    )
    assert sizes == [36]


def test_a_phones_bar_stays_low_and_the_run_can_be_played_without_scrolling(
    page: Page, live_server_url: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_room(page, live_server_url)
    bar = page.locator(".room-bar").bounding_box()
    play = page.locator('[data-do="play"]').bounding_box()
    assert bar is not None and bar["height"] <= 150
    assert play is not None and play["y"] + play["height"] <= 844
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
