"""Ways into a room: start a scene, join by code, come back by the recovery link, take the demo."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from eda_site.rooms import tokens
from eda_site.rooms.guard import guard
from eda_site.rooms.models import Command, Room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_guesses():
    guard.reset()


@pytest.fixture
def teacher():
    return Client()


@pytest.fixture
def stranger():
    return Client()


def start(client, query=""):
    response = client.post(f"/scenes/broker-fails/start/{query}")
    assert response.status_code == 302
    return re.fullmatch(r"/r/(\w{6})/", response["Location"])[1]


def test_a_scene_starts_a_room_that_this_browser_owns(teacher):
    code = start(teacher)
    assert set(code) <= set(tokens.ALPHABET)
    room = Room.objects.get(code=code)
    assert (room.slug, room.seed, room.preset) == ("broker-fails", 7, "teaching")
    page = teacher.get(f"/r/{code}/")
    assert page.status_code == 200
    assert page.context["role"] == "owner"
    assert page.context["room"]["title"].startswith("A broker fails")
    assert page.context["socket_path"] == f"/ws/r/{code}/"


def test_a_presenter_starts_one_with_the_preset_of_choice(teacher):
    code = start(teacher, "?as=presenter&preset=production")
    assert Room.objects.get(code=code).preset == "production"
    assert teacher.get(f"/r/{code}/").context["role"] == "presenter"


def test_the_key_is_kept_as_a_hash_only(teacher):
    code = start(teacher)
    key = teacher.session["rooms"][code]
    room = Room.objects.get(code=code)
    assert room.owner_hash == tokens.key_hash(key)
    assert key not in str(Room.objects.values().get())


def test_a_stranger_with_the_link_watches(teacher, stranger):
    code = start(teacher)
    assert stranger.get(f"/r/{code}/").context["role"] == "viewer"
    assert stranger.get(f"/r/{code.lower()}/").context["role"] == "viewer"


def test_the_recovery_link_is_shown_once_and_restores_the_owner(teacher, stranger):
    code = start(teacher)
    page = teacher.get(f"/r/{code}/")
    link = page.context["recovery_url"]
    assert link in page.content.decode()
    assert link.startswith(f"http://testserver/r/{code}/recover/")
    assert teacher.get(f"/r/{code}/").context["recovery_url"] is None
    assert stranger.get(f"/r/{code}/").context["recovery_url"] is None
    response = stranger.get(link)
    assert response["Location"] == f"/r/{code}/"
    assert stranger.get(f"/r/{code}/").context["role"] == "owner"


@pytest.mark.parametrize("spoil", [lambda t: t + "x", lambda t: t[::-1], lambda t: "x"])
def test_a_wrong_recovery_link_gives_nothing(teacher, stranger, spoil):
    code = start(teacher)
    token = teacher.get(f"/r/{code}/").context["recovery_url"].rstrip("/").rpartition("/")[2]
    assert stranger.get(f"/r/{code}/recover/{spoil(token)}/").status_code == 404
    assert stranger.get(f"/r/{code}/").context["role"] == "viewer"


def test_a_recovery_link_opens_its_own_room_only(teacher, stranger):
    one, other = start(teacher), start(teacher)
    token = tokens.recovery_token(one, teacher.session["rooms"][one])
    assert stranger.get(f"/r/{other}/recover/{token}/").status_code == 404


def test_rooms_are_started_by_post_and_of_scenes_that_exist(teacher):
    assert teacher.get("/scenes/broker-fails/start/").status_code == 405
    assert teacher.post("/scenes/no-such-scene/start/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/scenes/broker-fails/start/").status_code == 403


def test_an_unknown_room_says_so(stranger):
    for code in ("AAAAAA", "x", "..", "O0O0O0", "%3Cb%3E"):
        response = stranger.get(f"/r/{code}/")
        assert response.status_code == 404
        assert b"<b>" not in response.content.split(b"</b>")[0].rpartition(b"<b>")[2]


def test_joining_by_code(teacher, stranger):
    code = start(teacher)
    typed = f" {code[:3].lower()}-{code[3:]} "
    assert stranger.post("/join/", {"code": typed})["Location"] == f"/r/{code}/"
    assert stranger.get("/join/").status_code == 200
    wrong = stranger.post("/join/", {"code": "ZZZZZZ"})
    assert wrong.status_code == 404 and b"ZZZZZZ" in wrong.content


def test_guessing_codes_is_throttled_while_right_ones_cost_nothing(teacher, stranger):
    code = start(teacher)
    for _ in range(40):
        assert stranger.post("/join/", {"code": code}).status_code == 302
    answers = [stranger.post("/join/", {"code": "ZZZZZZ"}).status_code for _ in range(45)]
    assert answers[:35] == [404] * 35 and answers[-1] == 429
    assert Client().post("/join/", {"code": code}).status_code == 429
    assert stranger.post("/join/", {"code": code}).status_code == 302, "known here already"


def test_what_is_typed_comes_back_as_text(stranger):
    page = stranger.post("/join/", {"code": "<script>alert(1)</script>"})
    assert b"<script>alert" not in page.content


def test_the_demo_is_taken_over_at_its_moment(teacher):
    response = teacher.post(reverse("rooms:demo_take"))
    assert response.status_code == 302
    room = Room.objects.get()
    assert (room.slug, room.shown_at_us) == ("broker-fails", 0)
    assert teacher.get(response["Location"]).context["role"] == "owner"


def test_a_session_keeps_the_newest_rooms_only(teacher):
    session = {}
    for n in range(30):
        tokens.key_keep(session, f"ROOM{n:02}", "key")
    assert len(session["rooms"]) == tokens.ROOMS_KEPT
    assert "ROOM29" in session["rooms"] and "ROOM00" not in session["rooms"]


def test_a_room_may_begin_at_a_marked_moment_of_its_scene(teacher):
    response = teacher.post("/scenes/three-cities/start/", {"at": "8200ms"})
    room = Room.objects.get(code=response["Location"][3:9])
    timeline = room.timelines.get()
    assert (room.shown_at_us, timeline.head_at_us) == (8_200_000, 8_200_000)
    done = list(Command.objects.filter(room=room).values_list("n", "at_us", "text"))
    assert done == [(1, 8_000_000, "cut tokyo paris")]
    assert "gallery" not in room.scenario


def test_what_comes_after_the_moment_has_not_been_done(teacher):
    response = teacher.post("/scenes/three-cities/start/?at=4s")
    room = Room.objects.get(code=response["Location"][3:9])
    assert room.shown_at_us == 4_000_000
    assert not Command.objects.filter(room=room).exists()


@pytest.mark.parametrize("at", ["8s", "8200", "-1s", "soon", "9" * 30 + "s", "\x00"])
def test_no_other_moment_begins_a_room(teacher, at):
    assert teacher.post("/scenes/three-cities/start/", {"at": at}).status_code == 404
    assert not Room.objects.exists()
