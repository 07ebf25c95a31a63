"""Whatever comes through a socket gets its code, and the run goes on."""

import json

import pytest

from eda_site.rooms.codes import CODES, Refused
from tests.web.rooms.desk import Desk


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def teacher(desk):
    teacher = desk.person()
    teacher.read()
    return teacher


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hello?", "not_json"),
        ("", "not_json"),
        ("[1, 2]", "not_json"),
        ('"text"', "not_json"),
        ("\ud800", "not_json"),
        ("[" * 5_000, "not_json"),
        ("NaN", "not_json"),
        ('{"id": "1", "type": "dance"}', "unknown_type"),
        ('{"id": "1", "type": ["play"]}', "unknown_type"),
        ('{"id": "1"}', "unknown_type"),
        ('{"type": "play"}', "wrong_fields"),
        ('{"id": 7, "type": "play"}', "wrong_fields"),
        ('{"id": "", "type": "play"}', "wrong_fields"),
        (json.dumps({"id": "x" * 65, "type": "play"}), "wrong_fields"),
        ('{"id": "1", "type": "play", "more": 1}', "wrong_fields"),
        ('{"id": "1", "type": "command"}', "wrong_fields"),
        ('{"id": "1", "type": "command", "text": 5}', "wrong_fields"),
        ('{"id": "1", "type": "command", "text": "a\\nb"}', "wrong_fields"),
        ('{"id": "1", "type": "seek", "at_us": -1}', "wrong_fields"),
        ('{"id": "1", "type": "seek", "at_us": 1e400}', "not_json"),
        ('{"id": "1", "type": "seek", "at_us": 99999999999999999999}', "wrong_fields"),
        ('{"type": "seen", "seq": "5"}', "wrong_fields"),
        (json.dumps({"id": "1", "type": "command", "text": "x" * 20_000}), "too_large"),
        ("é" * 9_000, "too_large"),
    ],
)
def test_every_kind_of_bad_input_has_its_code_and_the_run_goes_on(desk, teacher, text, code):
    teacher.raw(text)
    (answer,) = teacher.read()
    assert answer["type"] == "error" and answer["code"] == code
    assert set(answer["fields"]) <= set(CODES[code])
    before = desk.room.now_us
    desk.play(0.5)
    assert desk.room.now_us > before
    assert teacher.do("pause")["type"] == "ack"


def test_too_many_at_once_are_refused_and_a_second_later_it_works_again(desk, teacher):
    answers = [teacher.do("pause") for _ in range(40)]
    refused = [a for a in answers if a["type"] == "error"]
    assert {a["code"] for a in refused} == {"too_many"}
    assert 5 <= len(refused) <= 15
    desk.play(1)
    teacher.read()
    assert teacher.do("play")["type"] == "ack"


def test_one_person_s_flood_leaves_the_others_alone(desk, teacher):
    other = desk.person("co", "co-presenter")
    for _ in range(60):
        teacher.say("pause")
    assert other.do("play")["type"] == "ack"


def test_acknowledgements_are_not_metered(desk, teacher):
    for _ in range(200):
        teacher.raw('{"type": "seen", "seq": 1}')
    assert teacher.read() == []


def test_an_action_that_breaks_says_so_and_harms_nobody(desk, teacher, monkeypatch):
    monkeypatch.setattr(desk.room.pace, "step_target_us", lambda: 1 / 0)
    assert teacher.do("step")["code"] == "server_error"
    desk.play(0.2)
    assert teacher.do("play")["type"] == "ack"


def test_refusals_name_their_fields():
    with pytest.raises(AssertionError):
        Refused("no_such_code")
    with pytest.raises(AssertionError):
        Refused("not_allowed", colour="red")
