"""Where rooms are kept: SQLite unless DATABASE_URL says otherwise, and never with a secret in an error."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from eda_site.web.database import POSTGRES, SQLITE, database

FILE = Path("/tmp/rooms.sqlite3")


@pytest.mark.parametrize("url", [None, ""])
def test_a_file_by_default_with_a_write_ahead_log(url):
    config = database(url, FILE)
    assert (config["ENGINE"], config["NAME"]) == (SQLITE, FILE)
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["TEST"]["NAME"] == "/tmp/rooms.sqlite3.test"


def test_a_file_by_its_address_is_opened_the_same_way():
    config = database("sqlite:////srv/rooms.sqlite3", FILE)
    assert config["NAME"] == "/srv/rooms.sqlite3"
    assert config["OPTIONS"] == database(None, FILE)["OPTIONS"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_by_its_address(scheme):
    config = database(f"{scheme}://eva:secret@db.test:5433/rooms?sslmode=require", FILE)
    assert config["ENGINE"] == POSTGRES
    wanted = ("rooms", "eva", "secret", "db.test", 5433)
    assert tuple(config[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted
    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["connect_timeout"] == 5


@pytest.mark.parametrize(
    "url", ["mysql://eva:secret@db/rooms", "eva:secret@db", "postgres://eva:secret@db:x/"]
)
def test_anything_else_is_refused_without_repeating_a_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as caught:
        database(url, FILE)
    assert "secret" not in str(caught.value)
