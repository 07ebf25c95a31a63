"""A scene's entry in the gallery: what it shows, how long it takes, and moments worth opening it at.

    [gallery]
    shows = ["replication", "partitions"]       # of HEADINGS, the main one first
    until = "40s"                               # the story's end, in the scene's own time
    length = "70s"                              # what that takes on the stage at normal speed
    picture = "13s"                             # the moment of the picture, in the first minute
    alt = "Broker 2 is down; brokers 1 and 3 lead."
    log = [{ at = "2s", do = "crash broker 2" }]   # what a person did, where the script alone shows little
    moments = [{ at = "7500ms", text = "Broker 2 is about to fail" }]

None of it is part of a run: a scenario is normalised without it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from broker_core.errors import ScenarioError
from broker_core.kernel.units import MICROSECONDS
from broker_core.scenario.schema import Key, list_of, one_of, table, text, whole
from broker_core.scenario.sections import read_script, read_section

HEADINGS = (
    "events",
    "pubsub",
    "topics",
    "mesh",
    "consistency",
    "sagas",
    "partitions",
    "groups",
    "commits",
    "replication",
    "controllers",
    "retention",
    "delivery",
    "transactions",
    "share",
)
"""What the course is about. Every one is shown by a scene of the library."""

MINUTE_US = MICROSECONDS["m"]
_TIME = whole(1, 10 * MINUTE_US)
_GALLERY: dict[str, Key] = {
    "shows": Key(list_of(one_of(*HEADINGS), 5), ..., '["replication", "partitions"]'),
    "until_us": Key(_TIME, ..., 'until = "40s"', "until", "duration"),
    "length_us": Key(_TIME, ..., 'length = "70s"', "length", "duration"),
    "picture_us": Key(whole(1, MINUTE_US), ..., 'picture = "13s"', "picture", "duration"),
    "alt": Key(text(240), ..., '"Broker 2 is down; brokers 1 and 3 lead."'),
    "log": Key(list_of(table, 40), list, '[{ at = "2s", do = "crash broker 2" }]'),
    "moments": Key(list_of(table, 6), ..., '[{ at = "7500ms", text = "Broker 2 fails" }]'),
}
_MOMENT: dict[str, Key] = {
    "at_us": Key(whole(0, 10 * MINUTE_US), ..., 'at = "7500ms"', "at", "duration"),
    "text": Key(text(80), ..., '"Broker 2 is about to fail"'),
}


class Moment(NamedTuple):
    """Where a room of the scene may begin."""

    at_us: int
    text: str


class Gallery(NamedTuple):
    """Times are virtual, except `length_us`: microseconds of the stage at normal speed."""

    shows: tuple[str, ...]
    until_us: int
    length_us: int
    picture_us: int
    alt: str
    log: tuple[tuple[int, str], ...]
    moments: tuple[Moment, ...]

    def log_until(self, at_us: int) -> list[tuple[int, str]]:
        """What had been done by then, as (at_us, text) in order."""
        return [row for row in self.log if row[0] <= at_us]


def read_gallery(scenario: Mapping[str, Any], name: str) -> Gallery | None:
    """The entry of a scenario's plain data, None where there is none. Raises ScenarioError."""
    if "gallery" not in scenario:
        return None
    row = read_section(scenario["gallery"], _GALLERY, name, "gallery")
    if not row["shows"] or not row["moments"]:
        empty = "moments" if row["shows"] else "shows"
        raise ScenarioError(f"{name}: gallery.{empty} names at least one")
    moments = [
        Moment(**read_section(moment, _MOMENT, name, f"gallery.moments[{n}]"))
        for n, moment in enumerate(row["moments"])
    ]
    if moments != sorted(moments) or len({m.at_us for m in moments}) < len(moments):
        raise ScenarioError(f"{name}: gallery.moments stand in order of time, one at a time")
    log = [(line["at_us"], line["do"]) for line in read_script(row.pop("log"), f"{name}: gallery")]
    row |= {"shows": tuple(row["shows"]), "log": tuple(log), "moments": tuple(moments)}
    return Gallery(**row)
