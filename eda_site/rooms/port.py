"""What a room needs of the world: time, a turn of the loop, storage. Tests bring their own."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, Protocol

from eda_site.rooms import services
from eda_site.rooms.shares import Shares
from eda_site.rooms.standings import Standings
from eda_site.rooms.writer import Writer, writer

Done = Callable[[Any, BaseException | None], None]


class Handle(Protocol):
    def cancel(self) -> None: ...


class Store(NamedTuple):
    """Save `work(*args)` first. `undo` takes it back when it was saved too late to be shown, with
    the same arguments, or those that `undo_args` gives at that time."""

    work: Callable[..., Any]
    undo: Callable[..., Any]
    args: tuple[Any, ...]
    undo_args: Callable[[], tuple[Any, ...]] | None = None

    def args_of_undo(self) -> tuple[Any, ...]:
        return self.undo_args() if self.undo_args else self.args


class Port(Protocol):
    """Callbacks run in the room's own thread, never inside the call that asked for them."""

    shares: Shares
    """What all rooms of this world divide among themselves."""

    def now_s(self) -> float:
        """Monotonic seconds."""

    def soon(self, call: Callable[[], None]) -> None: ...

    def later(self, seconds: float, call: Callable[[], None]) -> Handle: ...

    def store(self, done: Done, work: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Write durably; `done(result, error)` follows."""

    def note(self, work: Callable[..., Any], *args: Any) -> None:
        """Write when convenient; nobody waits for it."""


class LoopPort:
    """The real world: an asyncio loop and the writer's thread."""

    shares = Shares()
    standings = Standings(writer)

    def __init__(self, loop: asyncio.AbstractEventLoop, writer: Writer) -> None:
        self.loop = loop
        self.writer = writer

    def now_s(self) -> float:
        return time.monotonic()

    def soon(self, call: Callable[[], None]) -> None:
        self.loop.call_soon(call)

    def later(self, seconds: float, call: Callable[[], None]) -> Handle:
        return self.loop.call_later(seconds, call)

    def store(self, done: Done, work: Callable[..., Any], *args: Any) -> "Future[Any]":
        self.standings.flush()
        future = self.writer.submit(work, *args)
        future.add_done_callback(lambda ended: self._tell(ended, done))
        return future

    def note(self, work: Callable[..., Any], *args: Any) -> None:
        if work is services.room_save:
            self.standings.put(self.loop, *args)
            return
        self.standings.flush()
        self.writer.submit(work, *args)

    def _tell(self, ended: "Future[Any]", done: Done) -> None:
        if ended.cancelled() or self.loop.is_closed():
            return
        error = ended.exception()
        result = None if error else ended.result()
        self.loop.call_soon_threadsafe(done, result, error)
