"""Every refusal and notice that a room may send, in one place, with the fields of its sentence.

The sentences stand in the catalogue (`refusals`); the engine's own codes (an unknown id, a wrong
state …) pass through with the fields of its `Rejected`.
"""

from typing import Any

CODES: dict[str, tuple[str, ...]] = {
    "not_json": (),
    "unknown_type": ("type",),
    "wrong_fields": ("field",),
    "too_large": ("bytes", "limit"),
    "too_many": ("per_s",),
    "not_allowed": ("role",),
    "no_such_room": ("code",),
    "room_full": ("limit",),
    "run_full": ("limit",),
    "timelines_full": ("limit",),
    "no_such_timeline": ("timeline",),
    "not_yet": ("head_us",),
    "at_the_start": (),
    "storage_failed": (),
    "storage_slow": (),
    "server_error": (),
    "engine_changed": ("engine", "engine_now"),
    "slower": ("percent",),
    "server_stops": ("back_in_ms",),
}
"""Code -> names of its fields."""

NOTICES = ("room", "engine_changed", "slower", "server_stops")
"""Codes that come without an intent; `room` carries the room's data, not a sentence."""


class Refused(Exception):
    """An intent was not carried out; nothing has changed."""

    def __init__(self, code: str, **fields: Any) -> None:
        assert code in CODES, code
        assert set(fields) <= set(CODES[code]), (code, fields)
        super().__init__(code)
        self.code = code
        self.fields = fields
