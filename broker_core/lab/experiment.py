"""Experiments of the lab: one TOML file each, a question that a run of all its sides answers.

    title, question, because                     # texts
    [scenario] …                                 # as any scenario, inside the file
    lines = ["advance 5s", "{fault}", …]         # what is played on every side; see broker_core.rehearsal
    [words] fenced = { teaching = "6s", production = "15s" }    # fill {names} by preset
    [[sides]] name, changes = ["producer checkout:acks=1"], words = { fault = "crash broker 1" }
    [search] word, step, most, side, check     # a moment that depends on the seed: the first that fits
    [[options]] text, check = { … }, rebuttal    # of the checks exactly one holds
    [[expected]] text, check(s)                  # what theory says

A line that is empty once its words are filled in is left out. The line `mark` divides: checks of
events with `after_mark` see later ones only, and times named in `since_mark` count from there.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from broker_core.kernel.units import parse_duration
from broker_core.lab.change import Change, parse_change
from broker_core.lab.checks import Check, read_checks
from broker_core.lab.metrics import METRICS, Values, since
from broker_core.lab.trial import Trial, rehearse

PRESETS = ("teaching", "production")
_FOLDER = Path(__file__).parent / "experiments"


class Side(NamedTuple):
    """`name` as people read it; the changes and words in which it differs."""

    id: str
    name: str
    changes: tuple[Change, ...]
    words: dict[str, Any]


class Option(NamedTuple):
    """One prediction. It is right when its checks hold; `rebuttal` says why it is not."""

    text: str
    checks: tuple[Check, ...]
    rebuttal: str


class Expected(NamedTuple):
    """One thing that theory says, in words and as checks."""

    text: str
    checks: tuple[Check, ...]


class Search(NamedTuple):
    """A word that is a wait: the shortest, by steps, with which the checks hold on a side. Theory tells
    what happens at that moment; when it is, the network's draws decide."""

    word: str
    step_us: int
    most_us: int
    side: str
    checks: tuple[Check, ...]


class Experiment(NamedTuple):
    """One of the classic experiments. `shown` names the metrics that its table shows."""

    id: str
    title: str
    question: str
    because: str
    scenario: dict[str, Any]
    lines: tuple[str, ...]
    words: dict[str, Any]
    sides: tuple[Side, ...]
    options: tuple[Option, ...]
    expected: tuple[Expected, ...]
    shown: tuple[str, ...]
    since_mark: tuple[str, ...]
    search: Search | None

    def side_lines(self, side: Side, preset: str, found: Mapping[str, str]) -> list[str]:
        """What is played on a side; `found` is what `moment` gave."""
        words = {name: _word(value, preset) for name, value in {**self.words, **side.words}.items()}
        words |= found
        filled = [line.format_map(words) for line in self.lines]
        return [line for text in filled for line in text.split("; ") if line]

    def moment(self, seed: int, preset: str) -> dict[str, str]:
        """The word that is searched for, if any. Raises ValueError where no moment fits."""
        search = self.search
        if search is None:
            return {}
        side = self.side(search.side)
        for wait_us in range(0, search.most_us + 1, search.step_us):
            found = {search.word: f"{wait_us}us"}
            trial = self._run(side, seed, preset, found)
            if all(check.holds({side.id: check.read(trial)}, preset) for check in search.checks):
                return found
        raise ValueError(f"{self.id}: no moment up to {search.most_us} us fits on seed {seed}")

    def play(self, side: Side, seed: int, preset: str = "teaching") -> Trial:
        """One side's run, with its events."""
        return self._run(side, seed, preset, _moment(self, seed, preset))

    def swept(
        self, side_id: str, seed: int, changes: tuple[Change, ...], most: int | None = None
    ) -> Trial:
        """One side's run with further changes, as a sweep asks for; without events."""
        preset = next((c.value for c in changes if c.kind == "preset"), PRESETS[0])
        found = _moment(self, seed, preset)
        return self._run(self.side(side_id), seed, preset, found, changes, False, most)

    def side(self, side_id: str) -> Side:
        """The side of an id. Raises KeyError."""
        return {side.id: side for side in self.sides}[side_id]

    @property
    def checks(self) -> list[Check]:
        """Of the options, then of the expectations."""
        groups = [*(o.checks for o in self.options), *(e.checks for e in self.expected)]
        return [check for group in groups for check in group]

    def played(self, side_id: str, seed: int, preset: str = "teaching") -> "Played":
        """One side's run without its events: small enough to be sent to another process."""
        trial = self.play(self.side(side_id), seed, preset)
        readings = tuple(c.read(trial) if side_id in c.sides else None for c in self.checks)
        shown = {name: trial.metrics[name] for name in self.shown}
        return Played(side_id, trial.digest, trial.total, trial.until_us, shown, readings)

    def _run(
        self,
        side: Side,
        seed: int,
        preset: str,
        found: Mapping[str, str],
        changes: tuple[Change, ...] = (),
        keep: bool = True,
        most: int | None = None,
    ) -> Trial:
        data = {**self.scenario, "title": self.title, "preset": preset}
        lines = self.side_lines(side, preset, found)
        trial = rehearse(data, seed, lines, (*side.changes, *changes), keep, most)
        later = {n: since(trial.before[n], trial.metrics[n]) for n in self.since_mark}
        return trial._replace(metrics={**trial.metrics, **later})


_MOMENTS: dict[tuple[str, int, str], dict[str, str]] = {}


def _moment(experiment: Experiment, seed: int, preset: str) -> dict[str, str]:
    """Its `moment`, searched for once: all sides are played at the same."""
    key = (experiment.id, seed, preset)
    if key not in _MOMENTS:
        _MOMENTS[key] = experiment.moment(seed, preset)
    return _MOMENTS[key]


class Played(NamedTuple):
    """What is known of one side's run: `metrics` those that are shown, `readings` what each of the
    experiment's checks reads of it (None where it reads nothing of this side)."""

    side: str
    digest: str
    total: int
    until_us: int
    metrics: Values
    readings: tuple[int | None, ...]


class Verdict(NamedTuple):
    """What came out: the place of the right option (None where not exactly one is), which
    expectations held, and the number that each check bounds."""

    right: int | None
    held: tuple[bool, ...]
    numbers: tuple[int | None, ...]


def judge(experiment: Experiment, sides: Mapping[str, Played], preset: str) -> Verdict:
    """Hold every option and expectation against what was played, by side id."""
    numbers, fine = [], []
    for place, check in enumerate(experiment.checks):
        read = {side: sides[side].readings[place] for side in check.sides}
        numbers.append(check.number(read))
        fine.append(check.holds(read, preset))
    outcome, place = [], 0
    for size in [
        *(len(o.checks) for o in experiment.options),
        *(len(e.checks) for e in experiment.expected),
    ]:
        outcome.append(all(fine[place : place + size]))
        place += size
    options = outcome[: len(experiment.options)]
    right = options.index(True) if options.count(True) == 1 else None
    return Verdict(right, tuple(outcome[len(options) :]), tuple(numbers))


def play_task(task: tuple[str, str, int, str]) -> Played | str:
    """(experiment, side, seed, preset) played in any process; in words why it cannot be."""
    name, side, seed, preset = task
    try:
        return experiments()[name].played(side, seed, preset)
    except ValueError as error:
        return str(error)


@cache
def experiments() -> dict[str, Experiment]:
    """All of them, by id, in order. Raises ValueError, which names the file and the key."""
    return {path.stem: read(path) for path in sorted(_FOLDER.glob("*.toml"))}


def read(path: Path) -> Experiment:
    """One file's experiment; its scenario is checked when it is run."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        sides = tuple(
            Side(row["id"], row["name"], tuple(map(parse_change, row.get("changes", []))),
                 row.get("words", {}))
            for row in data["sides"]
        )  # fmt: skip
        known = [side.id for side in sides]
        return Experiment(
            path.stem, data["title"], data["question"], data["because"], data["scenario"],
            tuple(data["lines"]), data.get("words", {}), sides,
            tuple(Option(row["text"], read_checks(row, known), row.get("rebuttal", ""))
                  for row in data["options"]),
            tuple(Expected(row["text"], read_checks(row, known)) for row in data["expected"]),
            tuple(name for name in data["shown"] if METRICS[name]),
            tuple(name for name in data.get("since_mark", ()) if METRICS[name].unit == "us"),
            _search(data.get("search"), known),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error!r}") from None


def _search(row: Mapping[str, Any] | None, sides: list[str]) -> Search | None:
    if row is None:
        return None
    step_us, most_us = parse_duration(row["step"]), parse_duration(row["most"])
    return Search(row["word"], step_us, most_us, row["side"], read_checks(row, sides))


def _word(value: Any, preset: str) -> str:
    return str(value[preset] if isinstance(value, dict) else value)
