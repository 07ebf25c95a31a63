"""What a page says about its room besides the run: who, which, how fast, which other timelines."""

from typing import TYPE_CHECKING, Any

from eda_site.rooms.company import handle_of, person_of
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
        "timelines": [
            {"n": b.n, "from_at_us": b.fork_at_us, "parent": b.parent}
            for b in room.branches.values()
        ],
        "timeline": room.timeline,
        "head_us": room.run.head.now_us,
        "live": room.pace.live,
        "can_return": branch is not None and branch.parent is not None,
    }
