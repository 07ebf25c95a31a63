"""Clones kept along a run, so that a seek replays a little instead of everything.

At most LIMIT of them: when full, every second one goes and the distance doubles, so that the
first moment always stays. A seek replays at most one distance: 250 events in a run of ten thousand
(about 10 ms), 1,000 in one of a million (about 40 ms). `benchmarks/timetravel.py` measures both.
"""

from collections.abc import Callable

from broker_core.history.playhead import Playhead

DISTANCE = 250
LIMIT = 1_024


class Checkpoints:
    """Playheads in order of time; nobody moves them, `take` hands out clones.

    Invariant: seqs and times never fall, and the first one is the start of the run.
    """

    __slots__ = ("distance", "kept", "limit")

    def __init__(self, distance: int = DISTANCE, limit: int = LIMIT) -> None:
        self.distance = distance
        self.limit = limit
        self.kept: list[Playhead] = []

    def note(self, head: Playhead) -> None:
        """Keep a clone of `head` if the last one lies far enough behind it."""
        if self.kept and head.seq - self.kept[-1].seq < self.distance:
            return
        self.kept.append(head.clone())
        if len(self.kept) > self.limit:
            del self.kept[1::2]
            self.distance *= 2

    def insert(self, head: Playhead) -> None:
        """Take a playhead that nobody moves, wherever it belongs."""
        place = self._place(lambda kept: kept.now_us <= head.now_us and kept.seq <= head.seq)
        self.kept.insert(place, head)

    def seq_at(self, at_us: int) -> int:
        """The newest event of the checkpoint from which a seek to `at_us` would begin."""
        return self._newest(lambda kept: kept.now_us <= at_us).seq

    def at(self, at_us: int) -> Playhead:
        """A clone of the newest checkpoint at or before a time (the first one for a time before)."""
        return self._newest(lambda kept: kept.now_us <= at_us).clone()

    def before(self, seq: int) -> Playhead:
        """A clone of the newest checkpoint that has not emitted event `seq` yet."""
        return self._newest(lambda kept: kept.seq < seq).clone()

    def until(self, head: Playhead) -> "Checkpoints":
        """Those that `head` has passed: what a run forked from it may share."""
        twin = Checkpoints(self.distance, self.limit)
        twin.kept = [k for k in self.kept if k.seq <= head.seq and k.now_us <= head.now_us]
        return twin

    def _newest(self, fits: Callable[[Playhead], bool]) -> Playhead:
        return self.kept[max(self._place(fits) - 1, 0)]

    def _place(self, fits: Callable[[Playhead], bool]) -> int:
        """How many of them, from the first on, fit."""
        low, high = 0, len(self.kept)
        while low < high:
            middle = (low + high) // 2
            if fits(self.kept[middle]):
                low = middle + 1
            else:
                high = middle
        return low
