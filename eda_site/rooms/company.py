"""The people of a room as rules see them: who has which role, who is let in. Plain data, no room.

Somebody is known by a badge: what the signed session of a browser says. A role comes from the key of
the room, else from a seat that the room keeps, else from what the badge was given at the door.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import compare_digest
from typing import Any, NamedTuple

from eda_site.rooms.codes import Refused
from eda_site.rooms.roles import OWNER, REMOVED, STUDENT, VIEWER

ADJECTIVES = ANIMALS = 32
"""How many words the catalogue has for a handle (`handle.adjectives`, `handle.animals`)."""


class Badge(NamedTuple):
    """Who somebody is, without a name: `seat` is "", "student" or "viewer"."""

    actor: str
    key_hash: str = ""
    seat: str = ""


@dataclass(frozen=True)
class Company:
    """`code` lets people in; the room's address stays what it was when the code is renewed.

    `seats` holds only those whom the room itself knows: co-presenters, a presenter who was handed the
    room, and those who were removed.
    """

    code: str
    owner_hash: str = ""
    owner_role: str = OWNER
    locked: bool = False
    frozen: bool = False
    students_act: bool = False
    seats: Mapping[str, str] = field(default_factory=dict)

    def role_of(self, badge: Badge) -> str | None:
        """The role of somebody whom the room or the badge knows, "removed" included; else None."""
        if self.owner_hash and compare_digest(badge.key_hash, self.owner_hash):
            return self.owner_role
        known = self.seats.get(badge.actor)
        if known is not None:
            return known
        return badge.seat if badge.seat in (STUDENT, VIEWER) else None

    def admit(self, badge: Badge, code: str, seat: str = VIEWER) -> str:
        """The role of somebody who comes with this code, `seat` for newcomers.

        A viewer who comes again with the code to join becomes a student. Raises Refused:
        no_such_room (also for a code of yesterday), room_locked, removed.
        """
        role = self.role_of(badge)
        if role == REMOVED:
            raise Refused("removed")
        if role is None and code != self.code:
            raise Refused("no_such_room", code=code[:12])
        if role is None and self.locked:
            raise Refused("room_locked")
        joins = role == VIEWER and seat == STUDENT and code == self.code and not self.locked
        return seat if role is None or joins else role


def person_of(room: str, actor: str) -> str:
    """What others may call somebody: the same in this room always, and nothing in any other room."""
    return hashlib.sha256(f"{room}/{actor}".encode()).hexdigest()[:12]


def handle_of(person: str) -> list[int]:
    """[adjective, animal, number]: places in the catalogue's lists, so that each language has its own."""
    number = int(person, 16)
    return [number % ADJECTIVES, number // 32 % ANIMALS, number // 1024 % 90 + 10]


def person_row(room: str, actor: str, role: str, here: bool, you: bool) -> dict[str, Any]:
    """One line of the list of people."""
    person = person_of(room, actor)
    return {
        "person": person,
        "handle": handle_of(person),
        "role": role,
        "here": here,
        "you": you,
    }
