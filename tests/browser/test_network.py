"""A network that breaks websockets: pages notice by themselves, and a teacher can find out before.

That both ways are tried within 5 s stands in tests/js/transport.test.mjs.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import SLOW_MS, open_room, play_fast

SILENT = """window.WebSocket = class extends EventTarget {
    readyState = 0; send() {} close() { this.readyState = 3; }
};"""
MUTE = """window.WebSocket = class extends EventTarget {
    readyState = 1; send() {} close() { this.readyState = 3; }
    constructor() { super(); setTimeout(() => this.dispatchEvent(new Event("open")), 10); }
};"""
REFUSED = """window.WebSocket = class extends EventTarget {
    readyState = 0; send() {} close() {}
    constructor() { super(); setTimeout(() => this.dispatchEvent(new Event("close")), 10); }
};"""
NO_STREAM = "window.EventSource = class extends EventTarget { close() {} };"


@pytest.mark.parametrize("broken", [SILENT, MUTE, REFUSED], ids=["silent", "mute", "refused"])
def test_a_room_is_live_where_websockets_are_blocked(
    page: Page, live_server_url: str, broken: str
) -> None:
    page.add_init_script(broken)
    open_room(page, live_server_url)
    room = page.locator("[data-room]")
    expect(room).to_have_attribute("data-transport", "stream", timeout=SLOW_MS)
    expect(room).to_have_attribute("data-connection", "open")
    play_fast(page)
    seq = room.get_attribute("data-seq") or ""
    expect(room).not_to_have_attribute("data-seq", seq, timeout=SLOW_MS)


def test_a_socket_is_used_where_it_works(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    expect(page.locator("[data-room]")).to_have_attribute("data-transport", "socket")


@pytest.mark.parametrize(
    ("scripts", "verdict", "socket", "stream"),
    [
        ([], "fit", "works", "works"),
        ([REFUSED], "fallback", "blocked", "works"),
        ([REFUSED, NO_STREAM], "unfit", "blocked", "blocked"),
    ],
    ids=["fit", "fallback", "unfit"],
)
def test_the_page_for_teachers_says_what_works(
    page: Page, live_server_url: str, scripts: list[str], verdict: str, socket: str, stream: str
) -> None:
    for script in scripts:
        page.add_init_script(script)
    page.goto(f"{live_server_url}/network/")
    said = page.locator("[data-verdict]")
    expect(said).to_have_attribute("data-result", re.compile(f"{verdict}|slow"), timeout=SLOW_MS)
    for way, result in (("socket", socket), ("stream", stream)):
        expect(page.locator(f'[data-way="{way}"]')).to_have_attribute("data-result", result)
    expect(said.locator("p:visible")).to_have_count(1)
    expect(page.get_by_role("button", name="Test again")).to_be_enabled()
