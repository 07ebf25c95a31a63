"""A server that stops tells its browsers, saves its rooms and then goes; a room is where it was."""

import asyncio
import contextlib
import json
import re
import signal
import urllib.request
from http.cookiejar import CookieJar

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from eda_site.operation.farewell import SERVICE_RESTART, Farewell, Stoppable, farewell, lifespan
from eda_site.rooms.hub import Live, hub
from eda_site.rooms.services import room_save
from tests.conftest import LiveServer
from tests.web.rooms.desk import Desk


@pytest.fixture
def server(tmp_path):
    server = LiveServer(tmp_path)
    server.start()
    yield server
    server.stop()


def test_everybody_hears_it_once_as_the_last_thing():
    desk = Desk()
    teacher, student = desk.person(), desk.person("student", "viewer")
    closed = []
    for person in (teacher, student):
        person.viewer.drop = lambda code, person=person: closed.append((person, code))
    hub._live[desk.room.code] = Live(desk.room, desk.door, desk.clock)
    desk.play(1)
    goodbye = Farewell()
    goodbye.say()
    goodbye.say()
    assert sorted(closed, key=lambda each: each[0] is student) == [
        (teacher, SERVICE_RESTART),
        (student, SERVICE_RESTART),
    ]
    (said,) = student.read()
    assert (said["code"], said["fields"]) == ("server_stops", {"back_in_ms": 1_500})
    assert room_save in [work for work, _ in desk.port.noted]


async def test_a_new_socket_is_turned_away_while_it_stops(monkeypatch):
    monkeypatch.setattr(farewell, "stopping", True)
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    await Stoppable(None)({}, receive, send)
    assert sent[-1] == {"type": "websocket.close", "code": SERVICE_RESTART}


async def test_a_server_with_a_lifespan_says_it_too(monkeypatch):
    finished, sent = [], []

    async def finish():
        finished.append(True)

    monkeypatch.setattr(farewell, "finish", finish)
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message["type"])

    await lifespan({}, receive, send)
    assert finished == [True]
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def start_room(server):
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = opener.open(f"{server.url}/join/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    data = f"csrfmiddlewaretoken={token}".encode()
    answer = opener.open(f"{server.url}/scenes/broker-fails/start/", data)
    return re.search(r"/r/(\w{6})/", answer.url)[1]


async def test_sigterm_tells_the_browser_closes_cleanly_and_keeps_the_moment(server):
    code = await asyncio.to_thread(start_room, server)
    address = server.url.replace("http", "ws") + f"/ws/r/{code}/"
    async with connect(address, origin=server.url) as socket:
        await socket.send('{"id":"h","type":"hello"}')
        shown_us = 0
        while shown_us < 50_000:
            message = json.loads(await asyncio.wait_for(socket.recv(), 10))
            shown_us = message.get("at_us", shown_us)
            if message.get("ask") or message["type"] == "keyframe":
                seq = message.get("seq", message.get("to"))
                await socket.send(json.dumps({"type": "seen", "seq": seq}))
        stopping = asyncio.create_task(asyncio.to_thread(server.stop, signal.SIGTERM))
        said = []
        with contextlib.suppress(ConnectionClosed):
            async for text in socket:
                said.append(json.loads(text))
        assert said[-1]["code"] == "server_stops"
        assert socket.close_code == SERVICE_RESTART
        assert await stopping == 0
        shown_us = max([shown_us, *(m["at_us"] for m in said if "at_us" in m)])
    await asyncio.to_thread(server.start)
    async with connect(address, origin=server.url) as socket:
        await socket.send('{"id":"h","type":"hello"}')
        while True:
            message = json.loads(await asyncio.wait_for(socket.recv(), 10))
            if message["type"] == "keyframe":
                assert message["at_us"] >= shown_us
                break
