"""Reads. Plain data comes out, so that nothing of the ORM gets near a room's loop."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from eda_site.rooms import bookmarks, snapshots
from eda_site.rooms.bookmarks import Bookmark
from eda_site.rooms.company import Company
from eda_site.rooms.company_store import company_of
from eda_site.rooms.models import Command, Done, Room, Timeline
from eda_site.rooms.services import Branch


@dataclass(frozen=True)
class Stored:
    """A room as it was saved. `logs` holds each timeline's own commands as (n, at_us, text)."""

    id: int
    code: str
    slug: str
    scenario: dict[str, Any]
    engine: str
    seed: int
    preset: str
    company: Company
    runs_on: bool
    shown_at_us: int
    shown_seq: int | None
    playing: bool
    stop_at_us: int | None
    speed_permille: int
    timeline: int
    branches: dict[int, Branch] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    logs: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    answered: list[tuple[str, str]] = field(default_factory=list)
    bookmarks: dict[int, Bookmark] = field(default_factory=dict)
    marks: list[snapshots.Row] = field(default_factory=list)
    next_page: int = 1


def storage_answers() -> bool:
    """Whether the database can be read and has its tables; raises when not."""
    Room.objects.exists()
    return True


def rooms_list() -> list[dict[str, Any]]:
    """Every stored room, for the operator: the one touched last comes first."""
    rows = Room.objects.order_by("-touched_at").values("code", "slug", "created_at", "touched_at")
    return [dict(row) for row in rows.annotate(given=Count("commands"))]


def room_load(code: str) -> Stored | None:
    """Everything that a room is rebuilt from, or None when there is no such room."""
    row = Room.objects.filter(code=code).first()
    if row is None:
        return None
    stored = Stored(
        id=row.pk,
        code=row.code,
        slug=row.slug,
        scenario=json.loads(row.scenario),
        engine=row.engine,
        seed=row.seed,
        preset=row.preset,
        company=company_of(row),
        runs_on=row.runs_on,
        shown_at_us=row.shown_at_us,
        shown_seq=row.shown_seq,
        playing=row.playing,
        stop_at_us=row.stop_at_us,
        speed_permille=row.speed_permille,
        timeline=row.timeline,
        marks=snapshots.snapshot_rows(row.pk),
        next_page=snapshots.next_page(row.pk),
    )
    for line in Timeline.objects.filter(room=row).order_by("n"):
        stored.branches[line.n] = Branch(
            *(line.n, line.parent, line.fork_at_us, line.fork_n, line.seed, line.preset),
            name=line.name,
            one_change=line.one_change,
        )
        stored.heads[line.n] = line.head_at_us
        stored.logs[line.n] = []
    for given in Command.objects.filter(room=row).order_by("timeline", "n"):
        stored.logs.setdefault(given.timeline, []).append((given.n, given.at_us, given.text))
        stored.answered.append((given.actor, given.intent_id))
    stored.bookmarks.update(bookmarks.bookmarks_of(row.pk))
    done = Done.objects.filter(room=row).order_by("pk")
    stored.answered.extend(done.values_list("actor", "intent_id"))
    return stored


def timelines_list(room: Room) -> list[dict[str, Any]]:
    """A room's timelines for people: number, name if it has one, parent, where it leaves its parent, seed,
    preset, and the first command of its own as {at_us, text}, None where nothing was commanded."""
    lines = []
    for line in Timeline.objects.filter(room=room).order_by("n"):
        own = Command.objects.filter(room=room, timeline=line.n).order_by("n").first()
        lines.append(
            {
                "n": line.n,
                "name": getattr(line, "name", ""),
                "parent": line.parent,
                "fork_at_us": line.fork_at_us,
                "head_at_us": line.head_at_us,
                "seed": line.seed,
                "preset": line.preset,
                "command": None if own is None else {"at_us": own.at_us, "text": own.text},
            }
        )
    return lines
