"""100,000 hostile messages in the suite; `./test fuzz 600` sends them for ten minutes, with new seeds."""

import os
import time
from random import SystemRandom

import pytest

from tests.web.fuzz.rooms import ROUNDS, Siege

SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))
MESSAGES = 100_000
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_messages_get_codes_and_harm_nothing(part):
    for seed in range(part, MESSAGES // ROUNDS, PARTS):
        Siege(seed).run()


def test_for_as_long_as_asked():
    end = time.monotonic() + SECONDS / 2
    while time.monotonic() < end:
        Siege(SystemRandom().getrandbits(48)).run()
