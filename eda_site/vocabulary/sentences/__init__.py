"""One sentence per event and depth: plain for everybody, precise with Kafka's settings, log for machines.

A plain sentence has at most 16 words, the present tense, the actor first and the cause before the effect
(or after "because"). The rules of a template stand in `eda_site.vocabulary.formatter`. The log depth is the
event's type and fields; it is the same in every language.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from broker_core.events import REGISTRY
from eda_site.vocabulary.sentences import (
    attendance,
    broker,
    consumer,
    consumer_group,
    controller,
    delivery,
    group,
    log,
    mesh,
    network,
    producer,
    pubsub,
    queues,
    quorum,
    replication,
    saga,
    service,
    share,
    stores,
    transaction,
    zookeeper,
)

DEPTHS = ("plain", "precise", "log")
WORDS_MOST = 16
_FAMILIES = (
    broker,
    controller,
    quorum,
    producer,
    consumer,
    group,
    consumer_group,
    log,
    replication,
    transaction,
    share,
    network,
    zookeeper,
    attendance,
    pubsub,
    delivery,
    queues,
    mesh,
    service,
    stores,
    saga,
)
_REPEATED_IN_VIEW = frozenset(
    {"pending", "work", "fetched", "in_flight", "events", "order", "entry", "inbox"}
)
"""Fields that only gather others of the same event for the view; a log line leaves them out."""


def _written() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for family in _FAMILIES:
        yield from family.SENTENCES.items()


def log_line(cls: Any) -> str:
    fields = (name for name in cls.fields if name not in _REPEATED_IN_VIEW)
    return " ".join([cls.type, *(f"{name}={{{name}}}" for name in fields)])


def sentences() -> dict[str, dict[str, Any]]:
    """Templates by event type and depth, in the registry's order; texts are still lazy.

    An event that nobody wrote about yet shows its log line; a test names it.
    """
    written = dict(_written())
    return {
        name: {"plain": log_line(cls), "precise": log_line(cls)}
        | dict(written.get(name, {}))
        | {"log": log_line(cls)}
        for name, cls in REGISTRY.items()
    }


WRITTEN = frozenset(name for name, _texts in _written())
