"""What the lab's pages show, made ready for their templates."""

from typing import Any

from broker_core.lab.experiment import Experiment, experiments, judge
from broker_core.lab.metrics import METRICS, Item
from broker_core.lab.sweep import Table
from eda_site.lab.chart import draw
from eda_site.lab.jobs import Job
from eda_site.lab.words import METRIC_WORDS, Words
from eda_site.lab.writing import amount, duration

ROWS = 8
"""So many rows stand behind a value; the rest is counted."""


def experiment_list() -> list[tuple[str, Experiment]]:
    """(its number as people say it, the experiment)."""
    return [(f"X{int(name[1:])}", found) for name, found in experiments().items()]


def played_list() -> list[tuple[str, str, str]]:
    """(what is swept, the experiment's number, the side's name) of every side."""
    return [
        (f"{found.id}/{side.id}", number, side.name)
        for number, found in experiment_list()
        for side in found.sides
    ]


def experiment_result(experiment: Experiment, job: Job) -> dict[str, Any]:
    """Verdict, table and expectations of a finished job; `problem` where a side could not be run."""
    problem = next((result for result in job.results if isinstance(result, str)), None)
    if problem is not None:
        return {"problem": problem}
    sides = {played.side: played for played in job.results}
    verdict = judge(experiment, sides, job.about["preset"])
    predicted = job.about["predicted"]
    options = [
        {
            "text": option.text,
            "right": place == verdict.right,
            "yours": place == predicted,
            "rebuttal": option.rebuttal,
        }
        for place, option in enumerate(experiment.options)
    ]
    rows = [
        _row(name, [sides[s.id].metrics[name] for s in experiment.sides])
        for name in experiment.shown
    ]
    return {
        "options": options,
        "predicted": predicted is not None,
        "hit": predicted == verdict.right and predicted is not None,
        "rows": rows,
        "expected": [
            {"text": row.text, "held": held}
            for row, held in zip(experiment.expected, verdict.held, strict=True)
        ],
        "as_expected": all(verdict.held),
        "runs": [
            {"name": s.name, "total": sides[s.id].total, "digest": sides[s.id].digest[:12],
             "until": duration(sides[s.id].until_us)}
            for s in experiment.sides
        ],
    }  # fmt: skip


def _row(name: str, measured: list[Any]) -> dict[str, Any]:
    known = [m.value for m in measured if m.value is not None]
    better = METRICS[name].better
    best = None
    if better and len(set(known)) > 1:
        best = min(known) if better == "lower" else max(known)
    return {
        "words": METRIC_WORDS[name],
        "cells": [
            {
                "text": amount(name, m.value),
                "best": best is not None and m.value == best,
                "items": [_item(name, item) for item in m.items[:ROWS]],
                "more": max(0, len(m.items) - ROWS),
            }
            for m in measured
        ],
    }


def _item(name: str, item: Item) -> str:
    """One row behind a value, in words."""
    parts = [item.label] if item.label else []
    if item.record >= 0:
        parts.append(f"#{item.record}")
    if METRICS[name].unit == "us":
        parts.append(duration(item.value))
    elif item.value != 1 or item.record < 0:
        parts.append(str(item.value))
    if item.at_us >= 0:
        parts.append(f"@ {duration(item.at_us)}")
    return " · ".join(parts)


def sweep_table(job: Job) -> Table:
    return Table(job.about["points"], [row for row in job.results if row is not None])


def sweep_result(job: Job, wanted: str) -> dict[str, Any]:
    """Chart and table of one metric; the metrics that differ come first, most telling of all."""
    table = sweep_table(job)
    telling = sorted(table.telling, key=lambda name: -_contrast(table, name))
    rest = [name for name in table.metrics if name not in telling]
    names = [*telling, *rest]
    problems = [row for row in table.rows if row.problem]
    found: dict[str, Any] = {
        "problem": problems[0].problem if problems else "",
        "failed": len(problems),
        "telling": [(name, _words(name)) for name in telling],
        "rest": [(name, _words(name)) for name in rest],
    }
    if not names:
        return found
    metric = wanted if wanted in names else names[0]
    values = [point[0].value for point in table.points]
    spreads = [table.spread(place, metric) for place in range(len(values))]
    return {
        **found,
        "metric": metric,
        "words": _words(metric),
        "same": metric in rest,
        "chart": draw(metric, values, spreads),
        "rows": [
            {
                "value": value,
                "median": amount(metric, spread.median),
                "low": amount(metric, spread.low),
                "high": amount(metric, spread.high),
                "of": spread.of,
            }
            for value, spread in zip(values, spreads, strict=True)
        ],
    }


def _contrast(table: Table, metric: str) -> int:
    """How much its median changes over the points, in thousandths of the largest."""
    medians = [table.spread(place, metric).median or 0 for place in range(len(table.points))]
    return 1000 * (max(medians) - min(medians)) // max(1, *medians)


def _words(name: str) -> Words:
    return METRIC_WORDS[name]
