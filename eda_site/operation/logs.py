"""Logs: lines for people or JSON for machines, and nothing in them that is about a person.

No address, no cookie, no name of a browser. A room's code lets people in, so it stands as a short
keyed hash: the same room is the same hash while the process lives, and longer where
EVENTARIUM_SECRET_KEY is set.
"""

import hashlib
import os
import re
from typing import Any

import structlog

_ROOM = re.compile(r"(\b[Rr]oom )([A-HJ-NP-Z2-9]{6})\b|(/(?:r|join)/)([^/\s\"'?]+)")
_SECRET_PATH = re.compile(r"(/r/[^/\s]+/(?:recover|pass)/)[^/\s\"']+")
_SAY = re.compile(r"(/sse/say/)[^/\s\"']+")
_ADDRESS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b"
)
_PRIVATE = ("request", "cookie", "actor", "address", "headers", "client")
_SALT = os.urandom(16)


def masked(text: str) -> str:
    """The text without codes, links and addresses.

    >>> masked("GET /r/7KQM4X/recover/abc.def/ from 192.168.0.7:4711")[-20:]
    'er/…/ from [address]'
    """
    text = _SECRET_PATH.sub(r"\1…", text)
    text = _SAY.sub(r"\1…", text)
    text = _ADDRESS.sub("[address]", text)
    return _ROOM.sub(lambda found: (found[1] or found[3]) + _hash(found[2] or found[4]), text)


def _hash(code: str) -> str:
    key = os.environ.get("EVENTARIUM_SECRET_KEY", "").encode()[:64] or _SALT
    return "#" + hashlib.blake2b(code.upper().encode(), key=key, digest_size=4).hexdigest()


def without_people(logger: Any, name: str, event: structlog.typing.EventDict) -> Any:
    """A structlog processor: mask every text, drop what is private whatever it holds."""
    for key in _PRIVATE:
        event.pop(key, None)
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = masked(value)
    return event


SHARED: list[Any] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_people,
]


def logging_settings(kind: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: `kind` is "text" or "json"."""
    renderer: Any
    if kind == "json":
        renderer = structlog.processors.JSONRenderer(sort_keys=True)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "eda_site": {"level": level},
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.request": {"level": "ERROR"},  # a wrong address is no news
        },
    }
