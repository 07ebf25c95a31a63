"""Servers that send the same frames to all their viewers in three ways.

    python benchmarks/loads/servers.py room|channels|writer --port 8000 --fps 20 --size 2048
    python benchmarks/loads/servers.py rooms --port 8000 --rooms 300 --report lag.json

room      this site: its application under Daphne, a room whose run is a fixed frame
rooms     this site with so many solo rooms of a scene; reports how late its loop was
channels  the stock Channels consumer, a group in the in-memory layer, under Daphne
writer    a bare asyncio writer: the physical limit
All have the collector tuned as `manage.py serve` does. They end with SIGTERM.
"""

import argparse
import asyncio
import base64
import gc
import hashlib
import json
import os
import struct
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from loads.processes import code_of

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
PAD = json.dumps([[i, i * 7, i * 13 % 997, f"b{i % 9}"] for i in range(4_000)])


def pad(size: int) -> str:
    return PAD[:size].replace('"', "'")


def frame(number: int, filling: str) -> str:
    return f'{{"t":{time.monotonic_ns()},"q":{number},"p":"{filling}"}}'


async def paced(fps: float, deliver: Any) -> None:
    """Call `deliver(number)` so many times a second; when late, go on from now."""
    loop = asyncio.get_running_loop()
    due, number = loop.time(), 0
    while True:
        number += 1
        await deliver(number)
        due = max(due + 1 / fps, loop.time() - 1 / fps)
        await asyncio.sleep(max(0.0, due - loop.time()))


def tune_collector() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)


def site_environment() -> None:
    """Settings of a site with a database of its own."""
    import atexit

    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    os.environ["EVENTARIUM_DB"] = f"{folder.name}/bench.sqlite3"
    os.environ["EVENTARIUM_PLAIN_HTTP"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "eda_site.settings"
    import django

    django.setup()


def daphne(application: Any, port: int, ready: Any = None) -> None:
    from daphne.endpoints import build_endpoint_description_strings
    from daphne.server import Server

    endpoints = build_endpoint_description_strings(host="127.0.0.1", port=port)
    server = Server(application=application, endpoints=endpoints, verbosity=0, ready_callable=ready)
    tune_collector()
    server.run()


def serve_room(port: int, options: argparse.Namespace) -> None:
    """The site as it is; only what the run brings is replaced by a frame of a fixed size."""
    site_environment()
    from eda_site.asgi import application
    from eda_site.rooms import demo, wire
    from eda_site.rooms.limits import Limits
    from eda_site.rooms.room import Room

    filling = pad(options.size - 260)

    class FixedRoom(Room):
        """One frame for each beat of its clock, and a beat when one is due."""

        number = 0

        def tick(self, elapsed_s: float) -> None:
            if self.frame_due_s() < 0.001:
                self.emit([])

        def look_s(self) -> float:
            return 1.0

        def emit(self, events: list[Any]) -> None:
            self.number += 1
            now_s = self.port.now_s()
            stamp = {"type": "frame", "t": time.monotonic_ns(), "q": self.number}
            data = (
                stamp
                | {"ask": False}
                | wire.frame_data(1, self.number - 1, self.number, self.clock())
            )
            data["ask"], data["rows"] = self.asks.is_due(now_s), [filling]
            self._framed_seq = self.number
            self._framed_s = max(self._framed_s + 1 / self.limits.frames_per_s, now_s - 1)
            self.asks.sent(self.ring.append(wire.Frame(data), now_s))
            self.wake()

    made = demo.make

    def make(port: Any, bounds: Limits) -> Room | None:
        limits = Limits(frames_per_s=options.fps, people=5_000)  # type: ignore[arg-type]
        room = made(port, limits)
        assert room is not None
        fixed = FixedRoom(demo.CODE, room.run, port, limits)
        fixed.slug, fixed.engine, fixed.branches = room.slug, room.engine, room.branches
        return fixed

    demo.make = make
    daphne(application, port)


def serve_rooms(port: int, options: argparse.Namespace) -> None:
    """The site as it is with `options.rooms` rooms stored, and a probe on its loop."""
    from django.core.management import call_command

    site_environment()
    from eda_site.asgi import application
    from eda_site.rooms import services
    from eda_site.rooms.library import DEFAULT_SEED, scene_scenario
    from eda_site.rooms.services import NewRoom
    from eda_site.rooms.writer import writer

    call_command("migrate", verbosity=0, interactive=False)
    scenario = scene_scenario(options.scene)
    assert scenario is not None
    made = []
    for n in range(options.rooms):
        text = json.dumps(heavy(scenario) if n < options.heavy else scenario)
        new = NewRoom(code_of(n), options.scene, text, "1", DEFAULT_SEED + n, "teaching", "")
        made.append(writer.submit(services.room_create, new))
    for n, room in enumerate(made):
        speed = 8_000 if n < options.heavy else options.speed
        writer.submit(set_speed, room.result(), speed).result()
    writer.stop()
    probe = LoopProbe()
    daphne(application, port, probe.start)
    Path(options.report).write_text(json.dumps(probe.rows))


def set_speed(room_id: int, speed: int) -> None:
    from eda_site.rooms.models import Room

    Room.objects.filter(pk=room_id).update(speed_permille=speed)


def heavy(scenario: dict[str, Any]) -> dict[str, Any]:
    """The same scene with a hundred times as many records."""
    producers = [{**one, "rate_per_s": 200} for one in scenario["producers"]]
    return {**scenario, "producers": producers}


class LoopProbe:
    """Every 10 ms: how late the loop was. Every second: what all rooms have done so far."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = {"lag": [], "done": []}

    def start(self) -> None:
        self.loop = asyncio.get_event_loop()
        self.due_s = self.count_s = self.loop.time()
        self._look()

    def _look(self) -> None:
        now_s = self.loop.time()
        self.rows["lag"].append([time.monotonic(), now_s - self.due_s])
        if now_s >= self.count_s:
            self.count_s = now_s + 1
            self._count()
        self.due_s = self.loop.time() + 0.01
        self.loop.call_at(self.due_s, self._look)

    def _count(self) -> None:
        from eda_site.rooms.hub import hub

        rooms = [live.room for live in sorted(hub.all(), key=lambda live: live.room.id)]
        self.rows["done"].append(
            {
                "at": time.monotonic(),
                "events": [room.pace.head.seq for room in rooms],
                "stage_s": [room.pace.stage_us / 1e6 for room in rooms],
            }
        )


def serve_channels(port: int, options: argparse.Namespace) -> None:
    from django.conf import settings

    layer = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    settings.configure(SECRET_KEY="benchmark", INSTALLED_APPS=["channels"], CHANNEL_LAYERS=layer)
    import django

    django.setup()
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.layers import get_channel_layer
    from channels.routing import ProtocolTypeRouter, URLRouter
    from django.urls import re_path

    filling, tasks = pad(options.size), []

    async def deliver(number: int) -> None:
        message = {"type": "frame.out", "text": frame(number, filling)}
        await get_channel_layer().group_send("all", message)

    class Stock(AsyncWebsocketConsumer):
        async def connect(self) -> None:
            await self.channel_layer.group_add("all", self.channel_name)
            await self.accept()
            if not tasks:
                tasks.append(asyncio.ensure_future(paced(options.fps, deliver)))

        async def disconnect(self, code: int) -> None:
            await self.channel_layer.group_discard("all", self.channel_name)

        async def frame_out(self, event: dict[str, Any]) -> None:
            await self.send(text_data=event["text"])

    daphne(ProtocolTypeRouter({"websocket": URLRouter([re_path("", Stock.as_asgi())])}), port)


class Writer(asyncio.Protocol):
    """The least that a websocket needs; what comes in is not read."""

    viewers: set["Writer"] = set()

    def connection_made(self, transport: Any) -> None:
        self.transport, self.head = transport, b""

    def data_received(self, data: bytes) -> None:
        if self in self.viewers:
            return
        self.head += data
        if b"\r\n\r\n" not in self.head:
            return
        key = self.head.lower().index(b"sec-websocket-key:")
        given = self.head[key:].split(b"\r\n")[0].partition(b":")[2].strip()
        accept = base64.b64encode(hashlib.sha1(given + GUID).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self.viewers.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self.viewers.discard(self)


def serve_writer(port: int, options: argparse.Namespace) -> None:
    filling = pad(options.size)

    async def deliver(number: int) -> None:
        payload = frame(number, filling).encode()
        whole = b"\x81\x7e" + struct.pack("!H", len(payload)) + payload
        for viewer in Writer.viewers:
            if viewer.transport.get_write_buffer_size() < 1 << 20:
                viewer.transport.write(whole)

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        await loop.create_server(Writer, "127.0.0.1", port, backlog=2_048)
        await paced(options.fps, deliver)

    tune_collector()
    asyncio.run(serve())


KINDS = {
    "room": serve_room,
    "rooms": serve_rooms,
    "channels": serve_channels,
    "writer": serve_writer,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--fps", type=float, default=20)
    parser.add_argument("--size", type=int, default=2_048)
    parser.add_argument("--rooms", type=int, default=10)
    parser.add_argument("--heavy", type=int, default=0, help="so many of them want too much")
    parser.add_argument("--scene", default="broker-fails")
    parser.add_argument("--speed", type=int, default=1_000, help="permille")
    parser.add_argument("--report", help="where `rooms` writes what its probe saw")
    options = parser.parse_args()
    KINDS[options.kind](options.port, options)


if __name__ == "__main__":
    main()
