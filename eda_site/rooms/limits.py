"""How much of everything a room takes. `settings.EVENTARIUM_LIMITS` may hold other numbers."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    message_bytes: int = 16 * 1024
    """An intent longer than this is refused; servers close sockets at 64 KiB."""
    intents_burst: int = 30
    intents_per_s: int = 10
    people: int = 1_200
    commands: int = 2_000
    timelines: int = 64
    waiting: int = 64
    runs_kept: int = 4
    """Timelines of a room that stay in memory; others are rebuilt when somebody returns."""
    ring_bytes: int = 1_000_000
    ring_s: float = 10.0
    unseen_s: float = 3.0
    hold_s: float = 2.0
    empty_s: float = 10.0
    forget_s: float = 600.0
    slice_s: float = 0.004
    frames_per_s: int = 10
    instants_per_frame: int = 400
    """What one frame may compute; a run that is asked for more goes slower than asked."""
    joins_per_minute: int = 20
    room_hours: float = 24.0
    """A room that nobody has been in for so long is deleted with all that was done in it."""


def limits() -> Limits:
    return Limits(**getattr(settings, "EVENTARIUM_LIMITS", {}))
