"""Measures over virtual time: the same numbers as a trial's, few samples, back and forth."""

from broker_core.history import finish
from broker_core.lab.series import MOST_SAMPLES, Series
from broker_core.lab.trial import run
from tests.core.lab.scenes import lost, played

UNTIL_US = 30_000_000


def test_the_measures_are_those_of_a_trial_at_any_moment():
    live = played(lost(), 9_000_000)
    live.apply("restart broker 1")
    live.advance(UNTIL_US)
    series = Series(lost(), 7, live.log)
    for at_us in (8_000_000, UNTIL_US, 12_345_678):
        values = finish(series.to_steps(at_us))
        log = [(entry.at_us, entry.text) for entry in live.log]
        assert values == run(lost(), 7, log, until_us=at_us).metrics
    assert finish(series.to_steps(UNTIL_US))["lost_acked"].value == 1


def test_samples_rise_and_are_few():
    series = Series(lost(), 7, [])
    finish(series.to_steps(120_000_000))
    times = [at_us for at_us, _ in series.samples]
    assert times == sorted(set(times)) and 30 <= len(times) <= MOST_SAMPLES
    lost_at = [values["lost_acked"] for _, values in series.samples]
    assert lost_at == sorted(lost_at) and (lost_at[0], lost_at[-1]) == (0, 1)
    before = list(series.samples)
    finish(series.to_steps(5_000_000))
    assert series.samples == before
    assert series.until(5_000_000)[-1][0] <= 5_000_000
