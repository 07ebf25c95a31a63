"""Families of scenarios: each brings its state, its tables, its auditor and its opening; time,
chance, causes, views and history are the same for all.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from broker_core import (
    bootstrap,
    cluster,
    execute,
    timers,
    town,
    town_cast,
    town_commands,
    town_opening,
    town_routes,
)
from broker_core.audit import auditor, book, invariants, ledger, measures, town_invariants
from broker_core.scenario.cast import cast_of


class Auditor(NamedTuple):
    """`make` an empty book of class `state`; `observe` events; `measure` it; `broken` invariants
    of the whole state."""

    state: type[Any]
    make: Callable[[], Any]
    observe: Callable[[Any, Any], None]
    measure: Callable[[Any, int], dict[str, Any]]
    broken: Callable[[Any], list[str]]


class Family(NamedTuple):
    """`state` is the whole state's class, with a `world`, `commands` and `conditions`; `build` makes
    it from a normalised scenario and a seed; `due` does scheduled things by kind; `rules` hold (why
    not, do it) by command class; `cast` names who gets a place on the stage."""

    state: type[Any]
    build: Callable[[dict[str, Any], int], Any]
    due: dict[str, Callable[..., None]]
    rules: dict[type, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], None]]]
    cast: Callable[[Any, dict[str, Any]], dict[str, Any]]
    audit: Auditor


_TOWN = Family(
    town.Town,
    town_opening.build,
    town_routes.DUE,
    town_commands.RULES,
    town_cast.cast_of,
    Auditor(
        ledger.Ledger, ledger.new_ledger, ledger.observe, ledger.measure, town_invariants.broken
    ),
)

FAMILIES: dict[str, Family] = {
    "kafka": Family(
        cluster.Cluster,
        bootstrap.build,
        timers.DUE,
        execute.RULES,
        cast_of,
        Auditor(book.Book, book.new_book, auditor.observe, measures.measure, invariants.broken),
    ),
    "pubsub": _TOWN,
    "mesh": _TOWN,
    "services": _TOWN,
}
"""Scenario key `family` -> what plays it."""
