"""Moments of a room's runs that are stored so that a rebuild need not replay everything.

A cache: it may be deleted at any time, also while the server runs. A moment is known by a key of
all that defines it (engine, scenario, preset, seed and the commands so far), so one that fits a
log is right for it whichever timeline it was taken on, and one of another engine fits none.
"""

import hashlib
import json
import logging
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from broker_core import ENGINE_VERSION
from broker_core.history import Kept, Run
from broker_core.history.paper import read_steps, write_lines
from broker_core.kernel.pages import Shelf
from broker_core.pacing import Pacer
from eda_site.rooms import snapshots
from eda_site.rooms.port import Port, Store

if TYPE_CHECKING:
    from broker_core.history import Playhead

log = logging.getLogger(__name__)

EVERY_EVENTS = 10_000
"""A moment is stored when the run has gone on by so much since the last one."""
RESTING_EVENTS = 2_000
"""… and when the room falls asleep after so much."""
WORTH_EVENTS = 4_000
"""A seek fetches a stored moment when it saves the replay of so much."""

Log = Sequence[tuple[int, str]]


class Mark(NamedTuple):
    """A stored moment: `key` of the run's beginning up to its first `n` commands."""

    id: int
    key: str
    n: int
    at_us: int
    seq: int


def keys_of(scenario: dict[str, Any], seed: int, entries: Log) -> list[str]:
    """The key of a run after its first 0, 1, 2 … commands; `scenario` with its preset."""
    first = json.dumps([str(ENGINE_VERSION), scenario, seed], sort_keys=True)
    keys = [hashlib.sha256(first.encode()).hexdigest()]
    for at_us, text in entries:
        keys.append(hashlib.sha256(f"{keys[-1]} {at_us} {text}".encode()).hexdigest())
    return keys


def best_mark(
    marks: Sequence[Mark], keys: Sequence[str], entries: Log, until_us: int
) -> Mark | None:
    """The newest of the moments that lie on the way to `until_us` of the run with this log."""

    def fits(mark: Mark) -> bool:
        if mark.at_us > until_us or mark.n >= len(keys) or keys[mark.n] != mark.key:
            return False
        return mark.n == len(entries) or entries[mark.n][0] >= mark.at_us

    return max(filter(fits, marks), key=lambda mark: mark.seq, default=None)


class Archive:
    """The stored moments of one room. All but the storing itself happens in the room's thread."""

    def __init__(self, room_id: int, marks: Sequence[Mark] = (), next_page: int = 1) -> None:
        self.room_id = room_id
        self.marks = list(marks)
        self._next_page = next_page
        self._numbers: dict[int, tuple[Any, int]] = {}
        self._writing = False
        self._last: tuple[Run | None, int] = (None, 0)

    def fetch_steps(
        self, scenario: dict[str, Any], seed: int, entries: Log, until_us: int, beyond_seq: int = 0
    ) -> Generator[Store | None, None, Kept | None]:
        """The newest stored moment on the way to `until_us`, if it lies beyond `beyond_seq`; None
        when there is none, or when what is stored is damaged or gone."""
        keys = keys_of(scenario, seed, entries)
        mark = best_mark(self.marks, keys, entries, until_us)
        if mark is None or mark.seq <= beyond_seq:
            return None
        reading = Reading(mark.id, {number: part for part, number in self._numbers.values()})
        yield Store(reading.load, reading.forget, ())
        try:
            shelf = Shelf(reading.page, reading.known)
            kept = yield from read_steps(reading.lines, shelf, Pacer)
        except (ValueError, LookupError, TypeError, AttributeError, StopIteration) as problem:
            log.warning("Snapshot %d cannot be used, so more is replayed: %s", mark.id, problem)
            self.marks.remove(mark)
            return None
        for number, part in reading.known.items():
            self._numbers[id(part)] = (part, number)
        return kept

    def bring_steps(
        self, run: Run, scenario: dict[str, Any], at_us: int
    ) -> Generator[Store | None, None, None]:
        """Make a seek to `at_us` short: fetch a stored moment if the run's own ones are far off."""
        entries = [(entry.at_us, entry.text) for entry in run.log]
        beyond = run.checkpoints.seq_at(at_us) + WORTH_EVENTS
        kept = yield from self.fetch_steps(scenario, run.seed, entries, at_us, beyond)
        if kept is not None:
            run.keep(kept)

    @property
    def busy(self) -> bool:
        """Whether a moment is being written."""
        return self._writing

    def look(self, port: Port, run: Run, scenario: dict[str, Any], distance: int) -> None:
        """Write the run's live head down, in slices, if it has gone on by `distance` events."""
        if self._writing or not self.room_id or run.head.unsettled_seq is not None:
            return
        if self._last[0] is run and run.head.seq - self._last[1] < distance:
            return
        entries = [(entry.at_us, entry.text) for entry in run.log]
        keys = keys_of(scenario, run.seed, entries)
        last = best_mark(self.marks, keys, entries, run.head.now_us)
        self._last = (run, last.seq if last else 0)
        if run.head.seq - self._last[1] < distance:
            return
        self._writing = True
        head = run.head.clone()
        self._last = (run, head.seq)
        mark = Mark(0, keys[head.n], head.n, head.now_us, head.seq)
        self._slice(port, self._write(port, mark, head))

    def _slice(self, port: Port, work: Generator[None, None, None]) -> None:
        if next(work, self) is None:  # not yet at its end
            port.soon(lambda: self._slice(port, work))

    def _write(self, port: Port, mark: Mark, head: "Playhead") -> Generator[None, None, None]:
        seen: dict[int, tuple[Any, int]] = {}
        fresh: list[tuple[int, Any]] = []

        def put(part: Any) -> int:
            known = self._numbers.get(id(part)) or seen.get(id(part))
            if known is None:
                known = (part, self._next_page)
                self._next_page += 1
                fresh.append((known[1], part))
            seen[id(part)] = known
            return known[1]

        lines = []
        for text in write_lines(head, put):
            lines.append(text)
            yield
        numbers = [number for _, number in seen.values()]

        def done(kept: Any, error: BaseException | None) -> None:
            self._writing = False
            # What the newest moment names is sure to be kept; older parts are written again.
            self._numbers = seen if error is None else {}
            if error is None:
                self.marks = [Mark(*row) for row in kept or ()]

        port.store(done, snapshots.snapshot_store, self.room_id, mark, lines, numbers, fresh)


class Reading:
    """A snapshot on its way in: loaded by a thread that may touch the database, then read."""

    def __init__(self, snapshot_id: int, known: dict[int, Any]) -> None:
        self.snapshot_id = snapshot_id
        self.known = known
        self.lines: Sequence[str] = ()
        self._pages: dict[int, bytes] = {}

    def load(self) -> None:
        """Fill in what is stored; leaves nothing when it is gone or damaged. Never raises."""
        try:
            self.lines, self._pages = snapshots.snapshot_load(self.snapshot_id, self.known)
        except Exception as problem:
            log.warning("Snapshot %d cannot be read: %s", self.snapshot_id, problem)

    def forget(self) -> None:
        """Reading changed nothing that would have to be taken back."""

    def page(self, number: int) -> Any:
        return orjson.loads(self._pages.pop(number))
