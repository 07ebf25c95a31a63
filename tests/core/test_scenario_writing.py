"""A scenario that is written down is read back as the same scenario, and gives the same run."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_core import Simulation
from broker_core.scenario import library, load
from broker_core.scenario.writing import to_toml


@pytest.mark.parametrize("slug", library())
def test_every_scene_of_the_library_comes_back_the_same(slug: str) -> None:
    raw = tomllib.loads(library()[slug].read_text("utf-8"))
    assert tomllib.loads(to_toml(raw)) == raw


@pytest.mark.parametrize("slug", library())
def test_a_normalised_scenario_can_be_written_too(slug: str) -> None:
    loaded = load(slug)
    assert load(tomllib.loads(to_toml(loaded))) == loaded


def test_the_written_scenario_gives_the_same_run() -> None:
    raw = tomllib.loads(library()["broker-fails"].read_text("utf-8"))
    one = Simulation.from_scenario(raw, 7)
    two = Simulation.from_scenario(tomllib.loads(to_toml(raw)), 7)
    one.advance(12_000_000)
    two.advance(12_000_000)
    assert one.digest() == two.digest()


SIGNS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | SIGNS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SIGNS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(SIGNS, VALUES, max_size=5))
def test_any_plain_data_comes_back(data: dict[str, object]) -> None:
    assert tomllib.loads(to_toml(data)) == data
