"""Files that are made from the tree: collected static files and compiled messages. Both only when stale."""

import contextlib
import hashlib
import io
import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files import locks
from django.core.management import CommandError, call_command
from whitenoise.storage import MissingFileError

_PATIENCE_S = 120


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """One process at a time. The system frees the lock of a process that is killed."""
    path = settings.VAR_DIR / f"{name}.busy"
    started = time.monotonic()
    with path.open("w") as file:
        while not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            if time.monotonic() - started > _PATIENCE_S:
                raise CommandError(
                    f"Another start has been busy with {path} for {_PATIENCE_S} s. End that one first."
                )
            time.sleep(0.1)
        yield


def _static_fingerprint() -> str:
    files = [Path(__file__).with_name("static.py")]
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined]
    for finder in get_finders():
        files += [Path(storage.path(path)) for path, storage in finder.list(ignored)]
    rows = (f"{p}\0{(stat := p.stat()).st_mtime_ns}\0{stat.st_size}" for p in sorted(files))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def collect_static() -> bool:
    """Run collectstatic if a source file changed since the last time; True if it ran."""
    with alone("static"):
        stamp = settings.VAR_DIR / "static.stamp"
        fingerprint = _static_fingerprint()
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        if stamp.exists() and stamp.read_text() == fingerprint and manifest.exists():
            return False
        try:
            call_command("collectstatic", interactive=False, verbosity=0, stderr=io.StringIO())
        except MissingFileError as error:
            raise CommandError(str(error)) from None
        stamp.write_text(fingerprint)
        return True


def compile_messages() -> None:
    """Write a `.mo` beside each `.po` that is newer, without the gettext tools."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
                from babel.messages.mofile import write_mo
                from babel.messages.pofile import read_po

                with source.open("rb") as po, target.open("wb") as mo:
                    write_mo(mo, read_po(po))


def build() -> None:
    collect_static()
    compile_messages()
