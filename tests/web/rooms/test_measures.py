"""What a room is measured by, and what would have prevented a harm: asked for by a page of the room."""

import re

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from eda_site.rooms import measures, prevention, visit
from eda_site.rooms.hub import hub
from tests.web.rooms.test_compare import as_async, asked
from tests.web.rooms.test_pages import start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh():
    measures._series.clear()
    measures._told.clear()
    visit._asked.clear()


def start_of(client, slug):
    answer = client.post(f"/scenes/{slug}/start/")
    return re.fullmatch(r"/r/(\w{6})/", answer["Location"])[1]


async def opened(client, slug="broker-fails", until_us=20_000_000):
    code = await sync_to_async(start_of)(client, slug)
    live = await hub.open(code)
    live.room.pace.jump(until_us)
    live.room.emit([])
    return code, live.room


async def test_each_measure_has_its_value_definition_and_line():
    teacher = Client()
    code, room = await opened(teacher)
    text = (await asked(teacher, f"/r/{code}/measures/1/")).content.decode()
    assert 'data-metric="lost_acked"' in text
    assert "Acknowledged, and in no log that a leader continues" in text
    created = re.search(r'data-metric="created".*?<b class="measure-value">(\d+)</b>', text, re.S)
    assert int(created[1]) == room.run.sim.audit()["counts"]["created"]
    lost = re.search(r'data-metric="lost_acked".*?<b class="measure-value">(.*?)</b>', text, re.S)
    assert lost[1] == "0"
    assert 'd="M0 ' in text
    assert "What would have prevented it?" not in text


async def test_a_value_opens_its_records_and_what_would_have_prevented_them():
    teacher = Client()
    code, room = await opened(teacher, "echo", 60_000_000)
    text = (await asked(teacher, f"/r/{code}/measures/1/")).content.decode()
    row = re.search(r'data-metric="duplicate_in_log".*?</details>', text, re.S)[0]
    seq = int(re.search(r'data-why-seq="(\d+)"', row)[1])
    assert room.run.sim._index[seq - 1][0] == "log.record_appended"
    assert 'data-prevent="duplicate_in_log"' in row
    path = f"/r/{code}/measures/1/prevented/duplicate_in_log/"
    found = (await asked(teacher, path)).content.decode()
    assert "<code>enable.idempotence=true</code> at producer plain" in found
    assert "worse: " in found and "instead of false" in found


async def test_watchers_are_told_the_moment_shown_and_try_nothing():
    teacher, watcher = Client(), Client()
    code, _ = await opened(teacher, "echo", 60_000_000)
    await sync_to_async(watcher.get)(f"/r/{code}/")
    text = (await asked(watcher, f"/r/{code}/measures/1/")).content.decode()
    assert "Measured up to 01:00.000" in text
    assert "data-prevent=" not in text and "data-seek=" not in text
    path = f"/r/{code}/measures/1/prevented/duplicate_in_log/"
    assert (await asked(watcher, path)).status_code == 404


async def test_strangers_other_timelines_and_other_questions_are_refused():
    teacher = Client()
    code, _ = await opened(teacher)
    assert (await AsyncClient().get(f"/r/{code}/measures/1/")).status_code == 404
    assert (await asked(teacher, f"/r/{code}/measures/2/")).status_code == 404
    assert (await asked(teacher, f"/r/{code}/measures/1/prevented/created/")).status_code == 404
    assert (await as_async(teacher).post(f"/r/{code}/measures/1/")).status_code == 405


async def test_a_run_of_programs_has_its_own_measures():
    teacher = Client()
    code, _ = await opened(teacher, "three-cities")
    text = (await asked(teacher, f"/r/{code}/measures/1/")).content.decode()
    assert 'data-metric="handled"' in text and 'data-metric="lag"' not in text


async def test_a_worker_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(prevention, "TIME_LIMIT_S", 0.05)
    teacher = Client()
    code, _ = await opened(teacher, "echo", 60_000_000)
    path = f"/r/{code}/measures/1/prevented/duplicate_in_log/"
    assert "too much time" in (await asked(teacher, path)).content.decode()


async def test_a_broken_worker_and_a_crowd_are_told_politely(monkeypatch):
    teacher = Client()
    code, _ = await opened(teacher, "echo", 60_000_000)
    path = f"/r/{code}/measures/1/prevented/duplicate_in_log/"
    monkeypatch.setattr(prevention, "WAITING", 0)
    assert "Others are asking" in (await asked(teacher, path)).content.decode()

    async def broken(question):
        raise RuntimeError("the worker ended with 1")

    monkeypatch.setattr(prevention, "ask", broken)
    assert "could not be tried" in (await asked(teacher, path)).content.decode()


def test_a_line_leaves_gaps_where_nothing_was_measured():
    assert measures.line([(0, 0), (10, 5), (20, None), (40, 10)]) == "M0 28L30 14M120 0"
    assert measures.line([(0, 1)]) == ""
    assert measures.line([(0, None), (5, None)]) == ""
    assert measures.line([(0, 0), (10, 0)]) == "M0 28L120 28"


def test_the_page_of_the_room_has_the_tab():
    teacher = Client()
    text = teacher.get(f"/r/{start(teacher)}/").content.decode()
    assert 'id="tab-measures"' in text and "css/measures" in text


async def test_a_class_that_watches_is_given_one_table(monkeypatch):
    monkeypatch.setattr(visit, "PER_S", 0)
    teacher, watcher = Client(), Client()
    code, room = await opened(teacher)
    await sync_to_async(watcher.get)(f"/r/{code}/")
    first = await asked(watcher, f"/r/{code}/measures/1/")
    room.pace.jump(21_000_000)
    room.emit([])
    again = [await asked(watcher, f"/r/{code}/measures/1/") for _ in range(60)]
    assert {answer.status_code for answer in (first, *again)} == {200}
    assert again[0].content == first.content
    assert b"00:21.000" in (await asked(teacher, f"/r/{code}/measures/1/")).content


async def test_a_very_long_run_is_not_played_again(monkeypatch):
    monkeypatch.setattr(measures, "MOST_EVENTS", 100)
    teacher = Client()
    code, _ = await opened(teacher)
    text = (await asked(teacher, f"/r/{code}/measures/1/")).content.decode()
    assert 'data-metric="created"' in text and "not measurable here" in text
    assert "measure-line" not in text
