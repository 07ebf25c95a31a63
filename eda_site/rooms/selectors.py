"""Reads. Plain data comes out, so that nothing of the ORM gets near a room's loop."""

import json
from dataclasses import dataclass, field
from typing import Any

from eda_site.rooms.models import Command, Room, Timeline
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
    owner_hash: str
    owner_role: str
    runs_on: bool
    shown_at_us: int
    playing: bool
    speed_permille: int
    timeline: int
    branches: dict[int, Branch] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    logs: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    answered: list[tuple[str, str]] = field(default_factory=list)


def storage_answers() -> bool:
    """Whether the database can be read and has its tables; raises when not."""
    Room.objects.exists()
    return True


def room_exists(code: str) -> bool:
    return Room.objects.filter(code=code).exists()


def room_row(code: str) -> Room | None:
    """The room's own row, for a page."""
    return Room.objects.filter(code=code).first()


def room_scenario(code: str) -> dict[str, Any] | None:
    """What a room was made of, as its author wrote it."""
    row = Room.objects.filter(code=code).values_list("scenario", flat=True).first()
    return json.loads(row) if row is not None else None


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
        owner_hash=row.owner_hash,
        owner_role=row.owner_role,
        runs_on=row.runs_on,
        shown_at_us=row.shown_at_us,
        playing=row.playing,
        speed_permille=row.speed_permille,
        timeline=row.timeline,
    )
    for line in Timeline.objects.filter(room=row).order_by("n"):
        stored.branches[line.n] = Branch(
            line.n, line.parent, line.fork_at_us, line.fork_n, line.seed, line.preset
        )
        stored.heads[line.n] = line.head_at_us
        stored.logs[line.n] = []
    for given in Command.objects.filter(room=row).order_by("timeline", "n"):
        stored.logs.setdefault(given.timeline, []).append((given.n, given.at_us, given.text))
        stored.answered.append((given.actor, given.intent_id))
    return stored
