"""Measures as people read them: values with their units, and how B differs from A in words."""

from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from broker_core.lab.deltas import Delta
from eda_site.lab.words import METRIC_WORDS
from eda_site.vocabulary.catalogue import DEFAULT, spoken
from eda_site.vocabulary.narrate import formatter

MORE = {
    "records": ngettext_lazy("%(n)s record more", "%(n)s records more", "n"),
    "offsets": ngettext_lazy("%(n)s offset more", "%(n)s offsets more", "n"),
    "events": ngettext_lazy("%(n)s event more", "%(n)s events more", "n"),
    "errors": ngettext_lazy("%(n)s error more", "%(n)s errors more", "n"),
    "calls": ngettext_lazy("%(n)s call more", "%(n)s calls more", "n"),
    "commits": ngettext_lazy("%(n)s more", "%(n)s more", "n"),
}
LESS = {
    "records": ngettext_lazy("%(n)s record fewer", "%(n)s records fewer", "n"),
    "offsets": ngettext_lazy("%(n)s offset fewer", "%(n)s offsets fewer", "n"),
    "events": ngettext_lazy("%(n)s event fewer", "%(n)s events fewer", "n"),
    "errors": ngettext_lazy("%(n)s error fewer", "%(n)s errors fewer", "n"),
    "calls": ngettext_lazy("%(n)s call fewer", "%(n)s calls fewer", "n"),
    "commits": ngettext_lazy("%(n)s fewer", "%(n)s fewer", "n"),
}
LONGER, SHORTER = _("{time} longer"), _("{time} shorter")
NOT_MEASURABLE = _("not measurable here")

DIRECTIONS = {
    "better": _("better: {what}"),
    "worse": _("worse: {what}"),
    "other": _("different: {what}"),
    "same": _("the same"),
    "not_measurable": NOT_MEASURABLE,
}
"""Code of a delta -> what is said of B against A."""


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
