"""Every limit of a room: a number in the settings, a default, and a refusal that says which."""

import copy
import json
import tomllib
from dataclasses import fields

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from broker_core.errors import ScenarioError
from broker_core.scenario import library, load
from broker_core.scenario.bounds import MOST_BYTES, MOST_DATA_BYTES
from eda_site.rooms.guard import guard
from eda_site.rooms.limits import Limits, limits, parse
from tests.web.rooms.desk import Desk

PUBLISH = "publish checkout orders key=ada"


# Setting and default


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_each_limit_has_a_default_above_zero_and_a_setting(name):
    assert getattr(Limits(), name) > 0
    with override_settings(EVENTARIUM_LIMITS={name: 3}):
        guard.reset()
        assert getattr(limits(), name) == 3
    guard.reset()


def test_limits_come_from_the_environment():
    assert parse("") == {}
    assert parse("people=300, commands=500\nring_s=2.5") == {
        "people": 300,
        "commands": 500,
        "ring_s": 2.5,
    }


WRONG = [
    "peple=3",
    "people",
    "people=x",
    "people=-1",
    "people=0",
    "ring_s=nan",
    "ring_s=inf",
    "people=1.5",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_limit_stops_the_start(text):
    with pytest.raises(ImproperlyConfigured):
        parse(text)


# A message, a person


def test_a_message_is_so_long_and_no_longer():
    desk = Desk(message_bytes=200)
    teacher = desk.person()
    teacher.read()
    teacher.raw(json.dumps({"id": "1", "type": "command", "text": "x" * 200}))
    (answer,) = teacher.read()
    assert answer["code"] == "too_large" and answer["fields"]["limit"] == 200


def test_somebody_may_say_so_much_a_second():
    desk = Desk(intents_burst=3, intents_per_s=1)
    teacher = desk.person(hello=False)
    codes = [teacher.do("people").get("code") for _ in range(5)]
    assert codes == [None, None, None, "too_many", "too_many"]
    desk.port.time_s += 1
    assert teacher.do("people")["type"] == "ack"


def test_a_student_acts_less_often_and_leaves_the_last_commands_to_the_presenter():
    desk = Desk(student_burst=2, student_per_s=1, commands=4, student_commands=3)
    teacher, student = desk.person(), desk.person("student", "student")
    teacher.do("let_act", on=True)
    answers = [student.do("command", text=PUBLISH) for _ in range(3)]
    assert [a.get("code") for a in answers] == [None, None, "too_many"]
    assert answers[2]["fields"] == {"per_s": 1}
    desk.port.time_s += 2
    assert student.do("command", text=PUBLISH)["type"] == "ack"
    full = student.do("command", text=PUBLISH)
    assert (full["code"], full["fields"]) == ("run_full", {"limit": 3})
    assert teacher.do("command", text=PUBLISH)["type"] == "ack"
    assert teacher.do("command", text=PUBLISH)["fields"] == {"limit": 4}


# A room


def test_so_many_intents_wait():
    desk = Desk(waiting=2)
    teacher = desk.person()
    teacher.read()
    for _ in range(5):
        teacher.say("command", text=PUBLISH)
    codes = [m["code"] for m in teacher.read()]
    assert codes and set(codes) == {"too_many"}


def test_so_many_timelines():
    desk = Desk(timelines=2)
    teacher = desk.person()
    assert teacher.do("new_seed", seed=1)["type"] == "ack"
    answer = teacher.do("new_seed", seed=2)
    assert (answer["code"], answer["fields"]) == ("timelines_full", {"limit": 2})


def heard(desk, person, code, seconds=100):
    """The first notice with this code while the room plays."""
    for _ in range(seconds * 2):
        desk.play(0.5)
        for message in person.read():
            if message["type"] == "notice" and message["code"] == code:
                return message["fields"]
    raise AssertionError(f"no notice {code}")


def test_a_run_stands_when_it_has_had_its_events():
    desk = Desk(events=90)
    teacher = desk.person()
    assert heard(desk, teacher, "run_long") == {"limit": 90}
    at_us = desk.room.now_us
    desk.play(2)
    assert desk.room.now_us == at_us and not desk.room.playing
    for type_name, more in (("play", {}), ("step", {}), ("command", {"text": PUBLISH})):
        assert teacher.do(type_name, **more)["code"] == "run_long"
    assert teacher.do("back")["type"] == "ack"
    assert teacher.do("play")["type"] == "ack"
    assert teacher.do("new_seed", seed=3)["type"] == "ack"
    desk.play(1)
    assert desk.room.now_us > 0


def test_a_run_stands_when_a_partition_has_its_records():
    desk = Desk(records=2)
    teacher = desk.person()
    found = heard(desk, teacher, "log_full")
    assert found["topic"] == "orders" and found["limit"] == 2
    assert teacher.do("play")["code"] == "log_full"


def test_the_stage_holds_the_newest_records_only():
    desk = Desk(preset="production")
    run = desk.room.run
    for _ in range(90):
        run.apply(PUBLISH)
        run.advance(run.head.now_us + 200_000)
    parts = run.sim.view()["topics"]["orders"]
    held = [len(copy["records"]) for part in parts.values() for copy in part["replicas"].values()]
    assert max(held) == 64


def test_a_room_remembers_so_many_people():
    desk = Desk(seats=1)
    teacher = desk.person()
    for n in range(2):
        desk.person(f"student-{n}", "student")
    teacher.read()
    teacher.say("people")
    (found,) = [m for m in teacher.read() if m.get("code") == "people"]
    first, second = (r["person"] for r in found["fields"]["people"] if r["role"] == "student")
    assert teacher.do("remove", person=first)["type"] == "ack"
    answer = teacher.do("remove", person=second)
    assert (answer["code"], answer["fields"]) == ("seats_full", {"limit": 1})
    assert teacher.do("invite")["code"] == "seats_full"


# A scenario


def test_a_scenario_is_so_large(tmp_path):
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(ScenarioError, match=str(MOST_BYTES)):
        load(path)
    with pytest.raises(ScenarioError, match=str(MOST_DATA_BYTES)):
        load({**EVERYWHERE, "summary": "x" * MOST_DATA_BYTES})
    with pytest.raises(ScenarioError, match="no plain data"):
        load({**EVERYWHERE, "summary": object()})


HOSTILE = [-1, 0, 10**30, 2**63, 1.5, float("nan"), float("inf"), True, "9" * 400, [1], {"a": 1}]

EVERYWHERE = {
    "title": "t",
    "cluster": {"brokers": 3, "control_plane": {"voters": 3}, "config": {"broker.session.timeout.ms": 9000}},
    "topics": [
        {
            "id": "orders", "partitions": 3, "replication_factor": 3,
            "replicas": [[1, 2, 3], [1, 2, 3], [1, 2, 3]], "config": {"min.insync.replicas": 2},
        },
    ],
    "producers": [
        {"id": "p", "topic": "orders", "rate_per_s": 1, "start_us": 5, "config": {"linger.ms": 5}},
        {"id": "r", "topic": "orders", "interval_us": 5_000_000},
        {
            "id": "q", "topic": "orders", "transactional_id": "q",
            "transaction": {"records": 3, "every": "2s"},
        },
    ],
    "groups": [
        {
            "id": "g", "topics": ["orders"], "members": 1, "commit_every": 1, "attempts": 2,
            "work_us": 9, "config": {"session.timeout.ms": 6000},
        },
    ],
    "script": [{"at_us": 5, "do": "crash broker 2"}],
}  # fmt: skip


def numbers(value, path=()):
    """Where in a scenario a number stands."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, (*path, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from numbers(item, (*path, n))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def with_number(scenario, path, value):
    scenario = copy.deepcopy(scenario)
    place = scenario
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return scenario


def largest(value):
    if isinstance(value, dict):
        return max(map(largest, value.values()), default=0)
    if isinstance(value, list | tuple):
        return max(map(largest, value), default=0)
    return abs(value) if isinstance(value, int) else 0


SCENES = {slug: tomllib.loads(path.read_text()) for slug, path in library().items()}


@pytest.mark.parametrize("slug", ["everywhere", *SCENES])
def test_every_number_of_a_scenario_has_its_range(slug):
    """A hostile one is refused by name, or the scenario loads and holds no number past 2^53."""
    scenario = SCENES.get(slug, EVERYWHERE)
    load(scenario)
    for path in numbers(scenario):
        for value in HOSTILE:
            try:
                loaded = load(with_number(scenario, path, value))
            except ScenarioError as error:
                assert len(str(error)) < 1_000, (path, value)  # noqa: PT017
            else:
                assert largest(loaded) < 2**53, (path, value)
                json.dumps(loaded, allow_nan=False)
