"""What the builder shows of a scenario: kinds of cards and the fields of each. The rest stays in the text."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

Path = tuple[str | int, ...]


class Field(NamedTuple):
    """`kind` is text, int, number or list; `of` names the kind of card whose ids may be chosen, `words`
    fixed ones."""

    path: Path
    label: Any
    kind: str = "text"
    of: str = ""
    words: tuple[str, ...] = ()


class Kind(NamedTuple):
    """`fresh` is a new card; "{topics}" in it becomes the first id of that kind, "{n}" a free number."""

    one: Any
    many: Any
    add: Any
    fields: tuple[Field, ...]
    fresh: Mapping[str, Any]


_ID = Field(("id",), _("Name"))
_RATE = Field(("rate_per_s",), _("Per second"), "number")

KINDS: dict[str, Kind] = {
    "topics": Kind(
        _("Topic"),
        _("Topics"),
        _("Add a topic"),
        (
            _ID,
            Field(("partitions",), _("Partitions"), "int"),
            Field(("replication_factor",), _("Replicas of each"), "int"),
            Field(("config", "min.insync.replicas"), "min.insync.replicas", "int"),
        ),
        {"id": "topic-{n}", "partitions": 3, "replication_factor": 1},
    ),
    "producers": Kind(
        _("Producer"),
        _("Producers"),
        _("Add a producer"),
        (
            _ID,
            Field(("topic",), _("Topic"), of="topics"),
            Field(("keys",), _("Keys, with commas"), "list"),
            _RATE,
            Field(("config", "acks"), "acks", words=("all", "1", "0")),
        ),
        {"id": "producer-{n}", "topic": "{topics}", "keys": ["ada", "bo", "cal"], "rate_per_s": 1},
    ),
    "groups": Kind(
        _("Consumer group"),
        _("Consumer groups"),
        _("Add a consumer group"),
        (
            _ID,
            Field(("topics",), _("Topics, with commas"), "list"),
            Field(("members",), _("Consumers"), "int"),
            Field(("work",), _("Work for each record")),
        ),
        {"id": "group-{n}", "topics": ["{topics}"], "members": 2, "work": "300ms"},
    ),
    "brokers": Kind(
        _("Broker"),
        _("Brokers"),
        _("Add a broker"),
        (_ID, Field(("dialect",), _("Dialect"), words=("mqtt", "solace", "kafka"))),
        {"id": "broker-{n}"},
    ),
    "links": Kind(
        _("Link"),
        _("Links"),
        _("Add a link"),
        (
            Field(("between", 0), _("From"), of="brokers"),
            Field(("between", 1), _("To"), of="brokers"),
            Field(("latency",), _("Latency")),
        ),
        {"between": ["{brokers}", "{last brokers}"]},
    ),
    "queues": Kind(
        _("Queue"),
        _("Queues"),
        _("Add a queue"),
        (
            _ID,
            Field(("broker",), _("Broker"), of="brokers"),
            Field(("filters",), _("Filters, with commas"), "list"),
        ),
        {"id": "queue-{n}", "broker": "{brokers}", "filters": ["shop/#"]},
    ),
    "clients": Kind(
        _("Program"),
        _("Programs"),
        _("Add a program"),
        (
            _ID,
            Field(("kind",), _("Kind"), words=("publisher", "subscriber", "device")),
            Field(("broker",), _("Broker"), of="brokers"),
            Field(("wants", 0, "filter"), _("Subscribes to")),
            Field(("events", 0, "topic"), _("Publishes on")),
            _RATE,
        ),
        {
            "id": "program-{n}",
            "kind": "subscriber",
            "broker": "{brokers}",
            "wants": [{"filter": "shop/#"}],
        },
    ),
    "services": Kind(
        _("Service"),
        _("Services"),
        _("Add a service"),
        (
            _ID,
            Field(("wants", 0, "filter"), _("Subscribes to")),
            Field(("handlers", 0, "on"), _("Acts on the event")),
            Field(("handlers", 0, "steps", 0, "topic"), _("Publishes on")),
            Field(("handlers", 0, "steps", 0, "name"), _("The event")),
            Field(("work",), _("Work for each event")),
        ),
        {
            "id": "service-{n}",
            "wants": [{"filter": "order/placed", "memory": "queue"}],
            "work": "300ms",
            "handlers": [
                {
                    "on": "OrderPlaced",
                    "steps": [{"do": "publish", "topic": "order/paid", "name": "PaymentTaken"}],
                }
            ],
        },
    ),
}

CLUSTER = Field(("cluster", "brokers"), _("Brokers"), "int")

KINDS_OF: dict[str, tuple[str, ...]] = {
    "kafka": ("topics", "producers", "groups"),
    "pubsub": ("brokers", "queues", "clients"),
    "mesh": ("brokers", "links", "clients"),
    "services": ("brokers", "services", "clients"),
}
"""Family -> kinds of cards that are offered."""
