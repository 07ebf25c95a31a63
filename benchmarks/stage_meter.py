"""The browser's own counters for one page, and its frame times beside those of another."""

from __future__ import annotations

from typing import Any

import stage_pages as scripts
from playwright.sync_api import Browser, Page

LONG_FRAME_MS = 20


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
