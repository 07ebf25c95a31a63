"""A record batch by hand (magic 2, not compressed) with its CRC32C."""

import struct
import time


def _crc32c_table() -> list[int]:
    table = []
    for number in range(256):
        for _ in range(8):
            number = (number >> 1) ^ (0x82F63B78 if number & 1 else 0)
        table.append(number)
    return table


_TABLE = _crc32c_table()


def crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def varint(value: int) -> bytes:
    value = (value << 1) ^ (value >> 63)
    out = b""
    while value & ~0x7F:
        out += bytes([(value & 0x7F) | 0x80])
        value >>= 7
    return out + bytes([value & 0x7F])


def batch(
    values: list[str], pid=-1, epoch=-1, sequence=-1, key: str | None = "k", at=None
) -> bytes:
    """A record batch (magic 2, not compressed)."""
    now = int(time.time() * 1000) if at is None else at
    rows = b""
    for number, value in enumerate(values):
        keyed = varint(-1) if key is None else varint(len(key)) + key.encode()
        row = b"\0" + varint(0) + varint(number) + keyed
        row += varint(len(value)) + value.encode() + varint(0)
        rows += varint(len(row)) + row
    last = len(values) - 1
    tail = struct.pack(">hiqqqhii", 0, last, now, now, pid, epoch, sequence, len(values)) + rows
    inner = struct.pack(">ibI", -1, 2, crc32c(tail)) + tail
    return struct.pack(">qi", 0, len(inner)) + inner
