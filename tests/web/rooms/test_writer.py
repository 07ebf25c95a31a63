"""Saved first: the one writer commits what waits, and a failure harms only its own work."""

import threading

import pytest

from eda_site.rooms.models import Room
from eda_site.rooms.services import NewRoom, room_create
from eda_site.rooms.writer import Job, Writer, commit

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
    from concurrent.futures import Future

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
