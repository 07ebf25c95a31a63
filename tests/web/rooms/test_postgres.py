"""The same rooms on PostgreSQL: every test that stores something runs there as well."""

import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

STORING = (
    "test_writer.py",
    "test_moment.py",
    "test_snapshots.py",
    "test_old_rooms.py",
    "test_sockets.py",
    "test_storage_faults.py",
)


@pytest.mark.slow
def test_every_test_of_storage_holds_on_postgresql(postgres):
    files = [str(ROOT / "tests" / "web" / "rooms" / name) for name in STORING]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        env={**os.environ, "EVENTARIUM_TEST_DATABASE_URL": postgres.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 80
