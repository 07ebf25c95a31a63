"""The engine's benchmark runs; what it measures is no test."""

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


def test_each_part_of_a_growing_run_is_measured():
    """Rates are the machine's matter (`python benchmarks/engine.py`); here the short form has to run."""
    rates = load().growth(3, 1_000)
    assert len(rates) == 3
    assert all(rate > 0 for rate in rates)
