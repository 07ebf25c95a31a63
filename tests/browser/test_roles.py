"""A lesson with people in it: who joins, who drives, who is sent out, seen in browsers of their own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import SLOW_MS, ready, thing
from tests.browser.test_axe import violations

MARK = "<img src=x onerror=top.bad=1>"


def lesson(page: Page, base: str, theme: str = "light") -> str:
    """A room that this page presents; its address."""
    page.context.add_cookies([{"name": "theme", "value": theme, "url": base}])
    page.goto(f"{base}/scenes/")
    with page.expect_navigation(url="**/r/**"):
        page.locator('form[action*="broker-fails/start/"]').get_by_text("Open as presenter").click()
    ready(page)
    return page.url


def newcomer(page: Page, size: tuple[int, int] = (1366, 768)) -> Page:
    """A browser that nobody knows."""
    browser = page.context.browser
    assert browser is not None
    width, height = size
    return browser.new_context(viewport={"width": width, "height": height}).new_page()


def joined(page: Page, base: str, code: str) -> Page:
    """A student who typed the code on a phone."""
    student = newcomer(page, (390, 844))
    student.goto(f"{base}/join/")
    student.get_by_role("main").get_by_role("textbox").fill(code.lower())
    student.keyboard.press("Enter")
    ready(student)
    return student


def people(page: Page) -> Locator:
    """The list of people, open."""
    page.locator("[data-open-people]").click()
    dialog = page.locator("dialog.people[open]")
    expect(dialog.locator(".people-list li").first).to_be_visible(timeout=SLOW_MS)
    return dialog


def code_of(dialog: Locator) -> str:
    return dialog.locator(".code-large").inner_text()


def is_role(page: Page, role: str) -> None:
    expect(page.locator("[data-room]")).to_have_attribute("data-role", role, timeout=SLOW_MS)


def test_students_act_while_they_may_and_are_sent_out(page: Page, live_server_url: str) -> None:
    address = lesson(page, live_server_url)
    dialog = people(page)
    student = joined(page, live_server_url, code_of(dialog))
    is_role(student, "student")
    expect(student.locator("[data-quick]").first).to_be_hidden()
    row = dialog.locator(".people-list li", has_text="student")
    expect(row).to_have_count(1, timeout=SLOW_MS)
    dialog.locator('[data-switch="let_act"]').check()
    expect(student.locator("[data-quick]").first).to_be_visible(timeout=SLOW_MS)
    dialog.locator('[data-switch="freeze"]').check()
    expect(student.locator("[data-quick]").first).to_be_hidden(timeout=SLOW_MS)
    row.get_by_role("button", name=re.compile("Remove")).click()
    ended = student.locator('[data-part="connection"]')
    expect(ended).to_contain_text("removed", timeout=SLOW_MS)
    expect(ended.get_by_role("button")).to_be_hidden()
    again = student.goto(address)
    assert again is not None and again.status == 403


def test_a_lock_and_a_new_code_keep_newcomers_out(page: Page, live_server_url: str) -> None:
    lesson(page, live_server_url)
    dialog = people(page)
    code = code_of(dialog)
    dialog.locator('[data-switch="lock"]').check()
    expect(page.locator('[data-part="people"]')).to_contain_text("locked", timeout=SLOW_MS)
    late = newcomer(page)
    answer = late.goto(f"{live_server_url}/join/{code}/")
    assert answer is not None and answer.status == 403
    dialog.locator('[data-switch="lock"]').uncheck()
    dialog.get_by_role("button", name="New code").click()
    expect(dialog.locator(".code-large")).not_to_have_text(code, timeout=SLOW_MS)
    answer = late.goto(f"{live_server_url}/join/{code}/")
    assert answer is not None and answer.status == 404
    late.goto(f"{live_server_url}/join/{code_of(dialog)}/")
    ready(late)
    is_role(late, "student")


def test_a_co_presenter_comes_once_and_may_be_given_the_room(
    page: Page, live_server_url: str
) -> None:
    lesson(page, live_server_url)
    page.locator("[data-open-invite]").click()
    first_way_back = page.locator("#recovery-link").input_value()
    page.locator('[data-part="invite"] [data-close]').click()
    dialog = people(page)
    dialog.get_by_role("button", name="Invite a co-presenter").click()
    link = dialog.locator("#people-link")
    expect(link).to_have_value(re.compile("/pass/"), timeout=SLOW_MS)
    helper = newcomer(page)
    helper.goto(link.input_value())
    ready(helper)
    is_role(helper, "co-presenter")
    answer = newcomer(page).goto(link.input_value())
    assert answer is not None and answer.status == 404

    row = dialog.locator(".people-list li", has_text="co-presenter")
    expect(row).to_have_count(1, timeout=SLOW_MS)
    row.get_by_role("button", name=re.compile("Hand over")).click()
    row.get_by_role("button", name=re.compile("Press again|gets this room")).click()
    is_role(helper, "presenter")
    is_role(page, "co-presenter")
    expect(link).to_be_hidden()
    answer = newcomer(page).goto(first_way_back)
    assert answer is not None and answer.status == 404

    way_back = helper.locator("dialog.people[open] #people-link")  # the old one led elsewhere
    expect(way_back).to_have_value(re.compile("/recover/"), timeout=SLOW_MS)
    elsewhere = newcomer(page)
    elsewhere.goto(way_back.input_value())
    ready(elsewhere)
    is_role(elsewhere, "presenter")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (390, 844)])
def test_the_wall_shows_how_to_join_and_says_when_it_stands_still(
    page: Page, live_server_url: str, width: int, height: int
) -> None:
    address = lesson(page, live_server_url, "dark")
    assert violations(page) == []
    dialog = people(page)
    assert violations(page) == []
    wall = newcomer(page, (width, height))
    wall.goto(f"{address}project/")
    expect(wall.locator("[data-wall]")).to_have_attribute(
        "data-connection", "open", timeout=SLOW_MS
    )
    picture = wall.locator(".board-qr").bounding_box()
    code = wall.locator(".board-code").bounding_box()
    assert picture is not None and code is not None
    assert picture["y"] >= 0 and picture["height"] >= height / 4
    assert code["x"] + code["width"] <= width
    if width > height:
        assert code["y"] + code["height"] <= height
    assert violations(wall) == []
    assert wall.evaluate("document.documentElement.scrollWidth <= innerWidth")
    before = wall.locator("[data-qr]").get_attribute("src")
    code_now = code_of(dialog)
    dialog.get_by_role("button", name="New code").click()
    expect(dialog.locator(".code-large")).not_to_have_text(code_now, timeout=SLOW_MS)
    expect(wall.locator(".board-code")).to_have_text(code_of(dialog), timeout=SLOW_MS)
    expect(wall.locator("[data-qr]")).not_to_have_attribute("src", before or "", timeout=SLOW_MS)
    wall.keyboard.press("q")
    expect(wall.locator(".log .strip-edge").first).to_be_visible(timeout=SLOW_MS)
    assert violations(wall) == []
    row = dialog.locator(".people-list li", has_text="viewer")
    row.get_by_role("button", name=re.compile("Remove")).click()
    expect(wall.locator('[data-part="note"]')).to_contain_text("removed", timeout=SLOW_MS)


def test_markup_that_somebody_typed_is_text_everywhere(page: Page, live_server_url: str) -> None:
    """In the log, the tables, the events, the captions, the chain of causes and the refusals."""
    lesson(page, live_server_url)
    thing(page, "producer:checkout").click()
    form = page.locator("form.publish")
    form.get_by_label("Key").fill(MARK)
    form.get_by_label("Value").fill(MARK)
    form.get_by_role("button", name="Publish").click()
    page.locator('[data-part="speed"]').select_option("8000")
    expect(page.locator(f'.slot[data-key="{MARK}"]').first).to_be_visible(timeout=SLOW_MS)
    page.locator('[data-tab="events"]').click()
    page.locator('[data-filter="rank"]').select_option("0")
    page.locator('[data-filter="search"]').fill("onerror")
    expect(page.locator(".event-list li").first).to_be_visible(timeout=SLOW_MS)
    page.locator('[data-tab="tables"]').click()
    page.locator("[data-describe]").click()
    page.keyboard.press("/")
    page.locator(".palette input").fill(f'crash broker "{MARK}"')
    page.keyboard.press("Enter")
    page.wait_for_timeout(800)
    assert page.locator('img[src="x"]').count() == 0
    assert page.evaluate("window.bad") is None
