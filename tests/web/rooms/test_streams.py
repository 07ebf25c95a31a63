"""The same conversation without a websocket: events down, POST up, the same checks behind it."""

import asyncio
import contextlib
import json

import pytest
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore

from eda_site.asgi import application
from eda_site.rooms import services, streams, tokens
from eda_site.rooms.hub import hub
from eda_site.rooms.library import scene_scenario
from eda_site.rooms.services import NewRoom
from eda_site.rooms.writer import writer

pytestmark = pytest.mark.django_db(transaction=True)

CODE, KEY = "7KQM4X", "key"
HOST = (b"host", b"localhost")
ORIGIN = (b"origin", b"http://localhost")


@pytest.fixture
def room():
    scenario = json.dumps(scene_scenario("broker-fails"))
    new = NewRoom(CODE, "broker-fails", scenario, "1", 7, "teaching", tokens.key_hash(KEY))
    writer.submit(services.room_create, new).result(5)
    return CODE


def owner_cookie():
    store = SessionStore()
    store.update({"rooms": {CODE: KEY}, "me": "teacher-123"})
    store.save()
    return (b"cookie", f"{settings.SESSION_COOKIE_NAME}={store.session_key}".encode())


def scope(method, path, headers):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "scheme": "http",
        "client": ("127.0.0.1", 1),
    }


async def post(path, body=b"", headers=(HOST, ORIGIN), method="POST"):
    """Status of one request."""
    sent, parts = [], [{"type": "http.request", "body": body}]

    async def receive():
        return parts.pop() if parts else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    await application(scope(method, path, list(headers)), receive, send)
    return sent[0]["status"]


class Listener:
    """A page that reads a stream and posts."""

    def __init__(self, path, headers=(HOST,)):
        self.sent = asyncio.Queue()
        self.gone = asyncio.Event()
        self.events = asyncio.Queue()
        self.task = asyncio.create_task(
            application(scope("GET", path, list(headers)), self.receive, self.send)
        )

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.start = message
        for block in message.get("body", b"").decode().split("\n\n"):
            if block:
                fields = dict(line.partition(": ")[::2] for line in block.split("\n"))
                await self.events.put((fields.get("event", "message"), fields.get("data")))

    async def next(self):
        return await asyncio.wait_for(self.events.get(), 5)

    async def open(self):
        name, self.id = await self.next()
        assert name == "stream"
        return self

    async def say(self, *messages):
        body = "\n".join(json.dumps(message) for message in messages).encode()
        return await post(f"/sse/say/{self.id}/", body)

    async def until(self, fits):
        while True:
            name, data = await self.next()
            message = json.loads(data) if name == "message" else {"type": name, "data": data}
            if message["type"] in ("keyframe", "frame"):
                await self.say({"type": "seen", "seq": message.get("seq", message.get("to"))})
            if fits(message):
                return message

    async def close(self):
        self.gone.set()
        await asyncio.wait_for(self.task, 5)


async def test_an_owner_watches_and_drives_over_a_stream(room):
    page = await Listener(f"/sse/r/{CODE}/", (HOST, owner_cookie())).open()
    headers = dict(page.start["headers"])
    assert headers[b"content-type"] == b"text/event-stream"
    assert headers[b"cache-control"] == b"no-store"
    hello = {"type": "hello", "id": "h"}
    command = {"type": "command", "id": "c", "text": "crash broker 1"}
    assert await page.say(hello, command) == 204
    keyframe = await page.until(lambda m: m["type"] == "keyframe")
    assert keyframe["room"]["role"] == "owner"
    assert (await page.until(lambda m: m.get("id") == "c"))["type"] == "ack"
    await page.until(lambda m: m["type"] == "frame")
    assert len(hub.get(CODE).room.viewers) == 1
    await page.close()
    assert not hub.get(CODE).room.viewers


async def test_a_stranger_only_watches(room):
    page = await Listener(f"/sse/r/{CODE}/").open()
    await page.say({"type": "hello", "id": "h"}, {"type": "pause", "id": "p"})
    assert (await page.until(lambda m: m.get("id") == "p"))["code"] == "not_allowed"
    await page.close()


async def test_an_unknown_room_ends_the_stream_with_its_code(room):
    page = await Listener("/sse/r/AAAAAA/").open()
    assert (await page.until(lambda m: True))["code"] == "no_such_room"
    assert await page.next() == ("end", "4404")
    await asyncio.wait_for(page.task, 5)


@pytest.mark.parametrize(
    "headers",
    [
        (HOST, (b"origin", b"http://evil.example")),
        (HOST, (b"sec-fetch-site", b"cross-site")),
        ((b"host", b"evil.example"),),
    ],
)
async def test_a_foreign_page_gets_no_stream(room, headers):
    page = Listener(f"/sse/r/{CODE}/", headers)
    await asyncio.wait_for(page.task, 5)
    assert page.start["status"] == 403


async def test_posts_are_checked(room):
    page = await Listener(f"/sse/r/{CODE}/").open()
    path = f"/sse/say/{page.id}/"
    assert await post(path, b"{}", (HOST,)) == 403
    assert await post(path, b"{}", (HOST, (b"origin", b"http://evil.example"))) == 403
    assert await post(path, b"{}", method="GET") == 405
    assert await post(path, b"x" * (streams.BODY_BYTES + 1)) == 413
    assert await post("/sse/say/guess/", b"{}") == 404
    assert await post(f"/sse/r/{CODE}/", b"{}") == 405
    await page.close()
    assert await post(path, b"{}") == 404


async def test_bad_text_gets_its_code_and_the_stream_stays(room):
    page = await Listener(f"/sse/r/{CODE}/").open()
    assert await post(f"/sse/say/{page.id}/", b"nonsense\n\xff\xfe\n\n") == 204
    assert (await page.until(lambda m: m["type"] == "error"))["code"] == "not_json"
    await page.say({"type": "hello", "id": "h"})
    await page.until(lambda m: m["type"] == "keyframe")
    await page.close()


async def test_too_much_at_once_is_turned_away():
    heard = streams.Stream(None)
    assert all(heard.hear({"type": "websocket.receive"}) for _ in range(streams.WAITING))
    assert not heard.hear({"type": "websocket.receive"})
    heard.leave()
    assert (await heard.heard.get())["type"] == "websocket.disconnect"


async def test_a_silent_stream_is_kept_alive(room, monkeypatch):
    monkeypatch.setattr(streams, "BEAT_S", 0.05)
    page = await Listener(f"/sse/r/{CODE}/").open()
    assert await page.next() == ("message", None)
    await page.close()


async def test_the_probe_echoes_and_sends_frames_at_a_lesson_s_pace(monkeypatch):
    from eda_site.rooms import probe

    monkeypatch.setattr(probe, "FRAMES_PER_S", 1_000)
    page = await Listener("/sse/probe/").open()
    assert await post(f"/sse/say/{page.id}/", b"ping 1\nframes") == 204
    assert await page.next() == ("message", "ping 1")
    frames = [(await page.next())[1] for _ in range(probe.FRAMES)]
    assert [int(text.split()[1]) for text in frames] == list(range(probe.FRAMES))
    assert {len(text) for text in frames} == {probe.FRAME_BYTES}
    for _ in range(probe.MOST_ECHOES):
        await post(f"/sse/say/{page.id}/", b"ping")
    with contextlib.suppress(TimeoutError):
        while (await page.next())[0] != "end":
            pass
    await asyncio.wait_for(page.task, 5)
