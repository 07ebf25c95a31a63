"""Snapshots shorten a rebuild and change nothing: they may be wrong, old or gone."""

import json

import pytest
from django.db.models import F

from broker_core.history import finish
from eda_site.rooms import snapshots
from eda_site.rooms.archive import Mark, best_mark, keys_of
from eda_site.rooms.models import Page, Snapshot
from tests.web.rooms.kept import Kept, moment

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISH = "publish checkout orders key=ada"


@pytest.fixture
def desk():
    """A room that has run for a while, with a snapshot behind it."""
    desk = Kept()
    desk.teacher = desk.person()
    desk.do(desk.teacher, "command", text=PUBLISH)
    run_on(desk, 120)
    return desk


def run_on(desk, seconds, distance=1):
    """Let virtual time pass without showing it, and write a snapshot."""
    room = desk.room
    finish(room.run.forward_steps(room.now_us + seconds * 1_000_000))
    room.pace.show(room.run)
    room.save()
    room.write_down(distance)
    desk.port.commit()


def replayed(again):
    """From where a loaded room was replayed: the first checkpoint after the beginning."""
    return again.run.checkpoints.kept[1].now_us


def test_a_room_is_rebuilt_from_its_newest_snapshot(desk):
    snapshot_us = desk.room.now_us
    desk.do(desk.teacher, "command", text="crash broker 3")
    desk.play(3)
    desk.room.save()
    desk.port.commit()
    again = desk.again()
    assert moment(again) == moment(desk.room)
    assert replayed(again) == snapshot_us
    again.run.advance(again.now_us + 30_000_000)
    desk.room.run.advance(desk.room.now_us + 30_000_000)
    assert again.run.sim.digest() == desk.room.run.sim.digest()


def test_the_same_is_rebuilt_without_any_snapshot(desk):
    Snapshot.objects.all().delete()
    Page.objects.all().delete()
    assert moment(desk.again()) == moment(desk.room)


def spoil(model, name):
    for row in model.objects.all():
        data = bytearray(getattr(row, name))
        data[len(data) // 2] ^= 1
        setattr(row, name, bytes(data))
        row.save()


@pytest.mark.parametrize(
    "harm",
    [
        lambda: spoil(Snapshot, "lines"),
        lambda: spoil(Snapshot, "pages"),
        lambda: spoil(Page, "items"),
        lambda: Page.objects.filter(number=1).delete(),
        lambda: Snapshot.objects.update(lines=snapshots.seal(b"nonsense")),
        lambda: Snapshot.objects.update(lines=snapshots.seal(b'{"engine":"0"}')),
        lambda: Snapshot.objects.update(lines=snapshots.seal(b"")),
    ],
    ids=["lines", "numbers", "pages", "page gone", "no JSON", "another engine", "empty"],
)
def test_a_damaged_one_costs_a_replay_and_nothing_else(desk, harm):
    harm()
    again = desk.again()
    assert moment(again) == moment(desk.room)
    assert again.archive.marks == []


def test_one_of_another_course_of_events_is_not_taken(desk):
    Snapshot.objects.update(key="0" * 64)
    assert moment(desk.again()) == moment(desk.room)
    Snapshot.objects.update(n=F("n") + 1)
    assert moment(desk.again()) == moment(desk.room)


def test_a_fork_begins_at_its_parent_s_snapshot(desk):
    room, snapshot_us = desk.room, desk.room.now_us
    run_on(desk, 60, distance=10**9)
    desk.do(desk.teacher, "seek", at_us=snapshot_us + 20_000_000)
    desk.do(desk.teacher, "command", text="crash broker 1")
    assert room.timeline == 2
    again = desk.again()
    assert moment(again) == moment(room)
    assert replayed(again) == snapshot_us
    earlier = desk.do(desk.teacher, "seek", at_us=1_000_000)
    desk.do(desk.teacher, "command", text="crash broker 2")
    assert earlier["type"] == "ack" and room.timeline == 3
    assert moment(desk.again()) == moment(room)


def test_a_seek_in_a_rebuilt_room_fetches_an_older_snapshot(desk):
    first_us = desk.room.now_us
    run_on(desk, 300)
    again = desk.again()
    assert len(again.archive.marks) == 2 and len(again.run.checkpoints.kept) == 2
    work = again.archive.bring_steps(again.run, again.full_scenario, first_us + 5_000_000)
    for item in work:
        if item is not None:
            item.work(*item.args)
    assert [kept.now_us for kept in again.run.checkpoints.kept[1:]] == [first_us, again.now_us]
    at_us = first_us + 5_000_000
    assert again.run.seek(at_us).digest() == desk.room.run.seek(at_us).digest()


def test_later_ones_store_only_what_is_new(desk):
    before = Page.objects.count()
    run_on(desk, 5)
    assert Page.objects.count() - before < before / 2
    again = desk.again()
    again.port = desk.port
    finish(again.run.forward_steps(again.now_us + 5_000_000))
    again.write_down(1)
    count = Page.objects.count()
    desk.port.commit()
    assert Page.objects.count() - count < before / 2
    assert len(again.archive.marks) == 3


def test_there_are_never_many_and_no_page_is_left_over(desk, monkeypatch):
    monkeypatch.setattr(snapshots, "KEPT", 4)
    first = Snapshot.objects.get().pk
    for _ in range(9):
        run_on(desk, 20)
    rows = snapshots.snapshot_rows(desk.room.id)
    assert len(rows) <= 4 and rows[0][0] == first and rows[-1][3] == desk.room.now_us
    named = set()
    for row in Snapshot.objects.all():
        named.update(snapshots._numbers(row))
    assert named == set(Page.objects.values_list("number", flat=True))
    assert [Mark(*row) for row in rows] == desk.room.archive.marks
    assert moment(desk.again()) == moment(desk.room)


def test_the_cache_may_be_emptied_while_the_room_runs(desk):
    Snapshot.objects.all().delete()
    Page.objects.all().delete()
    run_on(desk, 20)  # names pages that are gone: not stored
    assert not Snapshot.objects.exists()
    run_on(desk, 20)
    assert Snapshot.objects.count() == 1
    assert moment(desk.again()) == moment(desk.room)


def test_none_is_written_in_the_midst_of_a_moment(desk):
    desk.do(desk.teacher, "pause")
    for _ in range(20):
        desk.do(desk.teacher, "step", thing=True)
        count = Snapshot.objects.count()
        desk.room.write_down(1)
        desk.port.commit()
        if desk.room.pace.head.unsettled_seq is not None:
            assert Snapshot.objects.count() == count
        assert moment(desk.again()) == moment(desk.room)


def test_the_best_is_the_newest_on_the_way():
    scenario, log = {"title": "x"}, [(10, "a"), (20, "b")]
    keys = keys_of(scenario, 7, log)
    marks = [Mark(1, keys[0], 0, 9, 5), Mark(2, keys[1], 1, 15, 9), Mark(3, keys[2], 2, 30, 20)]
    assert best_mark(marks, keys, log, 40) == marks[2]
    assert best_mark(marks, keys, log, 29) == marks[1]
    assert best_mark(marks, keys, log[:1], 14) == marks[0]
    assert best_mark(marks, keys, log, 8) is None
    late = Mark(4, keys[1], 1, 25, 15)  # taken when the command at 20 was refused as too slow
    assert best_mark([late], keys, log, 40) is None
    other = keys_of(json.loads('{"title": "y"}'), 7, log)
    assert best_mark(marks, other, log, 40) is None
