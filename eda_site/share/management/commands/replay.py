"""A scenario as one HTML file that plays without a server, with branches to choose from."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from broker_core.cli import read_script
from broker_core.errors import ScenarioError
from broker_core.history.run import finish
from broker_core.kernel.units import parse_duration
from broker_core.scenario import load
from eda_site.rooms.library import DEFAULT_SEED
from eda_site.share.parcel import Parcel, Unfit
from eda_site.share.replay.page import as_written, replay_steps
from eda_site.share.replay.record import MOST_BRANCHES


class Command(BaseCommand):
    help = "Write a replay: one HTML file, offline, with up to 8 branches to choose from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("scenario", help="a .toml file or a name of the library")
        parser.add_argument("-o", "--output", required=True, help="the file to write")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--until", default="45s", help="virtual time to stop at (default 45s)")
        parser.add_argument(
            "--branch",
            action="append",
            default=[],
            metavar="NAME=LINES",
            help='another course, such as "Too late=at 9s crash broker 1; at 14s restart broker 1"',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scenario = load(options["scenario"])
            until_us = parse_duration(options["until"])
            plain = Parcel(
                scenario, options["seed"], str(scenario.get("preset", "teaching")), at_us=until_us
            )
            branches = [(as_written(), plain)]
            branches += [_branch(text, plain) for text in options["branch"]]
            if len(branches) > MOST_BRANCHES:
                raise CommandError(f"A replay has at most {MOST_BRANCHES} branches.")
            page = finish(replay_steps(branches))
        except (ScenarioError, ValueError, Unfit) as error:
            raise CommandError(str(error)) from None
        Path(options["output"]).write_text(page, encoding="utf-8")
        self.stdout.write(f"{options['output']}: {len(page.encode()) // 1024} KiB")


def _branch(text: str, plain: Parcel) -> tuple[str, Parcel]:
    name, found, lines = text.partition("=")
    if not found:
        raise CommandError(f'{text}: a branch is NAME=LINES, such as "Crash=at 4s crash broker 1"')
    log = read_script(lines.replace(";", "\n"), name)
    return name.strip(), replace(plain, log=tuple(row for row in log if row[0] <= plain.at_us))
