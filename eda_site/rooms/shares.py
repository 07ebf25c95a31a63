"""The engine time of the process, divided among its rooms.

Over a second a room gets what it needs or, when all together want more than there is, an equal part
of it; those that need less leave the rest to the others.
"""

from collections.abc import Iterable
from typing import Any

CAPACITY = 0.6
"""Of one core. The rest is for frames, sockets and pages."""
BURST_S = 0.05
"""Engine time that a room may save up."""


class Shares:
    """Divides once a second among the rooms that used some time since."""

    def __init__(self, capacity: float = CAPACITY) -> None:
        self.capacity = capacity
        self._busy: dict[Account, None] = {}
        self._divided_s: float | None = None

    def look(self, account: "Account", now_s: float) -> None:
        """This account is in use; divide anew if a second has passed."""
        self._busy[account] = None
        if self._divided_s is None:
            self._divided_s = now_s
        passed_s = now_s - self._divided_s
        if passed_s >= 1.0:
            self._divided_s = now_s
            self._divide(passed_s)

    def _divide(self, passed_s: float) -> None:
        busy = [account for account in self._busy if account.wanted_s > 0]
        wants = [(account.wanted_s / passed_s, account) for account in busy]
        for account, share in divide(self.capacity, wants):
            account.share, account.wanted_s = share, 0.0
        self._busy = dict.fromkeys(busy)


class Account:
    """One room's: it earns its share of every second, and spends what its engine took."""

    def __init__(self, shares: Shares, now_s: float) -> None:
        self._shares = shares
        self._earned_s = now_s
        self.share = shares.capacity
        self.credit_s = BURST_S
        self.wanted_s = 0.0
        self.used_s = 0.0

    def earn(self, now_s: float) -> None:
        self._shares.look(self, now_s)
        self.credit_s = min(BURST_S, self.credit_s + (now_s - self._earned_s) * self.share)
        self._earned_s = now_s

    def spend(self, seconds: float, wanted: float) -> None:
        """Note what was used, and how many times as much was wanted."""
        self.credit_s -= seconds
        self.used_s += seconds
        self.wanted_s += seconds * wanted


def divide(capacity: float, wants: Iterable[tuple[float, Any]]) -> list[tuple[Any, float]]:
    """Everybody gets what they want, or an equal part of what those with smaller wants left.

    >>> divide(0.6, [(0.1, "a"), (9.0, "b"), (0.4, "c")])
    [('a', 0.25), ('c', 0.25), ('b', 0.25)]
    """
    ordered = sorted(wants, key=lambda want: want[0])
    left, part = capacity, capacity
    for n, (want, _) in enumerate(ordered):
        part = left / (len(ordered) - n)
        if want > part:
            break
        left -= want
    return [(who, part) for _, who in ordered]
