"""What somebody may take out of a room: the run that is shown to them, or all of it for who drives."""

from typing import NamedTuple

from django.http import HttpRequest

from broker_core import ENGINE_VERSION
from eda_site.rooms.codes import Refused
from eda_site.rooms.front import enter
from eda_site.rooms.hub import Live, hub
from eda_site.rooms.rebuild import full_logs
from eda_site.rooms.roles import DRIVE, may
from eda_site.rooms.selectors import Stored, room_load
from eda_site.share.parcel import Parcel


class Taking(NamedTuple):
    """A room seen by one person: `lines` are the timelines they may take, each with its end, and
    `shown` is the one on the stage with the moment there."""

    stored: Stored
    role: str
    lines: dict[int, int]
    shown: tuple[int, int]
    code: str

    def parcel(self, timeline: int, at_us: int | None = None) -> Parcel:
        """The run of a timeline up to its end or an earlier moment. Raises Refused."""
        if timeline not in self.lines:
            raise Refused("not_allowed")
        end_us = self.lines[timeline]
        until_us = end_us if at_us is None else max(0, min(at_us, end_us))
        branch = self.stored.branches[timeline]
        log = full_logs(self.stored)[timeline]
        return Parcel(
            self.stored.scenario,
            branch.seed,
            branch.preset,
            tuple(row for row in log if row[0] <= until_us),
            until_us,
            self.stored.slug,
            ENGINE_VERSION,
        )


def take(request: HttpRequest, code: str) -> Taking:
    """Whoever may be in the room. Raises Refused; reads storage, so not for the loop's thread."""
    inside = enter(request, code)
    stored = room_load(inside.room.code)
    if stored is None:
        raise Refused("no_such_room", code=code[:12])
    live = hub.get(stored.code)
    timeline, now_us, settled = _shown(stored, live)
    if may(inside.role, DRIVE):
        lines = {n: _end(n, stored, live) for n in stored.branches}
        lines[timeline] = max(lines.get(timeline, 0), now_us)
        return Taking(stored, inside.role, lines, (timeline, now_us), inside.company.code)
    # Within a moment nothing is told of what belongs to it and was not shown yet.
    seen_us = now_us if settled else max(0, now_us - 1)
    shown = (timeline, seen_us)
    return Taking(stored, inside.role, {timeline: seen_us}, shown, inside.company.code)


def _shown(stored: Stored, live: Live | None) -> tuple[int, int, bool]:
    if live is None:
        return stored.timeline, stored.shown_at_us, stored.shown_seq is None
    room = live.room
    return room.timeline, room.now_us, room.pace.head.unsettled_seq is None


def _end(timeline: int, stored: Stored, live: Live | None) -> int:
    if live is not None:
        run = live.room.runs.get(timeline)
        if run is not None:
            return run.head.now_us
        return live.room.heads.get(timeline, stored.heads[timeline])
    return stored.heads[timeline]
