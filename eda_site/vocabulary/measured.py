"""Measures as people read them: values with their units, and how B differs from A in words."""

from typing import Any, NamedTuple

from django.utils.translation import get_language

from broker_core.lab.deltas import Delta
from broker_core.lab.metrics import METRICS
from eda_site.vocabulary.catalogue import DEFAULT, spoken
from eda_site.vocabulary.metrics import (
    DIRECTIONS,
    LESS,
    LONGER,
    METRIC_WORDS,
    MORE,
    NOT_MEASURABLE,
    SHORTER,
)
from eda_site.vocabulary.narrate import formatter


class DeltaRow(NamedTuple):
    """One metric of two runs, ready to be shown; `code` says which way it went."""

    name: str
    words: Any
    a: str
    b: str
    code: str
    said: str


def value_text(unit: str, value: int | None) -> str:
    """Zero is shown as zero; what cannot be measured says so."""
    if value is None:
        return str(NOT_MEASURABLE)
    return _duration(value) if unit == "us" else str(value)


def delta_row(delta: Delta) -> DeltaRow:
    """A delta in the active language."""
    a, b = value_text(delta.unit, delta.a), value_text(delta.unit, delta.b)
    return DeltaRow(delta.name, METRIC_WORDS[delta.name], a, b, delta.code, delta_text(delta))


def delta_text(delta: Delta) -> str:
    """The direction first, then how much: "worse: 3 records more"."""
    return str(DIRECTIONS[delta.code]).format(what=_by(delta))


def _by(delta: Delta) -> str:
    if delta.a is None or delta.b is None:
        return ""
    grows = delta.b > delta.a
    if delta.unit == "us":
        return str(LONGER if grows else SHORTER).format(time=_duration(delta.by))
    return str((MORE if grows else LESS)[delta.unit] % {"n": delta.by})


def _duration(us: int) -> str:
    return formatter(spoken(get_language() or DEFAULT)).apply("duration", us)


def unit_of(name: str) -> str:
    """The unit of a metric."""
    return METRICS[name].unit
