"""Who somebody is, without accounts: keys of rooms in the signed session, codes, recovery links."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.http import parse_cookie

from eda_site.rooms.roles import VIEWER

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0 and O, no 1, I and L: a code is read aloud and off a wall."""
CODE_LENGTH = 6
ROOMS_KEPT = 24
"""Keys that one session holds; a cookie has 4 KB."""

_SALT = "rooms.owner"


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


def role_of(session: Any, code: str, owner_hash: str, owner_role: str) -> str:
    """The role that a session has in a room."""
    key = session.get("rooms", {}).get(code)
    if isinstance(key, str) and owner_hash and secrets.compare_digest(key_hash(key), owner_hash):
        return owner_role
    return VIEWER


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
    return str(data["key"]) if data.get("room") == code else None


def session_of(scope: Any) -> SessionStore:
    """The session of a socket's cookie. Reading it touches no database: it is in the cookie."""
    raw = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    cookies = parse_cookie(raw.decode("latin-1"))
    return SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
