"""Any moment is near, however long the run: counted in events to replay, not in time.

`benchmarks/timetravel.py` measures the time: 250 events take about 10 ms, 1,000 about 40 ms.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from broker_core.history.checkpoints import DISTANCE, LIMIT, Checkpoints

ROOT = Path(__file__).resolve().parents[3]


class Still:
    """A playhead that only knows where it stands."""

    def __init__(self, seq):
        self.seq = self.now_us = seq

    def clone(self):
        return self


@pytest.mark.parametrize(("events", "most"), [(10_000, 250), (100_000, 250), (1_000_000, 1_000)])
def test_a_seek_replays_at_most_one_distance(events, most):
    kept = Checkpoints()
    for seq in range(events + 1):
        kept.note(Still(seq))
    assert kept.distance <= most and len(kept.kept) <= LIMIT
    assert max(seq - kept.seq_at(seq) for seq in range(0, events, 7)) < most
    assert kept.kept[0].seq == 0 and most >= DISTANCE


def test_the_benchmark_of_time_travel_runs():
    command = [sys.executable, "benchmarks/timetravel.py", "--smoke"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3
