"""Time: play, pause, step, back, seek, speed."""

from eda_site.rooms.actions.registry import Intent, Work, action
from eda_site.rooms.codes import Refused
from eda_site.rooms.roles import DRIVE
from eda_site.rooms.room import Room
from eda_site.rooms.shapes import boolean, integer


@action("play", DRIVE)
def play(room: Room, intent: Intent) -> None:
    set_playing(room, True)


@action("pause", DRIVE)
def pause(room: Room, intent: Intent) -> None:
    set_playing(room, False)


@action("speed", DRIVE, needs={"factor_permille": integer(250, 8_000)})
def speed(room: Room, intent: Intent) -> None:
    room.speed_permille = intent.fields["factor_permille"]
    tell(room)


@action("step", DRIVE, takes={"thing": boolean})
def step(room: Room, intent: Intent) -> None:
    """To the end of the next foreground hop, at stage speed; a second step finishes the first.

    With `thing`: one scheduled thing, at once.
    """
    room.playing = False
    if intent.fields.get("thing"):
        room.stop_at_us = None
        room.emit(room.pace.thing())
    else:
        if room.stop_at_us is not None:
            finish_step(room)
        room.stop_at_us = room.pace.step_target_us()
    tell(room)


@action("back", DRIVE)
def back(room: Room, intent: Intent) -> Work:
    """To just before the previous foreground event, and stand there."""
    if room.now_us == 0:
        raise Refused("at_the_start")
    target_us = room.pace.back_target_us()
    room.playing = False
    yield from seek_to(room, target_us)


@action("seek", DRIVE, needs={"at_us": integer()})
def seek(room: Room, intent: Intent) -> Work:
    """Show another moment of this timeline, up to its live head."""
    at_us = intent.fields["at_us"]
    if at_us > room.run.head.now_us:
        raise Refused("not_yet", head_us=room.run.head.now_us)
    yield from seek_to(room, at_us)


@action("to_end", DRIVE)
def to_end(room: Room, intent: Intent) -> None:
    """To the live head of this timeline."""
    room.show(room.timeline, room.run)
    room.save()


def set_playing(room: Room, playing: bool) -> None:
    room.playing = playing
    room.stop_at_us = None
    tell(room)


def tell(room: Room) -> None:
    """The clock runs differently from now on: say so in a frame of its own, and save it."""
    room.emit([])
    room.changed()
    room.save()


def finish_step(room: Room) -> None:
    """What is left of a step, at once."""
    assert room.stop_at_us is not None
    room.emit(room.pace.jump(room.stop_at_us))


def seek_to(room: Room, at_us: int) -> Work:
    head = yield from room.run.seek_steps(at_us)
    room.show(room.timeline, room.run, head)
    room.save()
