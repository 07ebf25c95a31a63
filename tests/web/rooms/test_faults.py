"""Bad clients against a real server: one that never reads, sockets that died silently, a class at once.

Bounded in count and time, on this machine's loopback only.
"""

import asyncio
import base64
import json
import os
import re
import socket
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tests.conftest import LiveServer

LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = LiveServer(tmp_path_factory.mktemp("faults"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def code(server):
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = opener.open(f"{server.url}/join/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    data = f"csrfmiddlewaretoken={token}".encode()
    answer = opener.open(f"{server.url}/scenes/broker-fails/start/", data)
    return re.search(r"/r/(\w{6})/", answer.url)[1]


def masked(text):
    payload = text.encode()
    size = len(payload)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2)
    return head + b"\0\0\0\0" + payload


def deaf_socket(server, code, *texts):
    """Shakes hands, says its texts and never reads."""
    lines = [
        f"GET /ws/r/{code}/ HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        f"Origin: {server.url}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
    ]
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    deaf.connect(("127.0.0.1", server.port))
    deaf.sendall("\r\n".join([*lines, "", ""]).encode() + b"".join(map(masked, texts)))
    return deaf


def rss_kb(server):
    status = Path(f"/proc/{server._process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


async def watch(server, code, seconds):
    """Gaps between frames that a good viewer saw, in seconds."""
    gaps, last_s = [], None
    address = server.url.replace("http", "ws") + f"/ws/r/{code}/"
    async with connect(address, origin=server.url) as ws:
        await ws.send('{"id":"h","type":"hello"}')
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            message = json.loads(await asyncio.wait_for(ws.recv(), 10))
            if message["type"] == "keyframe" or message.get("ask"):
                seq = message.get("seq", message.get("to"))
                await ws.send(json.dumps({"type": "seen", "seq": seq}))
            if message["type"] == "frame":
                now_s = time.monotonic()
                gaps += [now_s - last_s] if last_s else []
                last_s = now_s
    return gaps


async def people_in(server, code):
    address = server.url.replace("http", "ws") + f"/ws/r/{code}/"
    async with connect(address, origin=server.url) as ws:
        await ws.send('{"id":"h","type":"hello"}')
        while (message := json.loads(await ws.recv()))["type"] != "keyframe":
            pass
        return message["room"]["people"]


@LINUX
async def test_fifty_that_never_read_cost_little_and_slow_nobody(server, code):
    hello = '{"id":"h","type":"hello"}'
    await watch(server, code, 1)
    before = rss_kb(server)
    deaf = [deaf_socket(server, code, hello) for _ in range(50)]
    gaps = await watch(server, code, 6)
    grown = rss_kb(server) - before
    for each in deaf:
        each.close()
    assert grown / 50 < 1_000
    assert len(gaps) > 30
    assert sorted(gaps)[len(gaps) // 2] < 0.15


@LINUX
async def test_one_that_asks_for_everything_again_and_again_and_reads_nothing(server, code):
    texts = [json.dumps({"id": str(n), "type": "hello"}) for n in range(25)]
    await watch(server, code, 1)
    before = rss_kb(server)
    deaf = deaf_socket(server, code, *texts)
    for n in range(20):
        await asyncio.sleep(0.1)
        deaf.sendall(masked(json.dumps({"id": f"x{n}", "type": "hello"})))
    grown = rss_kb(server) - before
    deaf.close()
    assert grown < 3_000


async def test_a_flood_of_nonsense_is_answered_in_part_and_harms_nobody(server, code):
    deaf = deaf_socket(server, code, *["nonsense"] * 2_000)
    gaps = await watch(server, code, 3)
    deaf.close()
    assert len(gaps) > 12


async def test_sockets_that_died_silently_are_let_go(server, code):
    """A cable pulled: no close, no reset, nothing read, nothing said. Daphne's pings find it where
    nothing is sent; the room lets go of it where something is."""
    dead = [deaf_socket(server, code, '{"id":"h","type":"hello"}') for _ in range(20)]
    mute = deaf_socket(server, code)
    gaps = await watch(server, code, 4)
    people = await people_in(server, code)
    for each in [*dead, mute]:
        each.close()
    assert len(gaps) > 18
    assert (
        people == 22
    )  # still there: they may yet come back, for a minute (tests/web/rooms/test_outlet.py)
    for _ in range(50):
        if await people_in(server, code) == 1:
            break
        await asyncio.sleep(0.1)
    assert await people_in(server, code) == 1


@LINUX
async def test_a_thousand_join_within_ten_seconds(server, code):
    address = server.url.replace("http", "ws") + f"/ws/r/{code}/"
    gate, began_s = asyncio.Semaphore(100), time.monotonic()

    async def join():
        async with gate:
            ws = await connect(address, origin=server.url, open_timeout=30, ping_interval=None)
            await ws.send('{"id":"h","type":"hello","lite":true}')
            while (message := json.loads(await ws.recv()))["type"] != "keyframe":
                pass
            await ws.send(json.dumps({"type": "seen", "seq": message["seq"]}))
        return ws, message

    joined = await asyncio.gather(*(join() for _ in range(1_000)))
    took_s = time.monotonic() - began_s
    for ws, _ in joined:
        ws.transport.abort()
    assert took_s < 10, f"{took_s:.1f} s"
    assert len({message["room"]["code"] for _, message in joined}) == 1


async def test_the_server_is_well_after_all_that(server, code):
    answer = await asyncio.to_thread(urllib.request.urlopen, f"{server.url}/ready/", timeout=10)
    assert answer.status == 200
    assert len(await watch(server, code, 2)) > 8
