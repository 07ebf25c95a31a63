"""Two timelines side by side, and the measures of a room: they play, mark what differs, work by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, command, open_room, paused, play_fast
from tests.browser.test_axe import violations

WIDE = {"width": 1920, "height": 1080}
SEEK = """(ms) => {
    const slider = document.querySelector('[data-part="track"] input');
    slider.value = ms;
    for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
}"""
PAST = """(time) => document.querySelector('[data-part="clock"]').textContent > time"""
DIFFERING = '[data-side="a"] [data-differs]'


def forked_room(page: Page, base: str, theme: str = "light") -> str:
    """A room in which broker 1 crashes at 6 s in a second timeline; the address of the comparison."""
    page.set_viewport_size(WIDE)
    address = open_room(page, base, theme)
    play_fast(page)
    page.wait_for_function(PAST, arg="00:09", timeout=60_000)
    paused(page)
    page.evaluate(SEEK, 6000)
    expect(page.locator('[data-part="clock"]')).to_have_text("00:06.000", timeout=SLOW_MS)
    command(page, "broker:1", "crash broker 1")
    expect(page.locator('[data-id="broker:1"]')).to_contain_text("down", timeout=SLOW_MS)
    return address


def opened(page: Page, address: str, at_us: int | None = None) -> None:
    query = "" if at_us is None else f"?at_us={at_us}"
    page.goto(f"{address}compare/1/2/{query}")
    page.wait_for_selector('[data-compare][data-ready="true"]', timeout=SLOW_MS)


def test_two_timelines_play_on_one_clock_and_show_what_differs(
    page: Page, live_server_url: str
) -> None:
    address = forked_room(page, live_server_url)
    page.locator(".controls .more summary").click()
    page.get_by_role("link", name="Compare timelines").click()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_selector('[data-compare][data-ready="true"]', timeout=SLOW_MS)
    expect(page.locator('[data-side="a"] h2')).to_contain_text("the first course of events")
    expect(page.locator('[data-side="b"] h2')).to_contain_text("crash broker 1 (00:06.000)")
    expect(page.locator('[data-part="table"]')).to_contain_text("Broker 1 crashes", timeout=SLOW_MS)
    page.get_by_role("button", name="Play both").click()
    expect(page.locator(DIFFERING).first).to_be_attached(timeout=SLOW_MS)
    page.get_by_role("button", name="Pause").click()
    reached = page.locator('[data-part="clock"]').inner_text()
    assert reached > "00:06.000"
    opened(page, address, 16_000_000)
    row = page.locator('[data-metric="acknowledged"]')
    expect(row).to_contain_text("worse: ", timeout=SLOW_MS)
    page.locator("[data-jump]").first.click()
    expect(page.locator('[data-part="clock"]')).to_have_text("00:06.000", timeout=SLOW_MS)


def test_swap_one_side_and_a_narrow_page(page: Page, live_server_url: str) -> None:
    address = forked_room(page, live_server_url)
    opened(page, address, 9_000_000)
    page.locator('[data-part="swap"]').click()
    page.wait_for_selector('[data-compare][data-ready="true"]', timeout=SLOW_MS)
    expect(page.locator('[data-side="a"] h2')).to_contain_text("crash broker 1")
    expect(page.locator('[data-part="clock"]')).to_have_text("00:09.000")
    page.get_by_role("button", name="Only B").press("Enter")
    expect(page.locator('[data-side="a"]')).to_be_hidden()
    page.get_by_role("button", name="Both", exact=True).press("Enter")
    expect(page.locator('[data-side="a"]')).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator('[data-side="b"]')).to_be_hidden()
    expect(page.locator('[data-side="a"] .ghost-tile').first).to_be_attached(timeout=SLOW_MS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_in_a_comparison(page: Page, live_server_url: str) -> None:
    address = forked_room(page, live_server_url, "dark")
    for theme in ("dark", "light", "projector"):
        page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server_url}])
        opened(page, address, 9_000_000)
        expect(page.locator("[data-metric]").first).to_be_attached(timeout=SLOW_MS)
        assert violations(page) == [], theme
    page.goto(f"{address}compare/")
    assert violations(page) == []


def test_measures_open_their_records_and_what_would_have_prevented_them(
    page: Page, live_server_url: str
) -> None:
    page.set_viewport_size(WIDE)
    page.goto(f"{live_server_url}/scenes/")
    with page.expect_navigation(url="**/r/**"):
        page.locator('form[action*="echo/start/"] button').first.click()
    page.wait_for_selector('[data-room][data-ready="true"]', timeout=SLOW_MS)
    play_fast(page)
    page.locator("#tab-measures").click()
    row = page.locator('[data-metric="duplicate_in_log"]')
    expect(row.locator(".measure-value")).to_have_text("1", timeout=90_000)
    paused(page)
    row.locator("summary").press("Enter")
    row.get_by_role("button", name="What would have prevented it?").press("Enter")
    expect(row.locator(".prevented-list")).to_contain_text(
        "enable.idempotence=true", timeout=60_000
    )
    assert violations(page) == []
    row.get_by_role("button", name="Why?").first.press("Enter")
    expect(page.locator(".chain li").first).to_be_visible(timeout=SLOW_MS)
