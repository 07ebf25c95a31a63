"""One scene of each family in a real room: what a person sees and does there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import do, paused, thing
from tests.browser.test_axe import violations
from tests.browser.town import errors_of, start_scene


def test_publish_and_subscribe_by_hand(page: Page, live_server_url: str) -> None:
    """A filter shows what it would select before anybody subscribes; an event lights its path."""
    complaints = errors_of(page)
    start_scene(page, live_server_url, "filter-bingo")
    do(page, "play")
    publisher = page.locator('.client.target[data-id^="client:"]').first
    name = (publisher.get_attribute("data-id") or "").split(":", 1)[1]
    thing(page, f"client:{name}").click()
    form = page.locator(".town-form").first
    form.locator('[name="topic"]').fill("shop/eu/order")
    form.locator("button.primary").click()
    expect(page.locator('.leaf[data-topic="shop/eu/order"]')).to_have_count(1)
    ask = page.locator(".town-form").last
    ask.locator('[name="filter"]').fill("shop/+/order")
    expect(page.locator('.leaf.is-chosen[data-topic="shop/eu/order"]')).to_have_count(1)
    expect(ask.locator(".is-match code").first).to_have_text("shop/eu/order")
    ask.locator('[name="filter"]').fill("shop/#/order")
    expect(ask.locator(".rule")).to_be_visible()
    expect(page.locator(".leaf.is-chosen")).to_have_count(0)
    assert complaints == []


def test_a_link_of_the_mesh_is_cut_and_healed(page: Page, live_server_url: str) -> None:
    complaints = errors_of(page)
    start_scene(page, live_server_url, "three-cities")
    link = page.locator(".mesh-link").first
    a, b = (link.get_attribute("data-id") or "").split(":")[1:]
    link.locator(".link-hit").click(force=True)
    page.locator(f'[data-command="cut {a} {b}"]').click()
    expect(link).to_have_class("actor target mesh-link is-cut", timeout=10_000)
    page.locator(f'[data-command="heal {a} {b}"]').click()
    expect(link).not_to_have_class("actor target mesh-link is-cut", timeout=10_000)
    page.locator('[data-tab="tables"]').click()
    expect(page.locator('[data-table="town.heading_links"]')).to_be_visible()
    page.locator("[data-describe]").click()
    expect(page.locator("[data-description]")).to_contain_text("brokers are up")
    assert complaints == []


def test_a_request_has_two_clocks(page: Page, live_server_url: str) -> None:
    complaints = errors_of(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    start_scene(page, live_server_url, "stopwatch")
    thing(page, "service:checkout").click()
    form = page.locator(".town-form").first
    form.locator('[name="key"]').fill("o-9")
    form.locator("button.primary").click()
    expect(page.locator("[data-request]").first).to_be_visible(timeout=10_000)
    thing(page, "service:email").click()
    page.locator('[data-command="crash service email"]').click()
    expect(thing(page, "service:email")).to_have_attribute("data-state", "down", timeout=10_000)
    assert complaints == []


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize(
    ("scene", "subject"),
    [
        ("parked-events", "queue:parcels"),
        ("three-cities", "hub:nairobi"),
        ("saga-danced", "service:stock"),
    ],
)
def test_axe_finds_nothing(
    page: Page, live_server_url: str, scene: str, subject: str, theme: str
) -> None:
    """On the stage, in the forms, below them, and in the tables."""
    page.set_viewport_size({"width": 1366, "height": 768})
    complaints = errors_of(page)
    start_scene(page, live_server_url, scene, theme)
    page.wait_for_timeout(2500)
    paused(page)
    assert violations(page) == []
    thing(page, subject).locator("text").first.click()
    expect(page.locator(".facts dt").first).to_be_visible()
    for summary in page.locator("[data-deep] > summary").all():
        summary.click()
    page.wait_for_timeout(1200)
    assert violations(page) == []
    page.locator('[data-tab="tables"]').click()
    page.wait_for_timeout(1200)
    assert violations(page) == []
    assert complaints == []
