"""`python manage.py whatif SCENARIO --set orders:min.insync.replicas=1,2 --seeds 20 --csv out.csv`"""

import csv
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from broker_core.cli import read_script
from broker_core.errors import ScenarioError
from broker_core.kernel.units import parse_duration
from broker_core.lab.metrics import METRICS
from broker_core.lab.sweep import Row, Table, points, tasks, work
from eda_site.lab.pool import each
from eda_site.lab.writing import amount

BAR = 24


class Command(BaseCommand):
    help = "Run a scenario at several values of a setting on several seeds, and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "scenario",
            help="a .toml file, a name of the library, or a side of an experiment: x09/a",
        )
        parser.add_argument(
            "--set", action="append", required=True, metavar="FIELD=VALUE,VALUE", dest="sets",
            help="what to change: orders:min.insync.replicas=1,2 or checkout:acks=1,all or "
            "preset=teaching,production; where values are lists, part them by |. Given more than "
            "once, every combination is run",
        )  # fmt: skip
        parser.add_argument("--seeds", type=int, default=5, help="run on seeds 1 to N (default 5)")
        parser.add_argument("--until", default="60s", help="virtual time of each run (default 60s)")
        parser.add_argument("--script", help="a file of lines: 'at 4s crash broker 2'")
        parser.add_argument(
            "--metric", action="append", default=[], choices=list(METRICS), metavar="NAME",
            help="show only these; by default all that differ. Names: " + ", ".join(METRICS),
        )  # fmt: skip
        parser.add_argument("--csv", help="write one line a run; - for standard output")
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: cores)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at, todo = self._plan(options)
        except (ScenarioError, OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        table = Table(at, self._run(todo, options["workers"]))
        if options["csv"] == "-":
            csv.writer(self.stdout, lineterminator="\n").writerows(table.csv())
        else:
            self._tell(table, options["metric"])
            if options["csv"]:
                self._save(table, Path(options["csv"]))
        problems = [f"seed {row.seed}: {row.problem}" for row in table.rows if row.problem]
        if problems:
            raise CommandError("\n".join(problems))

    def _plan(self, options: dict[str, Any]) -> tuple[Any, Any]:
        if not 1 <= options["seeds"] <= 10_000:
            raise CommandError("--seeds is from 1 to 10000")
        script = Path(options["script"]) if options["script"] else None
        commands = read_script(script.read_text("utf-8"), script.name) if script else []
        at = points(options["sets"])
        seeds = range(1, options["seeds"] + 1)
        until_us = parse_duration(options["until"])
        return at, tasks(options["scenario"], at, seeds, commands, until_us)

    def _run(self, todo: list[Any], workers: int) -> Iterator[Row]:
        for done, row in enumerate(each(work, todo, min(workers, len(todo))), 1):
            yield row
            full = BAR * done // len(todo)
            bar = "#" * full + "." * (BAR - full)
            end = "\n" if done == len(todo) else ""
            self.stderr.write(f"\r[{bar}] {done} of {len(todo)} runs", ending=end)
            self.stderr.flush()

    def _tell(self, table: Table, wanted: list[str]) -> None:
        names = wanted or table.telling
        if not names:
            self.stdout.write("Every metric is the same at every point.")
        for name in names:
            self.stdout.write(f"\n{name}: median (lowest tenth to highest tenth)")
            for number, point in enumerate(table.points):
                spread = table.spread(number, name)
                low, high = (amount(name, value) for value in (spread.low, spread.high))
                band = f"({low} to {high})" if spread.of else ""
                what = " ".join(change.text for change in point)
                self.stdout.write(f"  {what:<44} {amount(name, spread.median):>12} {band}")

    def _save(self, table: Table, path: Path) -> None:
        try:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(table.csv())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        self.stdout.write(f"\n{path}: {len(table.rows)} runs")
