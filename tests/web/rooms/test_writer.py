"""Saved first: the one writer commits what waits, and a failure harms only its own work."""

import threading
from concurrent.futures import Future

import pytest
from django.conf import settings
from django.db import connection

from eda_site.rooms.models import Command, Room
from eda_site.rooms.services import Given, NewRoom, command_record, room_create
from eda_site.rooms.writer import Job, StorageBusy, Writer, commit

pytestmark = pytest.mark.django_db(transaction=True)


def new(code):
    return NewRoom(code, "broker-fails", "{}", "1", 7, "teaching", "hash")


@pytest.fixture
def writer():
    writer = Writer()
    yield writer
    writer.stop()


def test_work_is_done_in_order_and_kept(writer):
    futures = [writer.submit(room_create, new(f"AAAAA{n}")) for n in range(5)]
    ids = [future.result(5) for future in futures]
    assert ids == sorted(ids)
    assert Room.objects.count() == 5


def test_a_failure_takes_nothing_else_along(writer):
    gate = threading.Event()
    writer.submit(gate.wait)  # so that the next three share a transaction
    futures = [writer.submit(room_create, new(code)) for code in ("AAAAAA", "AAAAAA", "BBBBBB")]
    gate.set()
    assert futures[1].exception(5) is not None
    assert futures[0].result(5) and futures[2].result(5)
    assert sorted(Room.objects.values_list("code", flat=True)) == ["AAAAAA", "BBBBBB"]


def test_cancelled_work_leaves_no_trace(writer):
    gate = threading.Event()
    writer.submit(gate.wait)
    future = writer.submit(room_create, new("AAAAAA"))
    assert future.cancel()
    gate.set()
    writer.stop()
    assert not Room.objects.exists()


def test_a_failed_transaction_fails_all_of_its_work(monkeypatch):
    from django.db import OperationalError, transaction

    class Broken:
        def __enter__(self):
            raise OperationalError("database is locked")

        def __exit__(self, *error):
            return False

    monkeypatch.setattr(transaction, "atomic", Broken)
    jobs = [Job(room_create, (new("AAAAAA"),), Future()), Job(room_create, (new("B"),), Future())]
    commit(jobs)
    assert all(isinstance(job.future.exception(1), OperationalError) for job in jobs)


def test_stop_finishes_what_waits_and_the_next_submit_starts_anew(writer):
    writer.submit(room_create, new("AAAAAA"))
    writer.stop()
    assert Room.objects.count() == 1
    assert writer.submit(room_create, new("BBBBBB")).result(5)


class SmallDisk:
    """SQLite that may not grow any more: it says "disk full" as on a real one."""

    def __enter__(self):
        self._pragma("VACUUM")
        self._pragma(f"PRAGMA max_page_count = {self._pragma('PRAGMA page_count')}")
        return self

    def __exit__(self, *error):
        self._pragma("PRAGMA max_page_count = 1073741823")

    def _pragma(self, text):
        with connection.cursor() as cursor:
            cursor.execute(text)
            row = cursor.fetchone()
            return row and row[0]


needs_sqlite = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="a full disk is acted by SQLite's own limit",
)


@needs_sqlite
def test_a_full_disk_loses_nothing_that_was_reported_as_saved():
    room_id = room_create(new("AAAAAA"))
    large = [new(f"BBBB{n:02}")._replace(scenario="x" * 20_000) for n in range(4)]
    with SmallDisk():
        given = Given(1, 1, 5, "pause broker 2", "teacher", "a")
        works = [(command_record, (room_id, given))] + [(room_create, (room,)) for room in large]
        jobs = [Job(work, args, Future()) for work, args in works]
        commit(jobs)
        for job in jobs[1:]:
            assert "full" in str(job.future.exception(1))
        stored = Command.objects.filter(intent_id="a").exists()
        assert stored is (job_error(jobs[0]) is None)
    assert Room.objects.count() == 1
    assert command_record(room_id, given._replace(n=2, intent_id="b")) is None


def job_error(job):
    return job.future.exception(1)


def test_a_transaction_that_was_lost_is_tried_again_piece_by_piece(monkeypatch):
    """As when the database undoes everything behind a failure in one piece of it."""

    def spoil():
        connection.needs_rollback = True
        raise OSError("spoilt")

    jobs = [
        Job(room_create, (new("AAAAAA"),), Future()),
        Job(spoil, (), Future()),
        Job(room_create, (new("BBBBBB"),), Future()),
    ]
    commit(jobs)
    assert jobs[0].future.result(1) and jobs[2].future.result(1)
    assert isinstance(job_error(jobs[1]), OSError)
    assert sorted(Room.objects.values_list("code", flat=True)) == ["AAAAAA", "BBBBBB"]


def test_too_much_that_waits_is_refused_at_once():
    writer, gate = Writer(waiting=2), threading.Event()
    running = threading.Event()
    writer.submit(lambda: (running.set(), gate.wait()))
    running.wait(5)
    futures = [writer.submit(room_create, new(f"AAAAA{n}")) for n in range(4)]
    assert [future.done() for future in futures] == [False, False, True, True]
    assert isinstance(futures[3].exception(0), StorageBusy)
    gate.set()
    writer.stop()
    assert Room.objects.count() == 2
