"""The end of the process: every browser is told and every room saved before the sockets close.

What was acknowledged is stored already; a farewell only spares people the wait for a socket that is
dead, and spreads their return.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from eda_site.rooms import wire
from eda_site.rooms.hub import hub
from eda_site.rooms.port import LoopPort
from eda_site.rooms.writer import writer

log = logging.getLogger(__name__)

App = Callable[[Any, Any, Any], Awaitable[None]]

SERVICE_RESTART = 4012
"""1012 is the protocol's own, but servers let applications use 1000 and 3000 to 4999 only."""
LEAST_BACK_MS, BACK_MS_EACH = 1_500, 10
"""Browsers spread their return over so long: 100 a second is what a server takes without haste."""
FLUSH_S = 0.3


class Farewell:
    """`stopping` is True from the first word on."""

    def __init__(self) -> None:
        self.stopping = False

    def say(self) -> None:
        """Tell and close everybody, save every room. Does not wait."""
        if self.stopping:
            return
        self.stopping = True
        live = hub.all()
        viewers = [viewer for each in live for viewer in each.room.viewers]
        log.info("Stopping with %d rooms and %d viewers", len(live), len(viewers))
        back_ms = max(LEAST_BACK_MS, BACK_MS_EACH * len(viewers))
        text = wire.notice("server_stops", {"back_in_ms": back_ms})
        for each in live:
            each.room.save()
            for viewer in list(each.room.viewers):
                viewer.say_last(text, SERVICE_RESTART)
        LoopPort.standings.flush()

    async def finish(self) -> None:
        """Wait until what was said has left and what was saved is stored."""
        self.say()
        await asyncio.sleep(FLUSH_S)
        await asyncio.to_thread(writer.stop)


farewell = Farewell()


class Stoppable:
    """ASGI: new sockets are turned away once the end has begun."""

    def __init__(self, sockets: App) -> None:
        self._sockets = sockets

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not farewell.stopping:
            return await self._sockets(scope, receive, send)
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": SERVICE_RESTART})
        return None


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """For servers that tell when they start and stop. Daphne does not; `serve` sees to it there."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await farewell.finish()
            await send({"type": "lifespan.shutdown.complete"})
            return
