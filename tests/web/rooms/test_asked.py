"""What a page of a room asks for: why something happened, and what is set to what."""

import asyncio

import pytest
from django.test import AsyncClient, Client

from eda_site.rooms import asked
from eda_site.rooms.hub import hub
from tests.web.rooms.test_pages import start

pytestmark = pytest.mark.django_db(transaction=True)


async def opened(code: str, until_us: int = 14_000_000):
    live = await hub.open(code)
    live.room.pace.jump(until_us)
    live.room.emit([])
    return live.room


async def test_why_tells_the_whole_chain_of_what_was_shown():
    code = await asyncio.to_thread(start, Client())
    room = await opened(code)
    elected = next(
        n
        for n in range(room.seq, 0, -1)
        if room.run.sim._index[n - 1][0] == "controller.leader_elected"
    )
    answer = await AsyncClient().get(f"/r/{code}/why/1/{elected}/")
    assert answer.status_code == 200
    events = answer.json()["events"]
    assert events[0]["seq"] == elected
    assert [event["seq"] for event in events] == sorted((e["seq"] for e in events), reverse=True)
    assert any(event["type"] == "broker.crashed" and event["broker"] == 2 for event in events)
    assert events[-1]["cause"].startswith("cmd:")


async def test_nothing_is_told_that_was_not_shown():
    code = await asyncio.to_thread(start, Client())
    room = await opened(code)
    for bad in (f"1/{room.seq + 1}", "1/0", "2/5"):
        assert (await AsyncClient().get(f"/r/{code}/why/{bad}/")).status_code == 404
    assert (await AsyncClient().get("/r/ZZZZZZ/why/1/5/")).status_code == 404


async def test_why_is_only_read_and_not_asked_without_end(monkeypatch):
    monkeypatch.setattr(asked, "_PER_S", 0)
    code = await asyncio.to_thread(start, Client())
    await opened(code)
    assert (await AsyncClient().post(f"/r/{code}/why/1/5/")).status_code == 405
    codes = [(await AsyncClient().get(f"/r/{code}/why/1/5/")).status_code for _ in range(20)]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_settings_are_the_rooms_own():
    code = start(Client())
    answer = Client().get(f"/r/{code}/settings/teaching/")
    assert answer.status_code == 200
    assert answer.json()["producer"]["webshop"]["acks"] == "1"
    assert answer.json()["broker"][""]["broker.session.timeout.ms"] == "3000"
    assert "max-age" in answer["Cache-Control"]
    assert Client().get(f"/r/{code}/settings/production/").json()["broker"] == {"": {}}


def test_settings_of_nothing_are_refused():
    code = start(Client())
    assert Client().get(f"/r/{code}/settings/imaginary/").status_code == 404
    assert Client().get("/r/ZZZZZZ/settings/teaching/").status_code == 404
    assert Client().post(f"/r/{code}/settings/teaching/").status_code == 405
