"""Publish and subscribe: clients come and go, events are published, routed, parked, delivered."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Append, Remove, Set, Shed, Strike


@event(
    "pubsub.broker_opened",
    Set("hubs.{broker}.state", value="up"),
    Set("hubs.{broker}.since_us", "at_us"),
    Set("hubs.{broker}.dialect", "dialect"),
    Set("hubs.{broker}.edge", "edge"),
)
class BrokerOpened(Event):
    """A publish-subscribe broker stands at the start of a run, or is added to it."""

    broker: Name
    dialect: Name
    edge: bool


@event(
    "pubsub.broker_crashed",
    Set("hubs.{broker}.state", value="down"),
    Set("hubs.{broker}.since_us", "at_us"),
)
class BrokerCrashed(Event):
    """A broker's process died: connections and direct subscriptions are gone, durable things stay."""

    broker: Name


@event(
    "pubsub.broker_started",
    Set("hubs.{broker}.state", value="up"),
    Set("hubs.{broker}.since_us", "at_us"),
)
class BrokerStarted(Event):
    """A broker is back with its queues, its logs and their subscriptions."""

    broker: Name


@event(
    "pubsub.broker_paused",
    Set("hubs.{broker}.state", value="paused"),
    Set("hubs.{broker}.paused_until_us", "until_us"),
)
class BrokerPaused(Event):
    """A broker stands still for a while."""

    broker: Name
    until_us: int


@event(
    "pubsub.broker_stopped",
    Set("hubs.{broker}.state", value="stopped"),
    Set("hubs.{broker}.since_us", "at_us"),
)
class BrokerStopped(Event):
    """A broker ended in order: it closed its connections, durable things stay."""

    broker: Name


@event("pubsub.broker_resumed", Set("hubs.{broker}.state", value="up"))
class BrokerResumed(Event):
    """A broker goes on after a pause."""

    broker: Name


@event(
    "pubsub.client_declared",
    Set("clients.{client}.kind", "kind"),
    Set("clients.{client}.broker", "broker"),
    Set("clients.{client}.state", value="absent"),
    Set("clients.{client}.since_us", "at_us"),
    Set("clients.{client}.inbox", value=[]),
    Set("clients.{client}.settings", "settings"),
)
class ClientDeclared(Event):
    """A program has its place: a publisher, a subscriber, a device or a service.

    `settings` = ((name, value), …), as they stand at first (work_us, inbox, quality, …).
    """

    client: Name
    kind: Name
    broker: Name
    settings: Json


@event(
    "pubsub.client_started",
    Set("clients.{client}.state", value="up"),
    Set("clients.{client}.since_us", "at_us"),
    Set("clients.{client}.inbox", value=[]),
)
class ClientStarted(Event):
    """A program runs and will attach itself to its broker."""

    client: Name
    kind: Name


@event(
    "pubsub.client_stopped",
    Set("clients.{client}.state", value="stopped"),
    Set("clients.{client}.since_us", "at_us"),
    Set("clients.{client}.inbox", value=[]),
    Remove("work.{client}"),
    Remove("frames.{client}"),
    Remove("waits.{client}"),
    Set("held.{client}", value=0),
)
class ClientStopped(Event):
    """A program ended in order: what it had not begun goes back or is lost, as its memory says."""

    client: Name
    kind: Name


@event(
    "pubsub.client_crashed",
    Set("clients.{client}.state", value="down"),
    Set("clients.{client}.since_us", "at_us"),
    Set("clients.{client}.inbox", value=[]),
    Remove("work.{client}"),
    Remove("frames.{client}"),
    Remove("waits.{client}"),
    Set("held.{client}", value=0),
)
class ClientCrashed(Event):
    """A program died: its inbox, its work in hand and its local buffer are gone."""

    client: Name
    kind: Name


@event(
    "pubsub.client_paused",
    Set("clients.{client}.state", value="paused"),
    Set("clients.{client}.paused_until_us", "until_us"),
)
class ClientPaused(Event):
    """A program stands still for a while."""

    client: Name
    until_us: int


@event("pubsub.client_resumed", Set("clients.{client}.state", value="up"))
class ClientResumed(Event):
    """A program goes on after a pause."""

    client: Name


@event("pubsub.client_changed", Set("clients.{client}.changed.{setting}", "value"))
class ClientChanged(Event):
    """A setting of a program was changed while it runs; durations in microseconds."""

    client: Name
    setting: Name
    value: Json


@event("pubsub.attached", Set("clients.{client}.attached", value=True))
class Attached(Event):
    """A broker knows a client's connection and may push to it."""

    client: Name
    broker: Name


@event("pubsub.detached", Set("clients.{client}.attached", value=False))
class Detached(Event):
    """A broker has no connection to a client any more; `reason` is stopped, reset or timeout."""

    client: Name
    broker: Name
    reason: Name


@event(
    "pubsub.subscribed",
    Set("subscriptions.{place}.{filter}", "memory"),
    Set("places.{place}.broker", "broker"),
    Set("places.{place}.memory", "memory"),
)
class Subscribed(Event):
    """A broker keeps an interest: what `filter` selects goes to `place` (a client, queue or log)."""

    broker: Name
    place: Name
    filter: str
    memory: Name


@event("pubsub.unsubscribed", Remove("subscriptions.{place}.{filter}"))
class Unsubscribed(Event):
    """An interest is withdrawn; `reason` is asked, gone (its client's connection ended) or crash."""

    broker: Name
    place: Name
    filter: str
    reason: Name


@event("pubsub.subscription_refused")
class SubscriptionRefused(Event):
    """A broker refuses a filter that its dialect does not allow; `rule` is the broken rule."""

    broker: Name
    client: Name
    filter: str
    rule: Name


@event(
    "pubsub.queue_declared",
    Set("queues.{queue}.broker", "broker"),
    Set("queues.{queue}.capacity", "capacity"),
    Set("queues.{queue}.overflow", "overflow"),
    Set("queues.{queue}.expiry_us", "expiry_us"),
    Set("queues.{queue}.most_deliveries", "most_deliveries"),
    Set("queues.{queue}.dead_letter", "dead_letter"),
    Set("queues.{queue}.waiting", value=[]),
    Set("queues.{queue}.out", value={}),
)
class QueueDeclared(Event):
    """A durable queue stands at a broker; 0 and "" mean without bound, never, nowhere."""

    queue: Name
    broker: Name
    capacity: int
    overflow: Name
    expiry_us: int
    most_deliveries: int
    dead_letter: Name


@event("pubsub.queue_changed", Set("queues.{queue}.{setting}", "value"))
class QueueChanged(Event):
    """A queue's rule was changed while it runs; what waits already keeps its own time."""

    queue: Name
    setting: Name
    value: Json


@event(
    "pubsub.log_declared",
    Set("tapes.{log}.broker", "broker"),
    Set("tapes.{log}.retention_us", "retention_us"),
    Set("tapes.{log}.start", value=0),
    Set("tapes.{log}.end", value=0),
    Set("tapes.{log}.rows", value=[]),
    Set("tapes.{log}.readers", value={}),
)
class LogDeclared(Event):
    """A log stands at a broker; it is kept by age (0: for ever), not by who has read."""

    log: Name
    broker: Name
    retention_us: int


@event("pubsub.log_changed", Set("tapes.{log}.retention_us", "retention_us"))
class LogChanged(Event):
    """How long a log keeps what was published was changed while it runs (0: for ever)."""

    log: Name
    retention_us: int


@event(
    "pubsub.published",
    Append(
        "published",
        ("event", "topic", "name", "form", "carries", "key", "value", "client", "correlation"),
        keep=64,
    ),
)
class WasPublished(Event):
    """A program hands an event to its client library. `name` is its type, `form` fact, command or
    state, `carries` state or id; `parts` names what its value holds; `version` is the source's version of
    the key (0: none)."""

    event: int
    client: Name
    broker: Name
    topic: str
    name: Name
    form: Name
    carries: Name
    key: Name | None
    value: str
    parts: Json
    version: int
    correlation: Name


@event("pubsub.held", Set("held.{client}", "waiting"))
class Held(Event):
    """An event waits in its producer's local buffer, since the broker has not confirmed it yet."""

    client: Name
    event: int
    waiting: int


@event("pubsub.confirmed", Set("held.{client}", "waiting"))
class Confirmed(Event):
    """The producer learns that its broker keeps the event; nobody has to have received it."""

    client: Name
    broker: Name
    event: int
    name: Name
    waited_us: int
    waiting: int


@event("pubsub.resent")
class Resent(Event):
    """A producer sends an event again, since it heard nothing of the last attempt."""

    client: Name
    event: int
    name: Name
    attempt: int


@event("pubsub.gave_up", Set("held.{client}", "waiting"))
class GaveUp(Event):
    """A producer lets an event go: its buffer was full, it was refused, or it died with it."""

    client: Name
    event: int
    name: Name
    reason: Name
    waiting: int


@event(
    "pubsub.matched",
    Append("hubs.{broker}.matched", ("event", "places", "onward", "topic"), keep=32),
)
class Matched(Event):
    """A broker takes an event in and finds who asked for it. `places` = ((place, filter, memory), …),
    each place once; `onward` = brokers of the mesh where somebody asked. Both may be empty."""

    broker: Name
    event: int
    name: Name
    topic: str
    places: Json
    onward: Json


@event("pubsub.refused")
class Refused(Event):
    """A broker does not take an event: its topic is not legal there, or a queue is full."""

    broker: Name
    client: Name
    event: int
    name: Name
    topic: str
    reason: Name


@event("pubsub.repeated")
class Repeated(Event):
    """A broker has this event already, so it confirms it and does nothing else."""

    broker: Name
    event: int


@event(
    "pubsub.delivered",
    Append("clients.{client}.inbox", ("event", "way", "place", "delivery"), keep=1024),
)
class Delivered(Event):
    """An event arrived at a client. `way` is direct, queue or log; `place` the filter, the queue or
    the log; `delivery` counts how often it was given out there; `offset` is -1 except for logs."""

    client: Name
    event: int
    name: Name
    way: Name
    place: str
    delivery: int
    offset: int


@event("pubsub.lost", Append("lost", ("event", "place", "where", "reason", "at_us"), keep=64))
class Lost(Event):
    """An event will not reach somebody who asked for it. `place` is the client, queue or broker that
    misses it, `where` it ended (broker, inbox, client, queue, link, fault), `reason` why."""

    event: int
    name: Name
    place: Name
    where: Name
    reason: Name


@event("pubsub.parked", Append("queues.{queue}.waiting", ("event", "delivery"), keep=4096))
class Parked(Event):
    """An event waits in a queue, for the first time or again; `waiting` counts it."""

    queue: Name
    event: int
    name: Name
    delivery: int
    waiting: int


@event(
    "pubsub.returned", Set("queues.{queue}.waiting", "order"), Remove("queues.{queue}.out.{event}")
)
class Returned(Event):
    """An event that a reader did not acknowledge waits in its queue again, in its old place.

    `reason`: stopped, crashed, reset, timeout or failed. `order` = all that waits: ((event,
    delivery), …).
    """

    queue: Name
    event: int
    name: Name
    client: Name
    delivery: int
    reason: Name
    order: Json


@event(
    "pubsub.taken",
    Strike("queues.{queue}.waiting", "events"),
    Set("queues.{queue}.out.{event}", "client"),
)
class Taken(Event):
    """A queue gives an event to one of its readers and waits for the acknowledgement."""

    queue: Name
    event: int
    name: Name
    client: Name
    delivery: int
    events: Json


@event("pubsub.acknowledged", Remove("queues.{queue}.out.{event}"))
class Acknowledged(Event):
    """A reader is done with an event, so its queue forgets it."""

    queue: Name
    event: int
    name: Name
    client: Name


@event("pubsub.expired", Strike("queues.{queue}.waiting", "events"))
class Expired(Event):
    """An event waited in a queue longer than it may."""

    queue: Name
    event: int
    name: Name
    waited_us: int
    events: Json


@event("pubsub.overflowed", Strike("queues.{queue}.waiting", "events"))
class Overflowed(Event):
    """A queue was full: by its policy the `victim` is the oldest or the newest event."""

    queue: Name
    event: int
    victim: int
    policy: Name
    events: Json


@event(
    "pubsub.set_aside",
    Strike("queues.{queue}.waiting", "events"),
    Remove("queues.{queue}.out.{event}"),
)
class SetAside(Event):
    """An event was given out as often as allowed and goes to the dead letter queue ("" for none)."""

    queue: Name
    event: int
    name: Name
    delivery: int
    dead_letter: Name
    events: Json


@event(
    "pubsub.appended",
    Append("tapes.{log}.rows", ("offset", "event", "name", "key")),
    Set("tapes.{log}.end", "next_offset"),
)
class Appended(Event):
    """An event stands in a log at an offset; `next_offset` is the log's end now."""

    log: Name
    event: int
    offset: int
    next_offset: int
    name: Name
    key: Name | None


@event("pubsub.trimmed", Set("tapes.{log}.start", "start"), Shed("tapes.{log}.rows", "start"))
class Trimmed(Event):
    """A log lets go of what is older than its retention; nobody is asked whether they have read it."""

    log: Name
    start: int
    removed: int


@event(
    "pubsub.reading_began",
    Set("tapes.{log}.readers.{client}.position", "position"),
    Set("tapes.{log}.readers.{client}.committed", "committed"),
)
class ReadingBegan(Event):
    """A client learns where it goes on in a log: `origin` is committed (at that offset), earliest or
    latest (none was committed: -1), or out_of_range when the log no longer has the offset."""

    log: Name
    client: Name
    position: int
    committed: int
    origin: Name


@event("pubsub.polled", Set("tapes.{log}.readers.{client}.position", "position"))
class Polled(Event):
    """A client took `count` events from a log; `position` is the next offset it will ask for,
    `lag` what the log holds beyond it."""

    log: Name
    client: Name
    count: int
    position: int
    lag: int


@event("pubsub.offset_committed", Set("tapes.{log}.readers.{client}.committed", "offset"))
class OffsetCommitted(Event):
    """A log's broker keeps a reader's offset: the next one to read after a restart."""

    log: Name
    client: Name
    offset: int


@event(
    "pubsub.work_started",
    Set("work.{client}.{slot}", "event"),
    Strike("clients.{client}.inbox", "events"),
)
class WorkStarted(Event):
    """A program takes the next event out of its inbox and works on it until `until_us`."""

    client: Name
    slot: int
    event: int
    name: Name
    until_us: int
    events: Json


@event("pubsub.processed", Remove("work.{client}.{slot}"))
class Processed(Event):
    """A program is done with an event; `again` when it had processed it before, `late_us` after it
    was published."""

    client: Name
    slot: int
    event: int
    name: Name
    again: bool
    late_us: int


@event("pubsub.work_failed", Remove("work.{client}.{slot}"))
class WorkFailed(Event):
    """A program gives up on an event that it worked on: a queue gives it out again, else it is lost
    to this program."""

    client: Name
    slot: int
    event: int
    name: Name


@event(
    "pubsub.discarded",
    Strike("clients.{client}.inbox", "events"),
    Append("clients.{client}.discarded", ("event", "at_us"), keep=99),
)
class Discarded(Event):
    """A program received an event only to throw it away: its own code wants others (`keeps`)."""

    client: Name
    event: int
    name: Name
    keeps: str
    events: Json


@event("pubsub.fault_armed")
class FaultArmed(Event):
    """Somebody will disturb a client's next delivery: lose, duplicate or swap it with the one after."""

    client: Name
    fault: Name


@event("pubsub.fault_struck")
class FaultStruck(Event):
    """An armed fault meets a delivery."""

    client: Name
    fault: Name
    event: int
    name: Name
