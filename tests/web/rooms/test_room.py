"""A room without sockets: what people ask, what everybody sees, what is saved before it is shown."""

import itertools
import json

import pytest

from broker_core import Simulation
from broker_core.events import REGISTRY
from eda_site.rooms import services
from eda_site.rooms.library import scene_scenario
from tests.web.rooms.desk import Desk

CRASH = "crash broker 3"


@pytest.fixture
def desk():
    return Desk()


def kinds(messages):
    return [message["type"] for message in messages]


def frames(messages):
    return [message for message in messages if message["type"] == "frame"]


def test_the_first_thing_that_comes_is_a_keyframe_with_everything(desk):
    teacher = desk.person()
    first, ack = teacher.read()
    assert ack["type"] == "ack"
    assert first["type"] == "keyframe"
    assert first["timeline"] == 1 and first["at_us"] == 0 and first["seq"] > 0
    assert first["cast"]["brokers"] == [1, 2, 3]
    assert first["view"]["brokers"]["2"]["state"] == "up"
    assert first["room"]["role"] == "owner"
    assert first["room"]["seed"] == 7 and first["room"]["preset"] == "teaching"


def test_nothing_is_sent_before_hello(desk):
    stranger = desk.person("stranger", "viewer", hello=False)
    desk.play(1)
    assert stranger.read() == []


def test_two_viewers_get_the_same_frames_and_they_join_without_gaps(desk):
    teacher, student = desk.person(), desk.person("student", "viewer")
    teacher.read(), student.read()
    seq = desk.room.seq
    seen = []
    for _ in range(60):
        desk.play(0.1)
        one, other = frames(teacher.read()), frames(student.read())
        assert one == other
        seen += one
    assert len(seen) >= 55
    for frame in seen:
        assert frame["from"] == seq
        seq = frame["to"]
        assert all(frame["from"] < row[1] <= frame["to"] for row in frame["rows"])
    assert seq == desk.room.run.head.seq
    assert [frame["at_us"] for frame in seen] == sorted(frame["at_us"] for frame in seen)


def test_the_rows_of_all_frames_are_the_events_of_the_run_without_chatter(desk):
    teacher = desk.person()
    names, rows = [], []
    for _ in range(150):
        desk.play(0.1)
        for message in teacher.read():
            if message["type"] == "keyframe":
                names, first = message["names"], message["seq"]
            if message["type"] == "frame":
                new = message.get("names")
                if new:
                    names = names[: new["start"]] + new["add"]
                rows += [(row, list(names)) for row in message["rows"]]
    sim = Simulation.from_scenario(scene_scenario("broker-fails"), seed=7)
    events = {event.seq: event for event in sim.advance(desk.room.now_us)}
    told = {row[1] for row, _ in rows}
    left_out = [events[seq] for seq in range(first + 1, desk.room.seq + 1) if seq not in told]
    assert all(event.type == "network.sent" and event.chatter for event in left_out)
    types = list(REGISTRY)
    for row, known in rows:
        event = events[row[1]]
        fields = [
            known[value] if kind == "name" and value is not None else value
            for kind, value in zip(event.kinds, row[6:], strict=True)
        ]
        assert types[row[0]] == event.type
        assert fields == json.loads(json.dumps(list(event[5:])))


def test_a_late_one_sees_the_present_state_at_once(desk):
    desk.person()
    desk.play(5)
    late = desk.person("late", "viewer")
    first = late.read()[0]
    assert first["type"] == "keyframe" and first["seq"] == desk.room.seq
    assert first["at_us"] == desk.room.now_us > 0


def test_who_comes_back_gets_what_is_missing(desk):
    teacher, student = desk.person(), desk.person("student", "viewer")
    desk.play(1)
    student.read(), teacher.read()
    seq = desk.room.seq
    desk.room.leave(student.viewer)
    desk.play(2)
    again = desk.person("student", "viewer", hello=False)
    again.say("hello", timeline=1, seq=seq)
    messages = again.read()
    assert "keyframe" not in kinds(messages)
    missed = frames(messages)
    assert missed[0]["from"] <= seq and missed[-1]["to"] == desk.room.seq
    assert missed[0]["names"]["start"] == 0
    for earlier, later in itertools.pairwise(missed):
        assert later["from"] == earlier["to"]


def test_who_missed_nothing_gets_only_the_names(desk):
    teacher = desk.person()
    desk.play(1)
    teacher.read()
    teacher.say("hello", timeline=1, seq=desk.room.seq)
    (frame, _) = teacher.read()
    assert frame["type"] == "frame" and frame["rows"] == []
    assert frame["from"] == frame["to"] == desk.room.seq


@pytest.mark.parametrize("known", [{"timeline": 2, "seq": 70}, {"timeline": 1, "seq": 1}])
def test_who_comes_back_too_late_gets_a_keyframe(desk, known):
    desk.person()
    desk.play(15)
    again = desk.person("student", "viewer", hello=False)
    again.say("hello", **known)
    assert kinds(again.read())[0] == "keyframe"


def test_a_viewer_that_acknowledges_nothing_costs_nothing_and_gets_one_keyframe(desk):
    desk.person()
    slow = desk.person("slow", "viewer")
    took = []
    for _ in range(80):
        desk.play(0.1)
        took += slow.viewer.take(desk.room)
    assert slow.viewer.stalled
    assert len(took) < 45
    last = [message for message in map(json.loads, took) if message.get("ask")][-1]
    slow.viewer.seen(last["to"])
    assert kinds(slow.read()) == ["keyframe"]


def test_a_command_is_stored_before_anything_is_shown(desk):
    teacher = desk.person()
    desk.play(1)
    teacher.read()
    before = desk.room.run.sim.digest()
    intent_id = teacher.say("command", text=CRASH)
    assert desk.room.held == "storage"
    desk.play(0.5)
    assert frames(teacher.read()) == []
    assert desk.room.run.sim.digest() == before
    desk.port.commit()
    messages = teacher.read()
    assert kinds(messages)[:1] == ["frame"] and messages[-1] == {"type": "ack", "id": intent_id}
    assert desk.room.run.log[0].text == CRASH
    work, (_, given, branch) = desk.port.stored[0]
    assert work is services.command_record and branch is None
    assert (given.timeline, given.n, given.at_us, given.text) == (1, 1, desk.room.now_us, CRASH)
    assert (given.actor, given.intent_id) == ("teacher", intent_id)


def test_a_command_s_events_leave_at_once_in_a_frame_of_their_own(desk):
    teacher = desk.person()
    desk.play(1)
    teacher.read()
    teacher.say("command", text=CRASH)
    desk.port.commit()
    (frame,) = frames(teacher.read())
    crashed = list(REGISTRY).index("broker.crashed")
    assert crashed in [row[0] for row in frame["rows"]]
    assert frame["at_us"] == desk.room.now_us


def test_when_storage_fails_nothing_is_applied(desk):
    teacher = desk.person()
    desk.play(1)
    teacher.read()
    before = desk.room.run.sim.digest()
    teacher.say("command", text=CRASH)
    desk.port.commit(error=OSError("disk full"))
    (answer,) = teacher.read()
    assert answer["code"] == "storage_failed"
    assert desk.room.run.sim.digest() == before and desk.room.run.log == []
    desk.play(0.5)
    assert frames(teacher.read())


def answers(messages):
    return [message for message in messages if message["type"] in ("ack", "error")]


@pytest.fixture
def late(desk):
    """A teacher whose command the writer had begun to save when the room went on without it."""
    teacher = desk.person()
    desk.play(1)
    teacher.read()
    teacher.say("command", text=CRASH, id="late")
    desk.port.waiting[0][3].set_running_or_notify_cancel()  # the writer has begun
    desk.port.wait(1.9)
    assert desk.room.held == "storage"
    desk.port.wait(0.2)
    assert desk.room.held is None and desk.room.run.log == []
    assert answers(teacher.read()) == []  # nobody knows yet whether it will be saved
    return teacher


def test_a_hold_lasts_at_most_two_seconds_and_takes_a_late_save_back_before_it_says_so(desk, late):
    works = [entry[1] for entry in desk.port.waiting]
    assert works == [services.command_record, services.command_retract]
    desk.port.waiting.pop(0)[0](None, None)  # it is saved after all
    assert answers(late.read()) == [] and desk.room.run.log == [] and desk.door.busy
    desk.port.commit()
    (answer,) = answers(late.read())
    assert (answer["id"], answer["code"]) == ("late", "storage_slow")
    assert desk.room.run.log == [] and not desk.door.busy


def test_taking_back_is_tried_until_it_succeeds(desk, late):
    desk.port.waiting.pop(0)[0](None, None)
    for _ in range(3):
        desk.port.commit(error=OSError("disk full"))
        assert answers(late.read()) == []
        desk.port.wait(1.1)
    desk.port.commit()
    assert [answer["code"] for answer in answers(late.read())] == ["storage_slow"]


def test_others_are_served_while_one_is_undecided(desk, late):
    late.say("command", text="publish checkout orders", id="next")
    works = [(work, args[1].intent_id, args[1].n) for _, work, args, _ in desk.port.waiting]
    assert works == [
        (services.command_record, "late", 1),
        (services.command_retract, "late", 1),
        (services.command_record, "next", 1),
    ]
    desk.port.waiting.pop(0)[0](None, None)
    desk.port.commit()
    assert {a["id"]: a["type"] for a in answers(late.read())} == {"next": "ack", "late": "error"}
    assert [entry.text for entry in desk.room.run.log] == ["publish checkout orders"]


def test_one_that_is_resent_while_undecided_is_answered_once(desk, late):
    late.say("command", text=CRASH, id="late")
    desk.port.waiting.pop(0)[0](None, None)
    desk.port.commit()
    assert [answer["code"] for answer in answers(late.read())] == ["storage_slow"]


def test_a_save_that_has_not_begun_is_cancelled(desk):
    teacher = desk.person()
    teacher.say("command", text=CRASH)
    desk.port.wait(2.1)
    assert desk.port.noted == []
    desk.port.commit()
    assert desk.port.stored == []


def test_a_resent_intent_gets_its_first_answer_and_acts_once(desk):
    teacher = desk.person()
    first = teacher.do("command", text="publish checkout orders", id="same")
    assert teacher.do("command", text="publish checkout orders", id="same") == first
    assert len(desk.room.run.log) == 1


def test_an_intent_resent_while_it_waits_is_answered_where_its_sender_is_now(desk):
    teacher = desk.person()
    teacher.read()
    teacher.say("command", text=CRASH, id="same")
    desk.room.leave(teacher.viewer)
    again = desk.person()
    again.say("command", text=CRASH, id="same")
    desk.port.commit()
    assert {"type": "ack", "id": "same"} in again.read()
    assert len(desk.room.run.log) == 1


def test_the_engine_s_refusals_pass_through(desk):
    teacher = desk.person()
    answer = teacher.do("command", text="crash broker 9")
    assert answer["type"] == "error" and answer["code"] == "unknown_id"
    assert answer["fields"]["id"] == 9
    assert teacher.do("command", text="dance")["code"] == "unknown_verb"
    assert desk.port.stored == []


def test_viewers_watch_and_a_refused_click_says_so(desk):
    desk.person()
    stranger = desk.person("stranger", "viewer")
    for type_name, fields in (
        ("command", {"text": CRASH}),
        ("pause", {}),
        ("step", {}),
        ("seek", {"at_us": 0}),
        ("new_seed", {}),
    ):
        answer = stranger.do(type_name, **fields)
        assert (answer["code"], answer["fields"]) == ("not_allowed", {"role": "viewer"})
    assert desk.room.playing


def test_people_are_counted_and_told(desk):
    teacher = desk.person()
    teacher.read()
    desk.person("student", "viewer")
    desk.play(1.2)
    notices = [m for m in teacher.read() if m["type"] == "notice"]
    assert notices[-1]["code"] == "room" and notices[-1]["fields"]["people"] == 2


def test_a_running_room_is_saved_once_a_second_and_a_paused_one_is_not(desk):
    teacher = desk.person()
    desk.play(5)
    saves = [args for work, args in desk.port.noted if work is services.room_save]
    assert 4 <= len(saves) <= 6
    assert saves[-1][1].shown_at_us <= desk.room.now_us
    teacher.do("pause")
    count = len(desk.port.noted)
    desk.play(5)
    assert len(desk.port.noted) == count


def test_the_clock_ends_ten_seconds_after_the_last_viewer_and_time_stands(desk):
    teacher = desk.person()
    desk.play(1)
    desk.room.leave(teacher.viewer)
    desk.port.time_s += 5
    assert desk.clock.beat()
    desk.port.time_s += 10.1
    assert not desk.clock.beat()
    desk.room.runs_on = True
    assert desk.clock.beat()


def test_lite_leaves_passing_traffic_out(desk):
    teacher, phone = desk.person(), desk.person("phone", "viewer", hello=False)
    phone.say("hello", lite=True)
    sizes = {"stage": 0, "lite": 0}
    for _ in range(200):
        desk.play(0.1)
        sizes["stage"] += sum(len(json.dumps(m)) for m in frames(teacher.read()))
        sizes["lite"] += sum(len(json.dumps(m)) for m in frames(phone.read()))
    assert sizes["lite"] < sizes["stage"]
