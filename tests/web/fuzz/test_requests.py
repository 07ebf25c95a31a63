"""Hostile requests: no crash, nothing unescaped, nothing of another room, no way to another site."""

import os
import re
import time
from random import SystemRandom

import pytest
from django.test import Client

from eda_site.rooms.guard import guard
from tests.web.fuzz.requests import Raid, addresses

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))
REQUESTS = 600


@pytest.fixture
def rooms():
    """(code, key) of two rooms: the victim's and one's own."""
    guard.reset()
    found = []
    for _ in range(2):
        client = Client()
        code = re.search(r"/r/(\w+)/", client.post("/scenes/broker-fails/start/")["Location"])[1]
        found.append((code, client.session["rooms"][code]))
    yield found
    guard.reset()


def test_the_table_of_addresses_is_read_whole():
    found = addresses()
    assert {"join/", "r/<str:code>/", "theme/", "r/<str:code>/recover/<str:token>/"} <= set(found)


def test_hostile_requests_get_codes_and_harm_nothing(rooms):
    Raid(1, *rooms).run(REQUESTS)


def test_for_as_long_as_asked(rooms):
    end = time.monotonic() + SECONDS / 2
    while time.monotonic() < end:
        Raid(SystemRandom().getrandbits(48), *rooms).run(500)
