"""What a leader asks of a batch before it writes it (semantics 1.1, 1.5, 1.6): Kafka's LogValidator."""

from typing import Any

from broker_core.log.sizes import batch_bytes

Problem = tuple[str | None, tuple[str, ...]]


def problem(config: Any, rows: Any, clock_us: int) -> Problem:
    """(error name or None, the settings that decided) for rows of (record, key, value, created_at_us)
    and an own timestamp where the application gave one. `clock_us` is the leader's clock."""
    if batch_bytes([row[1:3] for row in rows]) > config["max.message.bytes"]:
        return "MESSAGE_TOO_LARGE", ("max.message.bytes",)
    if config["message.timestamp.type"] == "CreateTime":
        for row in rows:
            stamp = row[4] if len(row) > 4 else row[3]
            if clock_us - stamp > config["message.timestamp.before.max.ms"]:
                return "INVALID_TIMESTAMP", ("message.timestamp.before.max.ms",)
            if stamp - clock_us > config["message.timestamp.after.max.ms"]:
                return "INVALID_TIMESTAMP", ("message.timestamp.after.max.ms",)
    if "compact" in config["cleanup.policy"] and any(row[1] is None for row in rows):
        return "INVALID_RECORD", ("cleanup.policy",)
    return None, ()
