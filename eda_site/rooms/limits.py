"""How much of everything the rooms take. `settings.EVENTARIUM_LIMITS` may hold other numbers.

In the environment: EVENTARIUM_LIMITS="people=300 commands=500".
"""

from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Limits:
    """Each is refused with a code of its own when it is reached, or makes something go slower."""

    # the site
    rooms: int = 5_000
    """Stored at once; old ones are deleted by themselves."""
    starts_per_minute: int = 400
    """New rooms from one address: a class of 300 behind one address may start all at once."""
    sockets_per_address: int = 1_500
    """A school has one address for all."""
    joins_per_minute: int = 40
    """Wrong codes from one address."""
    joins_per_minute_all: int = 600
    """Wrong codes from everywhere; then only those get in who have not guessed lately."""
    addresses_kept: int = 10_000
    moments: int = 5_000
    """Links to a moment that are kept; those that nobody opens go first."""
    exports: int = 4
    """Files that are computed at the same time."""
    export_events: int = 200_000
    """In one exported file, and in a run that is taken in."""
    replay_events: int = 60_000
    """In all branches of a replay together."""

    # a room
    people: int = 1_200
    seats: int = 200
    """People whom a room remembers: co-presenters and those who were removed."""
    timelines: int = 64
    bookmarks: int = 100
    commands: int = 2_000
    """In one timeline."""
    student_commands: int = 1_500
    """After so many, students publish no more: the rest is the presenter's."""
    events: int = 2_000_000
    """In one timeline; a run that has had so many stands still."""
    records: int = 100_000
    """Appended to one partition; browsers show the newest 64 of each replica."""

    # a person
    message_bytes: int = 16 * 1024
    """An intent longer than this is refused; servers close sockets at 64 KiB."""
    intents_burst: int = 30
    intents_per_s: int = 10
    student_burst: int = 4
    student_per_s: int = 2
    waiting: int = 64

    # memory and pace
    runs_kept: int = 4
    """Timelines of a room that stay in memory; others are rebuilt when somebody returns."""
    ring_bytes: int = 1_000_000
    ring_s: float = 10.0
    unseen_s: float = 3.0
    ask_s: float = 1.0
    ask_bytes: int = 65_536
    """A frame asks to be acknowledged this long, or this many bytes, after the last that did."""
    owed_bytes: int = 524_288
    """Sent after a frame that is not acknowledged yet; then nothing more is."""
    greet_s: float = 20.0
    stalled_s: float = 60.0
    """Sockets that never said hello, or stayed behind for so long, are closed."""
    hold_s: float = 2.0
    empty_s: float = 10.0
    forget_s: float = 600.0
    slice_s: float = 0.004
    frames_per_s: int = 10
    instants_per_frame: int = 400
    """What one frame may compute; a run that is asked for more goes slower than asked."""
    room_hours: float = 24.0
    """A room that nobody has been in for so long is deleted with all that was done in it."""


def limits() -> Limits:
    return Limits(**getattr(settings, "EVENTARIUM_LIMITS", {}))


def parse(text: str) -> dict[str, Any]:
    """The numbers of "name=number name=number". Raises ImproperlyConfigured for what is none."""
    kinds = {f.name: f.type for f in fields(Limits)}
    found: dict[str, Any] = {}
    for part in text.replace(",", " ").split():
        name, _, value = part.partition("=")
        if name not in kinds:
            known = ", ".join(sorted(kinds))
            raise ImproperlyConfigured(
                f"EVENTARIUM_LIMITS: {name[:40]} is no limit. Known: {known}"
            )
        try:
            found[name] = int(value) if kinds[name] in (int, "int") else float(value)
        except ValueError:
            found[name] = -1
        if not 0 < found[name] < 2**53:
            raise ImproperlyConfigured(f"EVENTARIUM_LIMITS: {name} is a number above 0")
    return found
