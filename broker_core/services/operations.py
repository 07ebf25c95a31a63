"""What can be asked of a service: by people and other services, in the mode that it is in."""

from typing import Any

from broker_core.services.state import Service
from broker_core.town import Town


def handler_of(s: Service, name: str) -> Any:
    """What a service does on an event's name or an operation in its present mode, or None."""
    return next((h for h in s.handlers if h["on"] == name and h["mode"] in ("", s.mode)), None)


def modes(s: Service) -> list[str]:
    """The modes that a service's handlers know; the one it is in is one of them."""
    return list(dict.fromkeys([s.mode, *(h["mode"] for h in s.handlers if h["mode"])]))


def conducted(t: Town, s: Service) -> list[str]:
    """The processes that a service conducts."""
    return [name for name, row in t.definitions.items() if row["service"] == s.name]


def starts_here(t: Town, s: Service, operation: str) -> bool:
    """Whether a person can begin a process at this service by asking for it."""
    return any(t.definitions[name]["starts"] == operation for name in conducted(t, s))


def operations(t: Town, s: Service) -> list[str]:
    """What a person would ask this service for: what it does on no event's name."""
    events = event_names(t)
    own = [h["on"] for h in s.handlers if h["mode"] in ("", s.mode) and h["on"] not in events]
    return list(dict.fromkeys(own))


def event_names(t: Town) -> dict[str, int]:
    """The names of all events that somebody in this run may publish by itself."""
    names = [step["name"] for s in t.services.values() for h in s.handlers for step in h["steps"]]
    names += [row[1] for it in t.clients.values() for row in it.outlet.rows]
    for row in t.definitions.values():
        names += [row["completes"], row["cancels"]]
        names += [step[part] for step in row["steps"] for part in ("command", "undo")]
    return dict.fromkeys(names, 1)
