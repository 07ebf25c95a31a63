"""A dozen requests of Kafka's protocol, spoken without a client library."""

from tools.real_kafka.wire.codec import Connection
from tools.real_kafka.wire.groups import (
    commit,
    coordinator,
    find_coordinator,
    heartbeat,
    join,
    leave,
    read_join,
    send_join,
    sync,
    topic_error,
)  # fmt: skip
from tools.real_kafka.wire.partitions import (
    epoch_end,
    fetch,
    init_producer,
    metadata,
    produce,
    read_produce,
)  # fmt: skip
from tools.real_kafka.wire.records import batch

__all__ = [
    "Connection", "batch", "commit", "coordinator", "epoch_end", "fetch", "find_coordinator",
    "heartbeat", "init_producer", "join", "leave", "metadata", "produce", "read_join",
    "read_produce", "send_join", "sync", "topic_error",
]  # fmt: skip
