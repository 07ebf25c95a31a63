"""The gallery's entry of every scene: complete, true to the run, and together about everything there is to learn."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from broker_core.errors import ScenarioError
from broker_core.history import Run
from broker_core.pacing import Pace, Pacer
from broker_core.scenario import HEADINGS, Gallery, library, normalise, read_gallery

FRAME_US = 100_000
SLUGS = sorted(library())


def scenario(slug: str) -> dict[str, Any]:
    return tomllib.loads(Path(library()[slug]).read_text("utf-8"))


def entry(slug: str) -> Gallery:
    found = read_gallery(scenario(slug), f"{slug}.toml")
    assert found is not None, f"{slug}.toml has no [gallery]"
    return found


def test_every_heading_of_the_course_is_shown_by_a_scene_and_leads_one_or_two():
    assert len(SLUGS) >= 20
    shown = {slug: entry(slug).shows for slug in SLUGS}
    for heading in HEADINGS:
        assert [slug for slug in SLUGS if heading in shown[slug]], heading
    leading = {shows[0] for shows in shown.values()}
    assert set(HEADINGS) - leading <= {"partitions"}, "no scene is first of all about it"


@pytest.mark.parametrize("slug", SLUGS)
def test_its_times_lie_within_its_story_and_its_picture_within_the_first_minute(slug):
    gallery = entry(slug)
    assert gallery.picture_us <= 60_000_000
    assert all(moment.at_us < gallery.until_us for moment in gallery.moments)
    assert len(gallery.moments) >= 2
    assert len(gallery.alt.split()) >= 6


@pytest.mark.parametrize("slug", SLUGS)
def test_what_its_log_does_is_taken_by_the_engine_and_its_length_is_the_stages(slug):
    gallery = entry(slug)
    shown = Pace(Run(scenario(slug), 7, Pacer()))
    for at_us, text in (*gallery.log, (gallery.until_us, None)):
        while shown.now_us < at_us:
            shown.play(FRAME_US, at_us)
        if text is not None:
            shown.apply(text)
    assert abs(shown.stage_us - gallery.length_us) <= max(5_000_000, shown.stage_us // 10)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_run_depends_on_it(slug):
    data = scenario(slug)
    bare = {key: value for key, value in data.items() if key != "gallery"}
    assert normalise(data, slug) == normalise(bare, slug)


GOOD: dict[str, Any] = {
    "shows": ["groups"],
    "until": "20s",
    "length": "40s",
    "picture": "9s",
    "alt": "Two members share three partitions.",
    "moments": [{"at": "4s", "text": "A member joins"}],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"shows": ["queues"]}, "gallery.shows is one of events, pubsub"),
        ({"shows": []}, "gallery.shows names at least one"),
        ({"moments": []}, "gallery.moments names at least one"),
        ({"until": "soon"}, "gallery.until"),
        ({"picture": "61s"}, "gallery.picture"),
        ({"alt": 5}, "gallery.alt is a text"),
        ({"moments": [{"at": "4s"}]}, "gallery.moments[0].text is missing"),
        (
            {"moments": [{"at": "4s", "text": "b"}, {"at": "3s", "text": "a"}]},
            "gallery.moments stand in order of time",
        ),
        ({"log": [{"at": "1s", "do": "crash brooker 2"}]}, "script[0].do"),
        ({"colour": "red"}, "gallery.colour is not known"),
    ],
)
def test_what_is_wrong_with_one_is_named(change, said):
    with pytest.raises(ScenarioError) as caught:
        normalise({"title": "t", "gallery": {**GOOD, **change}}, "scene.toml")
    assert said in str(caught.value)


def test_a_log_is_given_as_far_as_a_moment():
    gallery = entry("three-cities")
    assert gallery.log_until(7_999_999) == []
    assert [text for _, text in gallery.log_until(8_000_000)] == ["cut tokyo paris"]
