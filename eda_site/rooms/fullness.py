"""When a run has grown as large as this server keeps one: it stands still and says so."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from eda_site.rooms import wire
from eda_site.rooms.codes import Refused

if TYPE_CHECKING:
    from eda_site.rooms.room import Room

MOVES = frozenset({"play", "step", "command"})
"""Actions that make a run longer, when the live head is shown."""


def watch(room: "Room", events: Iterable[Any]) -> None:
    """Look at what the live head has just brought, and hold a run that is full."""
    full = _events_full(room) or _log_full(room, events)
    if full is None or room.timeline in room.full:
        return
    room.full[room.timeline] = full
    room.playing, room.stop_at_us = False, None
    room.changed()
    for viewer in room.viewers:
        viewer.answer(wire.notice(full.code, full.fields))


def check(room: "Room", type_name: str) -> None:
    """Raise Refused for an action that would make a full run longer."""
    full = room.full.get(room.timeline) or _events_full(room)
    if full is not None and type_name in MOVES and room.pace.live:
        raise full


def _events_full(room: "Room") -> Refused | None:
    limit = room.limits.events
    return Refused("run_long", limit=limit) if room.run.head.seq >= limit else None


def _log_full(room: "Room", events: Iterable[Any]) -> Refused | None:
    limit = room.limits.records
    for event in events:
        if event.type == "log.record_appended" and event.offset + 1 >= limit:
            return Refused("log_full", topic=event.topic, partition=event.partition, limit=limit)
    return None
