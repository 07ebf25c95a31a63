"""The socket's end: hands texts to the room's door, and sends what the room has for its viewer."""

import contextlib
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from eda_site.rooms import wire
from eda_site.rooms.codes import Refused
from eda_site.rooms.entry import CLOSES, Admitted, Entry
from eda_site.rooms.outlet import Outlet
from eda_site.rooms.roles import VIEWER
from eda_site.rooms.viewer import TURNED_AWAY, Viewer


class RoomConsumer(AsyncWebsocketConsumer):
    """Thin: no channel layer, no thread hop, no task: the outlet writes what the cursor lacks."""

    channel_layer_alias = "none of them"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Read messages in turn; the stock loop makes two tasks for each of them.

        However it ends, be it that the server cancels it while a room is loaded, nothing stays counted.
        """
        self.scope = scope
        self.base_send = send
        try:
            with contextlib.suppress(StopConsumer):
                while True:
                    await self.dispatch(await receive())
        finally:
            self._close()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without the stock consumer's hop to a thread for each message."""
        kind = message["type"]
        if kind == "websocket.receive":
            self.live.door.receive(self.viewer, message.get("text") or "")
        elif kind == "websocket.connect":
            await self._open()
        elif kind == "websocket.disconnect":
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
        self.viewer = Viewer(badge.actor, role, badge=badge)
        self.outlet = Outlet(self.base_send, lambda: self.viewer.take(room))
        flush = self.outlet.flush
        self.viewer.wake = lambda: room.delivery.want(flush)
        self.viewer.drop = self.outlet.close
        self.live.join(self.viewer)
        if room.outdated:
            fields = {"engine": room.outdated, "engine_now": room.engine}
            self.viewer.answer(wire.notice("engine_changed", fields))

    async def _refuse(self, refused: Refused) -> None:
        await self.send(wire.error(None, refused.code, refused.fields))
        await self.close(CLOSES.get(refused.code, TURNED_AWAY))
        self.live = Closed()  # type: ignore[assignment]
        self.viewer = Viewer("", VIEWER)

    def _close(self) -> None:
        entry = getattr(self, "_entry", None)
        if entry is not None:
            entry.close()
        outlet = getattr(self, "outlet", None)
        if outlet is not None:
            outlet.close()
            self.live.room.leave(self.viewer)


class Closed:
    """Stands for the room of a socket that was refused: what still comes in is dropped."""

    def __init__(self) -> None:
        self.door = self

    def receive(self, viewer: Viewer, text: str) -> None: ...
