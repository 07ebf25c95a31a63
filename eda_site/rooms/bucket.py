"""A token bucket: so many at once, so many a second after that."""


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
