"""Two timelines of a room beside each other: the pages, what is played, what differs, who sees how far."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from eda_site.rooms import compare, pairs, visit
from eda_site.rooms.hub import hub
from eda_site.rooms.models import Command, Room, Timeline
from tests.web.rooms.test_pages import start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_pairs():
    pairs._pairs.clear()
    visit._asked.clear()


def forked(client):
    """A room with a second timeline, in which broker 1 crashes at 6 s."""
    code = start(client)
    room = Room.objects.get(code=code)
    Timeline.objects.filter(room=room).update(head_at_us=12_000_000)
    Timeline.objects.create(
        room=room, n=2, parent=1, fork_at_us=6_000_000, fork_n=0, seed=room.seed,
        preset=room.preset, head_at_us=8_000_000,
    )  # fmt: skip
    Command.objects.create(
        room=room, timeline=2, n=1, at_us=6_000_000, text="crash broker 1", actor="x", intent_id="1"
    )
    Room.objects.filter(code=code).update(timeline=2, shown_at_us=8_000_000, playing=False)
    return code


def as_async(client):
    """The same browser in async views."""
    twin = AsyncClient()
    twin.cookies = client.cookies
    return twin


async def asked(client, path):
    return await as_async(client).get(path)


def test_the_form_leads_to_the_comparison():
    teacher = Client()
    code = forked(teacher)
    page = teacher.get(f"/r/{code}/compare/")
    assert "crash broker 1 (00:06.000)" in page.content.decode()
    answer = teacher.get(f"/r/{code}/compare/?a=1&b=2")
    assert answer["Location"] == f"/r/{code}/compare/1/2/"
    assert "two different" in teacher.get(f"/r/{code}/compare/?a=1&b=1").content.decode()


def test_a_single_timeline_cannot_be_compared():
    teacher = Client()
    code = start(teacher)
    assert "one timeline so far" in teacher.get(f"/r/{code}/compare/").content.decode()
    assert teacher.get(f"/r/{code}/compare/1/2/").status_code == 302


def test_the_page_names_both_sides_and_is_only_read():
    teacher = Client()
    code = forked(teacher)
    page = teacher.get(f"/r/{code}/compare/1/2/?at_us=9000000")
    assert page.status_code == 200
    text = page.content.decode()
    assert 'data-at="9000000"' in text and "crash broker 1" in text
    assert teacher.post(f"/r/{code}/compare/1/2/").status_code == 405
    assert teacher.get(f"/r/{code}/compare/1/9/")["Location"] == f"/r/{code}/compare/"
    assert Client().get("/r/ZZZZZZ/compare/1/2/").status_code == 404


async def test_a_stretch_begins_where_the_two_part():
    teacher = Client()
    code = await sync_to_async(forked)(teacher)
    answer = await asked(teacher, f"/r/{code}/compare/1/2/stretch/")
    assert answer.status_code == 200
    told = answer.json()
    assert told["first_us"] == 6_000_000
    assert told["from_us"] == told["outcome_us"] - compare.LEAD_US
    assert told["end_us"] > 12_000_000
    a, b = told["sides"]
    later = (
        await asked(teacher, f"/r/{code}/compare/1/2/stretch/?from_us={told['until_us']}")
    ).json()
    for side, other in zip((a, b), later["sides"], strict=True):
        assert side["rows"] and side["rows"][0][1] > side["seq"]
        assert all(row[2] <= told["until_us"] for row in side["rows"])
        assert other["rows"][0][1] > side["rows"][-1][1]
    stages = [stage_ms for stage_ms, _ in told["points"]]
    assert stages == sorted(stages)
    assert told["points"][-1][1] == told["until_us"]


async def test_the_room_itself_is_not_moved():
    teacher = Client()
    code = await sync_to_async(forked)(teacher)
    live = await hub.open(code)
    before = (live.room.timeline, live.room.now_us, live.room.run.sim.digest())
    await asked(teacher, f"/r/{code}/compare/1/2/stretch/?from_us=30000000")
    await asked(teacher, f"/r/{code}/compare/1/2/table/?at_us=30000000")
    assert (live.room.timeline, live.room.now_us, live.room.run.sim.digest()) == before


async def test_the_table_tells_what_differs_in_words():
    teacher = Client()
    code = await sync_to_async(forked)(teacher)
    answer = await asked(teacher, f"/r/{code}/compare/1/2/table/?at_us=8000000")
    text = answer.content.decode()
    assert "Broker 1 crashes" in text
    assert "brokers 1" in text
    assert 'data-metric="end_to_end_p50" data-code="' in text
    assert "not measurable here" in text
    before = await asked(teacher, f"/r/{code}/compare/1/2/table/?at_us=5000000")
    assert "every offset holds the same record" in before.content.decode()


async def test_a_watcher_sees_no_further_than_the_room():
    teacher, watcher = Client(), Client()
    code = await sync_to_async(forked)(teacher)
    await sync_to_async(watcher.get)(f"/r/{code}/")
    told = (await asked(watcher, f"/r/{code}/compare/1/2/stretch/?from_us=20000000")).json()
    assert told["end_us"] == 8_000_000
    assert told["from_us"] == told["until_us"] == 8_000_000
    assert told["sides"][0]["rows"] == []


async def test_strangers_and_wrong_timelines_are_refused():
    teacher = Client()
    code = await sync_to_async(forked)(teacher)
    for path in ("stretch", "table"):
        assert (await AsyncClient().get(f"/r/{code}/compare/1/2/{path}/")).status_code == 404
        assert (await asked(teacher, f"/r/{code}/compare/1/3/{path}/")).status_code == 404
        assert (await asked(teacher, f"/r/{code}/compare/2/2/{path}/")).status_code == 404
        assert (await as_async(teacher).post(f"/r/{code}/compare/1/2/{path}/")).status_code == 405
        for bad in ("-1", "x", "9" * 30):
            query = f"?at_us={bad}&from_us={bad}"
            answer = await asked(teacher, f"/r/{code}/compare/1/2/{path}/{query}")
            assert answer.status_code == 200


async def test_it_is_not_asked_without_end(monkeypatch):
    monkeypatch.setattr(visit, "PER_S", 0)
    teacher = Client()
    code = await sync_to_async(forked)(teacher)
    path = f"/r/{code}/compare/1/2/table/?at_us=1000000"
    codes = [(await asked(teacher, path)).status_code for _ in range(26)]
    assert codes[0] == 200 and codes[-1] == 429


async def test_a_command_makes_a_new_pair():
    teacher = Client()
    code = await sync_to_async(forked)(teacher)
    await asked(teacher, f"/r/{code}/compare/1/2/table/?at_us=8000000")
    live = await hub.open(code)
    live.room.run.apply("restart broker 1")
    await asked(teacher, f"/r/{code}/compare/1/2/table/?at_us=8000000")
    assert len(pairs._pairs) == 2
    await asyncio.sleep(0)


def test_the_slower_side_counts():
    assert pairs.merged([(0, 0), (100, 10)], [(0, 0), (20, 5), (40, 10)]) == [
        (0, 0),
        (50, 5),
        (100, 10),
    ]
