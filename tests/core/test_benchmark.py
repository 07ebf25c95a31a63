"""The engine's benchmark runs, and an event costs no more work as a run grows."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from broker_core import Simulation

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "engine.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmarks_engine", PATH)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_baselines_move_all_their_records():
    benchmark = load()
    assert benchmark.bare_pairs(2_000) == 2_000
    name, rate = benchmark.baseline(2_000)
    assert name and rate > 0


def calls_per_event(benchmark: ModuleType, sim: Simulation, events: int) -> float:
    """Python calls that an event costs: the work itself, whatever else the machine does."""
    calls = 0

    def count(frame: object, what: str, argument: object) -> None:
        nonlocal calls
        calls += what == "call"

    sys.setprofile(count)
    try:
        made = benchmark.run_for(sim, events)
    finally:
        sys.setprofile(None)
    return calls / made


def test_the_ten_thousandth_event_costs_what_the_first_thousand_did():
    """Counted in calls, not in time: a cost that grows with the run fails."""
    benchmark = load()
    sim = Simulation.from_scenario(benchmark.scenario(*benchmark.SMALL))
    benchmark.run_for(sim, 1_000)
    early = calls_per_event(benchmark, sim, 2_000)
    benchmark.run_for(sim, 10_000)
    late = calls_per_event(benchmark, sim, 2_000)
    assert late <= early * 1.2, (early, late)


def test_each_part_of_a_growing_run_is_measured():
    rates = load().growth(3, 1_000)
    assert len(rates) == 3
    assert all(rate > 0 for rate in rates)
