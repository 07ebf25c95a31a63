"""Who may do what: one table of roles, and the room's own switches on top of it."""

from typing import Protocol

OWNER, PRESENTER, CO_PRESENTER = "owner", "presenter", "co-presenter"
STUDENT, VIEWER = "student", "viewer"
REMOVED = "removed"
"""No role but its absence: somebody who was sent out of the room."""

ROLES = (OWNER, PRESENTER, CO_PRESENTER, STUDENT, VIEWER)
HOSTS = frozenset({OWNER, PRESENTER})
DRIVERS = HOSTS | {CO_PRESENTER}

HOST = "host"
"""Give the room away, invite a co-presenter, make a new way back."""
MANAGE = "manage"
"""Lock, freeze, renew the code, see who is here, send somebody out."""
DRIVE = "drive"
ACT = "act"
"""Publish a record. Students have it while the room's switch is on."""
WATCH = "watch"

RIGHTS: dict[str, frozenset[str]] = {
    HOST: HOSTS,
    MANAGE: DRIVERS,
    DRIVE: DRIVERS,
    ACT: DRIVERS | {STUDENT},
    WATCH: frozenset(ROLES),
}
"""Right -> roles that may have it. An action names the right it needs."""


class Switches(Protocol):
    """What a room sets for all of its people."""

    @property
    def frozen(self) -> bool: ...

    @property
    def students_act(self) -> bool: ...


def may(role: str, right: str) -> bool:
    """Whether the table gives a role this right."""
    return role in RIGHTS[right]


def refusal(role: str, right: str, switches: Switches) -> str | None:
    """The code of what forbids it now; None when it is allowed.

    In a frozen room only its owner or presenter does anything; everybody goes on watching.
    """
    if not may(role, right) or (right == ACT and role == STUDENT and not switches.students_act):
        return "not_allowed"
    if switches.frozen and right != WATCH and role not in HOSTS:
        return "frozen"
    return None
