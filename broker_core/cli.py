"""`python -m broker_core run|check|commands`: a run without a browser, for scripts, diffs and tests."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from broker_core.commands import GRAMMAR
from broker_core.commands.reference import markdown
from broker_core.errors import Rejected, ScenarioError
from broker_core.events import to_dict
from broker_core.kernel.canonical import canonical_text
from broker_core.kernel.units import parse_duration
from broker_core.simulation import Simulation

CHECKED_US = 60_000_000


def main(arguments: list[str] | None = None, out: TextIO = sys.stdout) -> int:
    """Run one verb; returns the exit code: 0 fine, 1 refused or broken, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options, out))
    except (ScenarioError, Rejected, OSError, ValueError) as error:
        print(f"broker_core: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m broker_core", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    run = verbs.add_parser("run", help="run a scenario for some virtual time")
    run.add_argument("scenario", help="a .toml file or a name of the library")
    run.add_argument("--seed", type=int, default=7, help="the run's seed (default 7)")
    run.add_argument("--until", default="60s", help="virtual time to stop at (default 60s)")
    run.add_argument("--script", help="a file of lines: 'at 4s crash broker 2'")
    run.add_argument("--events", help="write one JSON line an event; - for standard output")
    run.add_argument("--digest", action="store_true", help="print the run's digest")
    run.add_argument("--view", action="store_true", help="print the view as JSON")
    run.set_defaults(verb=_run)
    check = verbs.add_parser("check", help="load, run 60 virtual seconds, hold all invariants")
    check.add_argument("scenarios", nargs="+", metavar="SCENARIO")
    check.add_argument("--seed", type=int, default=7)
    check.set_defaults(verb=_check)
    words = verbs.add_parser("commands", help="every command with an example")
    words.add_argument("--markdown", action="store_true", help="as docs/commands.md has it")
    words.set_defaults(verb=_commands)
    return parser


def read_script(text: str, name: str) -> list[tuple[int, str]]:
    """(time, command) rows of a script file, in order. Raises ValueError with the line."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        at, _, command = rest.partition(" ")
        try:
            if word != "at":
                raise ValueError("a line is: at TIME COMMAND, for example: at 4s crash broker 2")
            rows.append((parse_duration(at), command.strip()))
        except ValueError as error:
            raise ValueError(f"{name}:{number}: {error}") from None
    return sorted(rows, key=lambda row: row[0])


def _run(options: Any, out: TextIO) -> int:
    sim = Simulation.from_scenario(options.scenario, options.seed)
    until = parse_duration(options.until)
    script: list[tuple[int, str]] = []
    if options.script:
        path = Path(options.script)
        script = read_script(path.read_text("utf-8"), path.name)
    with ExitStack() as stack:
        sink: TextIO | None = out if options.events == "-" else None
        if options.events and sink is None:
            sink = stack.enter_context(Path(options.events).open("w", encoding="utf-8"))
        count = _play(sim, [*(row for row in script if row[0] <= until), (until, "")], sink)
    if options.view:
        print(canonical_text(sim.view()), file=out)
    if options.digest:
        print(sim.digest(), file=out)
    if not (options.view or options.digest or options.events):
        print(f"{count} events in {options.until} of virtual time", file=out)
    return 0


def _play(sim: Simulation, steps: list[tuple[int, str]], sink: TextIO | None) -> int:
    """Advance to each time and give its command; returns how many events came."""
    count = 0
    for at, command in steps:
        events = sim.advance(at)
        if command:
            events += sim.apply(command)
        count += len(events)
        if sink is not None:
            sink.writelines(canonical_text(to_dict(item)) + "\n" for item in events)
    return count


def _check(options: Any, out: TextIO) -> int:
    worst = 0
    for scenario in options.scenarios:
        try:
            sim = Simulation.from_scenario(scenario, options.seed)
        except ScenarioError as error:
            print(f"FAIL {error}", file=out)
            worst = 1
            continue
        count = 0
        problems: list[str] = []
        while not problems:
            due = sim.next_at_us()
            if due is None or due > CHECKED_US:
                break
            count += len(sim.step())
            problems = sim.broken()
        for problem in problems:
            print(f"FAIL {scenario}: at {sim.now_us} us: {problem}", file=out)
            worst = 1
        if not problems:
            print(f"ok   {scenario}: {count} events, all invariants held", file=out)
    return worst


def _commands(options: Any, out: TextIO) -> int:
    if options.markdown:
        print(markdown(), file=out, end="")
        return 0
    for _, cls in sorted(GRAMMAR.items()):
        print(cls.example, file=out)
    return 0
