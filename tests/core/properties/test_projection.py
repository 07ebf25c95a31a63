"""The view that the effects fold is the view that the engine's own state gives, at every step."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core import Rejected, Simulation
from broker_core.scenario import library
from tests.core.projection import differences
from tests.core.properties.clusters import GAPS_US, random_command, random_scenario


def step_through(sim: Simulation, until_us: int) -> None:
    while (sim.next_at_us() or until_us + 1) <= until_us:
        if sim.step():
            wrong = differences(sim)
            assert not wrong, f"at {sim.now_us} us: {wrong[:4]}"
    sim.advance(max(until_us, sim.now_us))


def test_the_default_scene_is_drawn_as_it_is():
    sim = Simulation.from_scenario(library()["broker-fails"])
    step_through(sim, 25_000_000)


@given(st.integers(0, 2**32))
@settings(max_examples=12)
def test_a_rough_run_is_drawn_as_it_is(seed: int):
    r = Random(seed)
    scenario: Any = random_scenario(r)
    sim = Simulation.from_scenario(scenario, seed)
    for _ in range(14):
        step_through(sim, sim.now_us + r.choice(GAPS_US) * r.randint(1, 5) // 10)
        try:
            sim.apply(random_command(r, scenario))
        except Rejected:
            continue
        assert not differences(sim)
