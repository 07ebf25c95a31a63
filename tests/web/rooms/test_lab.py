"""Forks, one change at a time, names and bookmarks; what a timeline asks for."""

import asyncio

import pytest
from django.test import AsyncClient, Client

from broker_core import Simulation
from broker_core.events import REGISTRY
from eda_site.rooms import moments
from eda_site.rooms.faults_here import faults_here, moments_here
from eda_site.rooms.hub import hub
from eda_site.rooms.library import scene_scenario
from eda_site.vocabulary.moments import MOMENTS
from tests.web.rooms.desk import Desk
from tests.web.rooms.kept import Kept, moment
from tests.web.rooms.test_pages import start

ALL, ONE = "set topic orders min.insync.replicas=1", "crash broker 1"


@pytest.fixture
def desk():
    desk = Desk()
    desk.teacher = desk.person()
    desk.play(4)
    desk.teacher.do("pause")
    return desk


def facts(desk, n):
    room = desk.room.fields(desk.teacher.viewer)
    return next(line for line in room["timelines"] if line["n"] == n)


def test_a_fork_stands_at_the_shown_moment_and_keeps_the_earlier_run(desk):
    digest, at_us = desk.room.pace.head.sim.digest(), desk.room.now_us
    head = desk.room.run.sim.digest()
    desk.teacher.do("seek", at_us=at_us // 2)
    assert desk.teacher.do("fork", name="what if")["type"] == "ack"
    assert (desk.room.timeline, desk.room.now_us, desk.room.playing) == (2, at_us // 2, False)
    assert facts(desk, 2)["name"] == "what if" and facts(desk, 2)["from_at_us"] == at_us // 2
    assert facts(desk, 2)["parent"] == 1 and facts(desk, 2)["one_change"]
    desk.teacher.do("return_to", timeline=1)
    assert desk.room.run.sim.digest() == head == digest


def test_a_fork_without_a_change_goes_the_same_way(desk):
    at_us = desk.room.now_us
    desk.teacher.do("seek", at_us=at_us // 2)
    desk.teacher.do("fork")
    desk.room.pace.jump(at_us)
    assert desk.room.run.sim.digest() == desk.room.runs[1].seek(at_us).digest()


def test_a_second_change_is_refused_with_the_first(desk):
    desk.teacher.do("fork")
    assert desk.teacher.do("command", text=ALL)["type"] == "ack"
    assert facts(desk, 2)["change"] == ALL and facts(desk, 2)["changes"] == 1
    refused = desk.teacher.do("command", text=ONE)
    assert (refused["code"], refused["fields"]) == ("one_change_only", {"change": ALL})
    assert desk.teacher.do("one_change", timeline=2, on=False)["type"] == "ack"
    assert desk.teacher.do("command", text=ONE)["type"] == "ack"


def test_nobody_gets_round_it_by_going_back(desk):
    desk.teacher.do("fork")
    desk.teacher.do("command", text=ALL)
    desk.teacher.do("play")
    desk.play(2)
    desk.teacher.do("seek", at_us=desk.room.now_us - 1)
    assert desk.teacher.do("command", text=ONE)["code"] == "one_change_only"
    desk.teacher.do("seek", at_us=0)
    assert desk.teacher.do("command", text=ONE)["type"] == "ack"  # another run, its first change
    assert facts(desk, 3)["one_change"] and facts(desk, 3)["change"] == ONE
    assert desk.teacher.do("command", text=ALL)["code"] == "one_change_only"


def test_everybody_learns_at_once_what_a_fork_has_changed(desk):
    desk.teacher.do("fork")
    desk.teacher.read()
    desk.teacher.say("command", text=ALL)
    desk.port.commit()
    notes = [m["fields"] for m in desk.teacher.read() if m.get("code") == "room"]
    assert notes and notes[-1]["timelines"][1]["change"] == ALL


def test_a_free_fork_takes_any_number_of_changes(desk):
    desk.teacher.do("fork", free=True)
    assert [desk.teacher.do("command", text=text)["type"] for text in (ALL, ONE)] == ["ack"] * 2


def test_names_and_bookmarks(desk):
    desk.teacher.do("timeline_name", timeline=1, name="as it was")
    assert facts(desk, 1)["name"] == "as it was"
    assert desk.teacher.do("timeline_name", timeline=9, name="x")["code"] == "no_such_timeline"
    at_us = desk.room.now_us
    desk.teacher.do("bookmark", name="late")
    desk.teacher.do("bookmark", name="early", at_us=1_000)
    assert desk.teacher.do("bookmark", name="never", at_us=at_us + 1)["code"] == "not_yet"
    marks = desk.room.fields(desk.teacher.viewer)["bookmarks"]
    assert [(mark["name"], mark["at_us"]) for mark in marks] == [("early", 1_000), ("late", at_us)]
    desk.teacher.do("bookmark_name", bookmark=2, name="earlier")
    desk.teacher.do("bookmark_drop", bookmark=1)
    marks = desk.room.fields(desk.teacher.viewer)["bookmarks"]
    assert [mark["name"] for mark in marks] == ["earlier"]
    assert desk.teacher.do("bookmark_drop", bookmark=1)["code"] == "no_such_bookmark"


def test_what_is_marked_is_for_those_who_drive(desk):
    pupil = desk.person("pupil", "student")
    desk.teacher.do("bookmark", name="the answer")
    assert desk.room.fields(pupil.viewer)["bookmarks"] == []


def test_a_room_keeps_so_many_bookmarks():
    desk = Desk(bookmarks=2)
    teacher = desk.person()
    answers = [teacher.do("bookmark", name=f"n{n}").get("code") for n in range(3)]
    assert answers == [None, None, "bookmarks_full"]


def test_nothing_is_shown_that_was_not_saved(desk):
    for type_name, fields in (("fork", {}), ("bookmark", {"name": "here"})):
        desk.teacher.say(type_name, **fields)
        desk.port.commit(OSError("disk"))
        assert desk.teacher.read()[-1]["code"] == "storage_failed"
    assert desk.room.timeline == 1 and not desk.room.bookmarks


@pytest.mark.django_db(transaction=True)
def test_all_of_it_survives_the_server():
    desk = Kept()
    teacher = desk.person()
    desk.play(3)
    desk.do(teacher, "pause")
    while desk.room.pace.head.unsettled_seq is None:
        desk.do(teacher, "step", thing=True)
    for type_name, fields in (
        ("fork", {"name": "within one moment"}),
        ("timeline_name", {"timeline": 1, "name": "as it was"}),
        ("bookmark", {"name": "here"}),
        ("fork", {"free": True}),
        ("command", {"text": ALL}),
        ("fork", {}),
        ("command", {"text": ONE}),
        ("one_change", {"timeline": 4, "on": False}),
        ("bookmark_drop", {"bookmark": 1}),
        ("return_to", {"timeline": 2}),
    ):
        assert desk.do(teacher, type_name, **fields)["type"] == "ack", type_name
        assert moment(desk.again()) == moment(desk.room), type_name


@pytest.mark.django_db(transaction=True)
def test_what_came_too_late_is_taken_back():
    desk = Kept()
    teacher = desk.person()
    desk.do(teacher, "bookmark", name="kept")
    before = moment(desk.room)
    for type_name, fields in (
        ("fork", {}),
        ("bookmark_drop", {"bookmark": 1}),
        ("bookmark_name", {"bookmark": 1, "name": "other"}),
        ("timeline_name", {"timeline": 1, "name": "other"}),
    ):
        teacher.say(type_name, **fields)
        desk.port.turn()
        desk.port.waiting[0][3].set_running_or_notify_cancel()  # the writer has begun
        _, work, args, _ = desk.port.waiting.pop(0)
        desk.port.wait(3)
        work(*args)
        desk.port.commit()
        assert moment(desk.room) == before, type_name
        assert moment(desk.again()) == before, type_name


pages = pytest.mark.django_db(transaction=True)


async def opened():
    code = await asyncio.to_thread(start, Client())
    live = await hub.open(code)
    live.room.pace.jump(14_000_000)
    live.room.emit([])
    return code, live.room


@pages
async def test_marks_of_a_window_and_the_next_ones():
    code, _ = await opened()
    answer = await AsyncClient().get(f"/r/{code}/marks/1/?from=7000000&to=9000000&at=7500000")
    told = answer.json()
    assert answer.status_code == 200 and told["head_us"] == 14_000_000
    assert told["kinds"]["fault"] == [[8_000_000, 1]]
    assert told["near"]["fault"] == [None, 8_000_000]
    assert all(7_000_000 <= at <= 9_000_000 for row in told["kinds"].values() for at, _ in row)


@pages
async def test_marks_take_any_address_and_only_the_run_that_is_shown():
    code, _ = await opened()
    for query in ("from=x&to=-1&at=", "from=9&to=1", "to=99999999999999999999999"):
        assert (await AsyncClient().get(f"/r/{code}/marks/1/?{query}")).status_code == 200
    assert (await AsyncClient().get(f"/r/{code}/marks/2/")).status_code == 404
    assert (await AsyncClient().get("/r/ZZZZZZ/marks/1/")).status_code == 404
    assert (await AsyncClient().post(f"/r/{code}/marks/1/")).status_code == 405


@pages
async def test_marks_are_not_asked_for_without_end(monkeypatch):
    monkeypatch.setattr(moments, "_PER_S", 0)
    code, _ = await opened()
    codes = [(await AsyncClient().get(f"/r/{code}/marks/1/")).status_code for _ in range(60)]
    assert codes[0] == 200 and codes[-1] == 429


def test_a_plan_of_the_forks_own_may_be_moved_and_replaced(desk):
    desk.teacher.do("fork")
    number = len(desk.room.run.sim.scenario["script"]) + 1
    assert desk.teacher.do("command", text="at 60s do crash broker 1")["type"] == "ack"
    assert desk.teacher.do("command", text=f"change plan {number} at=70s")["type"] == "ack"
    assert facts(desk, 2)["changes"] == 1
    assert desk.teacher.do("command", text=ALL)["code"] == "one_change_only"
    assert desk.teacher.do("command", text=f"drop plan {number}")["type"] == "ack"
    assert facts(desk, 2)["changes"] == 0
    assert desk.teacher.do("command", text=ALL)["type"] == "ack"
    assert desk.teacher.do("command", text="drop plan 1")["code"] == "one_change_only"


@pages
async def test_what_is_to_come_is_told_to_those_who_drive():
    teacher = Client()
    code = await asyncio.to_thread(start, teacher)
    live = await hub.open(code)
    live.room.pace.jump(2_000_000)
    live.room.pace.apply("when client.ack_received producer=checkout do crash broker 1")
    live.room.emit([])
    client = AsyncClient()
    client.cookies = teacher.cookies
    answer = await client.get(f"/r/{code}/plans/1/")
    told = answer.json()
    assert [(plan["n"], plan["at_us"], plan["text"], plan["script"]) for plan in told["plans"]] == [
        (1, 8_000_000, "crash broker 2", True),
        (2, None, "crash broker 1", False),
    ]
    lines = [line for group in told["faults"] for line in group["lines"]]
    assert "crash broker 1" in lines and "cut broker-1 broker-2 oneway=true" in lines
    assert any(moment["clause"] == "log.record_appended broker=1" for moment in told["moments"])
    assert (await client.post(f"/r/{code}/plans/1/")).status_code == 405
    assert (await client.get(f"/r/{code}/plans/2/")).status_code == 404
    assert (await AsyncClient().get(f"/r/{code}/plans/1/")).status_code == 403


@pytest.mark.parametrize("slug", ["broker-fails", "three-cities", "saga-danced", "push-or-pull"])
def test_everything_that_is_offered_can_be_planned(slug):
    sim = Simulation.from_scenario(scene_scenario(slug))
    sim.advance(1_000_000)
    groups, moments_of = faults_here(sim), moments_here(sim)
    assert groups and moments_of
    for line in [line for group in groups for line in group["lines"]]:
        assert sim.check(f"at 90s do {line}") is None, line
    for moment_of in moments_of:
        assert sim.check(f"when {moment_of['clause']} do crash broker 1") is None


def test_every_named_moment_is_one_that_some_scene_can_have():
    wanted = {moment_of.clause.partition(" ")[0] for moment_of in MOMENTS}
    assert wanted <= set(REGISTRY)
    for moment_of in MOMENTS:
        fields = REGISTRY[moment_of.clause.partition(" ")[0]].fields
        assert all(part.partition("=")[0] in fields for part in moment_of.clause.split()[1:])
