"""Named moments of a room's runs: what they are, the read for loading, the writes for the writer."""

from typing import NamedTuple

from eda_site.rooms import models
from eda_site.rooms.models import Done
from eda_site.rooms.services import By, remember


class Bookmark(NamedTuple):
    """A moment of a timeline under a name; `n` is its number in the room."""

    n: int
    timeline: int
    at_us: int
    name: str


def bookmarks_of(room_id: int) -> dict[int, Bookmark]:
    """A stored room's bookmarks by their numbers."""
    rows = models.Bookmark.objects.filter(room_id=room_id).order_by("n")
    return {row.n: Bookmark(row.n, row.timeline, row.at_us, row.name) for row in rows}


def bookmark_change(room_id: int, old: Bookmark | None, new: Bookmark | None, by: By) -> None:
    """Store that one bookmark takes another's place; None stands for none."""
    remember(room_id, by)
    _replace(room_id, old, new)


def bookmark_retract(room_id: int, old: Bookmark | None, new: Bookmark | None, by: By) -> None:
    """Take back what `bookmark_change` stored too late to be told."""
    Done.objects.filter(room_id=room_id, **by._asdict()).delete()
    _replace(room_id, new, old)


def _replace(room_id: int, old: Bookmark | None, new: Bookmark | None) -> None:
    if old is not None and (new is None or new.n != old.n):
        models.Bookmark.objects.filter(room_id=room_id, n=old.n).delete()
    if new is not None:
        models.Bookmark.objects.update_or_create(room_id=room_id, n=new.n, defaults=new._asdict())
