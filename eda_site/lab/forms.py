"""What people ask of the lab, checked before anything runs; a problem is a sentence beside the field."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from broker_core.errors import ScenarioError
from broker_core.kernel.units import parse_duration
from broker_core.lab.change import ChangeError
from broker_core.lab.experiment import PRESETS
from broker_core.lab.sweep import Point, Task, played_sides, points, tasks
from broker_core.scenario import library
from eda_site.lab.limits import limits

EXAMPLE = {
    "scenario": "broker-fails",
    "field": "orders:min.insync.replicas",
    "values": "1, 2, 3",
    "seeds": "5",
    "until": "30s",
}
LARGEST_SEED = 9_999


class Sweep(NamedTuple):
    """A sweep that may be run."""

    points: list[Point]
    tasks: list[Task]


def read_sweep(given: Any) -> tuple[Sweep | None, dict[str, str]]:
    """The sweep, or what is wrong by field."""
    problems: dict[str, str] = {}
    bounds = limits()
    slug = given.get("scenario", "")
    if slug not in library() and slug not in played_sides():
        problems["scenario"] = _("There is no such scene.")
    seeds = _number(given.get("seeds", ""), 1, bounds.seeds, "seeds", problems)
    until_us = 0
    try:
        until_us = parse_duration(given.get("until", "").strip())
        if not 0 < until_us <= bounds.until_s * 1_000_000:
            raise ValueError
    except ValueError:
        problems["until"] = _("A time with a unit, such as 30s, up to %(most)s s.") % {
            "most": bounds.until_s
        }
    at = _points(given, problems)
    if len(at) > bounds.values:
        problems["values"] = _("At most %(most)s values.") % {"most": bounds.values}
    elif len(at) * seeds > bounds.runs:
        problems["seeds"] = _("Values times seeds is at most %(most)s runs.") % {
            "most": bounds.runs
        }
    if problems:
        return None, problems
    try:
        todo = tasks(slug, at, range(1, seeds + 1), (), until_us, bounds.events)
    except ScenarioError as error:
        return None, {"values": str(error)}
    return Sweep(at, todo), {}


def _points(given: Any, problems: dict[str, str]) -> list[Point]:
    field, values = given.get("field", "").strip()[:120], given.get("values", "")[:600]
    parted = "|" if "|" in values else ","
    words = [word.strip() for word in values.split(parted) if word.strip()]
    if not words:
        problems["values"] = _("Values, parted by commas.")
        return []
    try:
        bar = "|" if parted == "|" else ","
        return points([f"{field}={bar.join(words)}"])
    except ChangeError as error:
        problems["field"] = str(error)
        return []


def read_run(given: Any, options: int) -> tuple[int, str, int | None]:
    """(seed, preset, predicted option or None when it was skipped); nonsense becomes the default."""
    problems: dict[str, str] = {}
    seed = _number(given.get("seed", ""), 0, LARGEST_SEED, "seed", problems)
    preset = given.get("preset", "")
    chosen = given.get("prediction", "")
    predicted = int(chosen) if chosen.isdecimal() and len(chosen) < 3 else None
    return (
        7 if problems else seed,
        preset if preset in PRESETS else PRESETS[0],
        predicted if predicted is not None and predicted < options else None,
    )


def _number(text: str, low: int, high: int, name: str, problems: dict[str, str]) -> int:
    text = text.strip()
    if text.isascii() and text.isdecimal() and len(text) < 10 and low <= int(text) <= high:
        return int(text)
    problems[name] = _("A whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    return low
