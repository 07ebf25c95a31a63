"""Families of scenarios: each brings its state, its tables and its opening; time, chance, causes,
views, audit and history are the same for all.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from broker_core import bootstrap, cluster, execute, timers
from broker_core.scenario.cast import cast_of


class Family(NamedTuple):
    """`state` is the whole state's class, with a `world`, `commands` and `conditions`; `build` makes
    it from a normalised scenario and a seed; `due` does scheduled things by kind; `rules` hold (why
    not, do it) by command class; `cast` names who gets a place on the stage."""

    state: type[Any]
    build: Callable[[dict[str, Any], int], Any]
    due: dict[str, Callable[..., None]]
    rules: dict[type, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], None]]]
    cast: Callable[[Any, dict[str, Any]], dict[str, Any]]


FAMILIES: dict[str, Family] = {
    "kafka": Family(cluster.Cluster, bootstrap.build, timers.DUE, execute.RULES, cast_of),
}
"""Scenario key `family` -> what plays it."""
