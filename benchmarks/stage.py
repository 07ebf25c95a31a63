"""The stage in a real browser, beside bare pages that move as many shapes: frame times, memory, first paint, bytes.

    python benchmarks/stage.py [--seconds 15] [--minutes 0.5] [--smoke] [--url http://127.0.0.1:8000]

Starts a server with its own database and the scenes of `benchmarks/scenes`, opens one browser and prints one
line of JSON. Every frame time stands beside that of a bare SVG and a bare canvas page with the same number of
moving shapes, measured in the same browser, as a ratio: what a machine does on its own is not the product's.
`--minutes 30` is the long form of the memory measurement. The promises, on a machine that does nothing else:
first paint under 400 ms, click to first motion under 100 ms, at most 150 KB; default scene at most 1 % of frames
over 20 ms; crowd p95 at most 33 ms; standing stage at most 4 % of a core and no animation frame; less than 10 MB
growth in 30 minutes. `--smoke` is short and fails only on idle frames: the rest are times, and times are not tests.
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

import stage_pages as scripts
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
LONG_FRAME_MS = 20
TRIES = 5
SIZE = {"width": 1920, "height": 1080}
BARE = ("svg", "canvas")


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
        serve = str(ROOT / "benchmarks" / "serve_scenes.py")
        command = [sys.executable, serve, "serve", "--no-open", "--port", str(port)]
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


def open_room(page: Page, base: str, scene: str = "broker-fails") -> None:
    page.goto(f"{base}/scenes/")
    with page.expect_navigation(url="**/r/**"):
        page.locator(f'form[action*="{scene}/start/"] button').first.click()
    page.wait_for_selector('[data-room][data-ready="true"]')


class Meter:
    """The browser's own counters for one page: main thread, renderer's processor time, heap, nodes."""

    def __init__(self, browser: Browser, page: Page) -> None:
        self.page = page
        self.of_page = page.context.new_cdp_session(page)
        self.of_page.send("Performance.enable")
        self.of_browser = browser.new_browser_cdp_session()

    def counters(self) -> dict[str, float]:
        found = self.of_page.send("Performance.getMetrics")["metrics"]
        return {entry["name"]: entry["value"] for entry in found}

    def cpu_s(self) -> float:
        """Processor seconds of all renderers; the other pages of this browser are closed."""
        processes = self.of_browser.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(entry["cpuTime"] for entry in processes if entry["type"] == "renderer")

    def heap_mb(self) -> float:
        """What is still used after garbage was collected."""
        for _ in range(2):
            self.of_page.send("HeapProfiler.collectGarbage")
        return float(self.counters()["JSHeapUsedSize"]) / 2**20

    def frames(self, seconds: float) -> dict[str, Any]:
        before = self.counters()
        found = self.page.evaluate(scripts.FRAMES, seconds)
        busy_s = self.counters()["TaskDuration"] - before["TaskDuration"]
        gaps = sorted(found["gaps"])
        at = lambda share: round(gaps[min(len(gaps) - 1, int(len(gaps) * share))], 1)  # noqa: E731
        return {
            "frames": len(gaps),
            "median_ms": at(0.5),
            "p95_ms": at(0.95),
            "p99_ms": at(0.99),
            "over_20_ms_percent": round(
                100 * sum(gap > LONG_FRAME_MS for gap in gaps) / len(gaps), 2
            ),
            "main_thread_ms_per_frame": round(1000 * busy_s / len(gaps), 2),
            "most_tokens": found["tokens"],
        }


def beside(mine: dict[str, Any], bare: dict[str, Any]) -> dict[str, float]:
    """How many times a bare page's numbers ours are."""
    keys = ("median_ms", "p95_ms", "main_thread_ms_per_frame")
    return {key: round(mine[key] / max(0.01, bare[key]), 2) for key in keys}


def compared(browser: Browser, base: str, mine: dict[str, Any], seconds: float) -> dict[str, Any]:
    """A measurement with its ratios to both bare pages with as many shapes."""
    out = dict(mine)
    for kind in BARE:
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{base}/about/")
        page.evaluate(scripts.BARE, {"kind": kind, "count": max(1, mine["most_tokens"])})
        page.wait_for_timeout(500)
        out[f"to_bare_{kind}"] = beside(mine, Meter(browser, page).frames(seconds))
        page.close()
    return out


def first_paints(browser: Browser, address: str) -> list[int]:
    """Each in a context of its own, so with nothing cached."""
    paints = []
    for _ in range(TRIES):
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.goto(address)
        page.wait_for_timeout(1200)
        paints.append(round(page.evaluate(scripts.PAINT)))
        page.context.close()
    return sorted(paints)


def clicks(page: Page) -> list[int]:
    took = []
    for _ in range(TRIES):
        took.append(round(page.evaluate(scripts.CLICK)))
        page.wait_for_timeout(900)
    return sorted(took)


def standing(browser: Browser, page: Page) -> dict[str, Any]:
    """Animation frames asked for and share of a core used at a standstill; a law says none of the first."""
    page.locator('[data-do="play"]').click()
    page.wait_for_timeout(1200)
    page.evaluate(scripts.COUNT_REQUESTS)
    meter = Meter(browser, page)
    cpu_s, began = meter.cpu_s(), time.monotonic()
    page.wait_for_timeout(4000)
    used = 100 * (meter.cpu_s() - cpu_s) / (time.monotonic() - began)
    return {"idle_frames": int(page.evaluate("window.asked")), "idle_cpu_percent": round(used, 1)}


def memory(browser: Browser, base: str, minutes: float) -> dict[str, Any]:
    """Growth of the page's heap and nodes while the default scene plays on and on."""
    page = browser.new_page(viewport=SIZE)
    open_room(page, base)
    page.wait_for_timeout(8000)
    meter = Meter(browser, page)
    before, nodes = meter.heap_mb(), meter.counters()["Nodes"]
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        page.wait_for_timeout(min(10_000, max(1.0, (end - time.monotonic()) * 1000)))
    grown = meter.heap_mb() - before
    found = {"minutes": minutes, "heap_mb": round(before, 1), "grew_mb": round(grown, 2)}
    found["grew_nodes"] = int(meter.counters()["Nodes"] - nodes)
    page.close()
    return found


def room_frames(browser: Browser, base: str, scene: str, seconds: float) -> dict[str, Any]:
    page = browser.new_page(viewport=SIZE)
    open_room(page, base, scene)
    page.wait_for_timeout(4000)
    found = Meter(browser, page).frames(seconds)
    page.close()
    return found


def token_frames(
    browser: Browser, base: str, count: int, trains: bool, seconds: float
) -> dict[str, Any]:
    page = browser.new_page(viewport=SIZE)
    open_room(page, base)
    page.evaluate(scripts.CROWDED, {"count": count, "trains": trains})
    page.wait_for_timeout(1500)
    found = Meter(browser, page).frames(seconds)
    found["painter"] = page.evaluate("window.painter()")
    page.close()
    return found


def first_look(browser: Browser, base: str) -> dict[str, Any]:
    """Bytes, first paint beside the site's plainest page, click to motion, and the standstill."""
    page = browser.new_page(viewport=SIZE)
    open_room(page, base)
    size, address = page.evaluate(scripts.TRANSFERRED), page.url
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
        **standing(browser, page),
    }
    page.close()
    return found


def measure(base: str, seconds: float, minutes: float, counts: tuple[int, ...]) -> dict[str, Any]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )
        found = first_look(browser, base)
        bare = lambda mine: compared(browser, base, mine, seconds)  # noqa: E731
        found["default"] = bare(room_frames(browser, base, "broker-fails", seconds))
        found["crowd"] = bare(room_frames(browser, base, "crowd", seconds))
        for count in counts:
            for trains, name in ((True, "tokens"), (False, "tokens_alone")):
                found[f"{name}_{count}"] = bare(token_frames(browser, base, count, trains, seconds))
        found["memory"] = memory(browser, base, minutes)
        browser.close()
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--seconds", type=float, default=15)
    options.add_argument("--minutes", type=float, default=0.5)
    options.add_argument("--smoke", action="store_true")
    options.add_argument("--url")
    chosen = options.parse_args()
    with served(chosen.url) as base:
        if chosen.smoke:
            found = measure(base, 1.5, 0.05, (500,))
        else:
            found = measure(base, chosen.seconds, chosen.minutes, (500, 2000))
    sys.stdout.write(json.dumps(found) + "\n")
    if chosen.smoke:
        assert found["idle_frames"] == 0, "a standing stage asks for frames"


if __name__ == "__main__":
    main()
