"""Whether a stored room can be rebuilt, and whether its snapshots agree with its log."""

from collections.abc import Generator
from dataclasses import replace
from typing import NamedTuple, TypeVar

from broker_core.history import Playhead, Run
from eda_site.rooms import selectors
from eda_site.rooms.archive import Archive, Mark
from eda_site.rooms.port import Store
from eda_site.rooms.rebuild import full_logs, rebuild_steps
from eda_site.rooms.selectors import Stored

T = TypeVar("T")


class Checked(NamedTuple):
    """Where the room stands in words, and what is wrong with it if anything is."""

    moment: str
    problem: str | None = None


def check(code: str) -> Checked:
    """Rebuild a room by replaying all of its log, and again from its snapshots."""
    stored = selectors.room_load(code)
    if stored is None:
        return Checked("", "there is no such room")
    try:
        run, head = rebuilt(replace(stored, marks=[]))
        others = rebuilt(stored)
    except Exception as problem:
        return Checked("", f"cannot be rebuilt: {type(problem).__name__}: {problem}")
    digests = run.sim.digest(), head.sim.digest()
    if digests != (others[0].sim.digest(), others[1].sim.digest()):
        return Checked("", "its snapshots disagree with its log; delete them")
    return Checked(f"timeline {stored.timeline} at_us {head.now_us} digest {digests[1]}")


def rebuilt(stored: Stored) -> tuple[Run, Playhead]:
    """The run that a room shows and the moment of it, as the hub would rebuild them."""
    branch, logs = stored.branches[stored.timeline], full_logs(stored)
    head_us = max(stored.heads[branch.n], stored.shown_at_us)
    live = stored.shown_at_us == head_us
    archive = Archive(stored.id, [Mark(*row) for row in stored.marks], stored.next_page)
    seq = stored.shown_seq
    run = finish(
        rebuild_steps(
            archive, stored.scenario, branch, logs[branch.n], head_us, seq if live else None
        )
    )
    if stored.shown_at_us >= run.head.now_us:
        return run, run.head
    return run, finish(run.seek_steps(stored.shown_at_us, seq=seq))


def finish(work: Generator[Store | None, None, T]) -> T:
    """Run sliced work to its end, with what it wants of storage."""
    while True:
        try:
            item = next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        if item is not None:
            item.work(*item.args)
