"""One event as one short line of a golden story."""

from typing import Any

LEFT_OUT = frozenset(
    {
        "pending", "fetched", "work", "created_at_us", "replica_ids", "purpose", "next_offset",
        "value", "in_flight", "topics", "keys", "chatter", "sent_at_us", "offsets_partition", "msg", "profile",
        "segments",
    }
)  # fmt: skip
BARE = frozenset(
    {
        "producer", "member", "client", "process", "node", "group", "kind", "state", "role",
        "source", "target", "server",
    }
)  # fmt: skip


def line(event: Any, began: int) -> str:
    """`  65ms log.record_appended broker-1 orders-0 offset=3 …`; times since the block began."""
    if event.type == "network.sent":
        words = _sent(event, began)
    else:
        words = _words(event, began)
    return f"{moment(event.at_us - began):>10} {event.type} {' '.join(words)}".rstrip()


def moment(us: int) -> str:
    """Microseconds as milliseconds, or seconds from 10 s on, without trailing zeros."""
    if us == 0:
        return "0"
    unit, scale = ("s", 1_000_000) if abs(us) >= 10_000_000 else ("ms", 1_000)
    if abs(us) < 1_000:
        return f"{us}us"
    whole, rest = divmod(us, scale)
    digits = str(scale + rest)[1:].rstrip("0")
    return f"{whole}.{digits}{unit}" if digits else f"{whole}{unit}"


def _words(event: Any, began: int) -> list[str]:
    words = []
    for name in event.fields:
        value = getattr(event, name)
        if name in LEFT_OUT or value is None or name == "partition":
            continue
        if name == "timestamp_us" and value == event.created_at_us:
            continue
        if name == "topic" and "partition" in event.fields:
            words.append(f"{value}-{event.partition}")
        elif name == "broker" and isinstance(value, int):
            words.append(f"broker-{value}" if value >= 0 else "broker=none")
        elif name == "record" and hasattr(event, "key"):
            words.append(f"{value}:{'-' if event.key is None else event.key}")
        elif name == "key" and hasattr(event, "record"):
            continue
        elif name in BARE and isinstance(value, str):
            words.append(value)
        elif name.endswith("_at_us"):
            words.append(f"{name.removesuffix('_at_us')}={moment(value - began)}")
        elif name.endswith("_us"):
            words.append(f"{name.removesuffix('_us')}={moment(value)}")
        elif isinstance(value, bool):
            words += [name] if value else []
        else:
            words.append(f"{name}={text(value)}")
    if event.because:
        words.append(f"because={','.join(event.because)}")
    return words


def _sent(event: Any, began: int) -> list[str]:
    words = [event.kind, f"{event.source}->{event.target}"]
    for name, value in event.summary.items():
        if name == "parts":
            words += [_part(part) for part in value]
        elif name == "at":
            words += [text(row) for row in value if not str(row[0]).startswith("__")]
        elif name in ("leaders", "assignments", "partitions") or name != "group":
            words.append(f"{name}={text(value)}")
    return [*words, f"arrives={moment(event.arrives_at_us - began)}"]


def _part(part: Any) -> str:
    topic, partition, rows = part
    records = ",".join(
        f"{record}:{'-' if key is None else key}" + ("" if offset is None else f"@{offset}")
        for record, key, offset in rows
    )
    return f"{topic}-{partition}[{records}]"


def text(value: Any) -> str:
    """(topic, partition) as orders-0, (topic, partition, offset) as orders-0@3, lists in brackets."""
    if isinstance(value, tuple | list):
        if len(value) in (2, 3, 4) and isinstance(value[0], str) and isinstance(value[1], int):
            tail = "".join(f"@{v}" for v in value[2:])
            return f"{value[0]}-{value[1]}{tail}"
        return "[" + ",".join(text(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value is None else str(value)
