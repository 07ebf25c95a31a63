"""A mesh of brokers: links, interest that spreads, events that follow it."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Remove, Set


@event(
    "mesh.linked",
    Set("mesh.links.{a}.{b}.state", value="up"),
    Set("mesh.links.{a}.{b}.store", "store"),
    Set("mesh.links.{a}.{b}.stored", value=0),
    Set("mesh.links.{b}.{a}.state", value="up"),
    Set("mesh.links.{b}.{a}.store", "store"),
    Set("mesh.links.{b}.{a}.stored", value=0),
)
class Linked(Event):
    """Two brokers are linked; with `store`, events for a link that is down wait at its end."""

    a: Name
    b: Name
    store: bool


@event("mesh.link_lost", Set("mesh.links.{broker}.{neighbour}.state", value="down"))
class LinkLost(Event):
    """A broker hears nothing of a neighbour any more; `reason` is reset, refused or timeout."""

    broker: Name
    neighbour: Name
    reason: Name


@event("mesh.link_restored", Set("mesh.links.{broker}.{neighbour}.state", value="up"))
class LinkRestored(Event):
    """A broker hears a neighbour again, and both exchange what they know."""

    broker: Name
    neighbour: Name


@event("mesh.interest_spread", Set("mesh.interest.{broker}.{origin}.{filter}", "via"))
class InterestSpread(Event):
    """A broker learns that somebody at `origin` asked for what `filter` selects; `via` told it (at
    the origin itself, the origin)."""

    broker: Name
    origin: Name
    filter: str
    via: Name


@event("mesh.interest_withdrawn", Remove("mesh.interest.{broker}.{origin}.{filter}"))
class InterestWithdrawn(Event):
    """A broker learns that nobody at `origin` asks for this filter any more."""

    broker: Name
    origin: Name
    filter: str
    via: Name


@event("mesh.rerouted", Set("mesh.routes.{broker}.{target}", "after"))
class Rerouted(Event):
    """A broker's way to another changes: `after` is the next neighbour on it, "" when there is none."""

    broker: Name
    target: Name
    before: Name
    after: Name


@event("mesh.forwarded", Append("mesh.forwarded", ("event", "broker", "neighbour", "targets")))
class Forwarded(Event):
    """A broker sends an event over a link, once, since somebody beyond it asked: at `targets`."""

    broker: Name
    event: int
    name: Name
    neighbour: Name
    targets: Json


@event("mesh.stored", Set("mesh.links.{broker}.{neighbour}.stored", "waiting"))
class Stored(Event):
    """An event waits at the end of a link that is down, until it is up or there is another way."""

    broker: Name
    event: int
    name: Name
    neighbour: Name
    waiting: int


@event("mesh.released", Set("mesh.links.{broker}.{neighbour}.stored", "waiting"))
class Released(Event):
    """An event that waited at a link goes on its way."""

    broker: Name
    event: int
    name: Name
    neighbour: Name
    waiting: int


@event("mesh.duplicate_dropped")
class DuplicateDropped(Event):
    """A broker has this event already (it came another way), so it goes no further here."""

    broker: Name
    event: int
    name: Name
    via: Name
