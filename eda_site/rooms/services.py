"""Writes. Only the writer's thread calls these, each inside its transaction."""

from collections.abc import Callable, Container, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.utils import timezone

from eda_site.rooms.models import Command, Done, Room, Timeline

DONE_KEPT = 512
"""So many intents of a room are remembered besides its commands."""


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
    playing: bool = True


class Standing(NamedTuple):
    """Where a room stands: before anybody sees that it was driven, and once a second while it runs.

    `shown_seq` is None when nothing more is due at the moment shown, else its newest event;
    `stop_at_us` is where the step under way ends.
    """

    timeline: int
    shown_at_us: int
    shown_seq: int | None
    head_at_us: int
    playing: bool
    stop_at_us: int | None
    speed_permille: int


class Branch(NamedTuple):
    """A timeline, or one to be. With `one_change` it takes one change of its own and no second."""

    n: int
    parent: int | None
    fork_at_us: int
    fork_n: int
    seed: int
    preset: str
    name: str = ""
    one_change: bool = False


class By(NamedTuple):
    """Whose intent something is."""

    actor: str
    intent_id: str


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
        playing=new.playing,
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


def room_touch(code: str) -> bool:
    """Somebody is here: the room is not old. False when there is no such room."""
    return bool(Room.objects.filter(code=code).update(touched_at=timezone.now()))


def rooms_delete(before: datetime, spare: Callable[[], Container[str]] = tuple) -> list[str]:
    """Delete rooms that nobody has touched since `before`, except those in `spare()`; their codes."""
    spared = spare()
    old = Room.objects.filter(touched_at__lt=before).values_list("pk", "code")
    gone = [(pk, code) for pk, code in old if code not in spared]
    for pk, _ in gone:
        Room.objects.filter(pk=pk).delete()
    return [code for _, code in gone]


def rooms_delete_named(codes: Sequence[str]) -> list[str]:
    """Delete these rooms; the codes of those that there were."""
    there = Room.objects.filter(code__in=codes)
    gone = list(there.values_list("code", flat=True))
    there.delete()
    return gone


def clocks_shift(by: timedelta) -> None:
    """The machine's clock was set anew: no room gets older or younger by that."""
    Room.objects.update(touched_at=F("touched_at") + by, created_at=F("created_at") + by)


def command_record(room_id: int, given: Given, branch: Branch | None = None) -> None:
    """Store a command, and with `branch` the timeline that it opens; the room stands there now."""
    if branch is not None:
        timeline_create(room_id, branch)
    Command.objects.create(room_id=room_id, **given._asdict())
    # No event is newer than what the log itself brings at that moment.
    moment: dict[str, Any] = {
        "timeline": given.timeline,
        "shown_at_us": given.at_us,
        "shown_seq": 0,
    }
    if branch is not None:
        moment["stop_at_us"] = None
    Room.objects.filter(pk=room_id).update(touched_at=timezone.now(), **moment)
    Timeline.objects.filter(room_id=room_id, n=given.timeline).update(head_at_us=given.at_us)


def command_retract(room_id: int, given: Given, branch: Branch | None = None) -> None:
    """Take back a command whose storing came too late to be shown."""
    Command.objects.filter(
        room_id=room_id, timeline=given.timeline, n=given.n, intent_id=given.intent_id
    ).delete()
    if branch is not None:
        timeline_retract(room_id, branch)


def timeline_create(room_id: int, branch: Branch, by: By | None = None) -> None:
    """Store a timeline and let the room stand at its fork."""
    if by is not None:
        remember(room_id, by)
    Timeline.objects.create(room_id=room_id, head_at_us=branch.fork_at_us, **branch._asdict())
    Room.objects.filter(pk=room_id).update(
        timeline=branch.n,
        shown_at_us=branch.fork_at_us,
        shown_seq=None,
        stop_at_us=None,
        touched_at=timezone.now(),
    )


def timeline_retract(room_id: int, branch: Branch, by: By | None = None) -> None:
    """Take back a timeline whose storing came too late; the room stands on its parent."""
    if by is not None:
        Done.objects.filter(room_id=room_id, **by._asdict()).delete()
    Timeline.objects.filter(room_id=room_id, n=branch.n).delete()
    Room.objects.filter(pk=room_id, timeline=branch.n).update(timeline=branch.parent or 1)


def timeline_fork(room_id: int, branch: Branch, standing: Standing, by: By) -> None:
    """Store a timeline that somebody asked for, and that the room stands at its fork."""
    timeline_create(room_id, branch, by)
    room_save(room_id, standing)


def timeline_fork_retract(
    room_id: int, branch: Branch, standing: Standing, by: By, before: Standing
) -> None:
    """Take back a fork that was stored too late to be shown: the room stands where it stood."""
    timeline_retract(room_id, branch, by)
    room_save(room_id, before)


def timeline_label(room_id: int, old: Branch, new: Branch, by: By) -> None:
    """Store a timeline's name and whether it takes one change only."""
    remember(room_id, by)
    _label(room_id, new)


def timeline_label_retract(room_id: int, old: Branch, new: Branch, by: By) -> None:
    """Take back what `timeline_label` stored too late to be told."""
    Done.objects.filter(room_id=room_id, **by._asdict()).delete()
    _label(room_id, old)


def _label(room_id: int, branch: Branch) -> None:
    Timeline.objects.filter(room_id=room_id, n=branch.n).update(
        name=branch.name, one_change=branch.one_change
    )


def room_drive(room_id: int, standing: Standing, by: By) -> None:
    """Store where a room will stand when this intent is carried out."""
    remember(room_id, by)
    room_save(room_id, standing)


def room_drive_retract(room_id: int, standing: Standing, by: By) -> None:
    """Take back what was stored too late to be shown: the room stands here."""
    Done.objects.filter(room_id=room_id, **by._asdict()).delete()
    room_save(room_id, standing)


def room_save(room_id: int, standing: Standing) -> None:
    """Store where a room stands."""
    Room.objects.filter(pk=room_id).update(
        timeline=standing.timeline,
        shown_at_us=standing.shown_at_us,
        shown_seq=standing.shown_seq,
        playing=standing.playing,
        stop_at_us=standing.stop_at_us,
        speed_permille=standing.speed_permille,
        touched_at=timezone.now(),
    )
    Timeline.objects.filter(room_id=room_id, n=standing.timeline).update(
        head_at_us=standing.head_at_us
    )


def rooms_save(standings: Sequence[tuple[int, Standing]]) -> None:
    """Store where many rooms stand, as `room_save` does for one."""
    columns = [name for name in Standing._fields if name != "head_at_us"]
    marks = ", ".join(f"{name} = %s" for name in (*columns, "touched_at"))
    now = timezone.now()
    rooms = [(*(getattr(at, name) for name in columns), now, pk) for pk, at in standings]
    heads = [(at.head_at_us, pk, at.timeline) for pk, at in standings]
    with connection.cursor() as cursor:
        # Only the names of our own columns are put together here; values travel beside them.
        room, line = Room._meta.db_table, Timeline._meta.db_table
        cursor.executemany(f"UPDATE {room} SET {marks} WHERE id = %s", rooms)
        update = f"UPDATE {line} SET head_at_us = %s WHERE room_id = %s AND n = %s"
        cursor.executemany(update, heads)


def remember(room_id: int, by: By) -> None:
    """An intent that is no command is carried out: sent again, it gets its answer again."""
    done = Done.objects.create(room_id=room_id, **by._asdict())
    if done.pk % 64 == 0:
        newest = Done.objects.filter(room_id=room_id).order_by("-pk").values_list("pk", flat=True)
        Done.objects.filter(room_id=room_id, pk__in=list(newest[DONE_KEPT:])).delete()
