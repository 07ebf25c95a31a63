"""Who may do what: one table of roles."""

OWNER, PRESENTER, CO_PRESENTER = "owner", "presenter", "co-presenter"
STUDENT, VIEWER = "student", "viewer"

ROLES = (OWNER, PRESENTER, CO_PRESENTER, STUDENT, VIEWER)

DRIVE = "drive"
WATCH = "watch"

RIGHTS: dict[str, frozenset[str]] = {
    DRIVE: frozenset({OWNER, PRESENTER, CO_PRESENTER}),
    WATCH: frozenset(ROLES),
}
"""Right -> roles that have it. An action names the right it needs."""


def may(role: str, right: str) -> bool:
    return role in RIGHTS[right]
