"""A run's measures over virtual time: a fold that goes along the run and keeps samples for a line.

It has a simulation of its own, so the run itself is not touched; going back begins anew.
"""

from collections.abc import Sequence
from typing import Any

from broker_core.errors import Rejected
from broker_core.history import Logged
from broker_core.history.run import SLICE, Slices
from broker_core.lab.gauges import Gauges
from broker_core.lab.metrics import Values, measure
from broker_core.simulation import Simulation

MOST_SAMPLES = 120
FIRST_STEP_US = 250_000

Sample = tuple[int, dict[str, int | None]]
"""(virtual time, metric -> value)."""


class Series:
    """The measures of the run of a scenario, a seed and a log, which may grow at its end.

    `samples` rise in time, at most MOST_SAMPLES: when full, every second one goes and the distance
    doubles, so that a line over a long run costs no more than one over a short one.
    """

    def __init__(self, scenario: Any, seed: int, log: Sequence[Logged]) -> None:
        self._made = (scenario, seed)
        self.log = log
        self.samples: list[Sample] = []
        self._step_us = FIRST_STEP_US
        self._begin()

    def _begin(self) -> None:
        self._sim = Simulation.from_scenario(*self._made).clone(view=False)
        self._gauges = Gauges()
        self._n = 0

    @property
    def sim(self) -> Simulation:
        """The series' own simulation; nobody else moves it."""
        return self._sim

    @property
    def now_us(self) -> int:
        """Up to here it has measured."""
        return self._sim.now_us

    def to_steps(self, at_us: int) -> Slices[Values]:
        """Every measure at a moment, in slices."""
        if at_us < self._sim.now_us:
            self._begin()
        count = 0
        while self._sim.now_us < at_us:
            self._move(min(at_us, self._next_sample_us()))
            count += 1
            if count % SLICE == 0:
                yield
        self._give(at_us)
        yield
        return measure(self._sim, self._gauges)

    def until(self, at_us: int) -> list[Sample]:
        """The samples up to a moment."""
        return [sample for sample in self.samples if sample[0] <= at_us]

    def _next_sample_us(self) -> int:
        return (self._sim.now_us // self._step_us + 1) * self._step_us

    def _move(self, until_us: int) -> None:
        """To the next thing that is due, but not past a moment; there a sample is kept."""
        due = self._sim.next_at_us()
        commanded = self.log[self._n].at_us if self._n < len(self.log) else until_us
        target = min(until_us, commanded)
        if due is None or due > target:
            self._see(self._sim.advance(target))
            self._give(target)
            if target == until_us:
                self._sample()
        else:
            self._see(self._sim.step(target))

    def _give(self, at_us: int) -> None:
        while self._n < len(self.log) and self.log[self._n].at_us <= at_us:
            text = self.log[self._n].text
            self._n += 1
            try:
                self._see(self._sim.apply(text))
            except Rejected:
                continue

    def _see(self, events: list[Any]) -> None:
        self._gauges.see(events)

    def _sample(self) -> None:
        now_us = self._sim.now_us
        if now_us % self._step_us or (self.samples and self.samples[-1][0] >= now_us):
            return
        values = measure(self._sim, self._gauges)
        self.samples.append((now_us, {name: found.value for name, found in values.items()}))
        if len(self.samples) > MOST_SAMPLES:
            self._step_us *= 2
            self.samples = [s for s in self.samples if s[0] % self._step_us == 0]
