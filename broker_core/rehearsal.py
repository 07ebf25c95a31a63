"""Playing a script of lines on a simulation: commands, and the words that let time go by.

    advance 20s                                          time goes by
    advance until EVENT field=value … [within=60s]       up to and including the first such event
    crash broker 2                                       any command, at this moment

The same words drive solutions of tasks, questions and golden stories.
"""

from collections.abc import Iterable
from typing import Any

from broker_core.commands.words import split_words
from broker_core.errors import Rejected
from broker_core.kernel.units import parse_duration

LONGEST_WAIT_US = 120_000_000

Events = list[Any]


def play(sim: Any, lines: Iterable[str]) -> Events:
    """Everything that happens while the lines are played.

    Raises Rejected for a command that makes no sense then, ValueError for an `advance` that cannot be
    read or whose event does not come in time.
    """
    events: Events = []
    for line in lines:
        events += play_line(sim, line)
    return events


def play_line(sim: Any, line: str, most: int | None = None) -> Events:
    """What one line brings; see `play`. Waiting for an event ends with a ValueError after `most`."""
    word, _, rest = line.partition(" ")
    if word != "advance":
        events: Events = sim.apply(line)
        return events
    if rest.startswith("until "):
        return _until(sim, rest.removeprefix("until "), most)
    events = sim.advance(sim.now_us + parse_duration(rest))
    return events


def _until(sim: Any, rest: str, most: int | None) -> Events:
    words = split_words(rest)
    if not words or words[0].name:
        raise ValueError(
            "advance until EVENT, for example: advance until pubsub.delivered client=b"
        )
    kind = str(words[0].value)
    wanted = {w.name: str(w.value) for w in words[1:]}
    bound = sim.now_us + parse_duration(wanted.pop("within", f"{LONGEST_WAIT_US}us"))
    events: Events = []
    while (due := sim.next_at_us()) is not None and due <= bound:
        fresh = sim.step()
        events += fresh
        if any(fits_text(event, kind, wanted) for event in fresh):
            return events
        if most is not None and len(events) > most:
            break
    raise ValueError(f"no {rest} by {bound} us")


def fits_text(event: Any, kind: str, wanted: dict[str, str]) -> bool:
    """Whether an event is of a type and its fields, as text, have these values."""
    return bool(event.type == kind) and all(
        str(getattr(event, name, None)) == value for name, value in wanted.items()
    )


def may_play(sim: Any, line: str) -> bool:
    """Whether a line would be taken now; an `advance` always is."""
    if line.startswith("advance "):
        return True
    try:
        return sim.check(line) is None
    except Rejected:
        return False
