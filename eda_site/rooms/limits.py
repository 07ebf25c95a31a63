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
    joins_per_minute: int = 20


def limits() -> Limits:
    return Limits(**getattr(settings, "EVENTARIUM_LIMITS", {}))
