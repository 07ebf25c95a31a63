"""What one address may do, and what a full site says."""

import asyncio
import json
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings as site
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import Client, override_settings

from eda_site.asgi import application
from eda_site.rooms import company_store, services, tokens
from eda_site.rooms.consumers import RoomConsumer
from eda_site.rooms.guard import Buckets, Guard, address_of, guard
from eda_site.rooms.hub import hub
from eda_site.rooms.library import scene_scenario
from eda_site.rooms.models import Room
from eda_site.rooms.services import NewRoom
from eda_site.rooms.writer import writer

CODE = "7KQM4X"
START = "/scenes/broker-fails/start/"


@pytest.fixture(autouse=True)
def fresh_guard():
    guard.reset()
    yield
    guard.reset()


def bounded(**numbers):
    return override_settings(EVENTARIUM_LIMITS=numbers)


@pytest.fixture
def room(transactional_db):
    scenario = json.dumps(scene_scenario("broker-fails"))
    new = NewRoom(CODE, "broker-fails", scenario, "1", 7, "teaching", tokens.key_hash("key"))
    writer.submit(services.room_create, new).result(5)
    return CODE


def cookie_of(actor):
    """The cookie of somebody who was let into the room before."""
    store = SessionStore()
    store.update({"me": actor, "seats": {CODE: "student"}})
    store.save()
    return f"{site.SESSION_COOKIE_NAME}={store.session_key}"


async def socket_to(code=CODE, address="192.0.2.1", cookie=""):
    headers = [(b"origin", b"http://localhost"), (b"host", b"localhost")]
    headers.append((b"cookie", cookie.encode()))
    socket = WebsocketCommunicator(application, f"/ws/r/{code}/", headers=headers)
    socket.scope["client"] = [address, 50_000]
    connected, _ = await socket.connect()
    assert connected
    return socket


async def refusal_of(socket):
    """(code, fields, close code) of a socket that is refused."""
    message = json.loads(await socket.receive_from())
    closed = await socket.receive_output()
    await socket.disconnect()
    return message["code"], message["fields"], closed["code"]


async def is_in(socket):
    await socket.send_to(text_data='{"id": "h", "type": "hello"}')
    return json.loads(await socket.receive_from(timeout=5))["type"] == "keyframe"


async def test_a_room_holds_so_many_people(room):
    with bounded(people=1):
        first = await socket_to()
        assert await is_in(first)
        assert await refusal_of(await socket_to()) == ("room_full", {"limit": 1}, 4409)
        await first.disconnect()


async def test_an_address_opens_so_many_sockets(room):
    with bounded(sockets_per_address=2):
        first, second = await socket_to(), await socket_to()
        assert await refusal_of(await socket_to()) == ("address_full", {"limit": 2}, 4409)
        other = await socket_to(address="192.0.2.2")
        assert await is_in(other)
        await second.disconnect()
        again = await socket_to()
        assert await is_in(again)
        for socket in (first, other, again):
            await socket.disconnect()
    assert not guard._sockets


async def test_a_socket_that_is_cancelled_while_its_room_loads_is_not_counted_for_ever(
    room, monkeypatch
):
    loading, never = asyncio.Event(), asyncio.Event()

    async def load(code):
        loading.set()
        await never.wait()

    monkeypatch.setattr(hub, "open", load)
    heard: asyncio.Queue = asyncio.Queue()
    heard.put_nowait({"type": "websocket.connect"})

    async def send(message):
        """Nobody listens."""

    headers = [(b"cookie", cookie_of("known-one").encode())]
    scope = {"type": "websocket", "headers": headers, "client": ["192.0.2.9", 1],
             "url_route": {"kwargs": {"code": CODE}}}  # fmt: skip
    talk = asyncio.create_task(RoomConsumer()(scope, heard.get, send))
    await loading.wait()
    assert guard._sockets
    talk.cancel()
    with pytest.raises(asyncio.CancelledError):
        await talk
    assert not guard._sockets


async def test_sockets_guess_no_more_codes_than_forms_do(room):
    with bounded(joins_per_minute=2):
        guard.reset()
        for _ in range(2):
            assert (await refusal_of(await socket_to("ZZZZZZ")))[0] == "no_such_room"
        assert await refusal_of(await socket_to()) == ("too_many_tries", {}, 4429)
        for socket in (
            await socket_to(cookie=cookie_of("known-one")),
            await socket_to(address="::1"),
        ):
            assert await is_in(socket)
            await socket.disconnect()


@sync_to_async
def change(**values):
    """Other rules in the database; the room is loaded anew."""
    row = Room.objects.get()
    old = company_store.company_of(row)
    company_store.company_save(row.pk, old, replace(old, **values))


async def test_a_locked_room_and_a_renewed_code_keep_newcomers_out_only(room):
    await change(locked=True, seats={"sent-away": "removed"})
    assert await refusal_of(await socket_to()) == ("room_locked", {}, 4403)
    assert await refusal_of(await socket_to(cookie=cookie_of("sent-away"))) == ("removed", {}, 4403)
    known = await socket_to(cookie=cookie_of("known-one"))
    assert await is_in(known)
    await known.disconnect()
    hub.reset()
    await change(locked=False, code="NEW234")
    assert (await refusal_of(await socket_to()))[0] == "no_such_room"
    known = await socket_to(cookie=cookie_of("known-one"))
    assert await is_in(known)
    await known.disconnect()


async def test_whoever_is_sent_out_is_told_and_the_socket_closes(room):
    teacher = await socket_to()
    student = await socket_to(cookie=cookie_of("student-1"))
    assert await is_in(teacher) and await is_in(student)
    live = hub.get(CODE)
    live.room.recast(replace(live.room.company, seats={"student-1": "removed"}))
    texts = []
    while True:
        output = await student.receive_output(timeout=5)
        if output["type"] == "websocket.close":
            break
        texts.append(json.loads(output["text"]))
    assert output["code"] == 4403 and texts[-1]["code"] == "removed"
    await student.disconnect()
    await teacher.disconnect()


@pytest.mark.django_db(transaction=True)
def test_a_code_that_was_renewed_leads_in_under_the_room_s_own_address(room):
    old = company_store.company_of(Room.objects.get())
    company_store.company_save(Room.objects.get().pk, old, replace(old, code="NEW234"))
    student, viewer, late = Client(), Client(), Client()
    assert student.get("/join/NEW234/")["Location"] == f"/r/{CODE}/"
    assert student.get(f"/r/{CODE}/").context["role"] == "student"
    assert viewer.get("/r/NEW234/")["Location"] == f"/r/{CODE}/"
    page = viewer.get(f"/r/{CODE}/")
    assert page.context["role"] == "viewer" and b"NEW234" in page.content
    assert late.get(f"/r/{CODE}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_site_holds_so_many_rooms():
    with bounded(rooms=1):
        assert Client().post(START).status_code == 302
        answer = Client().post(START)
    assert answer.status_code == 503 and b"no more rooms" in answer.content


@pytest.mark.django_db(transaction=True)
def test_an_address_opens_so_many_rooms_a_minute():
    with bounded(starts_per_minute=1):
        guard.reset()
        assert Client().post(START).status_code == 302
        assert Client().post("/demo/take/").status_code == 429
        assert Client(REMOTE_ADDR="192.0.2.9").post(START).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_form_is_so_large():
    assert Client().post("/join/", {"code": "x" * 400_000}).status_code in (400, 413)
    many = {f"field{n}": "x" for n in range(801)}
    assert Client().post("/join/", many).status_code == 400


def test_what_counts_as_one_address(settings):
    assert address_of("192.0.2.7", "198.51.100.1") == "192.0.2.7"
    assert address_of("2001:db8:1:2:3::4", None) == address_of("2001:db8:1:2:9::9", None)
    assert address_of("2001:db8:1:3::4", None) != address_of("2001:db8:1:2::4", None)
    assert address_of("fe80::1%eth0", None) == "fe80::/64"
    assert address_of(None, None) == ""
    settings.BEHIND_PROXY = True
    assert address_of("10.0.0.1", "1.2.3.4, 198.51.100.1") == "198.51.100.1"
    assert address_of("10.0.0.1", None) == "10.0.0.1"
    assert len(address_of("10.0.0.1", "x" * 500)) <= 64


def test_many_addresses_take_little_memory():
    with bounded(addresses_kept=10):
        buckets = Buckets(lambda: 5)
        for n in range(1_000):
            buckets.of(f"192.0.2.{n}")
        assert len(buckets) == 10


def test_many_addresses_together_get_one_try_each():
    with bounded(joins_per_minute_all=3, joins_per_minute=40):
        many = Guard()
        for n in range(3):
            assert many.may_try(f"a{n}")
            many.missed(f"a{n}")
        assert not many.may_try("a1")
        assert many.may_try("fresh")
