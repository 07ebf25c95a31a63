"""The rooms in memory, by code. One process owns them; all of it happens in one loop's thread."""

import asyncio
import contextlib
import logging
from typing import Any, NamedTuple, TypeVar

from channels.db import database_sync_to_async

from broker_core import ENGINE_VERSION
from broker_core.history import Run
from broker_core.history.run import Slices
from eda_site.rooms import demo, selectors
from eda_site.rooms.clock import RoomClock
from eda_site.rooms.door import Door
from eda_site.rooms.limits import limits
from eda_site.rooms.port import LoopPort
from eda_site.rooms.rebuild import full_logs, rebuild_steps
from eda_site.rooms.room import Room
from eda_site.rooms.selectors import Stored
from eda_site.rooms.viewer import Viewer
from eda_site.rooms.writer import writer

log = logging.getLogger(__name__)

T = TypeVar("T")


class Live(NamedTuple):
    """A room in memory with the door to it and its clock."""

    room: Room
    door: Door
    clock: RoomClock

    def join(self, viewer: Viewer) -> None:
        self.room.join(viewer)
        self.clock.start(lambda: hub.rest(self.room))


class Hub:
    """Rooms load when touched and leave memory when nobody has touched them for a while."""

    def __init__(self) -> None:
        self._live: dict[str, Live] = {}
        self._loading: dict[str, asyncio.Task[Live | None]] = {}

    def get(self, code: str) -> Live | None:
        """The room if it is in memory; may be called from any thread."""
        return self._live.get(code)

    def all(self) -> list[Live]:
        """The rooms in memory."""
        return list(self._live.values())

    async def open(self, code: str) -> Live | None:
        """The room, rebuilt to its saved moment if need be; None when there is no such room."""
        live = self._live.get(code)
        if live is not None:
            return live
        task = self._loading.get(code)
        if task is None:
            task = self._loading[code] = asyncio.create_task(self._load(code))
            task.add_done_callback(lambda _: self._loading.pop(code, None))
        return await asyncio.shield(task)

    def rest(self, room: Room) -> None:
        """A room's clock has ended: forget those that have rested longest."""
        room.port.later(room.limits.forget_s, lambda: self._forget(room))

    def reset(self) -> None:
        """Forget everything, as a killed server would, but let the writer finish."""
        for live in self._live.values():
            with contextlib.suppress(RuntimeError):
                live.clock.stop()
        self._live.clear()
        for task in list(self._loading.values()):
            with contextlib.suppress(RuntimeError):
                task.cancel()
        self._loading.clear()
        LoopPort.standings.flush()
        writer.stop()

    def _forget(self, room: Room) -> None:
        live = self._live.get(room.code)
        if live is not None and live.room is room and not live.clock.running:
            del self._live[room.code]

    async def _load(self, code: str) -> Live | None:
        port = LoopPort(asyncio.get_running_loop(), writer)
        if code == demo.CODE:
            room: Room | None = demo.make(port, limits())
        else:
            load = database_sync_to_async(selectors.room_load, thread_sensitive=False)
            stored = await load(code)
            room = await restore(stored, port) if stored is not None else None
        if room is None:
            return None
        door = Door(room)
        if code != demo.CODE and stored is not None:
            door.recall(stored.answered)
        live = self._live[code] = Live(room, door, RoomClock(room))
        return live


async def restore(stored: Stored, port: LoopPort) -> Room:
    """A room at the moment at which it was saved, with the same digest."""
    bounds = limits()
    branch, logs = stored.branches[stored.timeline], full_logs(stored)
    head_us = max(stored.heads[branch.n], stored.shown_at_us)
    try:
        run: Run = await in_slices(
            rebuild_steps(stored.scenario, branch, logs[branch.n], head_us), bounds.slice_s
        )
    except Exception:
        log.exception("Room %s cannot be replayed; it begins anew", stored.code)
        run = await in_slices(rebuild_steps(stored.scenario, branch, [], 0), bounds.slice_s)
    run.scenario = stored.scenario
    room = Room(stored.code, run, port, bounds, stored.id)
    room.slug, room.engine = stored.slug, ENGINE_VERSION
    room.outdated = stored.engine if stored.engine != ENGINE_VERSION else None
    room.owner_hash, room.owner_role = stored.owner_hash, stored.owner_role
    room.runs_on = stored.runs_on
    room.branches, room.logs, room.heads = stored.branches, logs, stored.heads
    room.runs = {branch.n: run}
    room.timeline = branch.n
    room.playing, room.speed_permille = stored.playing, stored.speed_permille
    if stored.shown_at_us < run.head.now_us:
        head = await in_slices(run.seek_steps(stored.shown_at_us), bounds.slice_s)
        room.pace.show(run, head)
        room.refresh()
    return room


async def in_slices(work: Slices[T], slice_s: float) -> T:
    """Run sliced work to its end without holding the loop longer than a slice."""
    loop = asyncio.get_running_loop()
    until_s = loop.time() + slice_s
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Any = end.value
            return result
        if loop.time() >= until_s:
            await asyncio.sleep(0)
            until_s = loop.time() + slice_s


hub = Hub()
