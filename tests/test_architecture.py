"""Who may import whom. Imports are read from the source, so nothing has to be importable or installed."""

from __future__ import annotations

import ast
import posixpath
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "broker_core"
JS = ROOT / "static" / "js"

IMPURE = {"time", "datetime", "asyncio", "threading", "uuid", "secrets", "os", "random", "socket"}
COMMAND_LINE = {"__main__.py", "cli.py"}
LAYERS = ["controller", "replication", "log", "kernel"]
"""Each may import those to its right only."""

SIMULATED = [
    *LAYERS,
    "clients",
    "coordinator",
    "config",
    "events",
    "audit",
    "mesh",
    "pubsub",
    "services",
]

JS_LAYERS = {
    "lib": set[str](),
    "wire": {"lib"},
    "model": {"wire", "lib"},
    "view": {"model", "lib"},
}


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py")) if folder.exists() else []


def imports(path: Path, root: Path = ROOT) -> Iterator[str]:
    """Every module that a file imports, absolute, with the names taken from it: `a.b` and `a.b.c` for
    `from a.b import c`."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def offenders(folder: Path, *forbidden: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        if any(within(name, package) for package in forbidden)
    ]


def test_the_engine_imports_the_standard_library_only() -> None:
    """And of that nothing which knows the time, the machine or chance."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(CORE)
        for name in imports(path)
        if (top := name.partition(".")[0]) != "broker_core"
        and (top not in sys.stdlib_module_names or top in IMPURE)
    ]
    assert not wrong


def test_only_the_command_line_of_the_engine_talks_to_the_outside() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(CORE)
        if path.name not in COMMAND_LINE or path.parent != CORE
        for name in imports(path)
        if name in {"sys", "argparse"}
    ]
    assert not wrong


@pytest.mark.parametrize("layer", LAYERS)
def test_the_engine_is_built_in_layers(layer: str) -> None:
    above = [f"broker_core.{other}" for other in LAYERS[: LAYERS.index(layer)]]
    tools = ["broker_core.simulation", "broker_core.history", "broker_core.checks"]
    assert not offenders(CORE / layer, *above, *tools)


def test_checks_read_events_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(CORE / "checks")
        for name in imports(path)
        if within(name, "broker_core")
        and name != "broker_core"
        and not any(within(name, f"broker_core.{allowed}") for allowed in ("checks", "events"))
    ]
    assert not wrong


@pytest.mark.parametrize("part", SIMULATED)
def test_history_stands_on_the_simulation_and_not_below_it(part: str) -> None:
    assert not offenders(CORE / part, "broker_core.history")


def test_nothing_in_the_engine_stands_on_the_lab() -> None:
    """A run is the same whether anybody measures it or not."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(CORE)
        if not path.is_relative_to(CORE / "lab")
        for name in imports(path)
        if within(name, "broker_core.lab")
    ]
    assert not wrong


def test_rooms_know_nothing_of_lessons() -> None:
    assert not offenders(ROOT / "eda_site" / "rooms", "eda_site.lessons")


def test_the_rule_finds_what_it_forbids(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "b.py"
    file.write_text("import os.path\nfrom . import c\nfrom ..x.y import z\n")
    assert set(imports(file, tmp_path)) == {"os.path", "a", "a.c", "x.y", "x.y.z"}


# The browser's modules. Comments are dropped; what is left of an import must end in a semicolon,
# since only then a hashed name replaces the path.

COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
STATEMENT = re.compile(
    r"""^[ \t]*(?:import\s*(?:[\w$*{][^;'"()]*?\bfrom\s*)?|export\s*[*{][^;'"()]*?\bfrom\s*)["']([^"'\n]+)["'](;?)""",
    re.MULTILINE,
)
DYNAMIC = re.compile(r"""\bimport\(\s*["']([^"']+)["']""")


def js_modules() -> list[Path]:
    return sorted(JS.rglob("*.js")) if JS.exists() else []


def js_imports(source: str) -> list[tuple[str, bool]]:
    """(path, ends with a semicolon) of each import and re-export."""
    source = COMMENT.sub("", source)
    found = [(path, bool(end)) for path, end in STATEMENT.findall(source)]
    return found + [(path, True) for path in DYNAMIC.findall(source)]


def test_browser_modules_import_by_relative_path_and_end_with_semicolons() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in js_modules()
        for target, ends in js_imports(path.read_text(encoding="utf-8"))
        if not ends or not target.startswith(("./", "../")) or not target.endswith(".js")
    ]
    assert not wrong


def test_browser_modules_keep_to_their_layers() -> None:
    wrong = []
    for path in js_modules():
        here = path.relative_to(JS)
        allowed = JS_LAYERS.get(here.parts[0])
        if allowed is None:
            continue
        for target, _ in js_imports(path.read_text(encoding="utf-8")):
            resolved = posixpath.normpath(posixpath.join(here.parent.as_posix(), target))
            layer = resolved.split("/")[0]
            if layer not in allowed | {here.parts[0]}:
                wrong.append(f"{here} imports {resolved}")
    assert not wrong


def test_every_import_leads_to_a_file() -> None:
    for path in js_modules():
        for target, _ in js_imports(path.read_text(encoding="utf-8")):
            assert (path.parent / target).is_file(), f"{path.relative_to(ROOT)} imports {target}"


def test_javascript_imports_are_found_however_written() -> None:
    source = """
import { a } from "./a.js";
import {
  b,
} from '../b.js'
import * as c from "./c.js";
import "./d.js";
export { e } from "./e.js";
export * from "./f.js";
// import "./no.js"
const later = () => import("./g.js");
"""
    assert js_imports(source) == [
        ("./a.js", True),
        ("../b.js", False),
        ("./c.js", True),
        ("./d.js", True),
        ("./e.js", True),
        ("./f.js", True),
        ("./g.js", True),
    ]
