"""Any data at the door of a scenario: it runs, or one sentence says why not."""

import copy
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core import Simulation
from broker_core.errors import ScenarioError
from broker_core.scenario import library, normalise
from broker_core.scenario.schema import SECTIONS, TOP

SCENES = {slug: tomllib.loads(path.read_text("utf-8")) for slug, path in library().items()}
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2**54),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["orders", "checkout", "400ms", "crash broker 2", "java", "1"]),
)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.text(max_size=8),
                st.sampled_from([*TOP, *SECTIONS["topics"], *SECTIONS["groups"], "config", "at"]),
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


def runs_or_says_why(data: Any) -> None:
    why = ""
    try:
        Simulation.from_scenario(data).advance(200_000)
    except ScenarioError as error:
        why = str(error)
    assert not why or len(why) > 10


@given(
    st.dictionaries(
        st.sampled_from([*TOP, "cluster", "topics", "producers", "groups", "script", "x"]), DATA
    )
)
@settings(max_examples=80)
def test_any_mapping_runs_or_says_why(data: dict[str, Any]):
    runs_or_says_why(data)


@st.composite
def damaged(draw: Any) -> dict[str, Any]:
    """A scene of the library with one place replaced, added or taken out."""
    scene = copy.deepcopy(SCENES[draw(st.sampled_from(sorted(SCENES)))])
    place: Any = scene
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return scene
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and draw(st.integers(0, 3)):
            place = place[key]
            continue
        how = draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "remove":
            del place[key]
        elif how == "add" and isinstance(place, dict):
            place[draw(st.text(max_size=8))] = draw(DATA)
        else:
            place[key] = draw(DATA)
        return scene


@given(damaged())
@settings(max_examples=80)
def test_a_damaged_scene_runs_or_says_why(data: dict[str, Any]):
    runs_or_says_why(data)


@pytest.mark.parametrize("slug", sorted(SCENES))
def test_normalising_twice_is_normalising_once(slug: str):
    once = normalise(SCENES[slug], slug)
    assert normalise(once, slug) == once
