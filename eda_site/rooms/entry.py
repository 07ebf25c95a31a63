"""The way into a room for whatever carries its messages: counted, looked up, let in."""

import logging
from typing import Any, NamedTuple

from eda_site.rooms import demo, tokens
from eda_site.rooms.codes import Refused
from eda_site.rooms.company import Badge
from eda_site.rooms.guard import address_of_scope, guard
from eda_site.rooms.hub import Live, hub
from eda_site.rooms.limits import limits

log = logging.getLogger(__name__)

CLOSES = {
    "no_such_room": 4404,
    "room_full": 4409,
    "address_full": 4409,
    "too_many_tries": 4429,
}
"""Close codes of sockets by what was refused, else TURNED_AWAY. After 4403 and 4404 a page does not come
back by itself (static/js/wire/socket.js); the others pass."""


class Admitted(NamedTuple):
    """Somebody in a room: `role` as the room sees it at this moment."""

    live: Live
    badge: Badge
    role: str


class Entry:
    """One connection. Whoever opens one closes it, refused or not."""

    def __init__(self, scope: Any) -> None:
        self._scope = scope
        self._address = address_of_scope(scope)
        self._counted = False

    async def open(self, code: str) -> Admitted:
        """Let somebody in with this code or address of a room. Raises Refused."""
        self._counted = guard.socket_opened(self._address)
        if not self._counted:
            raise Refused("address_full", limit=limits().sockets_per_address)
        session = tokens.session_of(self._scope)
        live = await self._live(session, code)
        badge = tokens.badge_of(session, live.room.code)
        try:
            role = live.room.company.admit(badge, tokens.clean_code(code) or code)
        except Refused as refused:
            if refused.code == "no_such_room":
                guard.missed(self._address)
            raise
        if len(live.room.viewers) >= live.room.limits.people:
            raise Refused("room_full", limit=live.room.limits.people)
        return Admitted(live, badge, role)

    async def _live(self, session: Any, code: str) -> Live:
        if code == demo.CODE:
            known: str | None = code
        else:
            known = tokens.clean_code(code)
            if not tokens.is_known(session, known or "") and not guard.may_try(self._address):
                raise Refused("too_many_tries")
        live = await hub.open(known) if known else None
        if live is None:
            guard.missed(self._address)
            raise Refused("no_such_room", code=code[:12])
        return live

    def close(self) -> None:
        """The connection has ended."""
        if self._counted:
            self._counted = False
            guard.socket_closed(self._address)
