"""Texts on the stage: none meets another, leaves its card or falls below its theme's floor."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.feed import fed_room, shown

MOMENTS_US = [
    2_700_000,
    3_500_000,
    6_000_000,
    8_300_000,
    9_500_000,
    11_500_000,
    14_000_000,
    16_000_000,
    19_000_000,
]
SCREENS = [(1920, 1080, "light", 14), (1366, 768, "dark", 14), (1920, 1080, "projector", 24)]

WRONG = """(floor) => {
    const wrong = [];
    const texts = [...document.querySelectorAll(".stage-svg text")]
        .filter((t) => !t.closest(".layer-tokens") && t.textContent.trim() && t.getBoundingClientRect().width > 0);
    const boxes = texts.map((t) => {
        const b = t.getBoundingClientRect();
        return { text: t.textContent, x: b.x, y: b.y + b.height * 0.18, r: b.right, b: b.bottom - b.height * 0.22 };
    });
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
        const w = Math.min(a.r, b.r) - Math.max(a.x, b.x);
        const h = Math.min(a.b, b.b) - Math.max(a.y, b.y);
        if (w > 1.5 && h > 1.5) wrong.push(`"${a.text}" meets "${b.text}"`);
    }));
    for (const t of texts) {
        if (Number(t.getAttribute("font-size")) < floor) wrong.push(`"${t.textContent}" is too small`);
        const card = t.closest(".actor")?.querySelector(".card-box, .group-box")?.getBoundingClientRect();
        const b = t.getBoundingClientRect();
        const out = card && (b.left < card.left - 1 || b.right > card.right + 1);
        if (out) wrong.push(`"${t.textContent}" leaves its card`);
    }
    return wrong;
}"""


@pytest.mark.parametrize(("width", "height", "theme", "floor"), SCREENS)
def test_texts_keep_apart(
    page: Page, live_server_url: str, width: int, height: int, theme: str, floor: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    feed = fed_room(page, live_server_url, theme)
    for at_us in MOMENTS_US:
        feed.play_to(at_us)
        shown(page, feed)
        assert page.evaluate(WRONG, floor) == [], f"at {at_us}"
