"""What an event does to the view, as data: the same table runs here and in the browser.

A path is a dotted text such as "topics.{topic}.{partition}.leader", split into segments before
ids are filled in, since ids may contain dots. Keys of the view are strings. `value=` is a
constant, `field=` names a field of the event. Rows are lists of field values in the given order.
"""

from dataclasses import dataclass
from typing import Any

Segments = tuple[str, ...]


def split(path: str) -> Segments:
    """The segments of a path; a segment in braces is filled from the event's field."""
    return tuple(path.split("."))


@dataclass(frozen=True)
class Set:
    """The place at `path` becomes the field's value, or the constant; None is a value too."""

    path: str
    field: str | None = None
    value: Any = None


@dataclass(frozen=True)
class Add:
    """The number at `path` (0 when absent) grows by the field's value."""

    path: str
    field: str


@dataclass(frozen=True)
class Append:
    """A row joins the list at `path`; of a list longer than `keep` the oldest rows go."""

    path: str
    fields: tuple[str, ...]
    keep: int = 64


@dataclass(frozen=True)
class Remove:
    """The place at `path` is gone; nothing happens when it was not there."""

    path: str


@dataclass(frozen=True)
class Cut:
    """Rows whose first element is at or past the field's value leave the list at `path`."""

    path: str
    from_field: str


@dataclass(frozen=True)
class Shed:
    """Rows whose first element is below the field's value leave the list at `path`."""

    path: str
    below_field: str


@dataclass(frozen=True)
class Strike:
    """For each element listed in the field's value, the first row that begins with it leaves the list
    at `path`; a list may hold the same thing twice, and only one of them goes."""

    path: str
    listed_field: str


@dataclass(frozen=True)
class Until:
    """A row stands at `path` until virtual time reaches the field `until`.

    With `unless`, an event whose field of that name is true does nothing.
    """

    path: str
    fields: tuple[str, ...]
    until: str
    unless: str | None = None


Effect = Set | Add | Append | Remove | Cut | Shed | Strike | Until
