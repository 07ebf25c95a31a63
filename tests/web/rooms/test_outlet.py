"""Texts leave in order, at once where the server takes them; a socket that is full holds up nobody else."""

import asyncio
from collections import deque

import pytest

from eda_site.rooms.delivery import Delivery
from eda_site.rooms.limits import Limits
from eda_site.rooms.outlet import Outlet
from eda_site.rooms.viewer import NEVER_READS, NEVER_SPOKE
from tests.web.rooms.desk import Desk, DeskPort


class Wire:
    """A server's send: takes at once, or waits while the socket is full."""

    def __init__(self):
        self.got, self.room = [], asyncio.Event()
        self.room.set()
        self.due = deque()

    async def send(self, message):
        await self.room.wait()
        if message["type"] == "websocket.close":
            self.got.append(message["code"])
        else:
            self.got.append(message["text"])

    def take(self):
        texts = list(self.due)
        self.due.clear()
        return texts


async def test_what_the_server_takes_at_once_needs_no_task():
    wire = Wire()
    outlet = Outlet(wire.send, wire.take)
    wire.due.extend("abc")
    before = asyncio.all_tasks()
    outlet.flush()
    assert wire.got == ["a", "b", "c"]
    assert asyncio.all_tasks() == before


async def test_a_full_socket_waits_in_order_and_takes_no_more_meanwhile():
    wire = Wire()
    outlet = Outlet(wire.send, wire.take)
    wire.room.clear()
    wire.due.extend("ab")
    outlet.flush()
    wire.due.extend("c")
    outlet.flush()
    assert wire.got == [] and list(wire.due) == ["c"]
    wire.room.set()
    await asyncio.sleep(0.01)
    assert wire.got == ["a", "b", "c"]


async def test_a_socket_that_is_gone_is_left_alone():
    wire = Wire()

    async def broken(message):
        raise RuntimeError("gone")

    outlet = Outlet(broken, wire.take)
    wire.due.extend("ab")
    outlet.flush()
    wire.due.extend("c")
    outlet.flush()
    assert list(wire.due) == ["c"]


@pytest.mark.parametrize("full", [False, True])
async def test_a_close_is_the_last_thing_written(full):
    wire = Wire()
    outlet = Outlet(wire.send, wire.take)
    if full:
        wire.room.clear()
        wire.due.append("a")
        outlet.flush()
    outlet.close(4429)
    wire.room.set()
    wire.due.append("b")
    outlet.flush()
    await asyncio.sleep(0.01)
    assert wire.got == [4429]
    assert list(wire.due) == ["b"]


def test_a_full_room_is_told_in_slices_and_a_failure_stops_nobody():
    port = DeskPort()
    delivery = Delivery(port, 0.004)
    told = []

    def flush(n):
        port.time_s += 0.001
        told.append(n)
        if n == 3:
            raise ValueError("a bug")

    for n in range(40):
        delivery.want(lambda n=n: flush(n))
    rounds = 0
    while port.due:
        rounds += 1
        port.due.pop(0)()
    assert told == list(range(40))
    assert rounds == 5
    delivery.want(lambda: told.append("again"))
    port.turn()
    assert told[-1] == "again"


def test_who_never_speaks_and_who_never_reads_is_dropped():
    desk = Desk()
    silent, deaf = desk.person("silent", "viewer", hello=False), desk.person("deaf", "viewer")
    reader = desk.person()
    dropped = {}
    for person in (silent, deaf, reader):
        person.viewer.drop = lambda code, person=person: dropped.__setitem__(person, code)
    sent = 0
    for _ in range(700):
        desk.play(0.1)
        sent += sum(map(len, deaf.viewer.take(desk.room)))
        reader.read()
    assert dropped == {silent: NEVER_SPOKE, deaf: NEVER_READS}
    assert desk.room.viewers == {reader.viewer}
    assert sent < 200_000


def test_hello_again_and_again_does_not_fill_a_socket_that_nobody_reads():
    desk = Desk(intents_burst=10**6, owed_bytes=100_000)
    deaf = desk.person("deaf", "viewer")
    sent = 0
    for _ in range(300):
        deaf.say("hello")
        desk.play(0.1)
        sent += sum(map(len, deaf.viewer.take(desk.room)))
    assert deaf.viewer.stalled
    assert sent < 300_000


def test_after_a_silence_nobody_is_taken_for_stalled():
    desk = Desk()
    teacher = desk.person()
    desk.play(2)
    teacher.read()
    teacher.do("pause")
    desk.play(Limits().unseen_s * 3)
    teacher.do("play")
    desk.play(1)
    assert not teacher.viewer.stalled
    assert [m["type"] for m in teacher.read()].count("frame") >= 5
