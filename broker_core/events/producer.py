"""Producers that start anew, end, block or fail at once."""

from broker_core.events.base import Event, Name, event
from broker_core.events.effects import Remove, Set


@event(
    "client.producer_crashed",
    Set("producers.{producer}.state", value="down"),
    Set("producers.{producer}.records", value={}),
    Remove("producers.{producer}.blocked_until_us"),
)
class ProducerCrashed(Event):
    """A producer's process dies: records without an outcome are forgotten, sent or not."""

    producer: Name
    forgotten: int


@event("client.producer_closing", Set("producers.{producer}.state", value="closing"))
class ProducerClosing(Event):
    """A producer is closed: it sends what it holds and waits for the answers."""

    producer: Name


@event(
    "client.producer_closed",
    Set("producers.{producer}.state", value="closed"),
    Remove("producers.{producer}.blocked_until_us"),
)
class ProducerClosed(Event):
    """A producer has the outcome of every record and ends."""

    producer: Name


@event("client.send_blocked", Set("producers.{producer}.blocked_until_us", "until_at_us"))
class SendBlocked(Event):
    """send() does not return: `reason` is memory (buffer.memory is full) or metadata."""

    producer: Name
    topic: Name
    key: Name | None
    reason: Name
    until_at_us: int


@event("client.send_resumed", Remove("producers.{producer}.blocked_until_us"))
class SendResumed(Event):
    """A send() that was blocked goes on."""

    producer: Name
    topic: Name


@event("client.send_failed", Remove("producers.{producer}.blocked_until_us"))
class SendFailed(Event):
    """send() throws: the record never got into the producer's memory."""

    producer: Name
    topic: Name
    key: Name | None
    error: Name


@event("client.batch_split")
class BatchSplit(Event):
    """A broker found a batch too large, so the producer sends its records in smaller ones."""

    producer: Name
    topic: Name
    partition: int
    records: int
    batches: int
