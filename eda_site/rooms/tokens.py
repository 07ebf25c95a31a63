"""Who somebody is, without accounts: keys of rooms in the signed session, codes, recovery links."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.http import parse_cookie

from eda_site.rooms.company import Badge
from eda_site.rooms.roles import STUDENT, VIEWER

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0 and O, no 1, I and L: a code is read aloud and off a wall."""
CODE_LENGTH = 6
ROOMS_KEPT = 24
"""Keys that one session holds; a cookie has 4 KB."""

_SALT = "rooms.owner"
_PASS_SALT = "rooms.pass"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def clean_code(text: str) -> str | None:
    """What somebody typed as a code; None when it cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def new_key() -> str:
    return secrets.token_urlsafe(18)


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def key_keep(session: Any, code: str, key: str) -> None:
    """Remember in a session that this browser owns a room."""
    rooms = dict(session.get("rooms", {}))
    rooms.pop(code, None)
    rooms[code] = key
    session["rooms"] = dict(list(rooms.items())[-ROOMS_KEPT:])


def seat_keep(session: Any, code: str, seat: str) -> None:
    """Remember in a session that this browser was let into a room; a student stays one."""
    seats = dict(session.get("seats", {}))
    seat = STUDENT if seats.pop(code, None) == STUDENT else seat
    seats[code] = seat
    session["seats"] = dict(list(seats.items())[-ROOMS_KEPT:])


def badge_of(session: Any, code: str) -> Badge:
    """What a session says about its browser in a room. Nothing in it can be forged: it is signed."""
    key = _entry(session, "rooms", code)
    seat = _entry(session, "seats", code)
    return Badge(
        actor_of(session),
        key_hash(key) if key else "",
        seat if seat in (STUDENT, VIEWER) else "",
    )


def is_known(session: Any, code: str) -> bool:
    """Whether a session has been let into a room before."""
    return bool(_entry(session, "rooms", code) or _entry(session, "seats", code))


def _entry(session: Any, table: str, code: str) -> str:
    entries = session.get(table)
    entry = entries.get(code) if isinstance(entries, dict) else None
    return entry if isinstance(entry, str) else ""


def actor_of(session: Any) -> str:
    """A name for this browser that says nothing about its person; made when there is none."""
    actor = session.get("me")
    if not isinstance(actor, str) or not 8 <= len(actor) <= 64:
        actor = session["me"] = secrets.token_urlsafe(9)
    return actor


def recovery_token(code: str, key: str) -> str:
    return signing.dumps({"room": code, "key": key}, salt=_SALT)


def recovery_key(code: str, token: str) -> str | None:
    """The key in a recovery token, if it is genuine and for this room."""
    try:
        data = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return _key_for(code, data)


def pass_token(code: str, key: str) -> str:
    """A one-time link's token: signed, so that guesses end before they reach the database."""
    return signing.dumps({"room": code, "key": key}, salt=_PASS_SALT)


def pass_key(code: str, token: str) -> str | None:
    """The key in a one-time link's token, if it is genuine and for this room."""
    try:
        data = signing.loads(token, salt=_PASS_SALT)
    except signing.BadSignature:
        return None
    return _key_for(code, data)


def _key_for(code: str, data: Any) -> str | None:
    return str(data["key"]) if isinstance(data, dict) and data.get("room") == code else None


def session_of(scope: Any) -> SessionStore:
    """The session of a socket's cookie. Reading it touches no database: it is in the cookie."""
    raw = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    cookies = parse_cookie(raw.decode("latin-1"))
    return SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
