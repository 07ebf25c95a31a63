"""A service's own stores: changes, versions, and reads with a stamp."""

import re
from typing import Any

from broker_core.events.service import StateChanged, WasRead
from broker_core.services.state import Service
from broker_core.town import Town

NO_KEY = "all"
"""The key of a change that names none."""

REMEMBERED = 64
"""So many changes of a key keep their time, for the age of a copy."""

_WHOLE = re.compile(r"-?\d{1,15}\Z")


def number_or_text(value: Any) -> Any:
    """A value as a store keeps it: what reads as a whole number is one."""
    return int(value) if isinstance(value, str) and _WHOLE.match(value) else value


def entry(s: Service, store: str, key: str) -> Any:
    """(value, version) or None."""
    return s.stores.get(store, {}).get(key)


def put(t: Town, s: Service, store: str, key: str, value: Any, event: int, version: int) -> None:
    """A key gets a value (None: it is gone); of an own store the owner counts the versions."""
    before = entry(s, store, key)
    if store in s.owns:
        version = s.versions.get(f"{store} {key}", 0) + 1
        s.versions[f"{store} {key}"] = version
        _note_newest(t, f"{store} {key}", version, value)
    entries = s.stores.setdefault(store, {})
    entries[key] = (value, version)
    t.world.cause = t.world.emit(
        StateChanged, s.name, store, key, before[0] if before else None, value, version, event,
        entries[key],
    )  # fmt: skip


def _note_newest(t: Town, key: str, version: int, value: Any) -> None:
    known = t.newest.get(key)
    times = (*(known[3] if known else ()), (version, t.world.now_us))
    t.newest[key] = (version, t.world.now_us, value, times[-REMEMBERED:])


def changed(op: str, before: Any, value: Any, by: int) -> Any:
    """What a key holds after an operation."""
    if op == "add":
        return (before if isinstance(before, int) else 0) + by
    return None if op == "remove" else value


def newest(t: Town, store: str, key: str) -> int:
    """The source's version of a key, 0 where no source counts it."""
    known = t.newest.get(f"{store} {key}")
    return known[0] if known else 0


def read(t: Town, s: Service, store: str, key: str) -> None:
    """Somebody reads a value now and learns how far behind its source it is."""
    value, version = entry(s, store, key) or (None, 0)
    source, _, _, times = t.newest.get(f"{store} {key}") or (0, 0, None, ())
    behind = max(0, source - version)
    since = next((at for number, at in times if number > version), 0)
    age = t.world.now_us - since if behind else 0
    t.world.emit(WasRead, s.name, store, key, value, version, source, behind, age)
