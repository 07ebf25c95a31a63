"""Writes a viewer's texts to its socket: at once where the server takes them at once.

A task per viewer and frame would cost as much again as the frame. So the server's `send` is run on
the spot; a server that makes it wait (for a socket that is full) gets a task for that one viewer,
and nothing else is written to it meanwhile: what is due stays in the room's ring.
"""

import asyncio
import logging
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from typing import Any

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Outlet:
    """`take` gives the texts that are due. Nothing is kept here but what one `take` gave."""

    def __init__(self, send: Send, take: Callable[[], Sequence[str]]) -> None:
        self._send = send
        self._take = take
        self._waiting: asyncio.Task[None] | None = None
        self._closed = False

    def flush(self) -> None:
        """Write what is due, unless the socket still holds up what was written before."""
        if self._waiting is not None or self._closed:
            return
        texts = self._take()
        for n, text in enumerate(texts, 1):
            held_up = self._write({"type": "websocket.send", "text": text})
            if held_up is not None:
                rest = texts[n:]
                self._waiting = asyncio.get_running_loop().create_task(self._finish(held_up, rest))
                return

    def close(self, code: int | None = None) -> None:
        """Write nothing more; with a code, close the socket."""
        if self._closed:
            return
        if code is not None:
            self.flush()
        self._closed = True
        if self._waiting is not None:
            self._waiting.cancel()
        if code is not None:
            held_up = self._write({"type": "websocket.close", "code": code})
            if held_up is not None:
                self._waiting = asyncio.get_running_loop().create_task(_whole(held_up))

    def _write(self, message: dict[str, Any]) -> Awaitable[None] | None:
        """Run the server's send as far as it goes; what is left of it when it has to wait."""
        step = self._send(message)
        try:
            awaited = step.send(None)
        except StopIteration:
            return None
        except Exception:
            # Servers say in their own ways that a socket is gone; its disconnect follows.
            log.debug("A socket ended while it was written to", exc_info=True)
            self._closed = True
            return None
        return _rest_of(step, awaited)

    async def _finish(self, held_up: Awaitable[None], rest: Sequence[str]) -> None:
        try:
            await held_up
            for text in rest:
                await self._send({"type": "websocket.send", "text": text})
        except Exception:
            log.debug("A socket ended while it was written to", exc_info=True)
            self._closed = True
        finally:
            self._waiting = None
        self.flush()


async def _whole(held_up: Awaitable[None]) -> None:
    await held_up


@types.coroutine
def _rest_of(step: Coroutine[Any, Any, None], awaited: Any) -> Generator[Any, Any, None]:
    """What is left of a coroutine that was begun outside a task and waits for `awaited`."""
    try:
        while True:
            try:
                value = yield awaited
            except BaseException as error:
                awaited = step.throw(error)
            else:
                awaited = step.send(value)
    except StopIteration:
        return
