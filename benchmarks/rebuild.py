"""How long a room takes to come back, and how long that holds everybody else's loop at a time.

    python benchmarks/rebuild.py [--minutes 120] [--commands-every 30] [--smoke]

Plays the default scene for so much virtual time, with a command now and then, stores what a server
would store, and lets the hub forget the room. Then it is opened three times: from its snapshots, a
moment early in it, and by replaying its log because the cache was deleted. Prints one line of JSON:
seconds (of the clock, and of the processor) until the room is there, and how long the loop was held
without a turn for others (the longest, and the one that 99 of 100 were below).
The aims, on a machine that does nothing else: two hours in under 1 s, no turn above 4 ms.
`--smoke` is short and fails only if a digest differs.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CODE, SLUG = "7KQM4X", "broker-fails"
LINES = ("publish checkout orders key=ada", "crash broker 3", "restart broker 3")
CHUNK_US = 10_000_000


class Turns:
    """Counts how long each turn of the loop takes while something else runs in it."""

    def __init__(self) -> None:
        self.took_s: list[float] = []
        self._last_s = time.perf_counter()
        self._on = True
        asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        now_s = time.perf_counter()
        self.took_s.append(now_s - self._last_s)
        self._last_s = now_s
        if self._on:
            asyncio.get_running_loop().call_soon(self._turn)

    def stop(self) -> dict[str, float]:
        self._on = False
        took = sorted(self.took_s)
        return {
            "turns": len(took),
            "longest_ms": round(1000 * took[-1], 2),
            "p99_ms": round(1000 * took[int(0.99 * (len(took) - 1))], 2),
        }


async def make(minutes: float, every_s: int) -> Any:
    """Store a room that has run for so long, as the server would have stored it on its way."""
    from eda_site.rooms import services
    from eda_site.rooms.hub import hub
    from eda_site.rooms.library import scene_scenario
    from eda_site.rooms.services import Given, NewRoom
    from eda_site.rooms.writer import writer

    scenario = json.dumps(scene_scenario(SLUG))
    new = NewRoom(CODE, SLUG, scenario, "1", 7, "teaching", "")
    await asyncio.wrap_future(writer.submit(services.room_create, new))
    live = await hub.open(CODE)
    assert live is not None
    room, given = live.room, 0
    for n in range(1, int(minutes * 60_000_000 / CHUNK_US) + 1):
        room.run.advance(n * CHUNK_US)
        room.pace.show(room.run)
        if n * CHUNK_US // 1_000_000 % every_s == 0:
            line = LINES[given % len(LINES)]
            given += 1
            entry = Given(1, given, room.now_us, line, "bench", str(given))
            await asyncio.wrap_future(writer.submit(services.command_record, room.id, entry))
            room.pace.apply(line)
            room.run.advance(room.now_us)
        room.write_down()
        while room.archive.busy:  # noqa: ASYNC110 (a few turns)
            await asyncio.sleep(0)
    standing = room.standing()
    await asyncio.wrap_future(writer.submit(services.room_save, room.id, standing))
    digest, seq, room_id = room.pace.head.sim.digest(), room.seq, room.id
    hub.reset()
    return digest, room.run.head.seq or seq, room_id, given


async def opened(digest_of: Callable[[Any], str]) -> tuple[dict[str, Any], str]:
    """Open the room once; what that took, and its digest."""
    from eda_site.rooms.hub import hub

    gc.collect()
    turns, began_s, cpu_s = Turns(), time.perf_counter(), time.process_time()
    live = await hub.open(CODE)
    took_s, cpu_s = time.perf_counter() - began_s, time.process_time() - cpu_s
    assert live is not None
    result = {"seconds": round(took_s, 3), "cpu_seconds": round(cpu_s, 3), **turns.stop()}
    digest = digest_of(live.room)
    hub.reset()
    return result, digest


def shown(room: Any) -> str:
    return str(room.pace.head.sim.digest())


async def measure(minutes: float, every_s: int) -> dict[str, Any]:
    from asgiref.sync import sync_to_async

    from eda_site.rooms.models import Page, Room, Snapshot

    def stand(at_us: int) -> None:
        Room.objects.update(shown_at_us=at_us, shown_seq=None)

    def cache() -> dict[str, int]:
        sizes = [len(data) for data in Page.objects.values_list("items", flat=True)]
        sizes += [len(data) for data in Snapshot.objects.values_list("lines", flat=True)]
        return {"snapshots": Snapshot.objects.count(), "cache_kib": sum(sizes) // 1024}

    digest, events, _, commands = await make(minutes, every_s)
    out: dict[str, Any] = {"minutes": minutes, "events": events, "commands": commands}
    out |= await sync_to_async(cache)()
    out["from_snapshots"], first = await opened(shown)
    end_us = int(minutes * 60_000_000)
    await sync_to_async(stand)(end_us // 3)
    out["shown_early"], _ = await opened(shown)
    await sync_to_async(stand)(end_us)
    await sync_to_async(Snapshot.objects.all().delete)()
    await sync_to_async(Page.objects.all().delete)()
    out["by_replay"], second = await opened(shown)
    assert first == second == digest, "a rebuilt room has another digest"
    return out


@contextmanager
def site() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "eda_site.settings",
            "EVENTARIUM_DB": f"{folder}/bench.sqlite3",
            "EVENTARIUM_PLAIN_HTTP": "1",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        # As the server does: see manage.py serve.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 50, 1_000)
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--commands-every", type=int, default=30, metavar="SECONDS")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    minutes = 3 if options.smoke else options.minutes
    with site():
        result = asyncio.run(measure(minutes, options.commands_every))
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
