"""Saved first, shown second: a server killed with -9 brings its rooms back to their moment."""

import asyncio
import json
import re
import signal
import urllib.request
from http.cookiejar import CookieJar

import pytest
from websockets.asyncio.client import connect

from broker_core import Simulation
from eda_site.rooms.library import scene_scenario
from tests.conftest import LiveServer

SAVE_EVERY_US = 1_000_000


@pytest.fixture
def server(tmp_path):
    server = LiveServer(tmp_path)
    server.start()
    yield server
    server.stop()


class Visitor:
    """A browser without a window: cookies, one room, one socket at a time."""

    def __init__(self, server):
        self.server = server
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def start(self):
        page = self.opener.open(f"{self.server.url}/join/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        data = f"csrfmiddlewaretoken={token}".encode()
        answer = self.opener.open(f"{self.server.url}/scenes/broker-fails/start/", data)
        return re.search(r"/r/(\w{6})/", answer.url)[1]

    def socket(self, code):
        cookie = "; ".join(f"{c.name}={c.value}" for c in self.cookies)
        return connect(
            self.server.url.replace("http", "ws") + f"/ws/r/{code}/",
            origin=self.server.url,
            additional_headers={"Cookie": cookie},
        )


async def read_until(socket, fits):
    while True:
        message = json.loads(await asyncio.wait_for(socket.recv(), 10))
        if message["type"] in ("keyframe", "frame"):
            seq = message.get("seq", message.get("to"))
            await socket.send(json.dumps({"type": "seen", "seq": seq}))
        if fits(message):
            return message


async def say(socket, intent_id, type_name, **fields):
    await socket.send(json.dumps({"id": intent_id, "type": type_name, **fields}))
    return await read_until(socket, lambda m: m.get("id") == intent_id)


async def test_a_killed_server_brings_the_room_back_with_what_was_acknowledged(server):
    visitor = Visitor(server)
    code = await asyncio.to_thread(visitor.start)
    async with visitor.socket(code) as socket:
        await say(socket, "h", "hello")
        await read_until(socket, lambda m: m["type"] == "frame" and m["at_us"] > 200_000)
        ack = await say(socket, "c", "command", text="publish checkout orders key=ada")
        assert ack["type"] == "ack"
        server.stop(signal.SIGKILL)
    server.start()
    async with visitor.socket(code) as socket:
        await socket.send(json.dumps({"id": "h2", "type": "hello"}))
        first = await read_until(socket, lambda m: m["type"] == "keyframe")
        assert first["room"]["role"] == "owner"
        assert first["at_us"] > 200_000
        assert (await say(socket, "c", "command", text="publish checkout orders key=ada"))[
            "type"
        ] == "ack"
        await say(socket, "p", "pause")


async def test_a_paused_room_comes_back_at_the_same_moment_and_digest(server):
    visitor = Visitor(server)
    code = await asyncio.to_thread(visitor.start)
    async with visitor.socket(code) as socket:
        await say(socket, "h", "hello")
        await read_until(socket, lambda m: m["type"] == "frame" and m["at_us"] > 300_000)
        await say(socket, "c", "command", text="crash broker 1")
        await say(socket, "p", "pause")
        await say(socket, "h2", "hello")
        await socket.send(json.dumps({"id": "h3", "type": "hello"}))
        before = await read_until(socket, lambda m: m["type"] == "keyframe")
        await asyncio.sleep(0.3)  # the pause is saved without anybody waiting for it
        server.stop(signal.SIGKILL)
    server.start()
    async with visitor.socket(code) as socket:
        await socket.send(json.dumps({"id": "h", "type": "hello"}))
        after = await read_until(socket, lambda m: m["type"] == "keyframe")
    for name in ("seq", "at_us", "timeline", "view", "cast"):
        assert after[name] == before[name], name
    at_us = _command_time(server, code)
    sim = Simulation.from_scenario(scene_scenario("broker-fails"), seed=7)
    sim.advance(at_us)
    sim.apply("crash broker 1")
    sim.advance(after["at_us"])
    assert after["seq"] == sim.seq
    assert after["view"] == json.loads(json.dumps(sim.view()))


def _command_time(server, code):
    import sqlite3

    with sqlite3.connect(server.log.parent / "live.sqlite3") as database:
        query = "select c.at_us from rooms_command c join rooms_room r on r.id = c.room_id"
        return database.execute(f"{query} where r.code = ?", (code,)).fetchone()[0]
