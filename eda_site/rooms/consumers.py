"""The socket's end: hands texts to the room's door, and sends what the room has for its viewer."""

import contextlib
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from eda_site.rooms import demo, tokens, wire
from eda_site.rooms.hub import Live, hub
from eda_site.rooms.outlet import Outlet
from eda_site.rooms.roles import VIEWER
from eda_site.rooms.viewer import Viewer

NO_SUCH_ROOM, ROOM_FULL = 4404, 4409


class RoomConsumer(AsyncWebsocketConsumer):
    """Thin: no channel layer, no thread hop, no task: the outlet writes what the cursor lacks."""

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
        code = self.scope["url_route"]["kwargs"]["code"]
        if code != demo.CODE:
            code = tokens.clean_code(code) or ""
        live = await hub.open(code) if code else None
        await self.accept()
        if live is None:
            return await self._refuse(NO_SUCH_ROOM, "no_such_room", {"code": code[:12]})
        if len(live.room.viewers) >= live.room.limits.people:
            limit = {"limit": live.room.limits.people}
            return await self._refuse(ROOM_FULL, "room_full", limit)
        self._watch(live)
        return None

    def _watch(self, live: Live) -> None:
        session = tokens.session_of(self.scope)
        room = live.room
        role = tokens.role_of(session, room.code, room.owner_hash, room.owner_role)
        self.live = live
        self.viewer = Viewer(tokens.actor_of(session), role)
        self.outlet = Outlet(self.base_send, lambda: self.viewer.take(room))
        flush = self.outlet.flush
        self.viewer.wake = lambda: room.delivery.want(flush)
        self.viewer.drop = self.outlet.close
        live.join(self.viewer)
        if room.outdated:
            fields = {"engine": room.outdated, "engine_now": room.engine}
            self.viewer.answer(wire.notice("engine_changed", fields))

    async def _refuse(self, close_code: int, code: str, fields: dict[str, Any]) -> None:
        await self.send(wire.error(None, code, fields))
        await self.close(close_code)
        self.live = Closed()  # type: ignore[assignment]
        self.viewer = Viewer("", VIEWER)

    def _close(self) -> None:
        outlet = getattr(self, "outlet", None)
        if outlet is not None:
            outlet.close()
            self.live.room.leave(self.viewer)


class Closed:
    """Stands for the room of a socket that was refused: what still comes in is dropped."""

    def __init__(self) -> None:
        self.door = self

    def receive(self, viewer: Viewer, text: str) -> None: ...
