"""What people do to the run: one line of the command language."""

from typing import Any

from broker_core import Rejected
from broker_core import commands as language
from broker_core.commands.kafka import Publish
from eda_site.rooms import services
from eda_site.rooms.actions.registry import Intent, Store, Work, action
from eda_site.rooms.actions.timelines import check_room_for_timeline, next_branch
from eda_site.rooms.changes import MANY, changes_of
from eda_site.rooms.codes import Refused
from eda_site.rooms.roles import ACT, DRIVE, STUDENT
from eda_site.rooms.room import Room
from eda_site.rooms.services import Given
from eda_site.rooms.shapes import text


def right_of(fields: dict[str, Any]) -> str:
    """To publish is to take part; every other command drives. What cannot be read drives too."""
    try:
        return ACT if isinstance(language.parse(fields["text"]), Publish) else DRIVE
    except Rejected:
        return DRIVE


def check_one_change(room: Room, line: str) -> None:
    """A fork that takes one change takes no second one; raises Refused with the first.

    A plan of its own may be moved, or dropped and another one made.
    """
    here = room.branches.get(room.timeline)
    if here is None or not here.one_change:
        return
    own = [entry.text for entry in room.run.log[here.fork_n : room.pace.head.n]]
    changes = changes_of([*own, line], room.first_number(here))
    if len(changes) > 1:
        raise Refused("one_change_only", change=changes[0])


@action("command", right_of, needs={"text": text(2_000)})
def command(room: Room, intent: Intent) -> Work:
    """Checked now, stamped now, saved, then applied. In the past it opens a new timeline."""
    pace, run = room.pace, room.run
    line = language.format(language.parse(intent.fields["text"]))
    check_one_change(room, line)
    problem = pace.head.sim.check(line)
    if isinstance(problem, Rejected):
        raise problem
    student = intent.viewer.role == STUDENT
    most = room.limits.student_commands if student else room.limits.commands
    if len(run.log) >= most:
        raise Refused("run_full", limit=most)
    if student and not pace.live:
        raise Refused("not_allowed", role=STUDENT)
    branch = None
    if not pace.live:
        check_room_for_timeline(room)
        branch = next_branch(room, room.now_us, pace.head.n, run.seed, room.preset)
        branch = branch._replace(one_change=room.branches[room.timeline].one_change)
    given = Given(
        branch.n if branch else room.timeline,
        pace.head.n + 1,
        room.now_us,
        line,
        intent.actor,
        intent.id,
    )
    yield Store(services.command_record, services.command_retract, (room.id, given, branch))
    if branch is not None:
        room.branches[branch.n] = branch
        room.show(branch.n, run.fork(pace.head))
    room.emit(pace.apply(line))
    here = room.branches.get(room.timeline)
    if here is not None and here.parent and len(room.run.log) <= here.fork_n + MANY:
        room.changed()  # the list of runs says what a fork has changed
