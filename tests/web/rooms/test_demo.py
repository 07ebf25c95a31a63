"""The home page's living stage loops by itself, and may be taken over at any moment."""

import json

import pytest

from eda_site.rooms import demo
from eda_site.rooms.clock import RoomClock
from eda_site.rooms.door import Door
from eda_site.rooms.hub import Live, hub
from eda_site.rooms.limits import Limits
from eda_site.rooms.models import Room
from eda_site.rooms.viewer import Viewer
from tests.web.rooms.desk import DeskPort


@pytest.fixture
def room():
    return demo.make(DeskPort(), Limits())


def play(room, seconds):
    for _ in range(round(seconds * 10)):
        room.port.time_s += 0.1
        room.tick(0.1)


def test_it_begins_again_with_a_keyframe_after_its_round(room):
    viewer = Viewer("visitor", "viewer")
    room.join(viewer)
    viewer.greeted = True
    viewer.take(room)
    play(room, demo.LOOP_US / 1_000_000 - 1)
    far = room.now_us
    viewer.unseen.clear()
    play(room, 1.5)
    assert room.now_us < 2_000_000 < far
    assert json.loads(viewer.take(room)[0])["type"] == "keyframe"
    play(room, demo.LOOP_US / 1_000_000)
    assert room.now_us < 2_000_000


def test_a_round_shows_the_failure_and_the_recovery(room):
    play(room, demo.LOOP_US / 1_000_000 - 1)
    view = room.run.sim.view()
    assert view["brokers"]["2"]["state"] == "down"
    assert all(part["leader"] in (1, 3) for part in view["topics"]["orders"].values())


def test_nothing_of_it_is_stored(room):
    play(room, 3)
    room.save()
    assert room.port.noted == []


@pytest.mark.django_db(transaction=True)
def test_it_is_taken_over_at_the_moment_it_shows(room, client):
    play(room, 20)
    hub._live[demo.CODE] = Live(room, Door(room), RoomClock(room))
    response = client.post("/demo/take/")
    assert response.status_code == 302
    assert Room.objects.get().shown_at_us == room.now_us > 0
