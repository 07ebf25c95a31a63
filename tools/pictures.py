"""Draws the pictures of the scene gallery and of the README, each at a set moment of virtual time.

    python tools/pictures.py                 # all that are missing
    python tools/pictures.py --all           # all of them anew
    python tools/pictures.py broker-fails    # those of one scene, anew
    python tools/pictures.py readme          # those of docs/pictures, anew

A server of its own, with a database of its own, plays the scenes; every room stands still at the moment that the
scene's `[gallery]` (or the table of README pictures) names. The pictures are small: the whole gallery is at most
1.5 MB, held by tests/web/test_pages_scenes.py.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
START_TIMEOUT_S = 60
STAGE = (960, 540)
"""What a picture of the gallery is taken of; the outcome is smaller."""
GALLERY_BYTES, README_BYTES = 22_000, 118_000
PATIENCE_MS = 90_000
SETTLE_MS = 900
"""Modules that a crowd or a town fetches, and the glow of the last thing that happened."""
PRESS_MS = 3000
"""A step has come to its end by then."""

STAGE_ONLY = """
.room-bar, .room > :not(.stage), .banner { display: none !important; }
.room > .stage { position: fixed !important; inset: 0; z-index: 9; width: 100vw; height: 100vh; background: var(--bg); }
"""
ENCODE = """async ([png, width, quality]) => {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round((bitmap.height * width) / bitmap.width);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


class Shot(NamedTuple):
    """One picture: a scene's moment, in a window of this size and theme."""

    target: Path
    slug: str
    at_us: int
    theme: str
    size: tuple[int, int]
    width: int
    stage_only: bool = False
    press: tuple[str, ...] = ()


class Readme(NamedTuple):
    """A picture of docs/pictures, with what is pressed before it is taken."""

    slug: str
    at: str
    theme: str = "light"
    size: tuple[int, int] = (1440, 810)
    press: tuple[str, ...] = ()


STEP = '[data-do="step"]'
README = {
    "default-scene": Readme("broker-fails", "7s", press=(STEP, STEP)),
    "election": Readme("broker-fails", "10700ms", theme="dark", press=(STEP,)),
    "rebalance": Readme("musical-chairs-server-side", "9s", press=(STEP,)),
    "mesh": Readme("three-cities", "9500ms", theme="dark", press=(STEP,)),
    "saga": Readme("saga-conducted", "13s", press=(STEP,)),
    "phone": Readme(
        "broker-fails", "10700ms", size=(390, 844), press=('[data-column="broker:3"]', STEP)
    ),
}
README_WIDTH = 1200


def gallery_shots(slugs: list[str]) -> Iterator[Shot]:
    from eda_site.pages.selectors import PICTURE_SIZE, THEMES, picture_name
    from eda_site.rooms.library import scene_gallery

    for slug in slugs:
        gallery = scene_gallery(slug)
        if gallery is None:
            sys.exit(f"{slug}: there is no such scene, or it has no [gallery]")
        for theme in THEMES:
            target = ROOT / "static" / picture_name(slug, theme)
            yield Shot(target, slug, gallery.picture_us, theme, STAGE, PICTURE_SIZE[0], True)


def readme_shots() -> Iterator[Shot]:
    from broker_core.kernel.units import parse_duration

    for name, row in README.items():
        target = ROOT / "docs" / "pictures" / f"{name}.webp"
        width = min(README_WIDTH, row.size[0] * 2)
        at_us = parse_duration(row.at)
        yield Shot(target, row.slug, at_us, row.theme, row.size, width, press=row.press)


def still_room(slug: str, at_us: int) -> str:
    """The path that makes a browser the owner of a new room which stands still at a moment of a scene."""
    from eda_site.rooms import services, tokens
    from eda_site.rooms.library import DEFAULT_SEED, scene_gallery, scene_scenario
    from eda_site.rooms.models import Room

    scenario, gallery = scene_scenario(slug), scene_gallery(slug)
    assert scenario is not None and gallery is not None
    code, key = tokens.new_code(), tokens.new_key()
    new = services.NewRoom(
        code=code,
        slug=slug,
        scenario=json.dumps(scenario, ensure_ascii=False),
        engine="1",
        seed=DEFAULT_SEED,
        preset=scenario.get("preset", "teaching"),
        owner_hash=tokens.key_hash(key),
        shown_at_us=at_us,
        log=gallery.log_until(at_us),
    )
    pk = services.room_create(new)
    Room.objects.filter(pk=pk).update(playing=False)
    return f"/r/{code}/recover/{tokens.recovery_token(code, key)}/"


def take(browser: Browser, base: str, shot: Shot) -> bytes:
    """The picture as PNG."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        bypass_csp=shot.stage_only,
        device_scale_factor=2 if width < 600 else 1,
    )
    context.add_cookies([{"name": "theme", "value": shot.theme, "url": base}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(base + still_room(shot.slug, shot.at_us))
    page.wait_for_selector('[data-room][data-ready="true"]')
    if shot.stage_only:
        page.add_style_tag(content=STAGE_ONLY)
    page.wait_for_selector(".stage-svg .layer-actors > *", state="attached")
    for what in shot.press:
        page.locator(what).first.click()
        page.wait_for_timeout(PRESS_MS)
    page.wait_for_timeout(SETTLE_MS)
    png = page.screenshot()
    context.close()
    return png


def as_webp(page: Page, png: bytes, width: int, most: int) -> bytes:
    """As small as it must be, as good as it may: the first quality that keeps within `most` bytes."""
    text = base64.b64encode(png).decode()
    for quality in (0.85, 0.75, 0.65, 0.55, 0.4, 0.3):
        out = base64.b64decode(page.evaluate(ENCODE, [text, width, quality]))
        if len(out) <= most:
            break
    return out


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server on the database that this process has been told of."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--no-open", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    base = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{base}/about/", timeout=5).close()
                break
            time.sleep(0.1)
        yield base
    finally:
        server.terminate()
        server.wait(15)


def wanted(names: list[str], everything: bool) -> list[Shot]:
    from broker_core.scenario import library

    slugs = [name for name in names if name != "readme"]
    if names:
        return [*gallery_shots(slugs), *(readme_shots() if "readme" in names else ())]
    shots = [*gallery_shots(sorted(library())), *readme_shots()]
    return [shot for shot in shots if everything or not shot.target.exists()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="scenes, or readme")
    parser.add_argument("--all", action="store_true", help="draw those that exist as well")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "eda_site.settings",
            "EVENTARIUM_DB": str(folder / "pictures.sqlite3"),
            "DATABASE_URL": "",
            "EVENTARIUM_PLAIN_HTTP": "1",
            # Playwright's own loop runs in this thread; nothing else here is asynchronous.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
        import django

        django.setup()
        shots = wanted(args.names, args.all)
        with served(folder) as base, sync_playwright() as playwright:
            from tests.conftest import find_chromium

            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            encoder = browser.new_page()
            for shot in shots:
                most = GALLERY_BYTES if shot.stage_only else README_BYTES
                picture = as_webp(encoder, take(browser, base, shot), shot.width, most)
                shot.target.parent.mkdir(parents=True, exist_ok=True)
                shot.target.write_bytes(picture)
                print(f"{shot.target.relative_to(ROOT)}: {len(picture)} bytes", flush=True)


if __name__ == "__main__":
    main()
