"""Fixtures for every folder of tests, and the order in which they run.

Browser tests use `page` (or any fixture of pytest-playwright) and `live_server_url`; they talk to a real
server in its own process, so they never touch the ORM or the rooms of this process.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "tests" / "core"

LAN_NAME = "classroom.test"
"""A host name that is not localhost: the test browser resolves it to this machine."""

BROWSER_FIXTURES = {"page", "context", "browser", "new_context", "browser_type"}
START_TIMEOUT_S = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: sync Playwright leaves a running loop behind, in which no async test can start."""
    items.sort(key=lambda item: bool(BROWSER_FIXTURES & set(getattr(item, "fixturenames", ()))))


def find_chromium() -> str | None:
    """The browser to test with: `CHROMIUM`, or the first of the usual names on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded one; without any browser the test fails, it is never skipped."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(
            "No Chromium found. Run ./test, which installs it, or set CHROMIUM to its path.",
            pytrace=False,
        )
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--host-resolver-rules=MAP {LAN_NAME} 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def built_files() -> None:
    """Hashed static files and the made-up language, made anew when their sources changed."""
    from eda_site.web.build import build
    from eda_site.web.messages import write_pseudo

    write_pseudo()
    build()


@pytest.fixture(autouse=True)
def clean_site(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files built before a test of the site; no room of it left over for the next one.

    The hub is a module global, while each test has its own loop: a room that survived would hang.
    """
    if CORE in request.path.parents:
        yield
        return
    request.getfixturevalue("built_files")
    yield
    rooms = sys.modules.get("eda_site.rooms.hub")
    if rooms is not None:
        rooms.hub.reset()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveServer:
    """One server process with its own database. `stop` and `start` keep port and database: a crash test."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "eda_site.settings",
            "EVENTARIUM_DB": str(folder / "live.sqlite3"),
            "EVENTARIUM_ALLOWED_HOSTS": LAN_NAME,
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": "",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "manage.py", "serve", "--no-open", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/about/", timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        self.stop(signal.SIGKILL)
        pytest.fail(f"The server did not start:\n{self.log.read_text()}", pytrace=False)

    def stop(self, how: int = signal.SIGTERM) -> int:
        """End the process (SIGKILL for a crash) and return its exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            return self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A real PostgreSQL server for the whole session."""
    from tests.postgres import Postgres

    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("live"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def live_server_url(server: LiveServer) -> str:
    """`http://127.0.0.1:<port>`, without a slash at the end."""
    return server.url


@pytest.fixture(scope="session")
def lan_server_url(server: LiveServer) -> str:
    """The same server under a name that is not localhost; the test browser resolves it."""
    return f"http://{LAN_NAME}:{server.port}"
