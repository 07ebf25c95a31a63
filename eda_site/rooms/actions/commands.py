"""What people do to the run: one line of the command language."""

from broker_core import Rejected
from broker_core import commands as language
from eda_site.rooms import services
from eda_site.rooms.actions.registry import Intent, Store, Work, action
from eda_site.rooms.actions.timelines import check_room_for_timeline, next_branch
from eda_site.rooms.codes import Refused
from eda_site.rooms.roles import DRIVE
from eda_site.rooms.room import Room
from eda_site.rooms.services import Given
from eda_site.rooms.shapes import text


@action("command", DRIVE, needs={"text": text(2_000)})
def command(room: Room, intent: Intent) -> Work:
    """Checked now, stamped now, saved, then applied. In the past it opens a new timeline."""
    pace, run = room.pace, room.run
    line = language.format(language.parse(intent.fields["text"]))
    problem = pace.head.sim.check(line)
    if isinstance(problem, Rejected):
        raise problem
    if len(run.log) >= room.limits.commands:
        raise Refused("run_full", limit=room.limits.commands)
    branch = None
    if not pace.live:
        check_room_for_timeline(room)
        branch = next_branch(room, room.now_us, pace.head.n, run.seed, room.preset)
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
