"""Requests about partitions: metadata, produce, fetch, epochs, and producer ids."""

import struct
from typing import Any, NamedTuple

from tools.real_kafka.wire.codec import Connection, text


def metadata(c: Connection, topic: str) -> dict[int, dict[str, Any]]:
    """Partition -> error, leader, leader epoch, replicas and ISR, as clients are told."""
    r = c.call(3, 7, struct.pack(">i", 1) + text(topic) + b"\0")
    r.take("i")
    r.rows(lambda: (r.take("i"), r.text(), r.take("i"), r.text()))
    r.text()
    r.take("i")
    r.take("i")
    r.error()
    r.text()
    r.take("b")
    found = {}
    for _ in range(r.take("i")):
        error, number, leader, epoch = r.error(), r.take("i"), r.take("i"), r.take("i")
        replicas, isr = r.rows(lambda: r.take("i")), r.rows(lambda: r.take("i"))
        r.rows(lambda: r.take("i"))
        found[number] = {
            "error": error, "leader": leader, "epoch": epoch, "replicas": replicas, "isr": isr,
        }  # fmt: skip
    return found


def produce(c: Connection, topic: str, data: bytes, acks=-1, part=0, timeout=30000):
    """(error, base offset)."""
    c.send_produce(topic, data, acks, part, timeout)
    return read_produce(c)


def read_produce(c: Connection) -> tuple[str, int]:
    r = c.receive()
    r.take("i")
    r.text()
    r.take("i")
    r.take("i")
    error = r.error()
    return error, r.take("q")


def init_producer(c: Connection, transactional_id: str | None = None) -> tuple[str, int, int]:
    """(error, producer id, epoch)."""
    r = c.call(22, 1, text(transactional_id) + struct.pack(">i", 60000))
    r.take("i")
    return r.error(), r.take("q"), r.take("h")


class Fetched(NamedTuple):
    error: str
    high_watermark: int
    last_stable: int
    log_start: int
    size: int


def fetch(c: Connection, topic: str, offset: int, part=0, wait=100, epoch=-1, committed=False):
    """What a consumer's Fetch (v11) says; with v11 a follower answers it too (KIP-392)."""
    body = struct.pack(">iiiibii", -1, wait, 1, 10**6, committed, 0, -1) + struct.pack(">i", 1)
    body += text(topic) + struct.pack(">iiiqqi", 1, part, epoch, offset, -1, 10**6)
    r = c.call(1, 11, body + struct.pack(">i", 0) + text(""))
    r.take("i")
    r.error()
    r.take("i")
    if r.take("i") < 1:
        return Fetched("no answer", -1, -1, -1, 0)
    r.text()
    r.take("i")
    r.take("i")
    error, high, stable, start = r.error(), r.take("q"), r.take("q"), r.take("q")
    r.rows(lambda: (r.take("q"), r.take("q")))
    r.take("i")
    return Fetched(error, high, stable, start, len(r.blob()))


def epoch_end(c: Connection, topic: str, current: int, asked: int, part=0) -> tuple[str, int, int]:
    """OffsetForLeaderEpoch as a consumer asks it: (error, epoch, end offset)."""
    body = struct.pack(">ii", -1, 1) + text(topic) + struct.pack(">iiii", 1, part, current, asked)
    r = c.call(23, 3, body)
    r.take("i")
    r.take("i")
    r.text()
    r.take("i")
    error = r.error()
    r.take("i")
    return error, r.take("i"), r.take("q")
