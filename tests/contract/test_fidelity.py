"""docs/fidelity.md names stories, tests and checks: each of them exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(set(re.findall(r"`([^`\n]+)`", (ROOT / "docs/fidelity.md").read_text("utf-8"))))
STORY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+){2,}")
CHECK = re.compile(r"([a-z]+):([a-z_]+)")
FILE = re.compile(r"[\w./-]+(\.py|/)")


def _exists(name: str) -> bool:
    if FILE.fullmatch(name):
        if "/" in name:
            return (ROOT / name).exists()
        return any((ROOT / "tests").rglob(name))
    if STORY.fullmatch(name):
        return any((ROOT / "tests/core/golden/stories").rglob(f"{name}.txt"))
    scene, check = CHECK.fullmatch(name).groups()
    path = ROOT / "tools/real_kafka/checks" / f"{scene}.py"
    return path.exists() and f"def {check}(" in path.read_text("utf-8")


@pytest.mark.parametrize(
    "name", [n for n in NAMES if FILE.fullmatch(n) or STORY.fullmatch(n) or CHECK.fullmatch(n)]
)
def test_what_the_page_names_exists(name):
    assert _exists(name), f"docs/fidelity.md names {name}, which is not there"


def test_at_least_25_facts_were_checked():
    page = (ROOT / "docs/fidelity.md").read_text("utf-8")
    assert len(re.findall(r"^\| \d+ \| \d", page, re.MULTILINE)) >= 25
