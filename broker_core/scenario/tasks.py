"""What can be asked about a scene and done in it: one TOML file a scene, beside the library.

    scene = "parked-events"
    [question]
    text = "…"
    run = ["stop client phone", "advance 2s"]      # what is played to prove the answer
    options = [{ text = "…", right = true, check = "seen", with = { event = "…" } }, …]
    [task]
    text = "…"
    clauses = [{ check = "three_memories", with = { … }, hint = "…" }]
    solution = ["…"]

Of the options' checks exactly the right one's holds after `run`; a task's clauses do not all hold at
the start, nor after waiting, and all hold after its solution.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from broker_core.checks import Check, make

_FOLDER = Path(__file__).parent / "exercises"


class Option(NamedTuple):
    """An answer. `rebuttal` says why a wrong one is wrong."""

    text: str
    right: bool
    check: str
    given: dict[str, Any]
    rebuttal: str


class Question(NamedTuple):
    text: str
    run: tuple[str, ...]
    options: tuple[Option, ...]


class Clause(NamedTuple):
    """One thing that must have happened; `hint` is shown while it has not."""

    check: str
    given: dict[str, Any]
    hint: str


class Task(NamedTuple):
    text: str
    clauses: tuple[Clause, ...]
    solution: tuple[str, ...]


class Exercise(NamedTuple):
    """A scene's question and task."""

    scene: str
    question: Question
    task: Task


class Progress:
    """A task under way: feed it every event of the live head, ask what is still missing."""

    def __init__(self, task: Task) -> None:
        self.clauses = [(clause, make(clause.check, clause.given)) for clause in task.clauses]

    def see(self, events: list[Any]) -> None:
        """Take events in, in order."""
        for event in events:
            for _, check in self.clauses:
                check.see(event)

    @property
    def unmet(self) -> Clause | None:
        """The first clause that does not hold, None when the task is solved."""
        return next((clause for clause, check in self.clauses if not check.met), None)


def exercises() -> dict[str, Exercise]:
    """Every exercise by its scene's slug. Raises ValueError, which names file and key."""
    return {path.stem: read(path) for path in sorted(_FOLDER.glob("*.toml"))}


@cache
def read(path: Path) -> Exercise:
    """One file's exercise."""
    data = tomllib.loads(path.read_text("utf-8"))
    try:
        question, task = data["question"], data["task"]
        options = tuple(_option(row) for row in question["options"])
        clauses = tuple(
            Clause(row["check"], row.get("with", {}), row["hint"]) for row in task["clauses"]
        )
        exercise = Exercise(
            data["scene"],
            Question(question["text"], tuple(question["run"]), options),
            Task(task["text"], clauses, tuple(task["solution"])),
        )
    except KeyError as error:
        raise ValueError(f"{path.name}: {error.args[0]} is missing") from None
    if sum(option.right for option in options) != 1:
        raise ValueError(f"{path.name}: exactly one option is right")
    for name, given in [(o.check, o.given) for o in options] + [
        (c.check, c.given) for c in clauses
    ]:
        make(name, given)
    return exercise


def _option(row: dict[str, Any]) -> Option:
    right = bool(row.get("right", False))
    return Option(row["text"], right, row["check"], row.get("with", {}), row.get("rebuttal", ""))


def judge(question: Question, events: list[Any]) -> list[bool]:
    """For each option whether its check holds after these events (opening events included)."""
    checks: list[Check] = [make(option.check, option.given) for option in question.options]
    for event in events:
        for check in checks:
            check.see(event)
    return [check.met for check in checks]
