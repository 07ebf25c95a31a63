"""The timeline's drawer: scrub, next and previous of a kind, bookmarks, forks; by pointer and by keys."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, do, open_room, paused, play_fast, watch
from tests.browser.test_axe import violations

CRASH = "00:08.000"


def seconds(page: Page) -> float:
    minutes, rest = page.locator('[data-part="clock"]').inner_text().split(":")
    return 60 * int(minutes) + float(rest)


def open_drawer(page: Page) -> None:
    page.keyboard.press("l")
    expect(page.locator(".lab-strip")).to_be_visible(timeout=SLOW_MS)


def played(page: Page, base: str, theme: str = "light") -> str:
    """A room whose run has had its crash, standing, with the drawer open."""
    page.set_viewport_size({"width": 1366, "height": 768})
    address = open_room(page, base, theme)
    play_fast(page)
    until = time.monotonic() + 60
    while seconds(page) < 12 and time.monotonic() < until:
        page.wait_for_timeout(250)
    paused(page)
    open_drawer(page)
    expect(page.locator('[data-kind="fault"] path')).to_have_count(1, timeout=SLOW_MS)
    return address


def clock_is(page: Page, text: str) -> None:
    expect(page.locator('[data-part="clock"]')).to_have_text(text, timeout=SLOW_MS)


def test_dragging_moves_nobody_until_it_is_let_go(page: Page, live_server_url: str) -> None:
    address = played(page, live_server_url)
    other = watch(page, address)
    other.wait_for_timeout(1_000)  # a page that comes late catches up first
    before = seconds(page), seconds(other)
    box = page.locator(".lab-strip").bounding_box()
    assert box is not None
    y = box["y"] + 60
    page.mouse.move(box["x"] + box["width"] * 0.6, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, y, steps=4)
    expect(page.locator(".lab-ghost text")).to_be_visible()
    assert (seconds(page), seconds(other)) == before
    page.mouse.up()
    expect(page.locator(".lab-ghost text")).to_be_hidden(timeout=SLOW_MS)
    assert seconds(page) < before[0] - 3
    expect(other.locator('[data-part="clock"]')).to_have_text(
        page.locator('[data-part="clock"]').inner_text(), timeout=SLOW_MS
    )
    other.context.close()


def test_the_keyboard_does_all_of_it(page: Page, live_server_url: str) -> None:
    played(page, live_server_url)
    expect(page.locator(".lab-strip")).to_be_focused()
    page.locator('.lab-kinds input[value="fault"]').focus()
    page.keyboard.press("Space")
    page.locator(".lab-strip").focus()
    page.keyboard.press("PageUp")
    clock_is(page, CRASH)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator('[data-part="clock"]')).not_to_have_text(CRASH, timeout=SLOW_MS)
    page.keyboard.press("Home")
    clock_is(page, "00:00.000")
    page.keyboard.press("PageDown")
    clock_is(page, CRASH)
    page.keyboard.press("+")
    expect(page.locator('.lab-bar select option[value="10"]')).to_be_attached()
    assert page.locator(".lab-bar select").input_value() == "10"
    page.keyboard.press("Escape")
    expect(page.locator(".lab")).to_be_hidden()


def test_bookmarks_and_forks_stay_and_lead_back(page: Page, live_server_url: str) -> None:
    played(page, live_server_url)
    page.locator('.lab-kinds label:has(input[value="fault"])').click()
    page.locator('[data-lab="previous"]').click()
    clock_is(page, CRASH)
    page.locator('[data-lab="bookmark"]').click()
    page.keyboard.type("the crash")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-flag.is-bookmark")).to_have_count(1, timeout=SLOW_MS)
    page.locator('[data-lab="fork"]').click()
    page.keyboard.press("Enter")
    expect(page.locator('[data-run="2"][aria-current="true"]')).to_be_visible(timeout=SLOW_MS)
    page.keyboard.press("/")
    field = page.locator(".palette input")
    for line in ("restart broker 2", "crash broker 3"):
        expect(field).to_be_visible(timeout=SLOW_MS)
        field.fill(line)
        page.keyboard.press("Enter")
        page.wait_for_timeout(600)
    expect(page.locator(".palette")).to_contain_text("one change", timeout=SLOW_MS)
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector('[data-room][data-ready="true"]', timeout=SLOW_MS)
    open_drawer(page)
    page.locator('[data-tab-of="runs"]').click()
    expect(page.locator('[data-run="2"] + .lab-what')).to_contain_text("restart broker 2")
    page.locator('[data-tab-of="bookmarks"]').click()
    page.locator('[data-body="bookmarks"] .lab-go').click()
    clock_is(page, CRASH)
    page.locator('[data-tab-of="runs"]').click()
    expect(page.locator('[data-run="1"][aria-current="true"]')).to_be_visible(timeout=SLOW_MS)


def test_a_planned_fault_is_dragged_moved_and_removed(page: Page, live_server_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_room(page, live_server_url)
    paused(page)
    open_drawer(page)
    page.locator('[data-lab="plan"]').click()
    page.locator("[data-fault]").select_option("crash broker 1")
    page.locator("[data-seconds]").fill("12.5")
    page.locator('[data-body="plans"] button[type="submit"]').click()
    mine = page.locator('[data-plan="2"]')
    expect(mine).to_contain_text("00:12.500", timeout=SLOW_MS)
    page.locator('[data-key="later-2"]').click()
    expect(mine).to_contain_text("00:13.000", timeout=SLOW_MS)
    expect(page.locator('[data-key="later-2"]')).to_be_focused()
    box = page.locator('[data-flag="plan-2"] path').bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 3, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + 40, steps=4)
    page.mouse.up()
    expect(mine).not_to_contain_text("00:13.000", timeout=SLOW_MS)
    page.locator('[data-key="edit-2"]').click()
    page.locator("[data-moment]").select_option("client.ack_received producer=checkout")
    page.locator('[data-body="plans"] button[type="submit"]').click()
    waiting = page.locator("[data-plan]", has_text="as soon as a receipt reaches checkout")
    expect(waiting).to_have_count(1, timeout=SLOW_MS)
    page.locator('[data-key="remove-1"]').click()
    expect(page.locator('[data-plan="1"]')).to_have_count(0, timeout=SLOW_MS)


def test_axe_finds_nothing_in_the_drawer_and_it_fits_a_phone(
    page: Page, live_server_url: str
) -> None:
    played(page, live_server_url, "dark")
    for body in ("moments", "bookmarks", "runs", "plans"):
        page.locator(f'[data-tab-of="{body}"]').click()
        assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    do(page, "step")
