"""`SOAK_SECONDS=600 ./test tests/core/properties/test_soak.py`: random faults for that long."""

import os
import time
from random import SystemRandom

from tests.core.properties.clusters import survives

SECONDS = int(os.environ.get("SOAK_SECONDS", "0"))


def test_soak():
    """Each run has a seed of its own; a failure prints it, and `survives(seed, 30)` repeats it."""
    end = time.monotonic() + SECONDS
    runs = 0
    while time.monotonic() < end:
        seed = SystemRandom().getrandbits(48)
        wrong = survives(seed, 30)
        assert not wrong, f"survives({seed}, 30) after {runs} good runs:\n" + "\n".join(wrong)
        runs += 1
