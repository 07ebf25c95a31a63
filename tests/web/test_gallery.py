"""The gallery page: every event in its three depths, every message, and moments of real runs."""

import json
import re

import pytest
from django.test import Client

from broker_core.events import REGISTRY
from eda_site.vocabulary.families import families
from eda_site.vocabulary.gallery import WORDS, kinds_of_messages, narration
from eda_site.vocabulary.kinds import KINDS
from eda_site.vocabulary.sentences import DEPTHS
from eda_site.vocabulary.stills import MOMENTS


def test_it_shows_every_event_and_says_where_it_is(client: Client) -> None:
    page = client.get("/gallery/").content.decode()
    for name in REGISTRY:
        assert f'id="{name}"' in page
    assert 'href="/gallery/"' in client.get("/about/").content.decode()


def test_it_can_only_be_read(client: Client) -> None:
    assert client.post("/gallery/").status_code == 405
    assert client.post("/gallery/broker-fails.json").status_code == 405


def test_every_sentence_stands_in_every_depth_and_is_filled() -> None:
    told = [event for _family, _name, events in narration("en") for event in events]
    assert sorted(event.type for event in told) == sorted(REGISTRY)
    for event in told:
        assert [depth for depth, _sentences in event.depths] == list(DEPTHS)
        for _depth, sentences in event.depths:
            assert sentences
            for one in sentences:
                assert one.text and not re.search(r"\{[a-z_|.]+\}", one.text), one
    assert [family for family, _name, _events in narration("en")] == [f for f, _ in families()]


def test_a_choice_is_shown_with_the_value_that_leads_to_it() -> None:
    events = {event.type: dict(event.depths) for _f, _n, all_ in narration("en") for event in all_}
    formed = events["controller.cluster_formed"]["plain"]
    assert [one.when for one in formed] == ["control_plane = zookeeper", "control_plane = other"]
    assert "ZooKeeper" in formed[0].text
    assert "ZooKeeper" not in formed[1].text


def test_every_message_stands_with_a_family() -> None:
    kinds = kinds_of_messages()
    assert {kind for row in kinds.values() for kind in row} == set(KINDS)
    assert {"produce", "zk_ping", "share_fetch"} <= set(kinds["cluster"])
    assert {"publish", "interest", "call_reply", "exchange"} <= set(kinds["town"])
    assert not {"publish", "forward"} & set(kinds["cluster"])


@pytest.mark.parametrize("slug", MOMENTS)
def test_a_moment_is_one_of_a_real_run(client: Client, slug: str) -> None:
    answer = client.get(f"/gallery/{slug}.json")
    assert answer["Content-Type"] == "application/json"
    found = json.loads(answer.content)
    assert set(found) == {"cast", "view", "at_us"}
    assert found["at_us"] == MOMENTS[slug] * 1_000


def test_other_scenes_and_strange_names_have_no_moment(client: Client) -> None:
    assert client.get("/gallery/hard-choice.json").status_code == 404
    assert client.get("/gallery/nothing.json").status_code == 404


def test_words_are_sorted_by_what_they_are_about() -> None:
    sections = [key.partition(".")[0] for key in WORDS]
    assert sections == sorted(sections, key=sections.index)
