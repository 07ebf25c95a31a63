"""The lab in a browser: a prediction is locked, all sides are played, and the result is as theory says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import THEMES, violations

LONG_MS = 120_000


@pytest.mark.parametrize(("name", "option"), [("x01", 0), ("x05", 1), ("x12", 2)])
def test_an_experiment_gives_what_theory_says(
    page: Page, live_server_url: str, name: str, option: int
) -> None:
    """By keyboard: choose, begin; htmx replaces the progress by the result."""
    page.goto(f"{live_server_url}/lab/")
    page.locator(f'a[href$="/{name}/"]').press("Enter")
    page.locator("input[name=prediction]").nth(option).press("Space")
    page.get_by_role("button", name="Lock it").press("Enter")
    expect(page.get_by_role("heading", name="Measured as theory says")).to_be_visible(
        timeout=LONG_MS
    )
    expect(page.get_by_text("your prediction")).to_have_count(1)
    page.locator(".measured summary").first.press("Enter")
    expect(page.locator(".measured .items").first).to_be_visible()
    for theme in THEMES:
        page.get_by_label("Theme").select_option(theme)
        assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_sweep_shows_progress_and_a_picture(page: Page, live_server_url: str) -> None:
    page.goto(f"{live_server_url}/lab/sweep/")
    page.get_by_label("Seeds").fill("2")
    page.get_by_label("Time of each run").fill("15s")
    page.get_by_role("button", name="Run the sweep").press("Enter")
    expect(page.locator("svg.chart .dot").first).to_be_visible(timeout=LONG_MS)
    expect(page.locator("progress")).to_have_count(0)
    for theme in THEMES:
        page.get_by_label("Theme").select_option(theme)
        assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
