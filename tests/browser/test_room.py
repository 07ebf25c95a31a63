"""One room, seen from the outside: what one person does is true for all who watch."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, command, do, open_room, paused, play_fast, thing, watch


@pytest.fixture(autouse=True)
def quiet_console(page: Page) -> Iterator[None]:
    """A violation of the content security policy shows here too."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert not said


def test_what_one_publishes_is_seen_in_two(page: Page, live_server_url: str) -> None:
    address = open_room(page, live_server_url)
    other = watch(page, address)
    play_fast(page)
    thing(page, "producer:checkout").click()
    form = page.locator("form.publish")
    form.get_by_label("Key").fill("zoe")
    form.get_by_label("Value").fill("a lamp, new")
    form.get_by_label("Partition").select_option("1")
    form.get_by_role("button", name="Publish").click()
    for each in (page, other):
        slot = each.locator('[data-id^="log:orders:1:"] .slot[data-key="zoe"]')
        expect(slot).to_have_count(3, timeout=SLOW_MS)
    numbers = [
        each.locator('.slot[data-key="zoe"] .offset').all_inner_texts() for each in (page, other)
    ]
    assert numbers[0] == numbers[1]


def test_a_broker_failed_by_click_loses_its_partition_to_another(
    page: Page, live_server_url: str
) -> None:
    address = open_room(page, live_server_url)
    other = watch(page, address)
    expect(page.locator('[data-id="log:orders:1:2"]')).to_have_class(re.compile("is-leader"))
    command(page, "broker:2", "crash broker 2")
    expect(thing(page, "broker:2")).to_have_class(re.compile("is-down"))
    play_fast(page)
    for each in (page, other):
        expect(thing(each, "broker:2")).to_have_class(re.compile("is-down"))
        led = each.locator('.log.is-leader[data-id^="log:orders:1:"]')
        expect(led).to_have_count(1, timeout=SLOW_MS)
        expect(led).not_to_have_attribute("data-id", "log:orders:1:2")
        expect(led.locator(".pill-text")).to_contain_text("e1")


def test_a_refusal_explains_itself_beside_the_button_and_aloud(
    page: Page, live_server_url: str
) -> None:
    open_room(page, live_server_url)
    command(page, "broker:3", "restart broker 3")
    answer = page.locator(".commands [data-answer]")
    expect(answer).not_to_be_empty()
    assert not re.fullmatch(r"[a-z_]+", answer.inner_text()), "a code is no explanation"
    expect(page.locator('[data-part="live"]')).to_contain_text(
        answer.inner_text()[:20], timeout=5000
    )


def test_a_viewer_is_told_why_nothing_moves(page: Page, live_server_url: str) -> None:
    address = open_room(page, live_server_url)
    other = watch(page, address)
    expect(other.locator('[data-do="step"]')).to_have_attribute("aria-disabled", "true")
    other.locator('[data-do="step"]').click(force=True)
    expect(other.locator('[data-part="answer"]')).to_contain_text("owner")
    expect(other.locator(".quick")).to_have_count(2)
    expect(other.locator(".quick").first).to_be_hidden()


def test_pause_step_and_back_move_the_clock_both_ways(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    clock = page.locator('[data-part="clock"]')
    page.wait_for_timeout(1500)
    paused(page)
    page.wait_for_timeout(400)
    held = clock.inner_text()
    page.wait_for_timeout(700)
    assert clock.inner_text() == held
    do(page, "step")
    expect(clock).not_to_have_text(held)
    page.wait_for_timeout(900)
    later = clock.inner_text()
    assert later > held
    do(page, "back")
    expect(clock).not_to_have_text(later)
    assert clock.inner_text() < later
    do(page, "start_over")
    expect(clock).to_have_text(re.compile(r"^00:00\.0"))


def test_a_lost_connection_returns_by_itself(page: Page, live_server_url: str) -> None:
    page.add_init_script(
        "window.sockets = []; const Real = WebSocket;"
        "window.WebSocket = class extends Real { constructor(...a) { super(...a); sockets.push(this); } };"
    )
    open_room(page, live_server_url)
    page.evaluate("sockets.at(-1).close()")
    banner = page.locator('[data-part="connection"]')
    expect(banner).to_be_visible()
    expect(banner).to_be_hidden(timeout=SLOW_MS)
    expect(page.locator("[data-room]")).to_have_attribute("data-connection", "open")
    do(page, "new_seed") if page.locator(".more[open]").count() else None
    page.locator(".quick").first.click()
    expect(page.locator('[data-part="answer"]')).to_be_hidden()


def test_it_works_under_a_name_on_plain_http(page: Page, lan_server_url: str) -> None:
    """No secure context: no crypto.randomUUID, no clipboard; everything has its fall-back."""
    open_room(page, lan_server_url)
    assert page.evaluate("isSecureContext") is False
    page.locator(".quick").first.click()
    expect(page.locator(".doubt text").first).to_be_visible(timeout=SLOW_MS)
    page.locator("[data-open-invite]").click()
    page.locator("[data-copy]").click()
    expect(page.locator('[data-part="invite-copied"]')).not_to_be_empty()


def test_the_demo_on_the_home_page_lives_and_can_be_taken_over(
    page: Page, live_server_url: str
) -> None:
    page.goto(live_server_url)
    page.wait_for_selector('[data-demo][data-ready="true"] .log', timeout=SLOW_MS, state="attached")
    expect(page.locator("[data-demo] .caption [data-text]")).not_to_be_empty(timeout=SLOW_MS)
    with page.expect_navigation(url="**/r/**"):
        page.locator("[data-demo] .stage").click(position={"x": 200, "y": 200})
    page.wait_for_selector('[data-room][data-ready="true"]')
    expect(page.locator('[data-do="play"]')).not_to_have_attribute("aria-disabled", "true")
