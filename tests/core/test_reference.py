"""The command line's own words, and the reference that is written from the commands."""

import io
from pathlib import Path

from broker_core.cli import main
from broker_core.commands import GRAMMAR, parse
from broker_core.commands.reference import markdown

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_reference_is_fresh():
    """`python -m broker_core commands --markdown > docs/commands.md` renews it."""
    assert (DOCS / "commands.md").read_text("utf-8") == markdown()


def test_every_command_has_a_sentence_and_an_example_that_it_understands():
    for (verb, kind), cls in GRAMMAR.items():
        assert (cls.__doc__ or "").strip().endswith("."), (verb, kind)
        assert type(parse(cls.example)) is cls


def test_the_command_line_lists_runs_and_refuses(tmp_path: Path):
    out = io.StringIO()
    assert main(["commands"], out) == 0
    assert len(out.getvalue().splitlines()) == len(GRAMMAR)
    out = io.StringIO()
    assert main(["run", "broker-fails", "--until", "2s"], out) == 0
    assert "events in 2s" in out.getvalue()
    script = tmp_path / "script.txt"
    script.write_text("# why\nat 1s crash broker 1\n", "utf-8")
    words = ["run", "broker-fails", "--until", "2s", "--script", str(script), "--events", "-"]
    out = io.StringIO()
    assert main(words, out) == 0
    assert '"type":"broker.crashed"' in out.getvalue()
    for text in ("crash broker 1", "at soon crash broker 1", "at 1s crash brooker 1"):
        script.write_text(text, "utf-8")
        assert main(words, io.StringIO()) == 1
    assert main(["run", "nowhere"], io.StringIO()) == 1
    assert main(["check", "nowhere"], io.StringIO()) == 1
