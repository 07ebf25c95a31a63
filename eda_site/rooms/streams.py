"""Where a network breaks websockets: the same conversation as server-sent events and POST.

    GET  /sse/r/<code>/     what a socket at /ws/r/<code>/ would send, as events
    POST /sse/say/<id>/     what a browser would send, a text a line

The socket's own application is behind it, so checks, roles and limits are the same and stand in one
place. The first event, `stream`, names the id that POST needs; only the page that reads the stream
knows it. `end` brings the close code.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlparse

from channels.security.websocket import AllowedHostsOriginValidator

App = Callable[[Any, Any, Any], Awaitable[None]]
Message = dict[str, Any]

LISTEN, SAY = "/sse/", "/sse/say/"
BEAT_S = 15.0
"""A comment this often keeps proxies from closing a stream in which nothing happens."""
BODY_BYTES = 64 * 1024
WAITING = 256
"""Texts of one browser that wait to be read."""
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),  # nginx would keep events back
]


class Stream:
    """One browser's conversation, seen by the socket's application as a socket."""

    def __init__(self, send: Callable[[Message], Awaitable[None]]) -> None:
        self.id = secrets.token_urlsafe(18)
        self.heard: asyncio.Queue[Message] = asyncio.Queue(WAITING)
        self.ended = asyncio.Event()
        self.accepted = False
        self._send = send

    def hear(self, message: Message) -> bool:
        """Pass on what came from the browser; False when too much waits already."""
        try:
            self.heard.put_nowait(message)
        except asyncio.QueueFull:
            return False
        return True

    def leave(self) -> None:
        """The browser is gone; what waits is dropped."""
        while not self.heard.empty():
            self.heard.get_nowait()
        self.heard.put_nowait({"type": "websocket.disconnect", "code": 1006})

    async def send(self, message: Message) -> None:
        """What the socket's application sends."""
        if self.ended.is_set():
            return
        kind = message["type"]
        if kind == "websocket.accept":
            self.accepted = True
            await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await self._event(self.id, "stream")
        elif kind == "websocket.send":
            await self._event(message["text"])
        elif kind == "websocket.close":
            self.ended.set()
            if self.accepted:
                await self._event(str(message.get("code") or 1000), "end", more=False)
            else:
                await answer(self._send, 403)

    async def beat(self) -> None:
        if self.accepted and not self.ended.is_set():
            await self._body(b":\n\n")

    async def _event(self, data: str, name: str = "", more: bool = True) -> None:
        head = f"event: {name}\n" if name else ""
        await self._body(f"{head}data: {data}\n\n".encode(), more)

    async def _body(self, body: bytes, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


class Streams:
    """ASGI: takes what begins with /sse/ and leaves the rest to `pages`."""

    def __init__(self, pages: App, sockets: App) -> None:
        self._pages = pages
        self._sockets = sockets
        self._origins = AllowedHostsOriginValidator(sockets)
        self._open: dict[str, Stream] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"]
        if scope["type"] != "http" or not path.startswith(LISTEN):
            await self._pages(scope, receive, send)
        elif path.startswith(SAY):
            await answer(send, await self._say(scope, receive))
        elif scope["method"] == "GET":
            await self._listen(scope, receive, send)
        else:
            await answer(send, 405)

    async def _listen(self, scope: Any, receive: Any, send: Any) -> None:
        inner = as_socket(scope)
        if inner is None:
            return await answer(send, 403)
        stream = Stream(send)
        self._open[stream.id] = stream
        stream.hear({"type": "websocket.connect"})
        talk = asyncio.ensure_future(self._sockets(inner, stream.heard.get, stream.send))
        gone = asyncio.ensure_future(until_gone(receive))
        ended = asyncio.ensure_future(stream.ended.wait())
        try:
            while not (gone.done() or ended.done() or talk.done()):
                await asyncio.wait(
                    (talk, gone, ended), timeout=BEAT_S, return_when=asyncio.FIRST_COMPLETED
                )
                await stream.beat()
        finally:
            del self._open[stream.id]
            stream.leave()
            gone.cancel()
            ended.cancel()
            with contextlib.suppress(Exception):
                await asyncio.wait_for(talk, 5)
            if not stream.ended.is_set():
                with contextlib.suppress(Exception):
                    await stream.send({"type": "websocket.close", "code": 1011})
        return None

    async def _say(self, scope: Any, receive: Any) -> int:
        """Status of a POST: 204 when all of it was passed on."""
        if scope["method"] != "POST":
            return 405
        origin = header(scope, b"origin")
        if not origin or not self._origins.valid_origin(urlparse(origin)):
            return 403
        stream = self._open.get(scope["path"][len(SAY) :].rstrip("/"))
        if stream is None:
            return 404
        body = await body_of(receive, BODY_BYTES)
        if body is None:
            return 413
        for line in body.decode("utf-8", "replace").split("\n"):
            if line and not stream.hear({"type": "websocket.receive", "text": line}):
                return 429
        return 204


def as_socket(scope: Any) -> dict[str, Any] | None:
    """The scope that a socket would have had. None when another site's page asks.

    A page's own GET carries no Origin; other origins' pages are told apart by Sec-Fetch-Site, and
    could not read the answer anyway.
    """
    headers = list(scope["headers"])
    if not header(scope, b"origin"):
        if header(scope, b"sec-fetch-site") not in ("", "same-origin", "none"):
            return None
        own = f"{scope.get('scheme', 'http')}://{header(scope, b'host')}"
        headers.append((b"origin", own.encode("latin-1")))
    path = "/ws/" + scope["path"][len(LISTEN) :]
    raw = path.encode()
    more = {"type": "websocket", "path": path, "raw_path": raw, "subprotocols": []}
    return {**scope, **more, "headers": headers}


def header(scope: Any, name: bytes) -> str:
    found = next((value for key, value in scope["headers"] if key == name), b"")
    return str(found.decode("latin-1"))


async def until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def body_of(receive: Any, most: int) -> bytes | None:
    """A request's body, None when it is longer than that or never came whole."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body"):
            return body


async def answer(send: Any, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
