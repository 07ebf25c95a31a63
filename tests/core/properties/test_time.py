"""Time may be cut into any slices, runs copied and written down at any moment: nothing changes."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core import Rejected, Simulation
from broker_core.events import to_dict
from broker_core.kernel.canonical import canonical_text
from tests.core.properties.clusters import random_command, random_scenario

SEEDS = st.integers(0, 2**32)
END_US = 12_000_000


def play(sim: Simulation, plan: list[tuple[int, str]], cuts: list[int]) -> list[Any]:
    """Commands at their times, with further stops on the way."""
    events = []
    steps = sorted([*((at, 1, text) for at, text in plan), *((at, 0, "") for at in cuts)])
    for at, _, text in steps:
        if at >= sim.now_us:
            events += sim.advance(at)
        if text:
            try:
                events += sim.apply(text)
            except Rejected:
                continue
    return [*events, *sim.advance(max(END_US, sim.now_us))]


def plan_of(seed: int) -> tuple[Any, list[tuple[int, str]]]:
    r = Random(seed)
    scenario = random_scenario(r)
    scenario["preset"] = "teaching"
    times = sorted(r.randint(0, END_US) for _ in range(8))
    return scenario, [(at, random_command(r, scenario)) for at in times]


def lines(events: list[Any]) -> list[str]:
    return [canonical_text(to_dict(event)) for event in events]


@given(SEEDS, st.lists(st.integers(0, END_US), max_size=12))
@settings(max_examples=10)
def test_slices_of_time_change_nothing(seed: int, cuts: list[int]):
    scenario, plan = plan_of(seed)
    whole = Simulation.from_scenario(scenario, seed)
    sliced = Simulation.from_scenario(scenario, seed)
    assert lines(play(whole, plan, [])) == lines(play(sliced, plan, cuts))
    assert whole.digest() == sliced.digest()
    assert whole.view() == sliced.view()


@given(SEEDS, st.integers(0, END_US))
@settings(max_examples=8)
def test_stepping_is_advancing(seed: int, moment: int):
    scenario, _ = plan_of(seed)
    one = Simulation.from_scenario(scenario, seed)
    other = Simulation.from_scenario(scenario, seed)
    stepped = []
    while (other.next_at_us() or END_US) <= moment:
        stepped += other.step()
    stepped += other.advance(moment)
    assert lines(one.advance(moment)) == lines(stepped)
    assert one.digest() == other.digest()


@given(SEEDS, st.integers(0, END_US))
@settings(max_examples=8)
def test_a_clone_goes_its_own_way(seed: int, moment: int):
    scenario, plan = plan_of(seed)
    sim = Simulation.from_scenario(scenario, seed)
    play(sim, [row for row in plan if row[0] < moment], [])
    before, view = sim.digest(), sim.view()
    twin, scout = sim.clone(), sim.clone(view=False)
    assert twin.digest() == before
    twin.advance(twin.now_us + 3_000_000)
    scout.advance(scout.now_us + 3_000_000)
    assert sim.digest() == before
    assert sim.view() == view
    assert twin.digest() == scout.digest()
    assert lines(sim.advance(sim.now_us + 3_000_000))
    assert sim.digest() == twin.digest()
    assert sim.view() == twin.view()


@given(SEEDS, st.integers(0, 400))
@settings(max_examples=10)
def test_a_restored_run_goes_on_as_if_nothing_had_happened(seed: int, steps: int):
    scenario, plan = plan_of(seed)
    sim = Simulation.from_scenario(scenario, seed)
    for _ in range(steps):
        sim.step()
    again = Simulation.restore(sim.snapshot())
    assert again.digest() == sim.digest()
    assert again.snapshot() == sim.snapshot()
    rest = [row for row in plan if row[0] > sim.now_us]
    assert lines(play(sim, rest, [])) == lines(play(again, rest, []))
    assert sim.digest() == again.digest()
    assert canonical_text(sim.view()) == canonical_text(again.view())


def test_a_run_not_yet_begun_is_restored_too():
    sim = Simulation.from_scenario("broker-fails", 3)
    again = Simulation.restore(sim.snapshot())
    assert lines(sim.advance(1_000_000)) == lines(again.advance(1_000_000))
