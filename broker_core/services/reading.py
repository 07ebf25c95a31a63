"""A service reads an event: has it done it before, can it read it, is it old?"""

from typing import Any

from broker_core.events.service import SchemaFailed, StaleUsed
from broker_core.pubsub.state import Published
from broker_core.services import stores
from broker_core.services.state import Frame, Service
from broker_core.services.templates import step_of
from broker_core.town import Town

REMEMBERED = 512
"""An idempotent service keeps the numbers of so many events."""


def _mark(t: Town, frame: Frame) -> str:
    """What tells a repeat under another number: a command's process and name, or those of a fact that
    belongs to a business process; "" for what is neither."""
    if frame.origin != "event" or not frame.correlation:
        return ""
    command = t.event(frame.number).form == "command"
    return f"{frame.correlation} {frame.label}" if command or frame.correlation in t.sagas else ""


def repeated(t: Town, s: Service, frame: Frame) -> bool:
    """Whether an idempotent service recognises an event: by its number, or as the same command of
    the same process sent anew."""
    if not s.idempotent or frame.origin != "event":
        return False
    return frame.number in s.applied or _mark(t, frame) in s.answers


def record(t: Town, s: Service, frame: Frame, outcome: str) -> None:
    """Keep with the effect that it was done; the newest are kept."""
    if frame.origin != "event":
        return
    s.applied[frame.number] = 1
    if _mark(t, frame):
        s.answers.setdefault(_mark(t, frame), outcome)
    for book in (s.applied, s.answers):
        if len(book) > REMEMBERED:
            del book[next(iter(book))]  # type: ignore[arg-type]


def answer_again(t: Town, s: Service, frame: Frame) -> tuple[Any, ...]:
    """What is left to do for a repeat: nothing, but a repeated command gets its answer again."""
    outcome = s.answers.get(_mark(t, frame), "")
    if t.event(frame.number).form != "command" or not outcome:
        return ()
    if outcome == "refused":
        refusals = [r for r in frame.steps if r["do"] in ("take", "refuse") and r["name"]]
        return tuple(step_of("publish", refusals[0]) for _ in refusals[:1])
    return tuple(row for row in frame.steps if row["do"] == "publish")


def missing(s: Service, event: Published) -> str:
    """The first field that a service needs and an event does not have, "" when it can be read.

    A thin event has no fields; neither has one whose source does not say what is in it.
    """
    if event.carries == "id" or not event.fields:
        return ""
    return next((name for name in s.needs if name not in event.fields), "")


def unreadable(t: Town, s: Service, event: Published) -> bool:
    """Say so when an event cannot be read."""
    lacks = missing(s, event)
    if lacks:
        t.world.cause = t.world.emit(
            SchemaFailed, s.name, event.event, event.name, lacks, because=("needs",)
        )
    return bool(lacks)


def look_at_age(t: Town, s: Service, frame: Frame) -> None:
    """Say so when the state in an event is no longer the source's, unless it is only copied with a
    look at its version."""
    if not frame.version or frame.key is None or not frame.steps or _only_copies(frame):
        return
    newest = source_version(t, t.event(frame.number))
    if newest > frame.version:
        t.world.emit(StaleUsed, s.name, frame.number, frame.label, frame.key, frame.version, newest)


def _only_copies(frame: Frame) -> bool:
    steps = [row for row in frame.steps if row["do"] != "lookup"]
    return all(row["do"] == "change" and row["op"] == "set_if_newer" for row in steps)


def source_version(t: Town, event: Published) -> int:
    """The newest version of an event's key at the service that published it, 0 if it counts none."""
    source = t.services.get(event.source)
    owned = source.owns if source is not None else ()
    return max((stores.newest(t, store, str(event.key)) for store in owned), default=0)
