"""The same rooms on PostgreSQL: every test that stores something runs there as well."""

import asyncio
import os
import re
import subprocess
import sys

import psycopg
import pytest

from tests.conftest import ROOT, LiveServer
from tests.postgres import Postgres
from tests.web.rooms.test_kill import Visitor, read_until, say

PUBLISH = "publish checkout orders key=ada"
STORING = (
    "test_writer.py",
    "test_moment.py",
    "test_snapshots.py",
    "test_old_rooms.py",
    "test_sockets.py",
    "test_storage_faults.py",
)


@pytest.mark.slow
def test_every_test_of_storage_holds_on_postgresql(postgres):
    files = [str(ROOT / "tests" / "web" / "rooms" / name) for name in STORING]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        env={**os.environ, "EVENTARIUM_TEST_DATABASE_URL": postgres.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 60


async def test_a_database_that_dies_and_returns_costs_refusals_and_nothing_else(tmp_path):
    """Its own server: nobody else's connections die with it."""
    database = await asyncio.to_thread(Postgres)
    server = LiveServer(tmp_path, DATABASE_URL=database.url)
    try:
        await asyncio.to_thread(server.start)
        visitor = Visitor(server)
        code = await asyncio.to_thread(visitor.start)
        async with visitor.socket(code) as socket:
            await say(socket, "h", "hello")
            assert (await say(socket, "a", "command", text=PUBLISH))["type"] == "ack"
            await asyncio.to_thread(database.kill)
            answer = await say(socket, "b", "command", text="crash broker 1")
            assert answer["code"] in ("storage_failed", "storage_slow")
            await read_until(socket, lambda m: m["type"] == "frame")  # the run goes on
            await asyncio.to_thread(database.start)
            assert (await say(socket, "c", "command", text=PUBLISH))["type"] == "ack"
        with psycopg.connect(database.url) as connection:
            rows = connection.execute("select intent_id from rooms_command order by n").fetchall()
        assert rows == [("a",), ("c",)]
    finally:
        server.stop()
        database.stop()
