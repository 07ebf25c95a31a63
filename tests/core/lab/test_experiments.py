"""X1 to X12: what the engine gives is what theory says, on three seeds, with both timings."""

import pytest

from broker_core.lab.experiment import PRESETS, Experiment, experiments, judge

RUNS = [("teaching", 1), ("teaching", 2), ("teaching", 3), ("production", 2)]
ALL = list(experiments().values())


def test_there_are_twelve_with_both_timings() -> None:
    assert [e.id for e in ALL] == [f"x{n:02}" for n in range(1, 13)]
    assert {preset for preset, _ in RUNS} == set(PRESETS)


@pytest.mark.parametrize(("preset", "seed"), RUNS)
@pytest.mark.parametrize("experiment", ALL, ids=lambda e: e.id)
def test_measured_is_expected(experiment: Experiment, preset: str, seed: int) -> None:
    trials = {side.id: experiment.play(side, seed, preset) for side in experiment.sides}
    verdict = judge(experiment, trials, preset)
    wrong = [
        (row.text, [(check.given, check.number(trials)) for check in row.checks
                    if not check.holds(trials, preset)])
        for row, held in zip(experiment.expected, verdict.held, strict=True)
        if not held
    ]  # fmt: skip
    assert not wrong
    holding = [
        option.text
        for option in experiment.options
        if all(check.holds(trials, preset) for check in option.checks)
    ]
    assert len(holding) == 1, holding
    assert all(trials[s.id].metrics[name].value is not None
               for s in experiment.sides for name in experiment.shown)  # fmt: skip
