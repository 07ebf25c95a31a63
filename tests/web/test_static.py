"""Static files arrive hashed, compressed, and known ahead."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files import locks
from django.template import Context, Template
from django.test import AsyncClient, Client

from eda_site.web.build import alone, collect_static
from eda_site.web.joined import JOINED
from eda_site.web.static import imports_of, module_graph, without_comments

CSS = Path(settings.BASE_DIR) / "static" / "css"
PAGES = ["/", "/scenes/", "/about/", "/glossary/", "/gallery/", "/network/"]
FIRST_SCREEN = 3
"""Pictures of the gallery on a screen of 1920 x 1080."""
BUDGET = 150_000


@pytest.fixture
def manifest(built_files: None) -> dict[str, str]:
    return json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())["paths"]


def test_nothing_is_collected_twice(built_files: None) -> None:
    assert collect_static() is False


def test_a_start_that_was_killed_holds_up_nobody(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    hold = (
        "import sys, time; from pathlib import Path; from django.conf import settings;"
        "settings.configure(VAR_DIR=Path(sys.argv[1])); from eda_site.web.build import alone\n"
        "with alone('static'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None and first.stdout.readline() == "held\n"
        with (tmp_path / "static.busy").open("w") as file:
            assert not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
        first.kill()
    with alone("static"):
        pass


def test_every_import_of_a_module_is_hashed(manifest: dict[str, str]) -> None:
    """An import without semicolon or with a bare name would silently keep its old file in caches."""
    hashed = set(manifest.values())
    for name in manifest.values():
        if not name.startswith("js/"):
            continue
        path = Path(settings.STATIC_ROOT) / name
        for target in imports_of(path.read_text()):
            assert target.startswith("."), f"{name} imports {target}"
            resolved = (
                (path.parent / target).resolve().relative_to(Path(settings.STATIC_ROOT).resolve())
            )
            assert resolved.as_posix() in hashed, f"{name} imports {target} unhashed"


async def test_every_file_is_served_compressed(
    async_client: AsyncClient, manifest: dict[str, str]
) -> None:
    """Only what compression would make larger may go as it is."""
    for name in manifest.values():
        plain = (Path(settings.STATIC_ROOT) / name).read_bytes()
        if len(gzip.compress(plain)) > 0.95 * len(plain):
            continue
        for encoding in ("br", "gzip"):
            response = await async_client.get(
                f"/static/{name}", headers={"accept-encoding": encoding}
            )
            assert response.status_code == 200
            assert response.headers["Content-Encoding"] == encoding, name
            assert "immutable" in response.headers["Cache-Control"], name
            assert response.headers["X-Content-Type-Options"] == "nosniff", name


async def test_async_and_sync_serve_the_same(
    async_client: AsyncClient, client: Client, manifest: dict[str, str]
) -> None:
    path = f"/static/{manifest['css/base.css']}"
    one, other = await async_client.get(path), client.get(path)
    assert one.content == b"".join(other.streaming_content)  # type: ignore[attr-defined]
    assert one.headers["ETag"] == other.headers["ETag"]
    again = await async_client.get(path, headers={"if-none-match": one.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stays_within_its_budget(client: Client, path: str) -> None:
    """Pictures that wait for the reader count as far as a large screen shows them at once, in one theme."""
    html = client.get(path).content
    total = len(gzip.compress(html))
    text = html.decode()
    waiting = re.findall(r'<img class="by-day" src="/static/([^"]+)"[^>]* loading="lazy"', text)
    for image in re.findall(r'<img [^>]*loading="lazy"[^>]*>', text):
        text = text.replace(image, "")
    urls = set(re.findall(r'(?:src|href)="/static/([^"]+)"', text))
    for url in [*urls, *waiting[:FIRST_SCREEN]]:
        packed = Path(settings.STATIC_ROOT) / f"{url}.gz"
        plain = Path(settings.STATIC_ROOT) / url
        total += (packed if packed.exists() else plain).stat().st_size
    assert total <= BUDGET


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_hashed_files_only(client: Client, path: str) -> None:
    urls = re.findall(r'(?:src|href)="/static/([^"]+)"', client.get(path).content.decode())
    assert urls
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", url) for url in urls)


def test_imports_are_read_as_browsers_read_them() -> None:
    source = """
    import { a } from "./a.js";
    import {
      b,
      c,
    } from './deep/b.js';
    export * from "../c.js";
    import "./d.js";
    // import "./no.js";
    /* import "./never.js"; */
    const e = () => import("./later.js");
    """
    assert imports_of(source) == ["./a.js", "./deep/b.js", "../c.js", "./d.js"]


def test_the_preload_tag_names_the_whole_graph(settings, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import "./lib/b.js";\nimport "./c.js";\n')
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "b.js").write_text('import "../c.js";\n')
    (tmp_path / "c.js").write_text("export const c = 1;\n")
    settings.STATICFILES_DIRS = [tmp_path]
    settings.DEBUG = True
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    try:
        assert module_graph("a.js") == ["a.js", "lib/b.js", "c.js"]
    finally:
        finders.get_finder.cache_clear()


def test_the_preload_tag_gives_hashed_links(built_files: None) -> None:
    html = Template('{% load web %}{% module_preloads "js/ui/theme.js" %}').render(Context())
    assert re.fullmatch(
        r'<link rel="modulepreload" href="/static/js/ui/theme\.[0-9a-f]{12}\.js">', html
    )


def test_a_missing_module_names_itself() -> None:
    with pytest.raises(FileNotFoundError, match=r"js/nowhere\.js"):
        module_graph("js/nowhere.js")


def test_only_comments_on_lines_of_their_own_stay_at_home() -> None:
    source = '// why\na(); // how\n/** What it\n * does. */\nb("// c");\n/*! licence */\n  // d\n'
    assert without_comments(source) == 'a(); // how\nb("// c");\n/*! licence */\n'


def test_blanks_inside_texts_are_served_as_written(manifest: dict[str, str]) -> None:
    """A minifier once made `carries-state is-out` one word, and a queue drew what was out as waiting."""
    for name in ("js/view/town/parts.js", "js/view/town/actors/queue.js"):
        served = (Path(settings.STATIC_ROOT) / manifest[name]).read_text()
        written = (Path(settings.BASE_DIR) / "static" / name).read_text()
        assert re.findall(r"\$\{[^}]*` [^`]*`", served) == re.findall(r"\$\{[^}]*` [^`]*`", written)


def test_served_scripts_are_the_tree_without_comments(manifest: dict[str, str]) -> None:
    served = (Path(settings.STATIC_ROOT) / manifest["js/view/stage.js"]).read_text()
    written = (Path(settings.BASE_DIR) / "static/js/view/stage.js").read_text()
    assert "export function makeStage(" in served
    assert not re.search(r"^\s*//", served, re.MULTILINE)
    assert re.sub(r"\.[0-9a-f]{12}(?=\.js)", "", served) == without_comments(written)


def test_styles_that_travel_as_one_hold_all_their_parts_in_order(manifest: dict[str, str]) -> None:
    for whole, parts in JOINED.items():
        joined = (Path(settings.STATIC_ROOT) / manifest[whole]).read_text()
        sizes = [len((Path(settings.STATIC_ROOT) / part).read_text()) for part in parts]
        assert len(joined) >= sum(sizes)


def test_every_style_of_the_stage_is_part_of_a_whole() -> None:
    """A file that nobody joins would never be loaded."""
    named = [part for parts in JOINED.values() for part in parts]
    for folder in ("stage", "room"):
        for path in (CSS / folder).rglob("*.css"):
            assert f"css/{path.relative_to(CSS).as_posix()}" in named
