"""The default scene in a real browser: frame times, idle frames, first paint, bytes, click to first motion.

    python benchmarks/stage.py [--seconds 20] [--smoke] [--url http://127.0.0.1:8000]

Without --url it starts a server with its own database. Prints one line of JSON, with the room's first paint
also as a ratio to the site's plainest page in the same run. The promises, on a machine that does nothing else:
first paint under 400 ms, click to first motion under 100 ms, at most 150 KB, 1 % of frames over 20 ms, no idle
frames. --smoke is short and fails only on idle frames: the rest are times, and times are not tests.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
LONG_FRAME_MS = 20
FRAMES = """(seconds) => new Promise((resolve) => {
    const gaps = [], moving = [];
    let last = performance.now();
    const end = last + seconds * 1000;
    const next = (now) => {
        gaps.push(now - last);
        moving.push(document.querySelectorAll(".layer-tokens .token").length);
        last = now;
        if (now < end) requestAnimationFrame(next);
        else resolve({ gaps: gaps.slice(1), moving: moving.slice(1) });
    };
    requestAnimationFrame(next);
})"""
COUNT_REQUESTS = """() => {
    window.asked = 0;
    const real = window.requestAnimationFrame;
    window.requestAnimationFrame = (run) => { window.asked += 1; return real(run); };
}"""
TRANSFERRED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""


CLICK = """() => new Promise((resolve) => {
    const produced = () => [...document.querySelectorAll("[data-kind=produce]")].map((node) => node.dataset.msg);
    const before = new Set(produced());
    const began = performance.now();
    const look = () => {
        if (produced().some((msg) => !before.has(msg))) resolve(performance.now() - began);
        else requestAnimationFrame(look);
    };
    document.querySelector(".quick").dispatchEvent(new MouseEvent("click", { bubbles: true }));
    requestAnimationFrame(look);
    setTimeout(() => resolve(9999), 4000);
})"""
"""Press publish; after how many milliseconds is its request seen on the way?"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
TRIES = 5


@contextlib.contextmanager
def served(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "EVENTARIUM_DB": f"{folder}/bench.sqlite3"}
        command = [sys.executable, "manage.py", "serve", "--no-open", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        base = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{base}/about/", timeout=5).close()
                    break
                time.sleep(0.1)
            yield base
        finally:
            server.terminate()
            server.wait(10)


def open_room(page: Page, base: str) -> None:
    page.goto(f"{base}/scenes/")
    with page.expect_navigation(url="**/r/**"):
        page.locator('form[action*="broker-fails/start/"] button').first.click()
    page.wait_for_selector('[data-room][data-ready="true"]')


def frames(page: Page, seconds: float) -> dict[str, Any]:
    found = page.evaluate(FRAMES, seconds)
    gaps = sorted(found["gaps"])
    at = lambda share: round(gaps[min(len(gaps) - 1, int(len(gaps) * share))], 1)  # noqa: E731
    long = sum(gap > LONG_FRAME_MS for gap in gaps) / len(gaps)
    return {
        "frames": len(gaps),
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "max_ms": round(gaps[-1], 1),
        "over_20_ms_percent": round(long * 100, 2),
        "most_tokens": max(found["moving"]),
    }


def first_paints(browser: Browser, address: str) -> list[int]:
    """Each in a context of its own, so with nothing cached."""
    paints = []
    for _ in range(TRIES):
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.goto(address)
        page.wait_for_timeout(1200)
        paints.append(round(page.evaluate(PAINT)))
        page.context.close()
    return sorted(paints)


def clicks(page: Page) -> list[int]:
    took = []
    for _ in range(TRIES):
        took.append(round(page.evaluate(CLICK)))
        page.wait_for_timeout(900)
    return sorted(took)


def idle_frames(page: Page) -> int:
    """Animation frames that the page asks for in 2 s at a standstill; a law says none."""
    page.locator('[data-do="play"]').click()
    page.wait_for_timeout(1200)
    page.evaluate(COUNT_REQUESTS)
    page.wait_for_timeout(2000)
    return int(page.evaluate("window.asked"))


def measure(base: str, seconds: float) -> dict[str, Any]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        open_room(page, base)
        size = page.evaluate(TRANSFERRED)
        address = page.url
        page.goto("about:blank")
        paints, plain = first_paints(browser, address), first_paints(browser, f"{base}/about/")
        page.goto(address)
        page.wait_for_selector('[data-room][data-ready="true"]')
        page.wait_for_timeout(3000)
        found = {
            "bytes": size,
            "first_paint_ms": paints,
            "first_paint_ratio": round(paints[TRIES // 2] / plain[TRIES // 2], 2),
            "click_to_motion_ms": clicks(page),
            **frames(page, seconds),
        }
        found["idle_frames"] = idle_frames(page)
        browser.close()
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--smoke", action="store_true")
    options.add_argument("--url")
    chosen = options.parse_args()
    with served(chosen.url) as base:
        found = measure(base, 6 if chosen.smoke else chosen.seconds)
    sys.stdout.write(json.dumps(found) + "\n")
    if chosen.smoke:
        assert found["idle_frames"] == 0, "a standing stage asks for frames"


if __name__ == "__main__":
    main()
