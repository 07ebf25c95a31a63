"""How many bytes a record and a batch take in a log: Kafka's record format v2, uncompressed."""

BATCH_OVERHEAD_BYTES = 61
"""The header of a batch."""


def record_bytes(key: str | None, value: str | None) -> int:
    """A record inside its batch; its deltas of time and offset are counted as one byte each.

    >>> record_bytes("ada", "1 lamp"), record_bytes(None, None)
    (16, 7)
    """
    body = 4 + _field(key) + _field(value)
    return _varint(body) + body


def batch_bytes(rows: "list[tuple[str | None, str | None]]") -> int:
    """A whole batch of (key, value) rows."""
    return BATCH_OVERHEAD_BYTES + sum(record_bytes(key, value) for key, value in rows)


def _field(text: str | None) -> int:
    if text is None:
        return 1
    size = len(text) if text.isascii() else len(text.encode())
    return _varint(size) + size


def _varint(number: int) -> int:
    """Bytes of a zigzag varint."""
    return 1 if number < 64 else 2 if number < 8192 else 3 if number < 1048576 else 4
