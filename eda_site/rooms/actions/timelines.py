"""Other courses of events: start over, another seed, another preset, return to an earlier run."""

import secrets

from eda_site.rooms import services
from eda_site.rooms.actions.drive import save, seek_to
from eda_site.rooms.actions.registry import Intent, Store, Work, action
from eda_site.rooms.codes import Refused
from eda_site.rooms.rebuild import new_run, rebuild_steps
from eda_site.rooms.roles import DRIVE
from eda_site.rooms.room import Room
from eda_site.rooms.services import Branch
from eda_site.rooms.shapes import integer, text


@action("start_over", DRIVE)
def start_over(room: Room, intent: Intent) -> Work:
    """The same scenario and seed from the beginning, without what people did."""
    if not room.run.log:
        yield from seek_to(room, intent, 0)
        return
    yield from begin(room, intent, room.run.seed, room.preset)


@action("new_seed", DRIVE, takes={"seed": integer()})
def new_seed(room: Room, intent: Intent) -> Work:
    """The same scenario from the beginning with other chances."""
    seed = intent.fields.get("seed")
    yield from begin(room, intent, secrets.randbelow(10_000) if seed is None else seed, room.preset)


@action("preset", DRIVE, needs={"name": text(32)})
def preset(room: Room, intent: Intent) -> Work:
    """The same scene from the beginning under another preset."""
    name = intent.fields["name"]
    if name not in PRESETS:
        raise Refused("wrong_fields", field="name")
    yield from begin(room, intent, room.run.seed, name)


@action("return_to", DRIVE, needs={"timeline": integer(1)})
def return_to(room: Room, intent: Intent) -> Work:
    """Show a timeline of this room again, where it was left."""
    n = intent.fields["timeline"]
    if n not in room.branches:
        raise Refused("no_such_timeline", timeline=n)
    if n == room.timeline:
        return
    run = room.runs.get(n)
    if run is None:
        run = yield from rebuild_steps(
            room.archive, room.run.scenario, room.branches[n], room.logs[n], room.heads[n]
        )
    head_us = run.head.now_us
    yield from save(
        room,
        intent,
        timeline=n,
        shown_at_us=head_us,
        shown_seq=None,
        head_at_us=head_us,
        stop_at_us=None,
    )
    room.show(n, run)


PRESETS = ("teaching", "production")


def begin(room: Room, intent: Intent, seed: int, preset_name: str) -> Work:
    """Open a timeline at the very beginning and show it."""
    check_room_for_timeline(room)
    branch = next_branch(room, 0, 0, seed, preset_name)
    run = new_run(room.run.scenario, seed, preset_name)
    yield Store(services.timeline_create, services.timeline_retract, (room.id, branch, intent.by))
    room.branches[branch.n] = branch
    room.show(branch.n, run)


def next_branch(room: Room, at_us: int, n: int, seed: int, preset_name: str) -> Branch:
    number = max(room.branches, default=0) + 1
    return Branch(number, room.timeline, at_us, n, seed, preset_name)


def check_room_for_timeline(room: Room) -> None:
    if len(room.branches) >= room.limits.timelines:
        raise Refused("timelines_full", limit=room.limits.timelines)
