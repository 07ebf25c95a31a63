"""Just enough of Kafka's wire protocol to see bare error codes, which clients hide by retrying.

Only the last versions before flexible encoding are spoken, so a codec is a few lines.
"""

import socket
import struct
from typing import Any

ERRORS = {
    -1: "UNKNOWN_SERVER_ERROR", 0: "NONE", 1: "OFFSET_OUT_OF_RANGE",
    3: "UNKNOWN_TOPIC_OR_PARTITION", 5: "LEADER_NOT_AVAILABLE", 6: "NOT_LEADER_OR_FOLLOWER",
    7: "REQUEST_TIMED_OUT", 10: "MESSAGE_TOO_LARGE", 14: "COORDINATOR_LOAD_IN_PROGRESS",
    15: "COORDINATOR_NOT_AVAILABLE", 16: "NOT_COORDINATOR", 19: "NOT_ENOUGH_REPLICAS",
    20: "NOT_ENOUGH_REPLICAS_AFTER_APPEND", 21: "INVALID_REQUIRED_ACKS", 22: "ILLEGAL_GENERATION",
    23: "INCONSISTENT_GROUP_PROTOCOL", 25: "UNKNOWN_MEMBER_ID", 26: "INVALID_SESSION_TIMEOUT",
    27: "REBALANCE_IN_PROGRESS", 32: "INVALID_TIMESTAMP", 45: "OUT_OF_ORDER_SEQUENCE_NUMBER",
    46: "DUPLICATE_SEQUENCE_NUMBER", 47: "INVALID_PRODUCER_EPOCH", 51: "CONCURRENT_TRANSACTIONS",
    74: "FENCED_LEADER_EPOCH", 75: "UNKNOWN_LEADER_EPOCH", 79: "MEMBER_ID_REQUIRED",
    82: "FENCED_INSTANCE_ID", 87: "INVALID_RECORD", 88: "UNSTABLE_OFFSET_COMMIT",
}  # fmt: skip


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> int:
        value = struct.unpack_from(">" + form, self.data, self.at)[0]
        self.at += struct.calcsize(">" + form)
        return value

    def text(self) -> str | None:
        size = self.take("h")
        return None if size < 0 else self.raw(size).decode()

    def blob(self) -> bytes:
        return self.raw(max(0, self.take("i")))

    def raw(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def error(self) -> str:
        code = self.take("h")
        return ERRORS.get(code, f"error {code}")

    def rows(self, read: Any) -> list[Any]:
        return [read() for _ in range(max(0, self.take("i")))]


def text(value: str | None) -> bytes:
    return b"\xff\xff" if value is None else struct.pack(">h", len(value)) + value.encode()


def blob(value: bytes) -> bytes:
    return struct.pack(">i", len(value)) + value


class Connection:
    """One blocking connection; `call` returns a Reader behind the answer's header."""

    def __init__(self, port: int, client: str = "wire", timeout: float = 70) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.client, self.correlation = client, 0

    def send(self, key: int, version: int, body: bytes) -> None:
        self.correlation += 1
        head = struct.pack(">hhi", key, version, self.correlation) + text(self.client)
        self.socket.sendall(blob(head + body))

    def receive(self) -> Reader:
        size = struct.unpack(">i", self._exactly(4))[0]
        reader = Reader(self._exactly(size))
        reader.take("i")
        return reader

    def call(self, key: int, version: int, body: bytes) -> Reader:
        self.send(key, version, body)
        return self.receive()

    def send_produce(self, topic: str, data: bytes, acks=-1, part=0, timeout=30000) -> None:
        body = text(None) + struct.pack(">hii", acks, timeout, 1) + text(topic)
        self.send(0, 8, body + struct.pack(">ii", 1, part) + blob(data))

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise ConnectionError("the broker closed the connection")
            data += piece
        return data

    def close(self) -> None:
        self.socket.close()
