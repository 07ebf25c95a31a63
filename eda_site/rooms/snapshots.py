"""Snapshots in the database: stored in the writer's thread, read in any thread but the loop's.

Everything is compressed and begins with a checksum, so that damage is noticed and costs a replay.
"""

import zlib
from array import array
from collections.abc import Container, Iterable, Sequence
from hashlib import blake2b
from typing import Any

import orjson

from eda_site.rooms.models import Page, Snapshot

KEPT = 32
"""So many snapshots a room has; when there are more, every second one goes."""
AT_ONCE = 500
_SEAL = 16

Row = tuple[int, str, int, int, int]
"""(id, key, n, at_us, seq) of a snapshot."""


class Damaged(ValueError):
    """What is stored is not what was written."""


class Incomplete(ValueError):
    """Pages that a snapshot names are not there: somebody emptied the cache."""


def snapshot_store(
    room_id: int,
    mark: Row,
    lines: Sequence[str],
    numbers: Sequence[int],
    fresh: Iterable[tuple[int, Any]],
) -> list[Row]:
    """Store a moment with its new pages and drop what is not needed any more; gives what is there."""
    fresh = list(fresh)
    there = set(Page.objects.filter(room_id=room_id).values_list("number", flat=True))
    if not there.issuperset(set(numbers).difference(number for number, _ in fresh)):
        raise Incomplete("pages are missing")
    Page.objects.bulk_create(
        (
            Page(room_id=room_id, number=number, items=seal(orjson.dumps(part, default=tuple)))
            for number, part in fresh
        ),
        batch_size=AT_ONCE,
    )
    _, key, n, at_us, seq = mark
    text = seal("\n".join(lines).encode())
    named = seal(array("I", numbers).tobytes())
    Snapshot.objects.create(
        room_id=room_id, key=key, n=n, at_us=at_us, seq=seq, lines=text, pages=named
    )
    _thin_out(room_id)
    return snapshot_rows(room_id)


def snapshot_rows(room_id: int) -> list[Row]:
    """What snapshots a room has, oldest first."""
    rows = Snapshot.objects.filter(room_id=room_id).order_by("pk")
    return list(rows.values_list("pk", "key", "n", "at_us", "seq"))


def next_page(room_id: int) -> int:
    last = Page.objects.filter(room_id=room_id).order_by("-number").first()
    return last.number + 1 if last else 1


def snapshot_load(
    snapshot_id: int, known: Container[int] = ()
) -> tuple[list[str], dict[int, bytes]]:
    """The lines of a snapshot, and as JSON by number those of its pages that are not known."""
    row = Snapshot.objects.get(pk=snapshot_id)
    wanted = {number for number in _numbers(row) if number not in known}
    items = Page.objects.filter(room_id=row.room_id, number__gte=min(wanted, default=0))
    pages = {
        number: unseal(data)
        for number, data in items.values_list("number", "items")
        if number in wanted
    }
    if len(pages) < len(wanted):
        raise Incomplete("pages are missing")
    return unseal(row.lines).decode().split("\n"), pages


def seal(data: bytes) -> bytes:
    packed = zlib.compress(data, 1)
    return blake2b(packed, digest_size=_SEAL).digest() + packed


def unseal(data: bytes | memoryview) -> bytes:
    """Raises Damaged unless this is what `seal` made."""
    packed = bytes(data)
    if blake2b(packed[_SEAL:], digest_size=_SEAL).digest() != packed[:_SEAL]:
        raise Damaged("the checksum is wrong")
    return zlib.decompress(packed[_SEAL:])


def _numbers(row: Snapshot) -> list[int]:
    numbers = array("I")
    numbers.frombytes(unseal(row.pages))
    return numbers.tolist()


def _thin_out(room_id: int) -> None:
    """Let every second snapshot go, but neither the first nor the last; then pages nobody names."""
    ids = [row[0] for row in snapshot_rows(room_id)]
    if len(ids) <= KEPT:
        return
    Snapshot.objects.filter(pk__in=ids[1:-1:2]).delete()
    named: set[int] = set()
    for row in Snapshot.objects.filter(room_id=room_id).only("pages", "room_id"):
        named.update(_numbers(row))
    pages = Page.objects.filter(room_id=room_id)
    gone = sorted(set(pages.values_list("number", flat=True)) - named)
    for start in range(0, len(gone), AT_ONCE):
        pages.filter(number__in=gone[start : start + AT_ONCE]).delete()
