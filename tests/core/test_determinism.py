"""The same scenario, seed and commands give the same bytes, in any process and on any Python."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from broker_core.cli import main
from broker_core.scenario import library

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """# The script of a run: faults on top of the scene's own.
at 12s crash member billing-2
at 15s restart broker 2
at 20s cut 1 3
at 28s heal 1 3
at 30s restart member billing-2
"""


def run(
    python: str, folder: Path, name: str, hash_seed: str, until: str = "40s"
) -> tuple[str, bytes]:
    """(digest, events) of a run in a process of its own."""
    events, script = folder / f"{name}.jsonl", folder / "script.txt"
    script.write_text(SCRIPT, "utf-8")
    words = f"run broker-fails --until {until} --digest --events {events} --script {script}"
    done = subprocess.run(
        [python, "-m", "broker_core", *words.split(" ")],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), events.read_bytes()


def others() -> list[str]:
    """Other Pythons of this machine that really start."""
    found = []
    for version in ("3.11", "3.12", "3.13", "3.14"):
        path = shutil.which(f"python{version}")
        if path is None:
            continue
        asked = subprocess.run([path, "-c", "0"], capture_output=True, check=False)
        if asked.returncode == 0:
            found.append(path)
    return found


def test_two_processes_with_other_hash_seeds_give_the_same_bytes(tmp_path: Path):
    digest, events = run(sys.executable, tmp_path, "one", "1")
    assert (digest, events) == run(sys.executable, tmp_path, "two", "2")
    assert len(digest) == 64
    assert events.count(b"\n") > 1_000


def test_other_versions_of_python_give_the_same_bytes(tmp_path: Path):
    """Where no other is installed, this one again."""
    mine = run(sys.executable, tmp_path, "mine", "1", "20s")
    for number, python in enumerate(others() or [sys.executable]):
        assert run(python, tmp_path, f"other-{number}", "2", "20s") == mine, python


@pytest.mark.parametrize("slug", sorted(library()))
def test_every_scene_checks(slug: str):
    """`python -m broker_core check`: 60 virtual seconds with all invariants held."""
    out = io.StringIO()
    assert main(["check", slug], out) == 0, out.getvalue()
    assert out.getvalue().startswith("ok")
