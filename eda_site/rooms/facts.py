"""What a page says about its room besides the run: who, which, how fast, which other timelines."""

from typing import TYPE_CHECKING, Any

from eda_site.rooms.company import handle_of, person_of
from eda_site.rooms.roles import DRIVERS
from eda_site.rooms.services import Branch
from eda_site.rooms.viewer import Viewer

if TYPE_CHECKING:
    from eda_site.rooms.room import Room


def room_facts(room: "Room", viewer: Viewer) -> dict[str, Any]:
    """The room as one person sees it."""
    branch = room.branches.get(room.timeline)
    return {
        "code": room.company.code,
        "role": viewer.role,
        "handle": handle_of(person_of(room.code, viewer.actor)),
        "locked": room.company.locked,
        "frozen": room.company.frozen,
        "students_act": room.company.students_act,
        "title": str(room.run.sim.scenario["title"]),
        "slug": room.slug,
        "seed": room.run.seed,
        "engine": room.engine,
        "preset": room.preset,
        "playing": room.playing,
        "stepping": room.stop_at_us is not None,
        "speed_permille": room.speed_permille,
        "slow_permille": room.effort.slow_permille,
        "hold": None,
        "people": len(room.viewers),
        "timelines": [timeline_facts(room, branch) for branch in room.branches.values()],
        "timeline": room.timeline,
        "head_us": room.run.head.now_us,
        "live": room.pace.live,
        "can_return": branch is not None and branch.parent is not None,
        "bookmarks": bookmark_facts(room) if viewer.role in DRIVERS else [],
    }


def timeline_facts(room: "Room", branch: Branch) -> dict[str, Any]:
    """A run of the room: where it left its parent, and what was done in it (`changes` counts)."""
    own = room.changes(branch)
    return {
        "n": branch.n,
        "from_at_us": branch.fork_at_us,
        "parent": branch.parent,
        "name": branch.name,
        "one_change": branch.one_change,
        "seed": branch.seed,
        "preset": branch.preset,
        "change": own[0] if own else None,
        "changes": len(own),
    }


def bookmark_facts(room: "Room") -> list[dict[str, Any]]:
    """What those who drive the room marked in its runs, in order of time."""
    marks = sorted(room.bookmarks.values(), key=lambda mark: (mark.timeline, mark.at_us, mark.n))
    return [mark._asdict() for mark in marks]
