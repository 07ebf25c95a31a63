"""Which database: a SQLite file unless `DATABASE_URL` names another one."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE, POSTGRES = "django.db.backends.sqlite3", "django.db.backends.postgresql"

_SQLITE_OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
}
_POSTGRES_OPTIONS = {
    # A server that does not answer is noticed, and its connection replaced, within seconds.
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": "-c lock_timeout=10s -c statement_timeout=60s",
}


def database(url: str | None, file: Path) -> dict[str, Any]:
    """Django's settings for `url`, or for a SQLite file where it is empty."""
    config: dict[str, Any] = _parse(url) if url else {"ENGINE": SQLITE, "NAME": file}
    if config["ENGINE"] == POSTGRES:
        config["OPTIONS"] = {**_POSTGRES_OPTIONS, **config.get("OPTIONS", {})}
        return config
    if config["ENGINE"] != SQLITE:
        raise ImproperlyConfigured("DATABASE_URL begins with postgres:// or sqlite://")
    config["OPTIONS"] = _SQLITE_OPTIONS
    # A file: the in-memory database locks whole tables against the rooms' writer thread.
    config["TEST"] = {"NAME": f"{config['NAME']}.test"}
    return config


def _parse(url: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as problem:
        # The address may hold a password: it is not repeated here.
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read; an example: postgres://name:password@host:5432/database"
        ) from problem
