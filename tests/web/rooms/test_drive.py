"""Time in a room: pause, step, back, seek, start over, other seeds, forks and returns."""

import pytest

from broker_core import Simulation
from eda_site.rooms import services
from eda_site.rooms.library import scene_scenario
from tests.web.rooms.desk import Desk

PUBLISH = "publish checkout orders key=ada"


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def teacher(desk):
    teacher = desk.person()
    desk.play(4)
    teacher.read()
    return teacher


def shown_digest(desk):
    return desk.room.pace.head.sim.digest()


def fresh(at_us, seed=7, preset="teaching", log=()):
    sim = Simulation.from_scenario({**scene_scenario("broker-fails"), "preset": preset}, seed=seed)
    for command_at_us, text in log:
        sim.advance(command_at_us)
        sim.apply(text)
    sim.advance(at_us)
    return sim


def test_pause_stands_still_and_says_so_at_once(desk, teacher):
    teacher.say("pause")
    desk.play(1)
    assert [m for m in teacher.read() if m["type"] == "frame"] == []  # not before it is saved
    desk.port.commit()
    frame = next(m for m in teacher.read() if m["type"] == "frame")
    assert frame["rate"] == 0
    at_us = desk.room.now_us
    desk.play(2)
    assert desk.room.now_us == at_us
    assert teacher.do("play")["type"] == "ack"
    desk.play(1)
    assert desk.room.now_us > at_us


def test_speed_multiplies_stage_time(desk, teacher):
    before = desk.room.pace.stage_us
    desk.play(1)
    assert desk.room.pace.stage_us - before == pytest.approx(1_000_000, abs=20_000)
    teacher.do("speed", factor_permille=250)
    before = desk.room.pace.stage_us
    desk.play(1)
    assert desk.room.pace.stage_us - before == pytest.approx(250_000, abs=5_000)


@pytest.mark.parametrize("factor", [249, 8001, "1000", None, 1.5, True])
def test_a_speed_out_of_range_is_refused(teacher, factor):
    answer = teacher.do("speed", factor_permille=factor)
    assert (answer["code"], answer["fields"]) == ("wrong_fields", {"field": "factor_permille"})


def test_a_step_plays_to_the_end_of_a_hop_and_stands(desk, teacher):
    teacher.do("pause")
    target = desk.room.pace.step_target_us()
    teacher.do("step")
    desk.play(0.05)
    assert desk.room.now_us < target
    desk.play(4)
    assert desk.room.now_us == target
    assert not desk.room.playing and not desk.room.moving


def test_a_second_step_finishes_the_first(desk, teacher):
    teacher.do("pause")
    target = desk.room.pace.step_target_us()
    teacher.do("step")
    teacher.do("step")
    assert desk.room.now_us == target
    desk.play(4)
    assert desk.room.now_us > target


def test_a_thing_is_the_smallest_step(desk, teacher):
    teacher.do("pause")
    seq = desk.room.run.head.seq
    teacher.do("step", thing=True)
    assert desk.room.run.head.seq > seq
    assert desk.room.seq == desk.room.run.head.seq


def test_back_leads_to_before_the_last_hop_and_again_further(desk, teacher):
    moments = [desk.room.now_us]
    for _ in range(5):
        assert teacher.do("back")["type"] == "ack"
        moments.append(desk.room.now_us)
        assert shown_digest(desk) == fresh(desk.room.now_us).digest()
    assert moments == sorted(moments, reverse=True) and len(set(moments)) == 6
    assert not desk.room.playing and not desk.room.pace.live


def test_back_is_answered_by_a_keyframe_for_everybody(desk, teacher):
    student = desk.person("student", "viewer")
    student.read()
    teacher.do("back")
    message = student.read()[0]
    assert message["type"] == "keyframe" and message["at_us"] == desk.room.now_us
    assert message["room"]["live"] is False


def test_back_at_the_start_is_refused(desk):
    teacher = desk.person()
    assert teacher.do("back")["code"] == "at_the_start"


def test_seek_shows_any_moment_that_was_and_no_other(desk, teacher):
    head = desk.room.run.head.now_us
    assert teacher.do("seek", at_us=123_456)["type"] == "ack"
    assert desk.room.now_us == 123_456
    assert shown_digest(desk) == fresh(123_456).digest()
    answer = teacher.do("seek", at_us=head + 1)
    assert (answer["code"], answer["fields"]) == ("not_yet", {"head_us": head})
    teacher.do("to_end")
    assert desk.room.now_us == head and desk.room.pace.live


def test_an_earlier_moment_plays_on_into_the_live_head(desk, teacher):
    teacher.do("command", text=PUBLISH)
    desk.play(1)
    head = desk.room.run.head.now_us
    teacher.do("seek", at_us=100_000)
    desk.play(30)
    assert desk.room.pace.live and desk.room.now_us > head
    given = desk.room.run.log[0]
    assert (
        desk.room.run.sim.digest() == fresh(desk.room.now_us, log=[(given.at_us, PUBLISH)]).digest()
    )
    assert desk.room.timeline == 1


def test_a_command_in_the_past_opens_a_timeline_and_the_old_one_can_be_returned_to(desk, teacher):
    teacher.do("command", text=PUBLISH)
    desk.play(1)
    digest, head = desk.room.run.sim.digest(), desk.room.run.head.now_us
    teacher.do("seek", at_us=300_000)
    teacher.do("command", text="crash broker 1")
    room = desk.room
    assert room.timeline == 2 and room.pace.live and room.now_us == 300_000
    assert [entry.text for entry in room.run.log] == ["crash broker 1"]
    fields = room.fields(teacher.viewer)
    assert fields["can_return"] is True
    lines = [(line["n"], line["from_at_us"], line["parent"]) for line in fields["timelines"]]
    assert lines == [(1, 0, None), (2, 300_000, 1)]
    assert fields["timelines"][1]["change"] == "crash broker 1"
    work, (_, given, branch) = desk.port.stored[-1]
    assert work is services.command_record
    assert branch == services.Branch(2, 1, 300_000, 0, 7, "teaching") and given.timeline == 2
    desk.play(1)
    assert teacher.do("return_to", timeline=1)["type"] == "ack"
    assert room.timeline == 1 and room.now_us == head
    assert room.run.sim.digest() == digest
    assert teacher.do("return_to", timeline=9)["code"] == "no_such_timeline"


def test_a_failed_fork_changes_nothing(desk, teacher):
    teacher.do("seek", at_us=300_000)
    teacher.read()
    teacher.say("command", text="crash broker 1")
    desk.port.commit(error=OSError())
    assert teacher.read()[-1]["code"] == "storage_failed"
    assert desk.room.timeline == 1 and list(desk.room.branches) == [1]


def test_a_timeline_that_left_memory_is_rebuilt(desk):
    desk = Desk(runs_kept=1)
    teacher = desk.person()
    desk.play(3)
    teacher.do("command", text=PUBLISH)
    desk.play(1)
    digest = desk.room.run.sim.digest()
    teacher.do("new_seed", seed=3)
    assert list(desk.room.runs) == [2]
    teacher.do("return_to", timeline=1)
    assert desk.room.run.sim.digest() == digest
    assert [entry.text for entry in desk.room.run.log] == [PUBLISH]


def test_start_over_is_the_same_run_without_what_people_did(desk, teacher):
    teacher.do("start_over")
    assert desk.room.now_us == 0 and desk.room.timeline == 1
    desk.play(2)
    teacher.do("command", text=PUBLISH)
    timeline = desk.room.timeline
    teacher.do("start_over")
    assert desk.room.timeline == timeline + 1 and desk.room.now_us == 0
    assert desk.room.run.log == []
    assert shown_digest(desk) == fresh(0).digest()


def test_a_new_seed_and_another_preset_begin_anew(desk, teacher):
    teacher.do("new_seed", seed=42)
    assert (desk.room.run.seed, desk.room.now_us) == (42, 0)
    assert shown_digest(desk) == fresh(0, seed=42).digest()
    teacher.do("new_seed")
    assert desk.room.run.seed != 42
    teacher.do("preset", name="production")
    assert desk.room.fields(teacher.viewer)["preset"] == "production"
    assert desk.room.branches[4].preset == "production"
    assert teacher.do("preset", name="luxury")["code"] == "wrong_fields"


def test_timelines_and_commands_have_limits():
    desk = Desk(timelines=2, commands=2, intents_burst=100)
    teacher = desk.person()
    assert teacher.do("new_seed", seed=1)["type"] == "ack"
    answer = teacher.do("new_seed", seed=2)
    assert (answer["code"], answer["fields"]) == ("timelines_full", {"limit": 2})
    teacher.do("command", text=PUBLISH)
    teacher.do("command", text=PUBLISH)
    assert teacher.do("command", text=PUBLISH)["code"] == "run_full"


def test_intents_wait_their_turn_behind_one_that_is_being_stored(desk, teacher):
    teacher.say("command", text=PUBLISH, id="a")
    teacher.say("pause", id="b")
    teacher.say("command", text=PUBLISH, id="c")
    assert teacher.read() == [] and desk.room.playing
    desk.port.commit()
    answers = [m["id"] for m in teacher.read() if m["type"] == "ack"]
    assert answers == ["a", "b", "c"]
    assert [entry.n for entry in desk.room.run.log] == [1, 2]


def test_long_work_is_done_in_slices_and_the_clock_is_held():
    desk = Desk(slice_s=-1.0)  # every look at the clock says: enough
    teacher = desk.person()
    desk.play(20)
    kept = desk.room.run.checkpoints
    at_us = kept.kept[-1].now_us - 1  # as far behind a checkpoint as can be
    teacher.say("seek", at_us=at_us)
    assert desk.room.held == "work" and desk.port.due
    desk.play(0)
    shown_us = desk.room.now_us
    desk.clock.beat()
    assert desk.room.now_us == shown_us
    turns = 0
    while desk.port.due:
        desk.port.due.pop(0)()
        turns += 1
    assert turns >= 2
    assert desk.room.held == "storage"
    desk.port.commit()
    assert desk.room.now_us == at_us and desk.room.held is None


def test_a_return_that_was_saved_too_late_is_taken_back(desk, teacher):
    teacher.do("new_seed", seed=3)
    desk.play(1)
    teacher.read()
    teacher.say("return_to", timeline=1)
    desk.port.waiting[0][3].set_running_or_notify_cancel()
    desk.port.wait(2.1)
    assert desk.room.timeline == 2 and desk.room.held is None
    work, args = desk.port.waiting[-1][1:3]
    assert work is services.room_drive_retract and args[1] == desk.room.standing()
    desk.port.waiting.pop(0)[0](None, None)
    desk.port.commit()
    assert teacher.read()[-1]["code"] == "storage_slow"
