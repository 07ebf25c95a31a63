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
    "frozen": (),
    "no_such_room": ("code",),
    "room_locked": (),
    "removed": (),
    "room_full": ("limit",),
    "rooms_full": ("limit",),
    "address_full": ("limit",),
    "too_many_tries": (),
    "no_such_person": ("person",),
    "pass_used": (),
    "seats_full": ("limit",),
    "run_full": ("limit",),
    "run_long": ("limit",),
    "log_full": ("topic", "partition", "limit"),
    "timelines_full": ("limit",),
    "bookmarks_full": ("limit",),
    "no_such_bookmark": (),
    "one_change_only": ("change",),
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

NOTICES = ("room", "engine_changed", "slower", "server_stops", "people", "pass", "way_back")
"""Codes that come without an intent. `room` carries the room, `people` who is here, `pass` and
`way_back` the path of a link for the one who asked for it; the others are sentences."""


class Refused(Exception):
    """An intent was not carried out; nothing has changed."""

    def __init__(self, code: str, /, **fields: Any) -> None:
        assert code in CODES, code
        assert set(fields) <= set(CODES[code]), (code, fields)
        super().__init__(code)
        self.code = code
        self.fields = fields
