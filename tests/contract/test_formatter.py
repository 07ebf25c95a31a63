"""Both formatters, Python's and the page's, follow the same worked examples."""

import json
from pathlib import Path
from typing import Any

import pytest

from eda_site.vocabulary.formatter import Formatter
from eda_site.vocabulary.narrate import explain, formatter, narrate

EXAMPLES = json.loads(Path(__file__).with_name("narration.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", EXAMPLES["cases"], ids=lambda case: str(case["template"])[:40])
def test_a_template_is_filled_as_the_example_says(case: dict[str, Any]) -> None:
    fill = Formatter(EXAMPLES["catalogue"], formatter("en").number)
    assert fill.fill(case["template"], case["event"]) == case["text"]


def test_numbers_are_written_as_the_language_does() -> None:
    assert formatter("en").number(526) == "52.6"
    assert formatter("en").number(30) == "3"
    assert formatter("en").number(12_700) == "1270"


def test_an_event_becomes_a_sentence_in_each_depth() -> None:
    event = {"type": "controller.heartbeat_missed", "broker": 2, "waited_us": 3_000_000}
    assert narrate(event) == "Broker 2 sends no heartbeat for 3 s, so its session ends."
    assert "broker.session.timeout.ms" in narrate(event, "precise")
    assert narrate(event, "log") == "controller.heartbeat_missed broker=2 waited_us=3000000"


def test_a_language_that_the_site_does_not_speak_is_english() -> None:
    event = {"type": "broker.stopped", "broker": 2}
    assert narrate(event, lang="tlh") == narrate(event)


def test_a_refusal_becomes_a_sentence() -> None:
    text = explain("no_such_room", {"code": "7KQM4X"})
    assert text == "There is no room 7KQM4X. Check the code or ask for the link again."
