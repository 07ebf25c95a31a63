"""Ways through a mesh, from link states alone: pure, and the same at every broker that knows the
same, so that events never go in circles.

A link state is (version, neighbours that a broker can reach, neighbours for whom it stores events
because the link to them is down and keeps them).
"""

from collections.abc import Mapping
from typing import Any

Map = Mapping[str, Any]
NOTHING = (0, (), ())


def first_hops(me: str, known: Map, storing: bool = False) -> dict[str, str]:
    """Target -> first neighbour on a shortest way there, the smallest name among equals.

    With `storing`, links that are down but store events count as well: such a way leads to the
    broker where an event has to wait.

    >>> ring = {"a": (1, ("b", "d"), ()), "b": (1, ("a", "c"), ()),
    ...         "c": (1, ("b", "d"), ()), "d": (1, ("a", "c"), ())}
    >>> first_hops("a", ring)
    {'b': 'b', 'd': 'd', 'c': 'b'}
    """
    hops: dict[str, str] = {}
    ahead = [me]
    while ahead:
        reached: list[str] = []
        for name in ahead:
            for other in _beyond(known, name, storing):
                if other != me and other not in hops:
                    hops[other] = hops.get(name, other)
                    reached.append(other)
        ahead = reached
    return hops


def distances(me: str, known: Map) -> dict[str, int]:
    """Target -> links on a shortest way there, for whatever can be reached; 0 to itself."""
    found = {me: 0}
    ahead = [me]
    while ahead:
        reached: list[str] = []
        for name in ahead:
            for other in _beyond(known, name, storing=False):
                if other not in found:
                    found[other] = found[name] + 1
                    reached.append(other)
        ahead = reached
    return found


def _beyond(known: Map, name: str, storing: bool) -> list[str]:
    """Where one link leads. Sorted, and brokers are looked at in the order of their first hops, so
    that among shortest ways the one with the smallest first hop is found first."""
    _, up, waiting = known.get(name, NOTHING)
    return sorted([*up, *waiting] if storing else up)
