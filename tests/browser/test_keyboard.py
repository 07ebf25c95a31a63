"""Everything can be done without a pointer."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, open_room


def focused(page: Page) -> str:
    return page.evaluate(
        "document.activeElement.dataset.id ?? document.activeElement.textContent.trim()"
    )


def walk_to(page: Page, subject: str, keys: list[str]) -> None:
    """Arrow keys until the thing has the focus."""
    for _ in range(20):
        for key in keys:
            if focused(page) == subject:
                return
            page.keyboard.press(key)
    raise AssertionError(f"{keys} never reached {subject}, but {focused(page)}")


def tab_to(page: Page, text: str) -> None:
    for _ in range(30):
        if focused(page) == text:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {text}")


def test_fail_a_broker_crash_a_consumer_publish_step_and_ask_why(
    page: Page, live_server_url: str
) -> None:
    open_room(page, live_server_url)
    page.keyboard.press("s")
    assert focused(page) == "broker:1"
    page.keyboard.press("ArrowRight")
    assert focused(page) == "broker:2"
    page.keyboard.press("Enter")
    tab_to(page, "Crash broker 2")
    page.keyboard.press("Enter")
    expect(page.locator('[data-id="broker:2"]')).to_have_class(re.compile("is-down"))

    page.keyboard.press("Escape")
    assert focused(page) == "broker:2"
    walk_to(page, "member:billing-2", ["ArrowRight", "ArrowDown"])
    page.keyboard.press("Enter")
    tab_to(page, "Crash billing-2")
    page.keyboard.press("Enter")
    expect(page.locator('[data-id="member:billing-2"]')).to_have_class(re.compile("is-down"))

    page.keyboard.press("p")
    page.keyboard.press("Enter")
    expect(page.locator('[data-id="producer:checkout"] .doubt')).to_be_visible(timeout=SLOW_MS)

    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator('[data-do="play"]')).to_have_attribute("data-playing", "false")
    before = page.locator('[data-part="clock"]').inner_text()
    page.keyboard.press("n")
    expect(page.locator('[data-part="clock"]')).not_to_have_text(before)

    page.keyboard.press("w")
    chain = page.locator(".chain")
    expect(chain).to_be_visible()
    expect(chain.locator("li").first).not_to_be_empty()
    page.keyboard.press("?")
    expect(page.locator('[data-part="shortcuts"]')).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator('[data-part="shortcuts"]')).to_be_hidden()


def test_the_stage_is_one_stop_for_the_tab_key(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    assert page.locator('.stage-svg [tabindex="0"]').count() == 1


def test_records_are_reached_by_key_and_opened(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    expect(page.locator('[data-id="log:orders:0:1"] .slot').first).to_be_attached(timeout=SLOW_MS)
    page.keyboard.press("k")
    page.keyboard.press("s")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "log:orders:0:1"
    page.keyboard.press("Shift+ArrowRight")
    assert "Offset 0" in str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    page.keyboard.press("Enter")
    expect(page.locator('[data-part="inspect"] h2').last).to_contain_text(
        "Record at offset 0 of orders-0"
    )
    page.get_by_role("button", name="Why?").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_contain_text("Why?")


def test_a_command_is_given_without_a_pointer(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    page.keyboard.press("/")
    expect(page.locator(".palette-line")).to_be_focused(timeout=SLOW_MS)
    page.keyboard.type("crash member billing-1")
    page.keyboard.press("Enter")
    expect(page.locator(".palette .answer")).to_contain_text("Done", timeout=SLOW_MS)
    page.keyboard.press("Escape")
    expect(page.locator('[data-id="member:billing-1"]')).to_have_class(re.compile("is-down"))
