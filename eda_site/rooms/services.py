"""Writes. Only the writer's thread calls these, each inside its transaction."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from eda_site.rooms.models import Command, Room, Timeline


class NewRoom(NamedTuple):
    """What a room begins with; `log` is (at_us, text) of a run that it goes on from."""

    code: str
    slug: str
    scenario: str
    engine: str
    seed: int
    preset: str
    owner_hash: str
    owner_role: str = "owner"
    shown_at_us: int = 0
    log: Sequence[tuple[int, str]] = ()


class Standing(NamedTuple):
    """Where a room stands now; saved once a second while it runs."""

    timeline: int
    shown_at_us: int
    head_at_us: int
    playing: bool
    speed_permille: int


class Branch(NamedTuple):
    """A timeline to be."""

    n: int
    parent: int | None
    fork_at_us: int
    fork_n: int
    seed: int
    preset: str


class Given(NamedTuple):
    """A command to be."""

    timeline: int
    n: int
    at_us: int
    text: str
    actor: str
    intent_id: str


def room_create(new: NewRoom) -> int:
    """Store a room with its first timeline; raises IntegrityError when the code is taken."""
    room = Room.objects.create(
        code=new.code,
        slug=new.slug,
        scenario=new.scenario,
        engine=new.engine,
        seed=new.seed,
        preset=new.preset,
        owner_hash=new.owner_hash,
        owner_role=new.owner_role,
        shown_at_us=new.shown_at_us,
    )
    Timeline.objects.create(
        room=room, n=1, parent=None, seed=new.seed, preset=new.preset, head_at_us=new.shown_at_us
    )
    Command.objects.bulk_create(
        Command(
            room=room, timeline=1, n=n, at_us=at_us, text=text, actor="origin", intent_id=str(n)
        )
        for n, (at_us, text) in enumerate(new.log, 1)
    )
    return room.pk


def command_record(room_id: int, given: Given, branch: Branch | None = None) -> None:
    """Store a command, and with `branch` the timeline that it opens; the room stands there now."""
    if branch is not None:
        timeline_create(room_id, branch)
    Command.objects.create(room_id=room_id, **given._asdict())
    Room.objects.filter(pk=room_id).update(timeline=given.timeline, shown_at_us=given.at_us)
    Timeline.objects.filter(room_id=room_id, n=given.timeline).update(head_at_us=given.at_us)


def command_retract(room_id: int, given: Given, branch: Branch | None = None) -> None:
    """Take back a command whose storing came too late to be shown."""
    Command.objects.filter(
        room_id=room_id, timeline=given.timeline, n=given.n, intent_id=given.intent_id
    ).delete()
    if branch is not None:
        timeline_retract(room_id, branch)


def timeline_create(room_id: int, branch: Branch) -> None:
    """Store a timeline and let the room stand at its fork."""
    Timeline.objects.create(room_id=room_id, head_at_us=branch.fork_at_us, **branch._asdict())
    Room.objects.filter(pk=room_id).update(timeline=branch.n, shown_at_us=branch.fork_at_us)


def timeline_retract(room_id: int, branch: Branch) -> None:
    """Take back a timeline whose storing came too late; the room stands on its parent."""
    Timeline.objects.filter(room_id=room_id, n=branch.n).delete()
    Room.objects.filter(pk=room_id, timeline=branch.n).update(timeline=branch.parent or 1)


def room_save(room_id: int, standing: Standing) -> None:
    """Store where a room stands."""
    Room.objects.filter(pk=room_id).update(
        timeline=standing.timeline,
        shown_at_us=standing.shown_at_us,
        playing=standing.playing,
        speed_permille=standing.speed_permille,
    )
    Timeline.objects.filter(room_id=room_id, n=standing.timeline).update(
        head_at_us=standing.head_at_us
    )


def rooms_save(standings: Sequence[tuple[int, Standing]]) -> None:
    """Store where many rooms stand, as `room_save` does for one."""
    columns = [name for name in Standing._fields if name != "head_at_us"]
    marks = ", ".join(f"{name} = %s" for name in columns)
    rooms = [(*(getattr(at, name) for name in columns), pk) for pk, at in standings]
    heads = [(at.head_at_us, pk, at.timeline) for pk, at in standings]
    with connection.cursor() as cursor:
        # Only the names of our own columns are put together here; values travel beside them.
        room, line = Room._meta.db_table, Timeline._meta.db_table
        cursor.executemany(f"UPDATE {room} SET {marks} WHERE id = %s", rooms)
        update = f"UPDATE {line} SET head_at_us = %s WHERE room_id = %s AND n = %s"
        cursor.executemany(update, heads)
