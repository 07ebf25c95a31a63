"""Facts that were checked: what was expected, what was seen, and a table of them."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple


class Fact(NamedTuple):
    check: str
    section: str
    fact: str
    expected: str
    observed: str
    agrees: bool


class Report:
    """Appends each fact to a JSON file at once, so that an ended run keeps what it saw."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.facts = [Fact(*row) for row in json.loads(path.read_text())] if path.exists() else []
        self.started = time.monotonic()
        self.check = ""

    def fact(self, section: str, text: str, expected: Any, observed: Any, agrees=None) -> None:
        """Without `agrees` the two must be equal."""
        right = expected == observed if agrees is None else bool(agrees)
        row = Fact(self.check, section, text, str(expected), str(observed), right)
        self.facts = [f for f in self.facts if (f.check, f.fact) != (row.check, row.fact)] + [row]
        self.path.write_text(json.dumps(self.facts, indent=1), "utf-8")
        mark = "yes" if right else "NO "
        print(
            f"{time.monotonic() - self.started:6.1f}s {mark} {section} {text}: {observed}",
            flush=True,
        )

    def run(self, name: str, check: Callable[[], None]) -> None:
        """One check; an error in it is a fact as well and does not end the others."""
        self.check = name
        try:
            check()
        except Exception as problem:
            self.fact("-", f"the check {name} ends", "without error", repr(problem), False)


def markdown(facts: list[Fact]) -> str:
    lines = ["| section | fact | expected | observed | agrees |", "|---|---|---|---|---|"]
    for f in sorted(facts, key=lambda f: f.section):
        agrees = "yes" if f.agrees else "**NO**"
        cells = [f.section, f.fact, f.expected, f.observed, agrees]
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines)
