"""A sweep: the same scenario at several values of something, each on the same seeds.

One seed is an anecdote: what a setting does shows in the median and the band over many. `points` and
`tasks` say what to run, `work` runs one task (in any process), `Table` holds the rows in the order
of the tasks, whoever was done first.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

from broker_core.audit.measures import nearest_rank
from broker_core.lab.change import Change, ChangeError, changed, parse_values
from broker_core.lab.experiment import experiments
from broker_core.lab.metrics import METRICS
from broker_core.lab.trial import Command, Trial, run

Point = tuple[Change, ...]
"""The changes that make one point of a sweep."""


class Task(NamedTuple):
    """One run of a sweep, as plain data for another process; `played` is experiment/side, whose lines
    are played instead of `commands` up to `until_us`."""

    scenario: dict[str, Any]
    point: int
    changes: Point
    seed: int
    commands: tuple[Command, ...]
    until_us: int
    most: int | None
    played: str = ""


class Row(NamedTuple):
    """What came of a task. `problem` in words where it could not be run to its end."""

    point: int
    seed: int
    digest: str
    values: dict[str, int | None]
    problem: str = ""


class Spread(NamedTuple):
    """Median, and the band from the lowest tenth to the highest; None where nothing was measurable."""

    median: int | None
    low: int | None
    high: int | None
    of: int


def points(sets: Iterable[str]) -> list[Point]:
    """Every combination of the values in `sets` (each as `parse_values` reads it)."""
    parameters = [parse_values(text) for text in sets]
    fields = [changes[0].field for changes in parameters]
    for field in fields:
        if fields.count(field) > 1:
            raise ChangeError(f"{field}: is given twice; write all its values in one parameter")
        if field == "seed":
            raise ChangeError("seed: a sweep runs every point on the same seeds; say how many")
    return [tuple(point) for point in product(*parameters)]


def tasks(
    scenario: Any,
    at: Sequence[Point],
    seeds: Sequence[int],
    commands: Iterable[Command] = (),
    until_us: int = 60_000_000,
    most: int | None = None,
) -> list[Task]:
    """All runs, point by point, of a scenario, or of one side of an experiment ("x09/a"). Raises
    ChangeError or ScenarioError before anything is run."""
    played = scenario if isinstance(scenario, str) and scenario in played_sides() else ""
    if played:
        name, _, side_id = played.partition("/")
        experiment = experiments()[name]
        data = {**experiment.scenario, "title": experiment.title}
        data = changed(data, experiment.side(side_id).changes)
    else:
        data = changed(scenario, ())
    for point in at:
        changed(data, point)
    given = tuple(commands)
    return [
        Task({} if played else data, number, point, seed, given, until_us, most, played)
        for number, point in enumerate(at)
        for seed in seeds
    ]


def played_sides() -> list[str]:
    """What can be swept besides scenarios: each side of each experiment."""
    return [f"{name}/{side.id}" for name, e in experiments().items() for side in e.sides]


def work(task: Task) -> Row:
    """Run one task; what is wrong with it becomes part of its row."""
    try:
        trial = _trial(task)
    except ValueError as error:
        return Row(task.point, task.seed, "", {}, str(error))
    values = {name: measured.value for name, measured in trial.metrics.items()}
    return Row(task.point, task.seed, trial.digest, values)


def _trial(task: Task) -> Trial:
    if task.played:
        name, _, side_id = task.played.partition("/")
        return experiments()[name].swept(side_id, task.seed, task.changes, task.most)
    return run(
        task.scenario, task.seed, task.commands, task.changes, task.until_us, False, task.most
    )


class Table:
    """The rows of a sweep, in the order of its tasks."""

    def __init__(self, at: Sequence[Point], rows: Iterable[Row]) -> None:
        self.points = list(at)
        self.rows = sorted(rows, key=lambda row: (row.point, row.seed))

    @property
    def fields(self) -> list[str]:
        """What was changed."""
        return [change.field for change in self.points[0]]

    @property
    def metrics(self) -> list[str]:
        """What could be measured in at least one run."""
        return [name for name in METRICS if any(r.values.get(name) is not None for r in self.rows)]

    @property
    def telling(self) -> list[str]:
        """The metrics that are not the same at every point."""
        return [
            name
            for name in self.metrics
            if len({self.spread(point, name) for point in range(len(self.points))}) > 1
        ]

    def spread(self, point: int, metric: str) -> Spread:
        found = [row.values.get(metric) for row in self.rows if row.point == point]
        values = [value for value in found if value is not None]
        low, median, high = (nearest_rank(values, percent) for percent in (10, 50, 90))
        return Spread(median, low, high, len(values))

    def csv(self) -> list[list[str]]:
        """A head and one line a run; an empty cell was not measurable, zero is 0."""
        names = self.metrics
        head = [*self.fields, "seed", *(f"{n}_us" if METRICS[n].unit == "us" else n for n in names)]
        lines = [[*head, "digest", "problem"]]
        for row in self.rows:
            cells = [row.values.get(name) for name in names]
            lines.append(
                [
                    *(change.value for change in self.points[row.point]),
                    str(row.seed),
                    *("" if cell is None else str(cell) for cell in cells),
                    row.digest,
                    row.problem,
                ]
            )
        return lines
