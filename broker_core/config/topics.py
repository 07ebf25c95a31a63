"""A topic's settings by Kafka's names: how its log is cut, kept, cleaned and stamped (semantics 1).

All of them can be changed while the cluster runs. `segment.bytes` has its minimum since 4.0
(KIP-1030); a teaching run may go below it, and says so.
"""

from typing import Any

from broker_core.config.setting import FOREVER_MS, Setting

MEBIBYTE = 1024 * 1024

TOPIC = {
    "min.insync.replicas": Setting("int", 1, "topic", 1),
    "unclean.leader.election.enable": Setting("bool", False, "topic"),
    "cleanup.policy": Setting(
        "list", ("delete",), "topic", choices=("delete", "compact"), empty=True
    ),
    "segment.bytes": Setting("int", 1024 * MEBIBYTE, "topic", MEBIBYTE),
    "segment.ms": Setting("duration", 604800000, "topic", 1, FOREVER_MS),
    "segment.jitter.ms": Setting("duration", 0, "topic", 0, FOREVER_MS),
    "retention.bytes": Setting("int", -1, "topic", -1, 2**53 - 1),
    "retention.ms": Setting("duration", 604800000, "topic", -1, FOREVER_MS),
    "min.cleanable.dirty.ratio": Setting("ratio", "0.5", "topic", 0, 100),
    "min.compaction.lag.ms": Setting("duration", 0, "topic", 0, FOREVER_MS),
    "max.compaction.lag.ms": Setting("duration", FOREVER_MS, "topic", 1, FOREVER_MS),
    "delete.retention.ms": Setting("duration", 86400000, "topic", 0, FOREVER_MS),
    "max.message.bytes": Setting("int", MEBIBYTE + 12, "topic", 0),
    "message.timestamp.type": Setting(
        "choice", "CreateTime", "topic", choices=("CreateTime", "LogAppendTime")
    ),
    "message.timestamp.before.max.ms": Setting("duration", FOREVER_MS, "topic", 0, FOREVER_MS),
    "message.timestamp.after.max.ms": Setting("duration", 3600000, "topic", 0, FOREVER_MS),
}
"""FOREVER_MS stands for Kafka's 9223372036854775807, which is accepted and means the same."""

BROKERS_NAME = {
    "log.cleanup.policy": "cleanup.policy",
    "log.segment.bytes": "segment.bytes",
    "log.roll.ms": "segment.ms",
    "log.roll.jitter.ms": "segment.jitter.ms",
    "log.retention.bytes": "retention.bytes",
    "log.retention.ms": "retention.ms",
    "log.cleaner.min.cleanable.ratio": "min.cleanable.dirty.ratio",
    "log.cleaner.min.compaction.lag.ms": "min.compaction.lag.ms",
    "log.cleaner.max.compaction.lag.ms": "max.compaction.lag.ms",
    "log.cleaner.delete.retention.ms": "delete.retention.ms",
    "message.max.bytes": "max.message.bytes",
    "log.message.timestamp.type": "message.timestamp.type",
    "log.message.timestamp.before.max.ms": "message.timestamp.before.max.ms",
    "log.message.timestamp.after.max.ms": "message.timestamp.after.max.ms",
}
"""The brokers' names of the same settings: the default of every topic that does not say its own."""


def from_brokers(given: dict[str, Any]) -> dict[str, Any]:
    """What the brokers' configuration says for topics, by the topics' names."""
    return {BROKERS_NAME[name]: value for name, value in given.items() if name in BROKERS_NAME}


OFFSETS = {"cleanup.policy": ("compact",), "segment.bytes": 100 * MEBIBYTE}
"""What brokers give __consumer_offsets: offsets.topic.segment.bytes and compaction."""
