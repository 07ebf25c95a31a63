"""The stage in a real browser, beside bare pages that move as many shapes: frame times, memory, first paint, bytes.

    python benchmarks/stage.py [--seconds 15] [--minutes 0.5] [--smoke] [--url http://127.0.0.1:8000]

Starts a server with its own database and the scenes of `benchmarks/scenes`, opens one browser and prints one
line of JSON. Every frame time stands beside that of a bare SVG and a bare canvas page with the same number of
moving shapes, measured in the same browser, as a ratio: what a machine does on its own is not the product's.
`--minutes 30` is the long form of the memory measurement. A scene's `virtual_ms_per_s` is how much of its own time
passed in a second of ours: frames of a scene that hardly moves say little. The promises, on a machine that does
nothing else: first paint under 400 ms, click to first motion under 100 ms, at most 150 KB; default scene at most 1
% of frames over 20 ms; crowd p95 at most 33 ms; standing stage at most 4 % of a core and no animation frame; less
than 10 MB growth in 30 minutes. `--smoke` is short and fails only on idle frames: the rest are times, and times are
not tests.
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
from typing import Any, NamedTuple

import stage_pages as scripts
from playwright.sync_api import Browser, Page, sync_playwright
from stage_meter import Meter, beside

ROOT = Path(__file__).resolve().parent.parent
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


def first_paints(browser: Browser, address: str, tries: int) -> list[int]:
    """Each in a context of its own, so with nothing cached."""
    paints = []
    for _ in range(tries):
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.goto(address)
        page.wait_for_timeout(1200)
        paints.append(round(page.evaluate(scripts.PAINT)))
        page.context.close()
    return sorted(paints)


def clicks(page: Page, tries: int) -> list[int]:
    took = []
    for _ in range(tries):
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
    page.wait_for_timeout(min(8000, minutes * 60_000))
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
    began, clock = time.monotonic(), page.evaluate(scripts.CLOCK_MS)
    found = Meter(browser, page).frames(seconds)
    passed = page.evaluate(scripts.CLOCK_MS) - clock
    found["virtual_ms_per_s"] = round(passed / (time.monotonic() - began), 2)
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


def first_look(browser: Browser, base: str, tries: int) -> dict[str, Any]:
    """Bytes, first paint beside the site's plainest page, click to motion, and the standstill."""
    page = browser.new_page(viewport=SIZE)
    open_room(page, base)
    size, address = page.evaluate(scripts.TRANSFERRED), page.url
    page.goto("about:blank")
    paints = first_paints(browser, address, tries)
    plain = first_paints(browser, f"{base}/about/", tries)
    page.goto(address)
    page.wait_for_selector('[data-room][data-ready="true"]')
    page.wait_for_timeout(3000)
    found = {
        "bytes": size,
        "first_paint_ms": paints,
        "first_paint_ratio": round(paints[tries // 2] / plain[tries // 2], 2),
        "click_to_motion_ms": clicks(page, tries),
        **standing(browser, page),
    }
    page.close()
    return found


class Extent(NamedTuple):
    """How much is measured: seconds of frames, minutes of memory, tries of what is over at once."""

    seconds: float
    minutes: float
    tries: int
    scenes: tuple[str, ...]
    tokens: tuple[int, ...]
    alone: bool
    """Tokens without trains too, which is what the canvas is for."""


SMOKE = Extent(3.0, 0.03, 1, ("default",), (500,), False)
SCENES = {"default": "broker-fails", "crowd": "crowd"}


def measure(base: str, extent: Extent) -> dict[str, Any]:
    seconds = extent.seconds
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )
        found = first_look(browser, base, extent.tries)
        bare = lambda mine: compared(browser, base, mine, seconds)  # noqa: E731
        for name in extent.scenes:
            found[name] = bare(room_frames(browser, base, SCENES[name], seconds))
        for count in extent.tokens:
            found[f"tokens_{count}"] = bare(token_frames(browser, base, count, True, seconds))
            if extent.alone:
                alone = token_frames(browser, base, count, False, seconds)
                found[f"tokens_alone_{count}"] = bare(alone)
        found["memory"] = memory(browser, base, extent.minutes)
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
        whole = Extent(chosen.seconds, chosen.minutes, 5, ("default", "crowd"), (500, 2000), True)
        found = measure(base, SMOKE if chosen.smoke else whole)
    sys.stdout.write(json.dumps(found) + "\n")
    if chosen.smoke:
        assert found["idle_frames"] == 0, "a standing stage asks for frames"


if __name__ == "__main__":
    main()
