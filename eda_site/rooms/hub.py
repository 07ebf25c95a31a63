"""The rooms in memory, by code. One process owns them; all of it happens in one loop's thread."""

import asyncio
import contextlib
import logging
from collections.abc import Generator
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from channels.db import database_sync_to_async

from broker_core import ENGINE_VERSION
from broker_core.history import Run
from eda_site.rooms import demo, selectors, services
from eda_site.rooms.archive import Archive, Mark
from eda_site.rooms.clock import RoomClock
from eda_site.rooms.door import Door
from eda_site.rooms.limits import limits
from eda_site.rooms.port import LoopPort, Store
from eda_site.rooms.rebuild import full_logs, new_run, rebuild_steps
from eda_site.rooms.room import Room
from eda_site.rooms.selectors import Stored
from eda_site.rooms.services import Branch
from eda_site.rooms.sweeper import Sweeper
from eda_site.rooms.viewer import Viewer
from eda_site.rooms.writer import writer

log = logging.getLogger(__name__)

T = TypeVar("T")
WORD_S = 0.5
"""So long a room that is opened waits for the writer, which may have something about it to write."""


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
        self._resting: dict[str, object] = {}

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
        sweeper.start()
        task = self._loading.get(code)
        if task is None:
            task = self._loading[code] = asyncio.create_task(self._load(code))
            task.add_done_callback(lambda _: self._loading.pop(code, None))
        return await asyncio.shield(task)

    def codes(self) -> set[str]:
        """The rooms in memory or on their way there; may be called from any thread."""
        return {*self._live.copy(), *self._loading.copy()}

    def rest(self, room: Room) -> None:
        """A room's clock has ended, or has not begun: forget the room when it has rested long."""
        self._resting[room.code] = turn = object()
        room.port.later(room.limits.forget_s, lambda: self._forget(room, turn))

    def reset(self) -> None:
        """Forget everything, as a killed server would, but let the writer finish."""
        for live in self._live.values():
            with contextlib.suppress(RuntimeError):
                live.clock.stop()
        self._live.clear()
        self._resting.clear()
        for task in list(self._loading.values()):
            with contextlib.suppress(RuntimeError):
                task.cancel()
        self._loading.clear()
        sweeper.stop()
        LoopPort.standings.flush()
        writer.stop()

    def _forget(self, room: Room, turn: object) -> None:
        live = self._live.get(room.code)
        if live is None or live.room is not room or self._resting.get(room.code) is not turn:
            return
        if live.clock.running:
            return
        if live.door.busy or room.archive.busy:
            self.rest(room)
            return
        del self._live[room.code], self._resting[room.code]

    async def _load(self, code: str) -> Live | None:
        port = LoopPort(asyncio.get_running_loop(), writer)
        if code == demo.CODE:
            room: Room | None = demo.make(port, limits())
        else:
            stored = await self._stored(code)
            room = await restore(stored, port) if stored is not None else None
        if room is None:
            return None
        door = Door(room)
        if code != demo.CODE and stored is not None:
            door.recall(stored.answered)
        live = self._live[code] = Live(room, door, RoomClock(room))
        self.rest(room)
        return live

    async def _stored(self, code: str) -> Stored | None:
        """What is stored of a room, after all that the writer has still to write about it."""
        LoopPort.standings.flush()
        try:
            touch = asyncio.wrap_future(writer.submit(services.room_touch, code))
            if not await asyncio.wait_for(touch, WORD_S):
                return None
        except Exception as problem:
            log.warning("Room %s is opened without a word to storage: %r", code, problem)
        return await database_sync_to_async(selectors.room_load, thread_sensitive=False)(code)


async def restore(stored: Stored, port: LoopPort) -> Room:
    """A room at the moment at which it was saved, with the same digest."""
    bounds = limits()
    marks = [Mark(*row) for row in stored.marks]
    archive = Archive(stored.id, marks, stored.next_page)
    branch, logs = stored.branches[stored.timeline], full_logs(stored)
    head_us = max(stored.heads[branch.n], stored.shown_at_us)
    seq, live = stored.shown_seq, stored.shown_at_us == head_us
    slice_s = bounds.slice_s / 8  # the longest step, a run's beginning, takes almost all of it
    try:
        work = rebuild_steps(
            archive, stored.scenario, branch, logs[branch.n], head_us, seq if live else None
        )
        run: Run = await in_slices(work, slice_s)
    except Exception:
        log.exception("Room %s cannot be replayed; it begins anew", stored.code)
        branch = Branch(max(stored.branches) + 1, branch.n, 0, 0, branch.seed, branch.preset)
        await asyncio.wrap_future(port.store(_ignore, services.timeline_create, stored.id, branch))
        stored.branches[branch.n], logs[branch.n] = branch, []
        stored = replace(stored, shown_at_us=0, stop_at_us=None)
        run = new_run(stored.scenario, branch.seed, branch.preset)
    run.scenario = stored.scenario
    room = Room(stored.code, run, port, bounds, stored.id)
    room.slug, room.engine = stored.slug, ENGINE_VERSION
    room.outdated = stored.engine if stored.engine != ENGINE_VERSION else None
    room.company = stored.company
    room.runs_on = stored.runs_on
    room.archive = archive
    room.branches, room.logs, room.heads = stored.branches, logs, stored.heads
    room.bookmarks = stored.bookmarks
    room.runs = {branch.n: run}
    room.timeline = branch.n
    room.playing, room.speed_permille = stored.playing, stored.speed_permille
    room.stop_at_us = stored.stop_at_us
    if stored.shown_at_us < run.head.now_us:
        await in_slices(archive.bring_steps(run, room.full_scenario, stored.shown_at_us), slice_s)
        head = await in_slices(run.seek_steps(stored.shown_at_us, seq=seq), slice_s)
        room.pace.show(run, head)
        room.refresh()
    return room


def _ignore(result: Any, error: BaseException | None) -> None:
    """The future says it."""


async def in_slices(work: Generator[Store | None, None, T], slice_s: float) -> T:
    """Run sliced work to its end without holding the loop longer than a slice; what it wants of
    storage is done in another thread."""
    loop = asyncio.get_running_loop()
    until_s = loop.time() + slice_s
    while True:
        try:
            item = next(work)
        except StopIteration as end:
            result: Any = end.value
            return result
        if item is not None:
            await database_sync_to_async(item.work, thread_sensitive=False)(*item.args)
        if item is not None or loop.time() >= until_s:
            await asyncio.sleep(0)
            until_s = loop.time() + slice_s


hub = Hub()
sweeper = Sweeper(hub.codes)
