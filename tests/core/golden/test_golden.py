"""Every story in stories/ comes out as it is written down; read a diff before you accept it."""

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.core.golden.runner import replay

STORIES = sorted((Path(__file__).parent / "stories").rglob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_comes_out_as_written(path: Path, request: pytest.FixtureRequest) -> None:
    written = path.read_text("utf-8")
    played = replay(written)
    if request.config.getoption("--rewrite-golden", default=False):
        path.write_text(played, "utf-8")
        return
    diff = "\n".join(
        unified_diff(written.splitlines(), played.splitlines(), "written", "played", lineterm="")
    )
    assert not diff, f"\n{diff}\n(./test tests/core/golden --rewrite-golden accepts it)"


def test_a_story_that_is_wrong_is_noticed() -> None:
    """The runner itself: a wrong line does not survive a replay, comments and commands do."""
    story = "# Why.\ncluster brokers=1 voters=1 replication_factor=1\n----\nwrong\n\nshow slow\n"
    with pytest.raises(AssertionError, match="without ----"):
        replay(story)
    played = replay(story.replace("show slow", "crash broker 2") + "----\n")
    assert "wrong\n" not in played
    assert played.startswith("# Why.\ncluster brokers=1 voters=1 replication_factor=1\n----\nok\n")
    assert 'refused unknown_id kind="broker" id=2 known="1"' in played


def test_there_are_stories() -> None:
    assert len(STORIES) >= 16
