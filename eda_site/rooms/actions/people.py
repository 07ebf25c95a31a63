"""What everybody in a room may say: hello, and how far they are."""

from eda_site.rooms import wire
from eda_site.rooms.actions.registry import Intent, action
from eda_site.rooms.roles import WATCH
from eda_site.rooms.room import Room
from eda_site.rooms.shapes import boolean, integer, or_null, text


@action(
    "hello",
    WATCH,
    takes={
        "timeline": or_null(integer()),
        "seq": or_null(integer(-1)),
        "v": or_null(text(64)),
        "lite": boolean,
    },
)
def hello(room: Room, intent: Intent) -> None:
    """The first message, and again after a gap: asks for what is missing, or for everything."""
    viewer, fields = intent.viewer, intent.fields
    viewer.greet(bool(fields.get("lite")), room.port.now_s())
    timeline, seq = fields.get("timeline"), fields.get("seq")
    same_words = fields.get("v") in (None, wire.version())
    if timeline is not None and seq is not None and same_words:
        room.resume(viewer, timeline, seq)
    viewer.wake()


@action("seen", WATCH, needs={"seq": integer(-1)}, answered=False)
def seen(room: Room, intent: Intent) -> None:
    """The browser has handled every frame up to the one that ended with this seq."""
    intent.viewer.seen(intent.fields["seq"])
