"""What an operator does about rooms: see which there are, check that they can be rebuilt, delete some."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from eda_site.rooms import selectors, services
from eda_site.rooms.check import check
from eda_site.rooms.writer import writer

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def age(text: str) -> timedelta:
    """`24h`, `90m` or `7d`.

    >>> age("90m")
    datetime.timedelta(seconds=5400)
    """
    match = re.fullmatch(r"(\d{1,6})([mhd])", text)
    if match is None:
        raise ArgumentTypeError(f"{text} is no age: write a number and m, h or d, such as 24h")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


class Command(BaseCommand):
    help = (
        "List the stored rooms, or delete some. A room with people in it counts as used just now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*", help="only these rooms")
        parser.add_argument(
            "--check",
            action="store_true",
            help="rebuild rooms from what is stored, with and without snapshots, and say where they stand",
        )
        parser.add_argument("--delete", action="store_true", help="delete the named rooms")
        parser.add_argument(
            "--delete-older-than",
            type=age,
            metavar="AGE",
            help="delete rooms that nobody was in for so long: 24h, 90m, 7d",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        codes: list[str] = options["codes"]
        if options["delete_older_than"] is not None:
            before = timezone.now() - options["delete_older_than"]
            self._say(writer.submit(services.rooms_delete, before).result())
        elif options["delete"]:
            self._say(writer.submit(services.rooms_delete_named, codes).result())
        elif options["check"]:
            self._check(codes)
        else:
            self._list(codes)

    def _check(self, codes: list[str]) -> None:
        failed = 0
        for row in selectors.rooms_list():
            if not codes or row["code"] in codes:
                result = check(row["code"])
                failed += result.problem is not None
                self.stdout.write(f"{row['code']}  {result.problem or result.moment}")
        if failed:
            raise CommandError(f"{failed} rooms cannot be rebuilt as they were")

    def _say(self, gone: list[str]) -> None:
        self.stdout.write(f"Deleted {len(gone)}: {' '.join(gone)}" if gone else "Deleted none.")

    def _list(self, codes: list[str]) -> None:
        rows = [row for row in selectors.rooms_list() if not codes or row["code"] in codes]
        for row in rows:
            created, touched = (
                f"{row[name]:%Y-%m-%d %H:%M}" for name in ("created_at", "touched_at")
            )
            self.stdout.write(
                f"{row['code']}  made {created}  used {touched}  "
                f"{row['given']:5} commands  {row['slug']}"
            )
        self.stdout.write(f"{len(rows)} rooms")
