"""The vocabulary of what happens: every event class, grouped by family, in one registry."""

from broker_core.events import (
    broker,
    client,
    consumer_group,
    controller,
    group,
    log,
    mesh,
    network,
    producer,
    pubsub,
    replication,
    service,
    share,
    transaction,
    zookeeper,
)
from broker_core.events.base import REGISTRY, Cause, Event, to_dict

__all__ = [
    "REGISTRY",
    "Cause",
    "Event",
    "broker",
    "client",
    "consumer_group",
    "controller",
    "group",
    "log",
    "mesh",
    "network",
    "producer",
    "pubsub",
    "replication",
    "service",
    "share",
    "to_dict",
    "transaction",
    "zookeeper",
]
