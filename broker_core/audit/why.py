"""Why something happened: the chain of causes, short enough to read.

The whole chain may run through hundreds of fetches. A reader needs the event, what decided it and
where it began: repeats of one kind are told once, messages only where they are the last step.
"""

from typing import Any, NamedTuple

LONGEST = 6


class Link(NamedTuple):
    """One step back. `cause` is the event's own cause; `skipped` steps lie between this and the
    next link."""

    seq: int
    type: str
    at_us: int
    cause: Any
    skipped: int


def chain(index: Any, seq: int) -> list[Link]:
    """At most LONGEST links from the event back to a command, the opening or a fault, newest first.

    `index[n - 1]` is (type, at_us, cause) of event n. Raises ValueError for an unknown seq.
    """
    if not 0 < seq <= len(index):
        raise ValueError(f"there is no event {seq}; the newest is {len(index)}")
    whole = []
    at: Any = seq
    while type(at) is int and 0 < at <= len(index):
        kind, at_us, cause = index[at - 1]
        whole.append((at, kind, at_us, cause))
        at = cause
    return _numbered(whole, _shortened(_told_once(whole)))


def _told_once(whole: list[tuple[int, str, int, Any]]) -> list[int]:
    """Places of the links worth telling: the first of each kind, messages only beside the event."""
    places = [0]
    told = {whole[0][1]}
    for place, (_, kind, _, _) in enumerate(whole[1:-1], 1):
        if kind not in told and (kind != "network.sent" or place == 1):
            places.append(place)
            told.add(kind)
    if len(whole) > 1:
        places.append(len(whole) - 1)
    return places


def _shortened(places: list[int]) -> list[int]:
    """The nearest steps and the beginning."""
    if len(places) <= LONGEST:
        return places
    near = LONGEST // 2
    return places[:near] + places[near - LONGEST :]


def _numbered(whole: list[tuple[int, str, int, Any]], places: list[int]) -> list[Link]:
    after = [*places[1:], len(whole)]
    return [
        Link(*whole[place], following - place - 1)
        for place, following in zip(places, after, strict=True)
    ]
