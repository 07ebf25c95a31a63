"""When storage fails, nothing is shown that is not saved, and nothing saved that was refused."""

import asyncio
import contextlib
import threading
import time
from concurrent.futures import Future
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.utils import timezone

from eda_site.rooms import services
from eda_site.rooms.hub import hub
from eda_site.rooms.models import Command
from eda_site.rooms.services import NewRoom
from eda_site.rooms.writer import writer
from eda_site.web.database import SQLITE
from tests.web.rooms.test_sockets import CODE, owner, room  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISH = "publish checkout orders key=ada"
ON_SQLITE = django_settings.DATABASES["default"]["ENGINE"] == SQLITE


class Locked:
    """Another process that holds the database's lock until it is told to let go."""

    def __init__(self):
        self._taken, self._let_go = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold)

    def __enter__(self):
        self._thread.start()
        assert self._taken.wait(10)
        return self

    def __exit__(self, *error):
        self._let_go.set()
        self._thread.join()

    def _hold(self):
        other = connection.copy()
        other.connect()
        if not ON_SQLITE:
            other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "BEGIN IMMEDIATE" if ON_SQLITE else "LOCK TABLE rooms_room IN EXCLUSIVE MODE"
            )
            self._taken.set()
            self._let_go.wait(30)
            cursor.execute("ROLLBACK")
        other.close()


async def restarted():
    """The room as it comes back when the server is killed now."""
    await asyncio.to_thread(hub.reset)
    again = await owner().open()
    keyframe = await again.until(lambda m: m["type"] == "keyframe")
    await again.close()
    return keyframe, hub.get(CODE).room


async def test_a_database_that_is_locked_for_a_moment_costs_a_moment(room):  # noqa: F811
    teacher = await owner().open()
    await teacher.until(lambda m: m["type"] == "frame")
    with Locked():
        await teacher.say("command", id="c", text=PUBLISH)
        await asyncio.sleep(0.7)
        live = hub.get(CODE)
        assert live.room.held == "storage" and live.room.run.log == []
        held_us = live.room.now_us
    assert (await teacher.answer("c"))["type"] == "ack"
    assert live.room.run.log[0].at_us == held_us
    await teacher.close()


async def test_one_that_stays_locked_refuses_and_nothing_of_it_comes_back(room):  # noqa: F811
    teacher = await owner().open()
    await teacher.until(lambda m: m["type"] == "frame")
    live = hub.get(CODE)
    with Locked():
        await teacher.say("command", id="c", text="crash broker 1")
        await teacher.say("pause", id="p")
        began_us = live.room.now_us
        await teacher.until(lambda m: m["type"] == "frame" and m["at_us"] > began_us)
        await asyncio.sleep(0.2)
        assert not [m for m in teacher.got if m.get("id") == "c"]
    assert (await teacher.answer("c"))["code"] == "storage_slow"
    await teacher.say("command", id="d", text=PUBLISH)
    assert (await teacher.answer("d"))["type"] == "ack"
    shown = [entry.text for entry in live.room.run.log]
    await teacher.close()
    _, again = await restarted()
    assert [entry.text for entry in again.run.log] == shown == [PUBLISH]


async def test_people_may_come_while_the_database_is_locked(room):  # noqa: F811
    """Reading needs no lock, so a room opens all the same."""
    with Locked():
        began_s = time.monotonic()
        teacher = await owner().open()
        await teacher.until(lambda m: m["type"] == "keyframe")
        assert time.monotonic() - began_s < 6
    await teacher.close()


@contextlib.contextmanager
def small_disk():
    """SQLite's file is full and may not grow any more, in the writer's own connection."""

    def pragma(text):
        with connection.cursor() as cursor:
            cursor.execute(text)
            return (cursor.fetchone() or [None])[0]

    pages = writer.submit(pragma, "PRAGMA page_count").result(5)
    writer.submit(pragma, f"PRAGMA max_page_count = {pages}").result(5)
    for size in (100_000, 4_000, 100):
        with contextlib.suppress(OperationalError):
            for n in range(10_000):
                filler = NewRoom(f"{size}-{n}", "x", "x" * size, "1", 7, "teaching", "hash")
                writer.submit(services.room_create, filler).result(5)
    try:
        yield
    finally:
        writer.submit(pragma, "PRAGMA max_page_count = 1073741823").result(5)


if ON_SQLITE:  # its own limit acts the full disk

    async def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(room, settings):
        settings.EVENTARIUM_LIMITS = {"intents_burst": 1_000}
        teacher = await owner().open()
        await teacher.until(lambda m: m["type"] == "frame")
        answers = {}
        with small_disk():
            while sum(answer["type"] == "error" for answer in answers.values()) < 3:
                n = len(answers)
                text = f'{PUBLISH} value="{"x" * 900}"' if n % 2 else PUBLISH
                await teacher.say("command", id=f"c{n}", text=text)
                answers[f"c{n}"] = await teacher.answer(f"c{n}")
        acked = [name for name, answer in answers.items() if answer["type"] == "ack"]
        refused = {answer["code"] for answer in answers.values() if answer["type"] == "error"}
        assert acked and refused == {"storage_failed"}
        await teacher.say("pause", id="p")
        assert (await teacher.answer("p"))["type"] == "ack"
        rows = Command.objects.order_by("n").values_list("intent_id", flat=True)
        assert [intent_id async for intent_id in rows] == acked
        digest = hub.get(CODE).room.run.sim.digest()
        await teacher.close()
        _, again = await restarted()
        assert again.run.sim.digest() == digest


@pytest.mark.parametrize("hours", [-30_000, 30_000])
async def test_a_clock_that_jumps_changes_nothing_in_a_room(room, monkeypatch, hours):  # noqa: F811
    teacher = await owner().open()
    frame = await teacher.until(lambda m: m["type"] == "frame")
    real_time, real_now = time.time, timezone.now
    monkeypatch.setattr(time, "time", lambda: real_time() + hours * 3_600)
    monkeypatch.setattr(timezone, "now", lambda: real_now() + timedelta(hours=hours))
    began_s = time.monotonic()
    later = await teacher.until(
        lambda m: m["type"] == "frame" and m["stage_ms"] > frame["stage_ms"] + 500
    )
    assert 0.3 < time.monotonic() - began_s < 5
    assert later["stage_ms"] - frame["stage_ms"] < 5_000
    await teacher.say("command", id="c", text=PUBLISH)
    assert (await teacher.answer("c"))["type"] == "ack"
    await teacher.close()


async def test_who_leaves_before_the_answer_has_acted_once(room):  # noqa: F811
    teacher = await owner().open()
    await teacher.until(lambda m: m["type"] == "frame")
    with Locked():
        await teacher.say("command", id="c", text=PUBLISH)
        await asyncio.sleep(0.2)
        await teacher.close()
    again = await owner().open()
    await again.say("command", id="c", text=PUBLISH)
    assert (await again.answer("c"))["type"] == "ack"
    assert await Command.objects.acount() == 1
    await again.close()


async def test_a_presenter_who_reloads_in_mid_lesson_goes_on_where_the_class_is(room):  # noqa: F811
    teacher = await owner().open()
    await teacher.say("command", id="c", text=PUBLISH)
    await teacher.answer("c")
    for n, (type_name, fields) in enumerate(
        [("speed", {"factor_permille": 500}), ("pause", {}), ("step", {}), ("back", {})]
    ):
        await teacher.say(type_name, id=f"x{n}", **fields)
        assert (await teacher.answer(f"x{n}"))["type"] == "ack"
    live = hub.get(CODE)
    moment = (live.room.now_us, live.room.seq, live.room.timeline)
    await teacher.close()
    again = await owner().open(timeline=live.room.timeline, seq=live.room.seq)
    first = await again.until(lambda m: m["type"] in ("keyframe", "frame"))
    assert first["type"] == "frame" and first["at_us"] == moment[0] and first["rows"] == []
    await again.say("hello", id="h2")
    keyframe = await again.until(lambda m: m["type"] == "keyframe")
    assert (keyframe["at_us"], keyframe["seq"], keyframe["timeline"]) == moment
    facts = keyframe["room"]
    assert (facts["role"], facts["playing"], facts["speed_permille"]) == ("owner", False, 500)
    await again.say("play", id="y")
    assert (await again.answer("y"))["type"] == "ack"
    await again.close()


def test_a_room_that_cannot_be_stored_is_not_made_and_says_so(client, monkeypatch):
    failed = Future()
    failed.set_exception(OperationalError("database is locked"))
    with monkeypatch.context() as patch:
        patch.setattr(writer, "submit", lambda *args: failed)
        response = client.post("/scenes/broker-fails/start/")
    assert response.status_code == 503
    assert "could not be saved" in response.content.decode()
    assert client.post("/scenes/broker-fails/start/").status_code == 302
