"""What travels, and what stops it."""

from broker_core.events.base import Event, Json, Name, event
from broker_core.events.effects import Remove, Set, Until


@event(
    "network.sent",
    Until(
        "messages.{msg}",
        ("kind", "source", "target", "purpose", "sent_at_us", "arrives_at_us", "summary"),
        until="arrives_at_us",
        unless="chatter",
    ),
)
class Sent(Event):
    """A message leaves; everything that travels is one of these.

    `summary` holds what may be drawn: `parts` = ((topic, partition, ((record, key, offset or
    None), …)), …), `at` = ((topic, partition, offset), …), `error`, `acks` and the like.
    `chatter` marks messages that say nothing new (a repeated fetch, an empty answer, a heartbeat).
    """

    msg: int
    kind: Name
    source: Name
    target: Name
    purpose: Name
    sent_at_us: int
    arrives_at_us: int
    chatter: bool
    summary: Json


@event("network.dropped", Remove("messages.{msg}"))
class Dropped(Event):
    """A message stops on its way and will not arrive."""

    msg: int
    kind: Name
    source: Name
    target: Name
    reason: Name


@event("network.timed_out")
class TimedOut(Event):
    """A client waited for an answer as long as it may and closes the connection."""

    client: Name
    server: Name
    purpose: Name
    kind: Name
    msg: int


@event("network.connection_lost")
class ConnectionLost(Event):
    """One end learns that its connection is gone; every unanswered request on it fails."""

    client: Name
    server: Name
    purpose: Name
    reason: Name


@event("network.cut", Set("links.{source}.{target}", value="cut"))
class WasCut(Event):
    """From now on nothing gets from source to target; both only notice by waiting."""

    source: Name
    target: Name


@event("network.healed", Remove("links.{source}.{target}"))
class Healed(Event):
    """Messages get from source to target again."""

    source: Name
    target: Name


@event("network.slowed", Set("slow.{process}", "latency_us"))
class Slowed(Event):
    """Every message from and to a process takes this much longer; 0 ends it."""

    process: Name
    latency_us: int


@event(
    "network.link_slowed",
    Set("lags.{a}.{b}", "latency_us"),
    Set("lags.{b}.{a}", "latency_us"),
)
class LinkSlowed(Event):
    """Everything between two ends takes this much longer, both ways; 0 ends it."""

    a: Name
    b: Name
    latency_us: int


@event("network.answer_fault_armed")
class AnswerFaultArmed(Event):
    """Somebody will disturb the server's next answer to a client; `fault` is lose or delay."""

    client: Name
    server: Name
    fault: Name
    kind: Name | None


@event("network.answer_lost")
class AnswerLost(Event):
    """A server's answer will not arrive, and its connection is silent from now on."""

    client: Name
    server: Name
    kind: Name


@event("network.answer_delayed")
class AnswerDelayed(Event):
    """A server's answer comes later than it would, and so does all that follows it."""

    client: Name
    server: Name
    kind: Name
    by_us: int
