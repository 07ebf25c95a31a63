"""Time: play, pause, step, back, seek, speed. Each is saved before anybody sees it."""

from typing import Any

from broker_core.history import Playhead
from eda_site.rooms import services
from eda_site.rooms.actions.registry import Intent, Store, Work, action
from eda_site.rooms.codes import Refused
from eda_site.rooms.roles import DRIVE
from eda_site.rooms.room import Room
from eda_site.rooms.shapes import boolean, integer


@action("play", DRIVE)
def play(room: Room, intent: Intent) -> Work:
    yield from set_playing(room, intent, True)


@action("pause", DRIVE)
def pause(room: Room, intent: Intent) -> Work:
    yield from set_playing(room, intent, False)


@action("speed", DRIVE, needs={"factor_permille": integer(250, 8_000)})
def speed(room: Room, intent: Intent) -> Work:
    factor = intent.fields["factor_permille"]
    yield from save(room, intent, speed_permille=factor)
    room.speed_permille = factor
    tell(room)


@action("step", DRIVE, takes={"thing": boolean})
def step(room: Room, intent: Intent) -> Work:
    """To the end of the next foreground hop, at stage speed; a second step finishes the first.

    With `thing`: one scheduled thing, at once.
    """
    if intent.fields.get("thing"):
        yield from step_thing(room, intent)
        return
    if room.stop_at_us is not None:
        yield from finish_step(room)
    target_us = room.pace.step_target_us()
    yield from save(room, intent, playing=False, stop_at_us=target_us)
    room.playing, room.stop_at_us = False, target_us
    tell(room)


@action("back", DRIVE)
def back(room: Room, intent: Intent) -> Work:
    """To just before the previous foreground event, and stand there."""
    if room.now_us == 0:
        raise Refused("at_the_start")
    yield from seek_to(room, intent, room.pace.back_target_us(), playing=False)


@action("seek", DRIVE, needs={"at_us": integer()})
def seek(room: Room, intent: Intent) -> Work:
    """Show another moment of this timeline, up to its live head."""
    at_us = intent.fields["at_us"]
    if at_us > room.run.head.now_us:
        raise Refused("not_yet", head_us=room.run.head.now_us)
    yield from seek_to(room, intent, at_us)


@action("to_end", DRIVE)
def to_end(room: Room, intent: Intent) -> Work:
    """To the live head of this timeline."""
    yield from save(room, intent, shown_at_us=room.run.head.now_us, shown_seq=None, stop_at_us=None)
    room.show(room.timeline, room.run)


def save(room: Room, intent: Intent, **changes: Any) -> Work:
    """Save where the room will stand when these changes are made, and that the intent is done."""
    there, by = room.standing()._replace(**changes), intent.by
    yield Store(
        services.room_drive,
        services.room_drive_retract,
        (room.id, there, by),
        lambda: (room.id, room.standing(), by),
    )


def set_playing(room: Room, intent: Intent, playing: bool) -> Work:
    yield from save(room, intent, playing=playing, stop_at_us=None)
    room.playing, room.stop_at_us = playing, None
    tell(room)


def tell(room: Room) -> None:
    """The clock runs differently from now on: say so in a frame of its own."""
    room.emit([])
    room.changed()


def step_thing(room: Room, intent: Intent) -> Work:
    """A scout goes first, so that the moment it leads to can be saved."""
    scout = room.pace.scout_thing()
    yield from save(
        room,
        intent,
        playing=False,
        stop_at_us=None,
        shown_at_us=scout.now_us,
        shown_seq=scout.unsettled_seq,
        head_at_us=max(room.run.head.now_us, scout.now_us),
    )
    room.playing, room.stop_at_us = False, None
    room.emit(room.pace.thing())
    tell(room)


def finish_step(room: Room) -> Work:
    """What is left of a step, at once; the intent that wants it has more to do."""
    at_us = room.stop_at_us
    assert at_us is not None
    head_us = max(room.run.head.now_us, at_us)
    there = room.standing()._replace(
        stop_at_us=None, shown_at_us=at_us, shown_seq=None, head_at_us=head_us
    )
    yield Store(
        services.room_save,
        services.room_save,
        (room.id, there),
        lambda: (room.id, room.standing()),
    )
    room.stop_at_us = None
    room.emit(room.pace.jump(at_us))


def seek_to(room: Room, intent: Intent, at_us: int, playing: bool | None = None) -> Work:
    """Show a moment; `playing` is left as it is when it is None."""
    yield from room.archive.bring_steps(room.run, room.full_scenario, at_us)
    head: Playhead = yield from room.run.seek_steps(at_us)
    playing = room.playing if playing is None else playing
    yield from save(
        room, intent, shown_at_us=head.now_us, shown_seq=None, stop_at_us=None, playing=playing
    )
    room.playing = playing
    room.show(room.timeline, room.run, head)
