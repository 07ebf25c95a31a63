"""What everybody in a room may say: hello, how far they are, and that they hold a one-time link."""

from dataclasses import replace

from eda_site.rooms import company_store, tokens, wire
from eda_site.rooms.actions.registry import Intent, Store, Work, action
from eda_site.rooms.codes import Refused
from eda_site.rooms.company import Company
from eda_site.rooms.roles import CO_PRESENTER, DRIVERS, WATCH
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


@action("take", WATCH, needs={"key": text(64)})
def take(room: Room, intent: Intent) -> Work:
    """Become a co-presenter by a one-time link. Nothing happens to those who drive already."""
    if intent.viewer.role in DRIVERS:
        return
    if not room.id:
        raise Refused("pass_used")  # the demo keeps nothing, so nobody was ever given a link to it
    check_seats(room)
    hashed = tokens.key_hash(intent.fields["key"])
    args = (room.id, hashed, CO_PRESENTER, intent.actor)
    yield Store(company_store.pass_take, company_store.pass_give_back, args)
    room.recast(seated(room.company, intent.actor, CO_PRESENTER))


def seated(company: Company, actor: str, role: str | None) -> Company:
    """The company with another seat for somebody; None takes the seat away."""
    seats = {**company.seats}
    seats.pop(actor, None)
    if role is not None:
        seats[actor] = role
    return replace(company, seats=seats)


def check_seats(room: Room) -> None:
    """Raise Refused when the room can remember nobody else."""
    if len(room.company.seats) >= room.limits.seats:
        raise Refused("seats_full", limit=room.limits.seats)
