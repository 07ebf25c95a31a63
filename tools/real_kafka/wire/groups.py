"""Requests of the classic group protocol, and FindCoordinator."""

import struct
from typing import Any, NamedTuple

from tools.real_kafka.wire.codec import Connection, blob, text


class Joined(NamedTuple):
    error: str
    generation: int
    protocol: str | None
    leader: str | None
    member: str | None
    members: list[str]


def send_join(c: Connection, group: str, member: str, session=10000, rebalance=60000, meta=b"m"):
    protocols = struct.pack(">i", 1) + text("range") + blob(meta)
    body = text(group) + struct.pack(">ii", session, rebalance) + text(member) + text(None)
    c.send(11, 5, body + text("consumer") + protocols)


def read_join(c: Connection) -> Joined:
    r = c.receive()
    r.take("i")
    error, generation, protocol, leader, member = (
        r.error(),
        r.take("i"),
        r.text(),
        r.text(),
        r.text(),
    )
    rows = r.rows(lambda: (r.text(), r.text(), r.blob()))
    return Joined(error, generation, protocol, leader, member, [row[0] for row in rows])


def join(c: Connection, group: str, member: str = "", **options: Any) -> Joined:
    send_join(c, group, member, **options)
    return read_join(c)


def send_sync(c: Connection, group: str, generation: int, member: str, parts=()) -> None:
    rows = b"".join(text(name) + blob(data) for name, data in parts)
    body = text(group) + struct.pack(">i", generation) + text(member) + text(None)
    c.send(14, 3, body + struct.pack(">i", len(parts)) + rows)


def read_sync(c: Connection) -> str:
    r = c.receive()
    r.take("i")
    return r.error()


def sync(c: Connection, group: str, generation: int, member: str, parts=()) -> str:
    send_sync(c, group, generation, member, parts)
    return read_sync(c)


def heartbeat(c: Connection, group: str, generation: int, member: str) -> str:
    r = c.call(12, 3, text(group) + struct.pack(">i", generation) + text(member) + text(None))
    r.take("i")
    return r.error()


def leave(c: Connection, group: str, member: str) -> str:
    r = c.call(13, 2, text(group) + text(member))
    r.take("i")
    return r.error()


def commit(c: Connection, group: str, topic: str, offset: int, generation=-1, member="", part=0):
    row = struct.pack(">iqi", part, offset, -1) + text(None)
    body = text(group) + struct.pack(">i", generation) + text(member) + text(None)
    r = c.call(8, 7, body + struct.pack(">i", 1) + text(topic) + struct.pack(">i", 1) + row)
    r.take("i")
    r.take("i")
    r.text()
    r.take("i")
    r.take("i")
    return r.error()


def find_coordinator(c: Connection, name: str, kind: int = 0) -> tuple[str, int]:
    """(error, broker id) of FindCoordinator; kind 1 asks for a transactional id."""
    r = c.call(10, 2, text(name) + struct.pack(">b", kind))
    r.take("i")
    error = r.error()
    r.text()
    return error, r.take("i")


def coordinator(c: Connection, group: str) -> tuple[str, int]:
    return find_coordinator(c, group)


def topic_error(c: Connection, topic: str, create: bool) -> str:
    """What Metadata says of a topic as a whole; `create` allows its creation."""
    r = c.call(3, 7, struct.pack(">i", 1) + text(topic) + struct.pack(">b", create))
    r.take("i")
    r.rows(lambda: (r.take("i"), r.text(), r.take("i"), r.text()))
    r.text()
    r.take("i")
    r.take("i")
    return r.error()
