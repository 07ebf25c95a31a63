"""Logs: events stay by offset until they are too old; readers ask, and each has its own place."""

from typing import Any

from broker_core.events.pubsub import Appended, OffsetCommitted, Trimmed
from broker_core.kernel import network
from broker_core.kernel.network import Ref
from broker_core.pubsub.messages import drawn
from broker_core.pubsub.state import Published, Tape
from broker_core.town import Town


def append(t: Town, tape: Tape, e: Published) -> None:
    """An event stands at the log's end from now on."""
    offset = tape.end
    tape.rows.append((e.event, t.world.now_us))
    t.world.cause = t.world.emit(
        Appended, tape.name, e.event, offset, offset + 1, e.name, e.key
    )  # fmt: skip
    watch_age(t, tape)


def poll(t: Town, ref: Ref, body: Any) -> None:
    """A reader asks for what follows its position; -1 asks where to begin. The answer is (log,
    position, committed, origin, ((offset, event), …), end); `origin` is "" where the reader goes on."""
    name, asked, most, reset = body
    tape = t.tapes[name]
    committed = tape.committed.get(ref.client, -1)
    position, origin = _place(tape, asked, committed, reset)
    first = position - tape.start
    rows = tuple(
        (position + n, row[0]) for n, row in enumerate(tape.rows.between(first, first + most))
    )
    answer = (name, position, committed, origin, rows, tape.end)
    chatter = not rows and not origin
    network.reply(t.world, ref, answer, _summary(t, name, rows), chatter)


def _summary(t: Town, name: str, rows: Any) -> dict[str, Any]:
    if not rows:
        return {"log": name}
    events = tuple((number, t.event(number).name, offset) for offset, number in rows[:8])
    return drawn(t.event(rows[0][1]), log=name, count=len(rows), events=events)


def _place(tape: Tape, asked: int, committed: int, reset: str) -> tuple[int, str]:
    """(where a reader goes on, why there): its position, its committed offset, or the reset's end."""
    position, origin = (asked, "") if asked >= 0 else (committed, "committed")
    far_end = tape.start if reset == "earliest" else tape.end
    if position < 0:
        return far_end, reset
    if not tape.start <= position <= tape.end:
        return far_end, "out_of_range"
    return position, origin


def commit(t: Town, ref: Ref, body: Any) -> None:
    """Keep the next offset that a reader will read after a restart."""
    name, offset = body
    t.tapes[name].committed[ref.client] = offset
    t.world.cause = t.world.emit(OffsetCommitted, name, ref.client, offset)
    network.reply(t.world, ref, (), {"log": name, "offset": offset})


def watch_age(t: Town, tape: Tape) -> None:
    """Look again when the oldest event has its age, if the log forgets at all."""
    if not tape.retention_us or not len(tape.rows):
        return
    due = max(t.world.now_us, tape.rows[0][1] + tape.retention_us)
    rhythm = t.settings["sweep"]
    due = max(due + -due % rhythm, t.world.now_us + 1)
    if not tape.sweep_us or due < tape.sweep_us:
        tape.sweep_us = due
        t.world.at(due, "sweep", tape.hub, tape.name)


def sweep(t: Town, name: str) -> None:
    """The log lets go of what is too old; nobody is asked whether they have read it."""
    tape = t.tapes[name]
    if tape.sweep_us and t.world.now_us < tape.sweep_us:
        return
    tape.sweep_us = 0
    bound = t.world.now_us - tape.retention_us
    count = next((n for n, row in enumerate(tape.rows) if row[1] > bound), len(tape.rows))
    if tape.retention_us and count:
        tape.rows.drop(count)
        tape.start += count
        t.world.emit(Trimmed, name, tape.start, count, because=("retention",))
    watch_age(t, tape)
