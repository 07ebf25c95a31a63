"""The lab in a room: forks with names, one change at a time, and bookmarks."""

from eda_site.rooms import bookmarks, services
from eda_site.rooms.actions.registry import Intent, Store, Work, action
from eda_site.rooms.actions.timelines import check_room_for_timeline, next_branch
from eda_site.rooms.bookmarks import Bookmark
from eda_site.rooms.codes import Refused
from eda_site.rooms.roles import DRIVE
from eda_site.rooms.room import Room
from eda_site.rooms.services import Branch
from eda_site.rooms.shapes import boolean, integer, text

NAME = text(60)


@action("fork", DRIVE, takes={"name": NAME, "free": boolean})
def fork(room: Room, intent: Intent) -> Work:
    """A run of its own from the shown moment on; it stands still until somebody plays it.

    It takes one change, so that whatever differs comes from it; with `free` it takes any number.
    """
    check_room_for_timeline(room)
    pace, fields = room.pace, intent.fields
    plain = next_branch(room, room.now_us, pace.head.n, room.run.seed, room.preset)
    branch = plain._replace(name=fields.get("name", ""), one_change=not fields.get("free", False))
    there = room.standing()._replace(
        timeline=branch.n, head_at_us=room.now_us, shown_seq=None, playing=False, stop_at_us=None
    )
    yield Store(
        services.timeline_fork,
        services.timeline_fork_retract,
        (room.id, branch, there, intent.by),
        lambda: (room.id, branch, there, intent.by, room.standing()),
    )
    room.branches[branch.n] = branch
    room.playing = False
    room.show(branch.n, room.run.fork(pace.head))


@action("timeline_name", DRIVE, needs={"timeline": integer(1), "name": NAME})
def timeline_name(room: Room, intent: Intent) -> Work:
    """Call a run of this room something."""
    yield from label(room, intent, find(room, intent)._replace(name=intent.fields["name"]))


@action("one_change", DRIVE, needs={"timeline": integer(1), "on": boolean})
def one_change(room: Room, intent: Intent) -> Work:
    """Whether a run takes one change only; what was done in it stays."""
    yield from label(room, intent, find(room, intent)._replace(one_change=intent.fields["on"]))


@action("bookmark", DRIVE, needs={"name": NAME}, takes={"at_us": integer()})
def bookmark(room: Room, intent: Intent) -> Work:
    """Mark the shown moment of this run, or another one that it has reached."""
    at_us = intent.fields.get("at_us", room.now_us)
    if at_us > room.run.head.now_us:
        raise Refused("not_yet", head_us=room.run.head.now_us)
    if len(room.bookmarks) >= room.limits.bookmarks:
        raise Refused("bookmarks_full", limit=room.limits.bookmarks)
    n = max(room.bookmarks, default=0) + 1
    yield from mark(room, intent, None, Bookmark(n, room.timeline, at_us, intent.fields["name"]))


@action("bookmark_name", DRIVE, needs={"bookmark": integer(1), "name": NAME})
def bookmark_name(room: Room, intent: Intent) -> Work:
    """Call a bookmark something else."""
    old = kept(room, intent)
    yield from mark(room, intent, old, old._replace(name=intent.fields["name"]))


@action("bookmark_drop", DRIVE, needs={"bookmark": integer(1)})
def bookmark_drop(room: Room, intent: Intent) -> Work:
    """Take a bookmark out."""
    yield from mark(room, intent, kept(room, intent), None)


def find(room: Room, intent: Intent) -> Branch:
    """The timeline that an intent is about. Raises Refused."""
    branch = room.branches.get(intent.fields["timeline"])
    if branch is None:
        raise Refused("no_such_timeline", timeline=intent.fields["timeline"])
    return branch


def kept(room: Room, intent: Intent) -> Bookmark:
    """The bookmark that an intent is about. Raises Refused."""
    found = room.bookmarks.get(intent.fields["bookmark"])
    if found is None:
        raise Refused("no_such_bookmark")
    return found


def label(room: Room, intent: Intent, new: Branch) -> Work:
    """Save what a timeline is called and takes, then tell."""
    args = (room.id, room.branches[new.n], new, intent.by)
    yield Store(services.timeline_label, services.timeline_label_retract, args)
    room.branches[new.n] = new
    room.changed()


def mark(room: Room, intent: Intent, old: Bookmark | None, new: Bookmark | None) -> Work:
    """Save one bookmark in another's place, then tell."""
    args = (room.id, old, new, intent.by)
    yield Store(bookmarks.bookmark_change, bookmarks.bookmark_retract, args)
    if old is not None:
        del room.bookmarks[old.n]
    if new is not None:
        room.bookmarks[new.n] = new
    room.changed()
