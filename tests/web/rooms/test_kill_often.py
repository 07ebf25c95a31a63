"""kill -9 at random instants, twenty times, while three people drive their rooms as fast as they may.

After each: nothing that was acknowledged is lost, nothing acts twice, and every room stands where
its log says, to the last event.
"""

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys

import psycopg
import pytest

from broker_core.history import Run, finish
from broker_core.pacing import Pacer
from tests.conftest import ROOT, LiveServer
from tests.web.rooms.test_kill import Visitor, read_until

pytestmark = pytest.mark.slow

ROOMS = 3

ACTS = (
    ("command", lambda rng: {"text": f"publish checkout orders key={rng.choice('abc')}"}),
    ("command", lambda rng: {"text": "crash broker 2"}),
    ("command", lambda rng: {"text": "restart broker 2"}),
    ("pause", lambda rng: {}),
    ("play", lambda rng: {}),
    ("step", lambda rng: {"thing": rng.random() < 0.5}),
    ("speed", lambda rng: {"factor_permille": rng.choice([500, 1_000, 4_000])}),
    ("back", lambda rng: {}),
    ("to_end", lambda rng: {}),
    ("start_over", lambda rng: {}),
)
WEIGHTS = (8, 1, 1, 2, 4, 3, 1, 1, 2, 0.3)


class Database:
    """What the dead server left, read with no part of it."""

    def __init__(self, target):
        self.target = target

    def rows(self, query, *values):
        if isinstance(self.target, str):
            with psycopg.connect(self.target) as connection:
                return connection.execute(query.replace("?", "%s"), values).fetchall()
        with sqlite3.connect(self.target) as database:
            return database.execute(query, values).fetchall()


class Driver:
    """One person with one room: says intents without waiting, and remembers what was answered."""

    def __init__(self, server, seed):
        self.visitor = Visitor(server)
        self.rng = random.Random(seed)
        self.code = self.visitor.start()
        self.sent = {}
        self.acked = set()

    async def drive(self, until):
        """Until the server is gone."""
        async with self.visitor.socket(self.code) as socket:
            reader = asyncio.create_task(self._read(socket))
            await socket.send(json.dumps({"id": f"h{len(self.sent)}", "type": "hello"}))
            try:
                while not until.is_set():
                    act, fields_of = self.rng.choices(ACTS, WEIGHTS)[0]
                    intent = {"id": f"i{len(self.sent)}", "type": act, **fields_of(self.rng)}
                    self.sent[intent["id"]] = intent
                    await socket.send(json.dumps(intent))
                    await asyncio.sleep(0.09 + self.rng.random() * 0.03)
            except Exception:
                assert until.is_set()
            finally:
                reader.cancel()

    async def _read(self, socket):
        async for text in socket:
            message = json.loads(text)
            if message["type"] in ("keyframe", "frame"):
                seq = message.get("seq", message.get("to"))
                await socket.send(json.dumps({"type": "seen", "seq": seq}))
            if message["type"] == "ack" and message["id"] in self.sent:
                self.acked.add(message["id"])

    async def come_back(self, database):
        """After the restart: send again what was acknowledged lately, and see where the room is."""
        before = saved(database, self.code)
        async with self.visitor.socket(self.code) as socket:
            await socket.send(json.dumps({"id": f"h-{self.rng.random()}", "type": "hello"}))
            keyframe = await read_until(socket, lambda m: m["type"] == "keyframe")
            for intent_id in sorted(self.acked, key=lambda name: int(name[1:]))[-5:]:
                await socket.send(json.dumps(self.sent[intent_id]))
                answer = await read_until(socket, lambda m, i=intent_id: m.get("id") == i)
                assert answer["type"] == "ack", (answer, self.sent[intent_id])
        check_moment(before, keyframe)

    def check_kept(self, database):
        """Every acknowledged intent is stored, and once."""
        stored = [
            row[0]
            for table in ("rooms_command", "rooms_done")
            for row in database.rows(
                f"select t.intent_id from {table} t join rooms_room r on r.id = t.room_id "
                "where r.code = ?",
                self.code,
            )
        ]
        assert len(stored) == len(set(stored))
        assert self.acked <= set(stored)


def saved(database, code):
    """A room's rows, and each timeline's whole log."""
    columns = "id, scenario, timeline, shown_at_us, shown_seq, playing, stop_at_us"
    row = database.rows(f"select {columns} from rooms_room where code = ?", code)[0]
    room = dict(zip(columns.split(", "), row, strict=True))
    logs, lines = {}, {}
    for n, parent, fork_n, seed, preset, head_us in database.rows(
        "select n, parent, fork_n, seed, preset, head_at_us from rooms_timeline "
        "where room_id = ? order by n",
        room["id"],
    ):
        own = database.rows(
            "select at_us, text from rooms_command where room_id = ? and timeline = ? order by n",
            room["id"],
            n,
        )
        logs[n] = (logs[parent][:fork_n] if parent else []) + own
        lines[n] = (seed, preset, head_us)
    return room, logs[room["timeline"]], lines[room["timeline"]]


def check_moment(before, keyframe):
    """The first picture after the restart is that of the log at that time, replayed by ourselves."""
    room, log, (seed, preset, head_us) = before
    scenario = {**json.loads(room["scenario"]), "preset": preset}
    assert keyframe["timeline"] == room["timeline"]
    assert keyframe["room"]["playing"] == bool(room["playing"])
    moving = bool(room["playing"] or room["stop_at_us"] is not None)
    shown_us, at_us = room["shown_at_us"], keyframe["at_us"]
    assert at_us == shown_us or (moving and at_us > shown_us)

    def at(seq):
        """The picture at that time, all of what is due then or only up to an event."""
        head_end_us = max(head_us, at_us)
        if at_us < head_end_us:
            run = finish(Run.rebuild(scenario, seed, log, head_end_us, Pacer()))
            return finish(run.seek_steps(at_us, seq=seq))
        return finish(Run.rebuild(scenario, seed, log, at_us, Pacer(), seq=seq)).head

    head = at(room["shown_seq"] if at_us == shown_us else None)
    if moving and head.seq != keyframe["seq"]:
        head = at(None)  # it moved on within that moment
    assert head.seq == keyframe["seq"]
    assert json.loads(json.dumps(head.sim.view())) == keyframe["view"]


def check_digests(server):
    """The server's own rebuilding, by snapshots and without, agrees for every room."""
    environment = {**os.environ, **server.environment}
    command = [sys.executable, "manage.py", "rooms", "--check"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("digest") == ROOMS


async def kill_often(server, database, times, seed):
    rng = random.Random(seed)
    drivers = [await asyncio.to_thread(Driver, server, rng.random()) for _ in range(ROOMS)]
    for n in range(times):
        killed = asyncio.Event()
        tasks = [asyncio.create_task(driver.drive(killed)) for driver in drivers]
        await asyncio.sleep(0.3 + rng.random())
        killed.set()
        server.stop(signal.SIGKILL)
        await asyncio.gather(*tasks)
        for driver in drivers:
            driver.check_kept(database)
        if n % 5 == 4:
            await asyncio.to_thread(check_digests, server)
        await asyncio.to_thread(server.start)
        for driver in drivers:
            await driver.come_back(database)
            driver.check_kept(database)
    assert all(len(driver.acked) > times for driver in drivers)


async def test_twenty_kills_lose_nothing(tmp_path):
    server = LiveServer(tmp_path)
    server.start()
    try:
        await kill_often(server, Database(tmp_path / "live.sqlite3"), 20, seed=1)
    finally:
        server.stop()


async def test_kills_lose_nothing_on_postgresql_either(tmp_path, postgres):
    server = LiveServer(tmp_path, DATABASE_URL=postgres.url)
    server.start()
    try:
        await kill_often(server, Database(postgres.url), 5, seed=2)
    finally:
        server.stop()
