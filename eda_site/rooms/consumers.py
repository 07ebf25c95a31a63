"""The socket's end: hands texts to the room's door, and sends what the room has for its viewer."""

import asyncio
import contextlib
import logging
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from eda_site.rooms import wire
from eda_site.rooms.codes import Refused
from eda_site.rooms.entry import CLOSES, REFUSED, Admitted, Entry
from eda_site.rooms.roles import VIEWER
from eda_site.rooms.viewer import Viewer

log = logging.getLogger(__name__)


class RoomConsumer(AsyncWebsocketConsumer):
    """Thin: no channel layer, no thread hop, one task that sends what the viewer's cursor lacks."""

    channel_layer_alias = "none of them"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Read messages in turn; the stock loop makes two tasks for each of them."""
        self.scope = scope
        self.base_send = send
        with contextlib.suppress(StopConsumer):
            while True:
                await self.dispatch(await receive())

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without the stock consumer's hop to a thread for each message."""
        kind = message["type"]
        if kind == "websocket.receive":
            self.live.door.receive(self.viewer, message.get("text") or "")
        elif kind == "websocket.connect":
            await self._open()
        elif kind == "websocket.disconnect":
            self._close()
            raise StopConsumer()

    async def _open(self) -> None:
        await self.accept()
        self._entry = Entry(self.scope)
        try:
            self._watch(await self._entry.open(self.scope["url_route"]["kwargs"]["code"]))
        except Refused as refused:
            await self._refuse(refused)

    def _watch(self, admitted: Admitted) -> None:
        self.live, badge, role = admitted
        room = self.live.room
        self._due = asyncio.Event()
        self.viewer = Viewer(badge.actor, role, self._due.set, badge)
        self.live.join(self.viewer)
        if room.outdated:
            fields = {"engine": room.outdated, "engine_now": room.engine}
            self.viewer.answer(wire.notice("engine_changed", fields))
        self._pump_task = asyncio.create_task(self._pump())

    async def _pump(self) -> None:
        """Send whatever the viewer has not got, whenever the room wakes it."""
        try:
            while True:
                await self._due.wait()
                self._due.clear()
                for text in self.viewer.take(self.live.room):
                    await self.send(text)
                if self.viewer.ended:
                    return await self.close(REFUSED)
        except Exception:
            # Servers say in their own ways that a socket is gone; its disconnect follows.
            log.debug("A socket of room %s ended while sending", self.live.room.code, exc_info=True)

    async def _refuse(self, refused: Refused) -> None:
        await self.send(wire.error(None, refused.code, refused.fields))
        await self.close(CLOSES.get(refused.code, REFUSED))
        self.live = Closed()  # type: ignore[assignment]
        self.viewer = Viewer("", VIEWER)

    def _close(self) -> None:
        self._entry.close()
        task = getattr(self, "_pump_task", None)
        if task is not None:
            task.cancel()
            self.live.room.leave(self.viewer)


class Closed:
    """Stands for the room of a socket that was refused: what still comes in is dropped."""

    def __init__(self) -> None:
        self.door = self

    def receive(self, viewer: Viewer, text: str) -> None: ...
