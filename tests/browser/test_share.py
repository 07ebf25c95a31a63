"""What leaves a room and plays elsewhere: a replay from a file, a picture, a link that carries a run."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, open_room, paused


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("replay") / "replay.html"
    more = ["--until", "12s", "--branch", "Broker 1 too=at 6s crash broker 1"]
    call_command("replay", "broker-fails", "-o", str(file), *more, stdout=io.StringIO())
    return file


def test_a_replay_plays_from_a_file_without_a_network(page: Page, replay: Path) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(replay.as_uri())
    page.wait_for_selector('[data-replay][data-ready="true"]', timeout=SLOW_MS)
    expect(page.locator(".log").first).to_be_attached(timeout=SLOW_MS)
    page.locator('[data-do="play"]').click()
    expect(page.locator('[data-part="told"] li').nth(2)).to_be_attached(timeout=SLOW_MS)
    page.locator('[data-do="step"]').click()
    assert page.locator('[data-do="play"]').get_attribute("data-playing") == "false"
    page.get_by_label("Broker 1 too").check()
    page.locator('[data-part="track"]').focus()
    page.keyboard.press("End")
    expect(page.locator('[data-part="clock"]')).to_have_text("00:12.000")
    expect(page.locator('[data-part="told"]')).to_contain_text("because nobody listens there")
    page.locator('[data-do="describe"]').click()
    expect(page.locator('[data-part="description"]')).not_to_be_empty()
    page.locator('[data-do="back"]').click()
    expect(page.locator('[data-part="clock"]')).not_to_have_text("00:12.000")
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found] == []
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [replay.as_uri()]


def test_pictures_stand_alone(page: Page, live_server_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_room(page, live_server_url)
    page.wait_for_timeout(2500)
    paused(page)
    page.locator("details.more > summary").click()
    with page.expect_download(timeout=SLOW_MS) as download:
        page.locator('[data-picture="svg"]').click()
    source = download.value.path().read_text("utf-8")
    assert source.startswith("<svg") and "Broker 1" in source
    assert not re.search(
        r'\b(?:class|style|href)=|url\(|https?://(?!www\.w3\.org/2000/svg")', source
    )
    with page.expect_download(timeout=SLOW_MS) as download:
        page.locator('[data-picture="png"]').click()
    assert download.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_link_that_carries_a_run_opens_it(page: Page, live_server_url: str) -> None:
    address = open_room(page, live_server_url)
    page.wait_for_timeout(1500)
    paused(page)
    page.goto(f"{address}share/")
    link = page.locator("#whole-link").input_value()
    assert Axe().run(page).response["violations"] == []
    page.goto("about:blank")
    page.goto(link)
    button = page.get_by_role("button", name=re.compile("Open a room"))
    expect(button).to_be_visible(timeout=SLOW_MS)
    assert Axe().run(page).response["violations"] == []
    with page.expect_navigation(url="**/r/**"):
        button.click()
    page.wait_for_selector('[data-room][data-ready="true"]', timeout=SLOW_MS)
    assert page.url != address


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_axe_finds_nothing_on_the_pages_around_a_run(
    page: Page, live_server_url: str, theme: str
) -> None:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server_url}])
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/import/", "/properties/", "/build/"):
        page.goto(f"{live_server_url}{path}")
        if path == "/build/":
            page.wait_for_selector('[data-still][data-ready="true"]', timeout=SLOW_MS)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_system_is_built_and_started(page: Page, live_server_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{live_server_url}/build/")
    partitions = page.locator('[name="topics.0.partitions"]')
    partitions.fill("99")
    partitions.press("Tab")
    expect(page.locator("#build-problem")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator('[name="topics.0.replication_factor"]')).to_be_focused()
    partitions.fill("2")
    partitions.press("Tab")
    expect(page.locator("#build-text")).to_have_value(re.compile("partitions = 2"))
    page.get_by_role("button", name="Add a producer").click()
    expect(page.locator('[name="producers.1.id"]')).to_have_value("producer-1")
    with page.expect_navigation(url="**/r/**"):
        page.get_by_role("button", name="Start a room of it").click()
    page.wait_for_selector('[data-id="producer:producer-1"]', timeout=SLOW_MS, state="attached")
