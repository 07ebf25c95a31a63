"""Viewers in a process of their own: they count frames, lose none unnoticed, and cost little.

    python benchmarks/loads/viewers.py --url 'ws://127.0.0.1:8000/ws/r/ABCDEF/' -n 100 --pid 4711

`{code}` in the address is the code of the viewer's own room. A frame is known by `"t":<monotonic ns>` (when it was
made, or was due) and `"q":<number>` near its start. Frames that ask are acknowledged. Only a server
on this machine can be measured, since both sides read the same clock. Prints one line of JSON.
"""

import argparse
import asyncio
import base64
import json
import os
import re
import socket
import struct
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from loads.processes import code_of, cpu_s, rss_kb

STAMP = re.compile(rb'"t":(\d+),"q":(\d+)')
ENDS = re.compile(rb'"(?:to|seq)":(\d+)')
HELLO = b'{"id":"h","type":"hello","lite":%s}'
AT_A_TIME = 40


def masked(payload: bytes) -> bytes:
    """A text message as a browser would frame it; the mask is zero, which servers accept."""
    size = len(payload)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + struct.pack("!H", size)
    return head + b"\0\0\0\0" + payload


def upgrade(url: str, cookie: str = "") -> bytes:
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Origin: http://{parts.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return "\r\n".join([*lines, "", ""]).encode()


class Totals:
    """What all viewers of the measured stretch saw."""

    def __init__(self) -> None:
        self.measuring = False
        self.lags_ns: list[int] = []
        self.bytes = 0
        self.messages = 0


class Viewer(asyncio.Protocol):
    """Reads frames without copying more than their start."""

    def __init__(self, url: str, lite: bool, totals: Totals, opened: asyncio.Future) -> None:
        self.url, self.lite, self.totals, self.opened = url, lite, totals, opened
        self.buffer = bytearray()
        self.upgraded = False
        self.count = self.lost = 0
        self.last: int | None = None
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(upgrade(self.url))

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionError("refused"))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.upgraded:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self.buffer.startswith(b"HTTP/1.1 101"):
                self.transport.close()
                return
            self.upgraded = True
            del self.buffer[: end + 4]
            self.transport.write(masked(HELLO % (b"true" if self.lite else b"false")))
            self.opened.set_result(self)
        self._read_frames()

    def _read_frames(self) -> None:
        buffer, at = self.buffer, 0
        while len(buffer) - at >= 2:
            size, head = buffer[at + 1] & 0x7F, 2
            if size == 126:
                if len(buffer) - at < 4:
                    break
                size, head = int.from_bytes(buffer[at + 2 : at + 4]), 4
            elif size == 127:
                if len(buffer) - at < 10:
                    break
                size, head = int.from_bytes(buffer[at + 2 : at + 10]), 10
            if len(buffer) - at < head + size:
                break
            start = at + head
            self._handle(buffer[at] & 0x0F, bytes(buffer[start : start + min(size, 400)]), size)
            at = start + size
        del buffer[:at]

    def _handle(self, opcode: int, start: bytes, size: int) -> None:
        if opcode == 9:
            self.transport.write(b"\x8a\x80\0\0\0\0" if not size else _pong(start))
        elif opcode == 8:
            self.transport.close()
        elif opcode == 1:
            self._message(start, size)

    def _message(self, start: bytes, size: int) -> None:
        totals = self.totals
        if totals.measuring:
            totals.bytes += size
            totals.messages += 1
        stamp = STAMP.search(start)
        if stamp is not None:
            number = int(stamp[2])
            if totals.measuring:
                self.count += 1
                self.lost += 0 if self.last is None else number - self.last - 1
                totals.lags_ns.append(time.monotonic_ns() - int(stamp[1]))
            self.last = number
        if b'"ask":true' in start or b'"type":"keyframe"' in start[:60]:
            ends = ENDS.search(start)
            if ends is not None:
                self.transport.write(masked(b'{"type":"seen","seq":%s}' % ends[1]))


def _pong(payload: bytes) -> bytes:
    return bytes((0x8A, 0x80 | len(payload))) + b"\0\0\0\0" + payload


def deaf_socket(url: str) -> socket.socket:
    """Says hello and never reads."""
    parts = urlsplit(url)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    deaf.connect((parts.hostname, parts.port))
    deaf.sendall(upgrade(url) + masked(HELLO % b"false"))
    return deaf


async def open_all(options: argparse.Namespace, totals: Totals) -> tuple[list[Viewer], int]:
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(AT_A_TIME)
    address = urlsplit(options.url)

    async def one(number: int) -> Viewer:
        async with gate:
            url, opened = options.url.replace("{code}", code_of(number)), loop.create_future()
            await loop.create_connection(
                lambda: Viewer(url, options.lite, totals, opened), address.hostname, address.port
            )
            return await asyncio.wait_for(opened, 30)

    got = await asyncio.gather(*map(one, range(options.n)), return_exceptions=True)
    viewers = [one for one in got if isinstance(one, Viewer)]
    return viewers, len(got) - len(viewers)


async def measure(options: argparse.Namespace) -> dict[str, object]:
    totals = Totals()
    memory = rss_kb(options.pid)
    began = time.monotonic()
    viewers, failed = await open_all(options, totals)
    joined_s = time.monotonic() - began
    await asyncio.sleep(options.warmup)
    grown = rss_kb(options.pid) - memory
    deaf = [deaf_socket(options.url.replace("{code}", code_of(0))) for _ in range(options.deaf)]
    if deaf:
        await asyncio.sleep(options.warmup)
    before = rss_kb(options.pid)
    used, own, began = cpu_s(options.pid), time.process_time(), time.monotonic()
    totals.measuring = True
    await asyncio.sleep(options.seconds)
    totals.measuring = False
    took = time.monotonic() - began
    used, own = cpu_s(options.pid) - used, time.process_time() - own
    result = summary(viewers, totals, took, used)
    result["window"] = [began, began + took]
    result |= {"failed": failed, "joined_s": round(joined_s, 2), "client_cpu": own / took}
    result["kb_per_viewer"] = round(grown / max(1, len(viewers)), 1)
    if deaf:
        result["kb_per_deaf"] = round((rss_kb(options.pid) - before) / len(deaf), 1)
    for one in viewers:
        one.transport.close()
    for one in deaf:
        one.close()
    return result


def summary(viewers: list[Viewer], totals: Totals, took: float, used: float) -> dict[str, object]:
    lags = sorted(totals.lags_ns)
    got = len(lags)

    def lag(share: float) -> float | None:
        return round(lags[min(got - 1, int(got * share))] / 1e6, 2) if got else None

    return {
        "viewers": len(viewers),
        "closed": sum(one.closed for one in viewers),
        "silent": sum(one.count == 0 for one in viewers),
        "fps": round(got / max(1, len(viewers)) / took, 2),
        "frames_per_s": round(got / took),
        "lost": sum(one.lost for one in viewers),
        "p50_ms": lag(0.5),
        "p99_ms": lag(0.99),
        "max_ms": lag(1),
        "bytes_per_viewer_s": round(totals.bytes / max(1, len(viewers)) / took),
        "messages_per_viewer_s": round(totals.messages / max(1, len(viewers)) / took, 1),
        "server_cpu": used / took,
        "us_per_frame": round(1e6 * used / max(1, got or totals.messages), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--pid", type=int, required=True, help="the server's process")
    parser.add_argument("-n", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--warmup", type=float, default=1)
    parser.add_argument("--lite", action="store_true")
    parser.add_argument("--deaf", type=int, default=0, help="besides, so many that never read")
    options = parser.parse_args()
    sys.stdout.write(json.dumps(asyncio.run(measure(options))) + "\n")


if __name__ == "__main__":
    main()
