"""Real consumers in one room: two people see the same, a third is refused, storage is real."""

import asyncio
import json

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore

from eda_site.asgi import application
from eda_site.rooms import services, tokens
from eda_site.rooms.hub import hub
from eda_site.rooms.library import scene_scenario
from eda_site.rooms.models import Command, Room
from eda_site.rooms.services import NewRoom
from eda_site.rooms.writer import writer

pytestmark = pytest.mark.django_db(transaction=True)

CODE, KEY = "7KQM4X", "key"


@pytest.fixture
def room():
    new = NewRoom(
        CODE,
        "broker-fails",
        json.dumps(scene_scenario("broker-fails")),
        "1",
        7,
        "teaching",
        tokens.key_hash(KEY),
    )
    writer.submit(services.room_create, new).result(5)
    return CODE


class Browser:
    """A page's socket: says hello, acknowledges, keeps what came."""

    def __init__(self, code, session=None, origin="http://localhost"):
        headers = [(b"origin", origin.encode()), (b"host", b"localhost")]
        if session:
            store = SessionStore()
            store.update(session)
            store.save()
            cookie = f"{settings.SESSION_COOKIE_NAME}={store.session_key}"
            headers.append((b"cookie", cookie.encode()))
        self.socket = WebsocketCommunicator(application, f"/ws/r/{code}/", headers=headers)
        self.got = []

    async def open(self, **hello):
        connected, _ = await self.socket.connect()
        assert connected
        await self.say("hello", id="h", **hello)
        return self

    async def say(self, type_name, **fields):
        await self.socket.send_to(text_data=json.dumps({"type": type_name, **fields}))

    async def until(self, fits):
        """The first message that fits; everything before it is kept."""
        while True:
            message = json.loads(await asyncio.wait_for(self.socket.receive_from(timeout=5), 6))
            self.got.append(message)
            if message["type"] in ("keyframe", "frame"):
                await self.say("seen", seq=message.get("seq", message.get("to")))
            if fits(message):
                return message

    async def answer(self, intent_id):
        return await self.until(lambda message: message.get("id") == intent_id)

    async def close(self):
        await self.socket.disconnect()


def owner():
    return Browser(CODE, {"rooms": {CODE: KEY}, "me": "teacher-123"})


async def test_two_browsers_see_the_same_thing(room):
    teacher, student = await owner().open(), await Browser(CODE).open()
    first = await teacher.until(lambda m: m["type"] == "keyframe")
    other = await student.until(lambda m: m["type"] == "keyframe")
    assert (first["room"]["role"], other["room"]["role"]) == ("owner", "viewer")
    assert first["view"]["topics"] == other["view"]["topics"]
    await teacher.say("command", id="c", text="crash broker 1")
    assert (await teacher.answer("c"))["type"] == "ack"
    crashed = {"teacher": teacher.got[-2], "student": await student.until(_has_crash)}
    assert _has_crash(crashed["teacher"]) and crashed["teacher"] == crashed["student"]
    await teacher.close()
    await student.close()


async def test_what_was_acknowledged_is_in_the_database(room):
    teacher = await owner().open()
    await teacher.say("command", id="c", text="publish checkout orders key=ada")
    assert (await teacher.answer("c"))["type"] == "ack"
    given = await Command.objects.aget()
    assert (given.text, given.actor) == ("publish checkout orders key=ada", "teacher-123")
    await teacher.close()


async def test_a_room_comes_back_at_its_moment_and_digest(room):
    teacher = await owner().open()
    await teacher.say("command", id="c", text="publish checkout orders key=ada")
    await teacher.answer("c")
    await teacher.say("pause", id="p")
    await teacher.answer("p")
    live = hub.get(CODE)
    moment, digest = live.room.now_us, live.room.run.sim.digest()
    await teacher.close()
    hub.reset()
    again = await owner().open()
    keyframe = await again.until(lambda m: m["type"] == "keyframe")
    assert keyframe["at_us"] == moment
    assert keyframe["room"]["playing"] is False
    assert hub.get(CODE).room.run.sim.digest() == digest
    await again.say("command", id="c", text="publish checkout orders key=ada")
    assert (await again.answer("c"))["type"] == "ack"
    assert await Command.objects.acount() == 1
    await again.close()


async def test_an_earlier_moment_comes_back_too(room):
    teacher = await owner().open()
    await teacher.until(lambda m: m["type"] == "frame" and m["at_us"] > 100_000)
    for n, (type_name, fields) in enumerate(
        [("pause", {}), ("seek", {"at_us": 50_000}), ("command", {"text": "crash broker 1"})]
    ):
        await teacher.say(type_name, id=str(n), **fields)
        assert (await teacher.answer(str(n)))["type"] == "ack"
    await teacher.say("return_to", id="r", timeline=1)
    await teacher.answer("r")
    await teacher.say("back", id="b")
    await teacher.answer("b")
    room = hub.get(CODE).room
    before = (room.timeline, room.now_us, room.pace.head.sim.digest(), room.run.head.now_us)
    await teacher.close()
    hub.reset()
    again = await owner().open()
    await again.until(lambda m: m["type"] == "keyframe")
    room = hub.get(CODE).room
    assert before == (
        room.timeline,
        room.now_us,
        room.pace.head.sim.digest(),
        room.run.head.now_us,
    )
    assert [branch.parent for branch in room.branches.values()] == [None, 1]
    await again.say("return_to", id="r2", timeline=2)
    assert (await again.answer("r2"))["type"] == "ack"
    assert [entry.text for entry in room.run.log] == ["crash broker 1"]
    await again.close()


async def test_an_unknown_room_gets_its_code_and_a_close(room):
    stranger = Browser("AAAAAA")
    connected, _ = await stranger.socket.connect()
    assert connected
    message = json.loads(await stranger.socket.receive_from())
    assert (message["type"], message["code"]) == ("error", "no_such_room")
    assert (await stranger.socket.receive_output())["code"] == 4404
    await stranger.socket.disconnect()


async def test_a_foreign_page_is_refused(room):
    connected, _ = await Browser(CODE, origin="http://evil.example").socket.connect()
    assert not connected


async def test_a_forged_cookie_makes_nobody_an_owner(room):
    thief = Browser(CODE, {"rooms": {CODE: "guess"}})
    await thief.open()
    keyframe = await thief.until(lambda m: m["type"] == "keyframe")
    assert keyframe["room"]["role"] == "viewer"
    await thief.say("command", id="x", text="crash broker 1")
    assert (await thief.answer("x"))["code"] == "not_allowed"
    await thief.close()


async def test_bad_text_and_bytes_get_codes_and_the_socket_stays(room):
    teacher = await owner().open()
    await teacher.socket.send_to(text_data="nonsense")
    assert (await teacher.until(lambda m: m["type"] == "error"))["code"] == "not_json"
    await teacher.socket.send_to(bytes_data=b"\x00\x01")
    assert (await teacher.until(lambda m: m["type"] == "error"))["code"] == "not_json"
    await teacher.say("pause", id="p")
    assert (await teacher.answer("p"))["type"] == "ack"
    await teacher.close()


async def test_many_who_come_at_once_share_one_room(room):
    browsers = await asyncio.gather(*(Browser(CODE).open() for _ in range(20)))
    for browser in browsers:
        await browser.until(lambda m: m["type"] == "keyframe")
    assert len(hub.get(CODE).room.viewers) == 20
    await asyncio.gather(*(browser.close() for browser in browsers))
    assert not hub.get(CODE).room.viewers


async def test_the_room_s_loop_never_touches_the_orm(room, monkeypatch):
    """Queries happen in the loading thread and the writer's thread only."""
    import threading

    from django.db.backends.utils import CursorWrapper

    seen = set()
    execute = CursorWrapper.execute

    def watched(self, *args, **kwargs):
        seen.add(threading.current_thread() is threading.main_thread())
        return execute(self, *args, **kwargs)

    monkeypatch.setattr(CursorWrapper, "execute", watched)
    teacher = await owner().open()
    await teacher.say("command", id="c", text="crash broker 1")
    await teacher.answer("c")
    await teacher.until(lambda m: m["type"] == "frame")
    await teacher.close()
    monkeypatch.undo()
    assert seen == {False}


async def test_the_demo_is_shared_and_nobody_drives_it(db):
    headers = [(b"origin", b"http://localhost"), (b"host", b"localhost")]
    visitor = Browser("demo")
    visitor.socket = WebsocketCommunicator(application, "/ws/demo/", headers=headers)
    await visitor.open()
    keyframe = await visitor.until(lambda m: m["type"] == "keyframe")
    assert keyframe["room"]["role"] == "viewer"
    await visitor.say("pause", id="p")
    assert (await visitor.answer("p"))["code"] == "not_allowed"
    await visitor.until(lambda m: m["type"] == "frame")
    assert not await Room.objects.aexists()
    await visitor.close()


def _has_crash(message):
    from broker_core.events import REGISTRY

    crashed = list(REGISTRY).index("broker.crashed")
    return message["type"] == "frame" and crashed in [row[0] for row in message["rows"]]


async def test_a_log_that_another_engine_cannot_replay_is_kept_and_the_room_begins_anew(room):
    """In a timeline of its own, so that commands can be given and the old log stays whole."""
    stored = await Room.objects.aget(code=CODE)
    text = "crash broker 77"  # as if an older engine had known it
    await Command.objects.acreate(
        room=stored, timeline=1, n=1, at_us=50_000, text=text, actor="x", intent_id="1"
    )
    teacher = await owner().open()
    keyframe = await teacher.until(lambda m: m["type"] == "keyframe")
    assert keyframe["timeline"] == 2 and keyframe["at_us"] < 50_000
    await teacher.say("command", id="c", text="crash broker 1")
    assert (await teacher.answer("c"))["type"] == "ack"
    await teacher.close()
    hub.reset()
    again = await owner().open()
    assert (await again.until(lambda m: m["type"] == "keyframe"))["timeline"] == 2
    rows = [row async for row in Command.objects.order_by("timeline").values_list("timeline", "n")]
    assert rows == [(1, 1), (2, 1)]
    await again.close()
