"""What happened in all rooms so far, as plain numbers: counting must cost nothing on a frame's way.

`eda_site.operation.metrics` reads them when somebody asks.
"""

from bisect import bisect_left
from collections import Counter

LAG_BOUNDS_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


class Tally:
    """Only the loop's thread counts."""

    def __init__(self) -> None:
        self.frames = 0
        self.keyframes = 0
        self.sent_bytes = 0
        self.stalls = 0
        self.engine_s = 0.0
        self.virtual_us = 0
        self.asked_us = 0
        self.played_us = 0
        self.lag_s = 0.0
        self.lags = [0] * (len(LAG_BOUNDS_S) + 1)
        self.refusals: Counter[str] = Counter()
        self.dropped: Counter[int] = Counter()

    def frame(self, lag_s: float) -> None:
        """A frame was made, so much later than it was due."""
        self.frames += 1
        self.lag_s += lag_s
        self.lags[bisect_left(LAG_BOUNDS_S, lag_s)] += 1

    def engine(self, seconds: float, virtual_us: int) -> None:
        """An engine worked so long to bring a run so far."""
        self.engine_s += seconds
        self.virtual_us += virtual_us


tally = Tally()
