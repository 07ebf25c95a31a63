from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from eda_site.vocabulary.export import files, stale


class Command(BaseCommand):
    help = "Write the browser's vocabulary and docs/events.md from the event classes."
    requires_system_checks: list[str] = []  # it needs no pages, only words

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        old = stale()
        if check:
            if old:
                names = ", ".join(map(str, old))
                raise CommandError(f"Stale: {names}. Run `manage.py export_vocabulary`.")
            return
        contents = files()
        for path in old:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(contents[path], encoding="utf-8")
            self.stdout.write(f"Wrote {path}")
