"""The engine's benchmark runs, and a run does not get slower as it grows."""

import importlib.util
from pathlib import Path
from types import ModuleType

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


def test_the_ten_thousandth_event_costs_what_the_first_thousand_did():
    """Generous, since other things run on the machine: a cost that grows with the run fails."""
    rates = load().growth(5, 2_500)
    assert min(rates[1:]) > rates[0] / 3, rates


def test_a_clone_does_not_copy_the_past():
    benchmark = load()
    few, many = benchmark.copies(1_500), benchmark.copies(12_000)
    assert many["clone_ms"] < 6 * few["clone_ms"] + 1
