"""A token bucket: so many at once, so many a second after that; and many of them, by who asks."""

import time
from collections import OrderedDict


class Bucket:
    __slots__ = ("burst", "level", "per_s", "seen_s")

    def __init__(self, burst: float, per_s: float, now_s: float) -> None:
        self.burst = burst
        self.per_s = per_s
        self.level = float(burst)
        self.seen_s = now_s

    def take(self, now_s: float) -> bool:
        """Take one token if there is one."""
        if not self.has(now_s):
            return False
        self.level -= 1
        return True

    def has(self, now_s: float) -> bool:
        """Whether there is a token."""
        self.level = min(self.burst, self.level + max(0.0, now_s - self.seen_s) * self.per_s)
        self.seen_s = now_s
        return self.level >= 1

    def is_full(self, now_s: float) -> bool:
        """Whether nothing was taken lately."""
        self.has(now_s)
        return self.level >= self.burst


class Buckets:
    """A bucket for each key. Of more than `kept` the one that was asked of longest ago is forgotten."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._by_key: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, key: str, burst: float, per_s: float) -> bool:
        """Take one token of this key, now, if there is one."""
        now_s = time.monotonic()
        bucket = self._by_key.setdefault(key, Bucket(burst, per_s, now_s))
        self._by_key.move_to_end(key)
        if len(self._by_key) > self._kept:
            self._by_key.popitem(last=False)
        return bucket.take(now_s)

    def clear(self) -> None:
        self._by_key.clear()
