"""Rooms leave memory when they rest and come back when touched; old ones are deleted."""

import asyncio
import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from broker_core.history import finish
from eda_site.rooms import demo, limits, services
from eda_site.rooms.hub import hub
from eda_site.rooms.models import Command, Page, Room, Snapshot, Timeline
from eda_site.rooms.services import Given, NewRoom
from eda_site.rooms.snapshots import seal, unseal
from eda_site.rooms.sweeper import Sweeper
from eda_site.rooms.viewer import Viewer
from eda_site.rooms.writer import writer
from tests.web.rooms.desk import Desk
from tests.web.rooms.kept import Kept
from tests.web.rooms.test_sockets import CODE, owner, room  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)


def make(code, hours_old=0.0):
    new = NewRoom(code, "broker-fails", '{"title": "x"}', "1", 7, "teaching", "hash")
    room_id = services.room_create(new)
    touched_at = timezone.now() - timedelta(hours=hours_old)
    Room.objects.filter(pk=room_id).update(touched_at=touched_at)
    return room_id


class Clocks:
    def __init__(self):
        self.wall_s = self.steady_s = 1_000_000.0

    def sweeper(self, spare=tuple):
        return Sweeper(spare, writer, lambda: self.wall_s, lambda: self.steady_s)


def codes():
    return sorted(Room.objects.values_list("code", flat=True))


def test_a_room_that_nobody_was_in_for_a_day_goes_with_all_that_belongs_to_it():
    old = make("AAAAAA", 24.1)
    make("BBBBBB", 23.9)
    services.command_record(old, Given(1, 1, 5, "pause broker 2", "x", "1"))
    Page.objects.create(room_id=old, number=1, items=b"")
    Snapshot.objects.create(room_id=old, key="", n=0, at_us=0, seq=0, lines=b"", pages=b"")
    Room.objects.filter(pk=old).update(touched_at=timezone.now() - timedelta(hours=24.1))
    assert Clocks().sweeper().sweep() == ["AAAAAA"]
    assert codes() == ["BBBBBB"]
    assert Timeline.objects.count() == 1
    for model in (Command, Page, Snapshot):
        assert not model.objects.exists()


def test_how_old_is_a_setting(settings):
    make("AAAAAA", 2)
    settings.EVENTARIUM_LIMITS = {"room_hours": 1.5}
    assert limits.limits().room_hours == 1.5
    assert Clocks().sweeper().sweep() == ["AAAAAA"]


def test_rooms_in_memory_stay():
    make("AAAAAA", 48)
    assert Clocks().sweeper(spare=lambda: {"AAAAAA"}).sweep() == []
    assert codes() == ["AAAAAA"]


@pytest.mark.parametrize("years", [-3, 3])
def test_a_clock_that_was_set_anew_makes_no_room_older_or_younger(years):
    make("AAAAAA", 25)
    make("BBBBBB", 1)
    clocks = Clocks()
    sweeper = clocks.sweeper()
    by_s = years * 365 * 86_400
    clocks.wall_s += by_s  # the database's times stay where they were, "now" is elsewhere
    real_now = timezone.now
    timezone.now = lambda: real_now() + timedelta(seconds=by_s)
    try:
        assert sweeper.sweep() == ["AAAAAA"]
        assert sweeper.sweep() == []
        touched = Room.objects.get().touched_at
        assert timedelta(hours=0.9) < timezone.now() - touched < timedelta(hours=1.1)
    finally:
        timezone.now = real_now


def test_time_that_passes_is_no_jump():
    make("AAAAAA", 23)
    clocks = Clocks()
    sweeper = clocks.sweeper()
    clocks.wall_s += 7_200
    clocks.steady_s += 7_190
    assert sweeper.sweep() == []
    touched = Room.objects.get().touched_at
    assert timezone.now() - touched > timedelta(hours=22.9)


def test_a_failure_is_survived_and_tried_again():
    sweeper = Clocks().sweeper(spare=lambda: 1 / 0)
    make("AAAAAA", 48)
    with pytest.raises(ZeroDivisionError):
        sweeper.sweep()
    assert Clocks().sweeper().sweep() == ["AAAAAA"]


def test_people_keep_a_paused_room_young():
    desk = Desk()
    teacher = desk.person()
    teacher.do("pause")
    desk.port.noted.clear()
    desk.play(400, beat_s=1)
    assert desk.port.noted == [(services.room_touch, (desk.room.code,))]


def test_what_is_done_in_a_room_keeps_it_young():
    room_id = make("AAAAAA", 23)
    services.command_record(room_id, Given(1, 1, 5, "pause broker 2", "x", "1"))
    assert timezone.now() - Room.objects.get().touched_at < timedelta(minutes=1)


async def test_a_room_at_rest_leaves_memory_and_comes_back_on_touch(room, settings):  # noqa: F811
    settings.EVENTARIUM_LIMITS = {"empty_s": 0.05, "forget_s": 0.1}
    teacher = await owner().open()
    await teacher.say("command", id="c", text="publish checkout orders key=ada")
    await teacher.answer("c")
    await teacher.say("pause", id="p")
    await teacher.answer("p")
    digest = hub.get(CODE).room.run.sim.digest()
    await teacher.close()
    await until(lambda: hub.get(CODE) is None)
    again = await owner().open()
    await again.until(lambda m: m["type"] == "keyframe")
    assert hub.get(CODE).room.run.sim.digest() == digest
    await asyncio.sleep(0.3)  # longer than a rest: somebody is here
    assert hub.get(CODE) is not None
    await again.close()


async def test_a_room_that_nobody_enters_leaves_memory_too(room, settings):  # noqa: F811
    settings.EVENTARIUM_LIMITS = {"forget_s": 0.1}
    assert await hub.open(CODE) is not None
    await until(lambda: hub.get(CODE) is None)


async def test_only_a_whole_rest_counts(room, settings):  # noqa: F811
    """Who comes and goes within it begins it anew."""
    settings.EVENTARIUM_LIMITS = {"empty_s": 0.0, "forget_s": 0.6}
    live = await hub.open(CODE)
    await asyncio.sleep(0.4)
    viewer = Viewer("x", "viewer")
    live.join(viewer)
    live.room.leave(viewer)
    await asyncio.sleep(0.4)
    assert hub.get(CODE) is live
    await until(lambda: hub.get(CODE) is None)


async def test_a_room_stays_while_somebody_waits_for_an_answer(room, settings):  # noqa: F811
    settings.EVENTARIUM_LIMITS = {"forget_s": 0.05}
    live = await hub.open(CODE)
    live.door._late.add(("x", "1"))
    await asyncio.sleep(0.3)
    assert hub.get(CODE) is live
    live.door._late.clear()
    await until(lambda: hub.get(CODE) is None)


async def test_a_room_deleted_meanwhile_is_no_room(room):  # noqa: F811
    writer.submit(services.rooms_delete_named, [CODE]).result(5)
    assert await hub.open(CODE) is None


async def test_the_demo_is_not_stored_and_opens_without_storage(monkeypatch):
    monkeypatch.setattr(writer, "submit", None)
    live = await hub.open(demo.CODE)
    assert live is not None and demo.CODE in hub.codes()
    monkeypatch.undo()


async def until(fits):
    for _ in range(300):
        if fits():
            return
        await asyncio.sleep(0.02)
    raise AssertionError


def run(*args):
    out = io.StringIO()
    call_command("rooms", *args, stdout=out)
    return out.getvalue()


def test_the_operator_sees_and_deletes_rooms():
    room_id = make("AAAAAA", 30)
    make("BBBBBB", 5)
    make("CCCCCC")
    services.command_record(room_id, Given(1, 1, 5, "pause broker 2", "x", "1"))
    Room.objects.filter(pk=room_id).update(touched_at=timezone.now() - timedelta(hours=30))
    lines = run().splitlines()
    assert [line[:6] for line in lines[:3]] == ["CCCCCC", "BBBBBB", "AAAAAA"]
    assert "1 commands" in lines[2] and lines[3] == "3 rooms"
    assert run("BBBBBB").splitlines()[-1] == "1 rooms"
    assert run("--delete-older-than", "24h") == "Deleted 1: AAAAAA\n"
    assert run("--delete-older-than", "1d") == "Deleted none.\n"
    assert run("BBBBBB", "DDDDDD", "--delete") == "Deleted 1: BBBBBB\n"
    assert codes() == ["CCCCCC"]
    assert run("--delete") == "Deleted none.\n"
    with pytest.raises(CommandError, match="yesterday is no age"):
        run("--delete-older-than", "yesterday")


def test_the_operator_checks_that_rooms_can_be_rebuilt():
    desk = Kept()
    teacher = desk.person()
    desk.do(teacher, "command", text="publish checkout orders key=ada")
    finish(desk.room.run.forward_steps(60_000_000))
    desk.room.pace.show(desk.room.run)
    desk.room.write_down(1)
    desk.do(teacher, "seek", at_us=31_000_000)
    moment = f"timeline 1 at_us 31000000 digest {desk.room.pace.head.sim.digest()}"
    assert run("--check") == f"{CODE}  {moment}\n"
    make("AAAAAA")
    Room.objects.filter(code="AAAAAA").update(scenario='{"family": "none"}')
    with pytest.raises(CommandError, match="1 rooms cannot"):
        run("--check", "AAAAAA")
    lines = unseal(Snapshot.objects.get().lines).decode()
    wrong = lines.replace('"commits",', '"acknowledged",', 1)
    assert wrong != lines
    Snapshot.objects.update(lines=seal(wrong.encode()))
    with pytest.raises(CommandError):
        run("--check", CODE)
