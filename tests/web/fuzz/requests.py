"""Hostile requests to every address of the site, made from its own table of addresses.

What Schemathesis does from a written schema, done from the URL table itself: an address that is added
is attacked from then on.
"""

import re
from random import Random
from typing import Any

from django.core import signing
from django.test import Client
from django.urls import get_resolver

from eda_site.rooms import tokens
from eda_site.rooms.guard import guard
from tests.web.fuzz.hostile import MARK, TEXTS, value

METHODS = [
    "get",
    "get",
    "get",
    "post",
    "post",
    "head",
    "put",
    "patch",
    "delete",
    "options",
    "trace",
]
HEADERS = ["Accept-Language", "Accept", "Referer", "Origin", "X-Forwarded-For", "X-Forwarded-Host",
           "X-Forwarded-Proto", "Content-Type", "HX-Request", "If-None-Match", "Range", "Accept-Encoding",
           "X-CSRFToken", "X-HTTP-Method-Override", "HX-Current-URL", "Sec-WebSocket-Protocol"]  # fmt: skip
FIELDS = ["code", "theme", "next", "preset", "as", "slug", "csrfmiddlewaretoken", "language", "x"]
COOKIES = ["sessionid", "csrftoken", "theme", "django_language"]
WELL = {200, 204, 301, 302, 304, 400, 403, 404, 405, 413, 414, 415, 422, 429, 503}
UNESCAPED = re.compile(rf"<script>{MARK}|<img[^&>]*{MARK}|<svg/onload={MARK}|onerror={MARK}\(\)>")
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def addresses(resolver: Any = None, before: str = "") -> list[str]:
    """Every address as its table has it, with its placeholders."""
    found = []
    for item in (resolver or get_resolver()).url_patterns:
        path = before + str(item.pattern)
        found += addresses(item, path) if hasattr(item, "url_patterns") else [path]
    return found


class Raid:
    """`victim` is (code, owner's key) of somebody else's room; nothing of it may come out."""

    def __init__(self, seed: int, victim: tuple[str, str], own: tuple[str, str]) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.code, self.secret = victim
        self.own = own
        self.paths = addresses()

    def run(self, requests: int) -> None:
        for n in range(requests):
            guard.reset()
            method, path, more = self._request()
            try:
                self._send(method, path, more)
            except Exception as error:
                what = f"Raid({self.seed}), request {n}: {method} {path[:300]!r} {str(more)[:600]}"
                raise AssertionError(what) from error

    def _text(self) -> str:
        random = self.random
        code, key = self.own
        return random.choice([
            random.choice(TEXTS), str(value(random, 4)), code, self.code, "demo", "ZZZZZZ",
            "broker-fails", "dark", tokens.recovery_token(code, key), tokens.pass_token(code, key),
            signing.dumps({"room": self.code, "key": "guess"}, salt="rooms.other"),
            signing.dumps(["no", "table"], salt="rooms.owner"), "//evil.example/", "https://evil.example",
            "javascript:alert(1)", "/\\evil.example",
        ])  # fmt: skip

    def _request(self) -> tuple[str, str, dict[str, Any]]:
        random = self.random
        path = "/" + PLACEHOLDER.sub(
            lambda _: self._text().replace("#", ""), random.choice(self.paths)
        )
        if random.random() < 0.1:
            path = "/" + self._text() + "/" + self._text()
        if random.random() < 0.3:
            path += "?" + "&".join(f"{random.choice(FIELDS)}={self._text()}" for _ in range(2))
        data = {random.choice(FIELDS): self._text() for _ in range(random.randrange(4))}
        headers = {
            name: _header(self._text()) for name in random.sample(HEADERS, random.randrange(3))
        }
        cookies = {
            name: _header(self._text()) for name in random.sample(COOKIES, random.randrange(2))
        }
        return random.choice(METHODS), path, {"data": data, "headers": headers, "cookies": cookies}

    def _send(self, method: str, path: str, more: dict[str, Any]) -> None:
        client = Client(
            enforce_csrf_checks=self.random.random() < 0.5, raise_request_exception=True
        )
        for name, text in more["cookies"].items():
            client.cookies[name] = text
        body: dict[str, Any] = {"headers": more["headers"]}
        if method in ("get", "head"):
            body["data"] = more["data"] or None
        elif method == "post":
            body["data"] = more["data"]
            body["headers"] = {k: v for k, v in more["headers"].items() if k != "Content-Type"}
        elif method != "trace":
            body["data"] = str(more["data"])
        answer = getattr(client, method)(path, **body)
        self._is_harmless(answer)

    def _is_harmless(self, answer: Any) -> None:
        assert answer.status_code in WELL, answer.status_code
        text = b"".join(answer) if answer.streaming else answer.content
        page = text.decode("utf-8", "replace")
        assert not UNESCAPED.search(page)
        assert "Traceback" not in page
        everything = page + str(answer.headers) + str(answer.cookies)
        assert self.secret not in everything
        place = answer.headers.get("Location", "/")
        assert place.startswith("/") and not place.startswith(("//", "/\\")), place
        for name, header in answer.headers.items():
            assert "\n" not in header and "\r" not in header, name
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _header(text: str) -> str:
    """What a client could put into a header at all."""
    return (
        "".join(c for c in text if c.isprintable())[:2_000]
        .encode("latin-1", "replace")
        .decode("latin-1")
    )
