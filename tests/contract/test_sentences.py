"""Every event is told in three depths, in words that a class can read in one breath."""

import re
from typing import Any

import pytest

from broker_core.events import REGISTRY
from eda_site.vocabulary.catalogue import catalogue
from eda_site.vocabulary.errors import ERRORS
from eda_site.vocabulary.formatter import FIELD, Formatter
from eda_site.vocabulary.kinds import KINDS, UNANSWERED
from eda_site.vocabulary.narrate import formatter
from eda_site.vocabulary.sentences import DEPTHS, WORDS_MOST, WRITTEN
from tests.contract.samples import choices, endings, sample

FILTERS = {name[1:] for name in vars(Formatter) if re.match(r"_[a-zA-Z]", name)} - {"unit"}
HEADER = {"seq", "type", "at_us", "cause", "also", "because"}
REQUESTS = [kind for kind in KINDS if not kind.endswith("_reply")]


def told(event_type: str) -> dict[str, Any]:
    found: dict[str, Any] = catalogue("en").data["sentences"][event_type]
    return found


@pytest.mark.parametrize("event_type", REGISTRY)
def test_an_event_has_a_sentence_in_every_depth(event_type: str) -> None:
    assert event_type in WRITTEN, (
        f"write a sentence for {event_type} in eda_site/vocabulary/sentences/"
    )
    assert set(told(event_type)) == set(DEPTHS)
    for depth in DEPTHS:
        assert all(text.strip() for text in endings(told(event_type)[depth]))


def test_no_sentence_is_about_an_event_that_does_not_exist() -> None:
    assert set(REGISTRY) >= WRITTEN


@pytest.mark.parametrize("event_type", REGISTRY)
def test_a_sentence_names_only_fields_of_its_event(event_type: str) -> None:
    has = {*REGISTRY[event_type].fields, *HEADER}
    for depth in DEPTHS:
        template = told(event_type)[depth]
        for path in choices(template):
            name, _, through = path.partition("|")
            assert name.split(".")[0] in has, path
            assert not through or through in FILTERS, path
        for text in endings(template):
            assert text.count("{") == text.count("}") == len(FIELD.findall(text)), text
            for path, through in FIELD.findall(text):
                assert path.split(".")[0] in has, f"{{{path}}} in {text!r}"
                assert not through or through in FILTERS, f"{{{path}|{through}}} in {text!r}"


@pytest.mark.parametrize("event_type", REGISTRY)
def test_a_plain_sentence_is_short_whatever_it_says(event_type: str) -> None:
    by_length = sorted(ERRORS, key=lambda name: -len(str(ERRORS[name]["text"]).split()))
    event = sample(event_type)
    if "error" in event:
        event["error"] = by_length[0]
    if "reason" in event:
        event["reason"] = next(name for name in by_length if name.islower())
    if "summary" in event:
        event["summary"] = {**event["summary"], "error": by_length[0]}
    for text in endings(told(event_type)["plain"]):
        filled = formatter("en").fill(text, event)
        assert len(filled.split()) <= WORDS_MOST, f"{len(filled.split())} words: {filled}"
        assert filled.endswith("."), filled


@pytest.mark.parametrize("event_type", REGISTRY)
def test_a_sentence_is_complete_when_filled(event_type: str) -> None:
    """No field is left in braces, nothing reads "null" for a usual event."""
    fill = formatter("en")
    for depth in ("plain", "precise"):
        text = fill.fill(told(event_type)[depth], sample(event_type))
        assert text
        assert not re.search(r"[{}]|\bnull\b", text), text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_message_has_its_own_sentence(kind: str) -> None:
    for depth in ("plain", "precise"):
        assert kind in told("network.sent")[depth], f"no {depth} sentence for {kind}"


@pytest.mark.parametrize("kind", REQUESTS)
def test_every_request_has_an_answer_unless_it_gets_none(kind: str) -> None:
    assert (f"{kind}_reply" in KINDS) == (kind not in UNANSWERED)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_fits_on_a_token_and_into_a_sentence(name: str) -> None:
    word, text = str(ERRORS[name]["word"]), str(ERRORS[name]["text"])
    assert len(word) <= 20
    assert len(text.split()) <= 7
    assert not text.endswith(".")
    assert "because" not in text
