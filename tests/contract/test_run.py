"""The library's scenes, told: what really happens has words for it, and they fit."""

import re
from typing import Any

import pytest

import broker_core
from broker_core.events import to_dict
from broker_core.scenario import library
from eda_site.vocabulary.errors import ERRORS
from eda_site.vocabulary.kinds import KINDS
from eda_site.vocabulary.narrate import narrate
from eda_site.vocabulary.sentences import WORDS_MOST

RUN_US = 60_000_000


@pytest.fixture(scope="module", params=sorted(library()))
def events(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    sim = broker_core.Simulation.from_scenario(library()[request.param], seed=7)
    return [to_dict(event) for event in sim.advance(RUN_US)]


def test_every_event_of_a_scene_is_told_in_one_breath(events: list[dict[str, Any]]) -> None:
    told = {narrate(event): event for event in events}
    for text, event in told.items():
        assert len(text.split()) <= WORDS_MOST, (text, event)
        assert not re.search(r"\bnull\b|[{}\[\]]", text), (text, event)
    for text in {narrate(event, "precise") for event in events}:
        assert not re.search(r"[{}]", text), text


def test_every_kind_and_every_error_of_a_scene_has_words(events: list[dict[str, Any]]) -> None:
    sent = [event for event in events if event["type"] == "network.sent"]
    assert {event["kind"] for event in sent} <= set(KINDS)
    errors = {event["error"] for event in events if event.get("error")}
    errors |= {event["summary"]["error"] for event in sent if event["summary"].get("error")}
    errors |= {
        event["reason"]
        for event in events
        if event["type"] in ("network.dropped", "network.connection_lost")
    }
    assert errors <= set(ERRORS)
