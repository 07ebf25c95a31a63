"""Why, inspector, cards and command line, as somebody meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, command, open_room, paused, play_fast, ready, thing

DEPTHS = {"plain": r"[A-Za-z].*\.", "log": r"[a-z]+\.[a-z_]+( \w+=.*)?"}


@pytest.fixture(autouse=True)
def quiet_console(page: Page) -> Iterator[None]:
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert not said


def test_a_fault_leads_from_the_number_to_its_cause_and_back_to_its_moment(
    page: Page, live_server_url: str
) -> None:
    open_room(page, live_server_url)
    command(page, "broker:2", "crash broker 2")
    expect(thing(page, "broker:2")).to_have_class(re.compile("is-down"))
    play_fast(page)
    led = page.locator('.log.is-leader[data-id^="log:orders:1:"]')
    expect(led).not_to_have_attribute("data-id", "log:orders:1:2", timeout=SLOW_MS)
    paused(page)
    led.locator("text").first.click()
    page.get_by_role("button", name="Why Leader epoch?").click()
    chain = page.locator(".chain")
    expect(chain.locator("li").first).to_contain_text("you")
    expect(chain).to_contain_text("Broker 2 crashes")
    expect(chain.locator("li").last).to_contain_text("leads orders-1")
    before = page.locator('[data-part="clock"]').inner_text()
    chain.locator(".jump").first.click()
    expect(page.locator('[data-part="clock"]')).not_to_have_text(before)
    expect(thing(page, "log:orders:1:3")).not_to_have_class(re.compile("is-leader"))


def test_who_comes_late_is_told_the_whole_chain(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    command(page, "broker:2", "crash broker 2")
    play_fast(page)
    expect(page.locator('.log.is-leader[data-id^="log:orders:1:"]')).not_to_have_attribute(
        "data-id", "log:orders:1:2", timeout=SLOW_MS
    )
    page.reload()
    ready(page)
    page.locator('[data-tab="events"]').click()
    page.locator('[data-filter="rank"]').select_option("1")
    page.locator(".event-list .why-button").first.click(timeout=SLOW_MS)
    chain = page.locator(".chain li")
    expect(chain.first).not_to_be_empty()
    expect(page.locator(".chain .why-lost")).to_have_count(0, timeout=SLOW_MS)


def test_events_are_found_by_family_actor_and_words(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    command(page, "broker:2", "crash broker 2")
    page.wait_for_timeout(2500)
    page.locator('[data-tab="events"]').click()
    rows = page.locator(".event-list li")
    page.get_by_label("Family").select_option("broker")
    expect(rows.first).to_contain_text("Broker 2 crashes")
    assert all(kind.startswith("broker.") for kind in types(page))
    page.get_by_label("Family").select_option("")
    page.get_by_label("About").select_option("broker:2")
    page.get_by_label("Search").fill("memory")
    expect(rows).to_have_count(1)
    page.get_by_label("Search").fill("nothing like this")
    expect(page.locator("[data-none]")).to_be_visible()


def types(page: Page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.event-list li')].map((row) => row.dataset.type)"
    )


def test_the_list_follows_the_playhead(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    page.wait_for_timeout(3000)
    paused(page)
    page.locator('[data-tab="events"]').click()
    page.locator('[data-filter="rank"]').select_option("1")
    expect(page.locator('.event-list li[aria-current="true"]')).to_have_count(1)
    expect(page.locator(".event-list .ahead")).to_have_count(0)
    page.locator('[data-do="back"]').click()
    page.locator('[data-do="back"]').click()
    expect(page.locator(".event-list .ahead").first).to_be_attached()
    assert page.locator('.event-list li[aria-current="true"]').count() <= 1


def test_sentences_come_in_three_depths_and_the_choice_is_remembered(
    page: Page, live_server_url: str
) -> None:
    open_room(page, live_server_url)
    text = page.locator(".caption [data-text]")
    for depth, shape in DEPTHS.items():
        page.get_by_label("Captions").select_option(depth)
        expect(text).to_have_text(re.compile(f"^{shape}", re.DOTALL), timeout=SLOW_MS)
    page.reload()
    ready(page)
    expect(page.get_by_label("Captions")).to_have_value("log")


def test_a_sentence_stands_beside_its_actor_and_covers_no_log(
    page: Page, live_server_url: str
) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_room(page, live_server_url)
    command(page, "broker:2", "crash broker 2")
    expect(page.locator(".stage-svg[data-voice]")).to_be_attached(timeout=SLOW_MS)
    for _ in range(12):
        page.wait_for_timeout(400)
        assert page.evaluate(COVERED) == []


COVERED = """() => {
    const bubble = document.querySelector(".voice:not([display=none]) .voice-box")?.getBoundingClientRect();
    if (!bubble) return [];
    return [...document.querySelectorAll(".log .card-box, .broker .card-box, .member .card-box, .producer .card-box")]
        .filter((node) => node.closest("[display=none]") === null)
        .filter((node) => {
            const b = node.getBoundingClientRect();
            return Math.min(b.right, bubble.right) - Math.max(b.left, bubble.left) > 1
                && Math.min(b.bottom, bubble.bottom) - Math.max(b.top, bubble.top) > 1;
        }).map((node) => node.parentElement.dataset.id);
}"""


def test_a_setting_shows_its_value_here_its_default_and_the_real_line(
    page: Page, live_server_url: str
) -> None:
    open_room(page, live_server_url)
    page.locator('[data-id="log:orders:0:1"] text').first.click()
    page.locator('[data-deep="settings"] > summary').click()
    block = page.locator('.setting[data-name="min.insync.replicas"]')
    block.locator("summary").click(timeout=SLOW_MS)
    expect(block.locator("summary")).to_contain_text("2")
    expect(block).to_contain_text("Kafka's default")
    expect(block.locator("pre")).to_have_text(
        re.compile(r"kafka-configs\.sh .*--entity-name orders --add-config min\.insync\.replicas=2")
    )
    block.get_by_role("textbox").fill("1")
    expect(block.locator("pre")).to_have_text(re.compile("min.insync.replicas=1$"))
    block.get_by_role("button", name="Set it here").click()
    value = page.locator(".panel .facts div", has_text="min.insync.replicas").first.locator(
        ".value"
    )
    expect(value).to_have_text("1", timeout=SLOW_MS)


def test_every_command_of_a_thing_has_a_form_and_its_real_line(
    page: Page, live_server_url: str
) -> None:
    open_room(page, live_server_url)
    thing(page, "group:billing").locator("text").first.click()
    page.locator('[data-deep="commands"] > summary').click()
    form = page.locator('[data-form="join group"]')
    expect(form.locator(".line")).to_have_text("join group billing", timeout=SLOW_MS)
    expect(form.locator("pre")).to_contain_text("kafka-console-consumer.sh")
    form.get_by_role("button", name="Add a consumer").click()
    expect(thing(page, "member:billing-4")).to_be_attached(timeout=SLOW_MS)


def test_a_line_is_copied_where_the_browser_has_no_clipboard(
    page: Page, lan_server_url: str
) -> None:
    """Plain http: no navigator.clipboard."""
    open_room(page, lan_server_url)
    assert page.evaluate("navigator.clipboard === undefined")
    thing(page, "broker:3").click()
    page.locator('[data-deep="commands"] > summary').click()
    real = page.locator('[data-form="stop broker"] .real')
    real.get_by_role("button", name="Copy").click(timeout=SLOW_MS)
    expect(real.get_by_role("status")).not_to_be_empty()
    assert page.evaluate("getSelection().toString()") == "kafka-server-stop.sh --node-id=3"


def test_a_word_opens_its_card_and_gives_the_focus_back(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    word = page.locator('.legend [data-term="committed offset"]')
    word.focus()
    page.keyboard.press("Enter")
    card = page.locator(".glossary-card")
    expect(card).to_contain_text("Not to be confused with", timeout=SLOW_MS)
    assert page.evaluate(
        "document.querySelector('.glossary-card').contains(document.activeElement)"
    )
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(word).to_be_focused()


def test_the_command_line_completes_refuses_with_a_column_and_obeys(
    page: Page, live_server_url: str
) -> None:
    open_room(page, live_server_url)
    page.keyboard.press("Control+k")
    line = page.get_by_role("combobox", name="Command")
    expect(line).to_be_focused(timeout=SLOW_MS)
    page.keyboard.type("cra")
    page.keyboard.press("Tab")
    expect(line).to_have_value("crash ")
    page.keyboard.type("bro")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(line).to_have_value("crash broker 2 ")
    page.keyboard.press("Enter")
    page.keyboard.type("pause broker 2 for=soon")
    expect(thing(page, "broker:2")).to_have_class(re.compile("is-down"), timeout=SLOW_MS)
    expect(line).to_have_value("pause broker 2 for=soon")
    page.keyboard.press("Enter")
    expect(page.locator(".palette .answer")).to_contain_text("Column 16")
    page.keyboard.press("Escape")
    expect(page.locator(".palette")).to_be_hidden()


def test_marks_and_connections_can_be_asked(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    mark = page.locator('.marks[data-marks="orders-0"] .mark[data-mark*="position"]')
    expect(mark).to_be_visible(timeout=SLOW_MS)
    paused(page)
    mark.locator("text").click()
    title = page.locator('[data-part="inspect"] [data-body] h2')
    expect(title).to_contain_text("offset of billing on orders-0")
    page.get_by_role("button", name=re.compile("^Why .*[Ll]ag")).first.click()
    expect(page.locator(".chain h2")).to_contain_text("Why?")
    page.locator('.link[data-link="orders-0"] path').dispatch_event("click")
    expect(title).to_contain_text("Connection of broker-1 and billing-")
    page.locator('[data-command^="cut broker-1 billing-"]').click()
    expect(page.locator('[data-command^="heal broker-1 billing-"]')).to_be_visible(timeout=SLOW_MS)
