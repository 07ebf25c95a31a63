"""The view that the effects fold is the view that a town's own state gives, at every step, and the
invariants hold."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core import Rejected, Simulation
from tests.core.pubsub.projection import differences
from tests.core.pubsub.towns import GAPS_US, ended_well, random_command, random_scenario


def watch(sim: Simulation, until_us: int) -> None:
    """Run to a time; after every step nothing is broken and everything is drawn as it is."""
    while (sim.next_at_us() or until_us + 1) <= until_us:
        told = [e.type for e in sim.step() if e.type != "network.sent"]
        if told:
            wrong = differences(sim) or sim.broken()
            assert not wrong, f"at {sim.now_us} us: {wrong[:4]}"
    sim.advance(max(until_us, sim.now_us))


@given(st.integers(0, 2**32))
@settings(max_examples=10)
def test_a_rough_run_is_drawn_as_it_is(seed: int):
    r = Random(seed)
    sim = Simulation.from_scenario(random_scenario(r), seed)
    for _ in range(20):
        watch(sim, sim.now_us + r.choice(GAPS_US) * r.randint(1, 5) // 10)
        try:
            sim.apply(random_command(r))
        except Rejected:
            continue
        wrong = differences(sim) or sim.broken()
        assert not wrong, wrong[:4]
    ended_well(sim)
    watch(sim, sim.now_us + 15_000_000)


@given(st.integers(0, 2**32))
@settings(max_examples=10)
def test_a_run_is_the_same_from_its_snapshot_and_however_time_is_cut(seed: int):
    r = Random(seed)
    sim = Simulation.from_scenario(random_scenario(r), seed)
    for _ in range(12):
        sim.advance(sim.now_us + r.choice(GAPS_US))
        try:
            sim.apply(random_command(r))
        except Rejected:
            continue
    twin = Simulation.restore(sim.snapshot())
    assert twin.digest() == sim.digest()
    whole = sim.advance(sim.now_us + 9_000_000)
    pieces = [e for _ in range(9) for e in twin.advance(twin.now_us + 1_000_000)]
    assert pieces == whole
    assert twin.digest() == sim.digest()
