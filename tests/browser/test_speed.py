"""How much travels for a first look, and that a press is seen to move something.

How soon is a matter of the machine: `python benchmarks/stage.py` measures the times that the design
promises; here its short form has to run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.steps import open_room, ready

FIRST_LOAD_BYTES = 150 * 1024
ROOT = Path(__file__).resolve().parents[2]

TRANSFERRED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""

NEW_PRODUCE = """(before) =>
    [...document.querySelectorAll("[data-kind=produce]")].some((node) => !before.includes(node.dataset.msg))"""


def test_the_first_load_is_small_and_asks_nobody_else(page: Page, live_server_url: str) -> None:
    address = open_room(page, live_server_url)
    browser = page.context.browser
    assert browser is not None
    fresh = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    fresh.goto(address)
    ready(fresh)
    size = fresh.evaluate(TRANSFERRED)
    assert 0 < size <= FIRST_LOAD_BYTES, f"{size} bytes"
    foreign = fresh.evaluate(
        "performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !n.startsWith(location.origin))"
    )
    assert foreign == []
    fresh.context.close()


def test_a_pressed_record_travels_on_the_stage(page: Page, live_server_url: str) -> None:
    open_room(page, live_server_url)
    before = {node.get_attribute("data-msg") for node in page.locator("[data-kind=produce]").all()}
    page.locator(".quick").first.dispatch_event("click")
    page.wait_for_function(NEW_PRODUCE, arg=sorted(msg for msg in before if msg))


def test_the_stage_benchmark_runs_and_a_standing_stage_asks_for_no_frame() -> None:
    command = [sys.executable, "benchmarks/stage.py", "--smoke"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["idle_frames"] == 0
    assert found["default"]["most_tokens"] > 0
    assert found["default"]["virtual_ms_per_s"] > 0
    assert found["memory"]["grew_mb"] < 10
    assert found["tokens_500"]["most_tokens"] > 400
