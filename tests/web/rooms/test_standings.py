"""Where many rooms stand is stored together, the latest of each, and never over something newer."""

import asyncio

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eda_site.rooms import services
from eda_site.rooms.models import Room, Timeline
from eda_site.rooms.port import LoopPort
from eda_site.rooms.services import Branch, NewRoom, Standing
from eda_site.rooms.standings import GATHER_S, Standings
from eda_site.rooms.writer import Writer, writer

pytestmark = pytest.mark.django_db(transaction=True)


def make(code):
    return services.room_create(NewRoom(code, "s", "{}", "1", 7, "teaching", ""))


def standing(shown_us, **more):
    values = dict.fromkeys(Standing._fields, 0)
    values |= {"timeline": 1, "shown_at_us": shown_us, "head_at_us": shown_us + 5}
    return Standing(**values | {"playing": False, "speed_permille": 500} | more)


def test_all_of_them_get_what_one_would_have_got():
    one, other = make("AAAAAA"), make("BBBBBB")
    services.room_save(one, standing(70))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        services.rooms_save([(other, standing(70))])
    assert len(queries) <= 2
    ignored = ("id", "code", "created_at", "touched_at")
    rows = [
        {name: value for name, value in row.items() if name not in ignored}
        for row in Room.objects.order_by("pk").values()
    ]
    assert rows[0] == rows[1]
    assert rows[0]["shown_at_us"] == 70
    assert {line.head_at_us for line in Timeline.objects.all()} == {75}


async def test_the_latest_of_each_room_is_written_once():
    done = []

    class Watched(Writer):
        def submit(self, work, *args):
            done.append((work, args))

    standings, loop = Standings(Watched()), asyncio.get_running_loop()
    for shown_us in range(5):
        for room_id in (1, 2):
            standings.put(loop, room_id, standing(shown_us))
    await asyncio.sleep(GATHER_S * 1.5)
    assert done == [(services.rooms_save, ([(1, standing(4)), (2, standing(4))],))]
    standings.put(loop, 1, standing(9))
    await asyncio.sleep(GATHER_S * 1.5)
    assert len(done) == 2


async def test_what_is_stored_after_a_note_is_not_undone_by_it():
    room_id = await asyncio.to_thread(lambda: writer.submit(make, "CCCCCC").result(5))
    port = LoopPort(asyncio.get_running_loop(), writer)
    port.note(services.room_save, room_id, standing(10))
    done = asyncio.Event()
    branch = Branch(2, 1, 10, 0, 7, "teaching")
    port.store(lambda result, error: done.set(), services.timeline_create, room_id, branch)
    await asyncio.wait_for(done.wait(), 5)
    await asyncio.sleep(GATHER_S * 1.5)
    assert await Room.objects.filter(pk=room_id).values_list("timeline", flat=True).aget() == 2
