"""The site's settings, as the tests need them: plain http, a database of their own, the made-up language."""

import os
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory(prefix="eventarium-")
os.environ["EVENTARIUM_DB"] = str(Path(_folder.name) / "tests.sqlite3")
os.environ["EVENTARIUM_PLAIN_HTTP"] = "1"
os.environ["EVENTARIUM_PSEUDO_LOCALE"] = "1"
os.environ["EVENTARIUM_SECRET_KEY"] = "only-for-tests-" * 5
for name in ("EVENTARIUM_DEBUG", "EVENTARIUM_LAN", "EVENTARIUM_ALLOWED_HOSTS"):
    os.environ.pop(name, None)
os.environ["DATABASE_URL"] = os.environ.get("EVENTARIUM_TEST_DATABASE_URL", "")  # none: SQLite

from eda_site.settings import *  # noqa: E402, F403
