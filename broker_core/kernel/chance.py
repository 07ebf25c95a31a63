"""Chance without hidden state: draw n of a named stream is a pure function of (seed, name, n).

A stream belongs to one actor and one purpose, so a changed setting leaves every unrelated draw
the same (common random numbers). Integers only; splitmix64 over a golden-ratio counter.
"""

import hashlib
from decimal import Decimal, localcontext
from functools import cache

_MASK = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15


@cache
def _stream_key(seed: int, actor: str, purpose: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{actor}/{purpose}".encode()).digest()[:8], "big")


def _splitmix64(x: int) -> int:
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


@cache
def _exponential_table() -> tuple[int, ...]:
    """-ln((k + 1/2) / 256) in millionths for k in 0..255, so that the mean is close to 1.

    Decimal's ln is correctly rounded, so the table is the same on every machine.
    """
    with localcontext() as context:
        context.prec = 24
        return tuple(
            int((-(Decimal(2 * k + 1) / Decimal(512)).ln() * 1_000_000).to_integral_value())
            for k in range(256)
        )


class Chance:
    """The streams of one run. State: how often each stream was drawn from."""

    __slots__ = ("counters", "seed")

    def __init__(self, seed: int, counters: dict[str, int] | None = None) -> None:
        self.seed = seed
        self.counters = counters if counters is not None else {}

    def bits(self, actor: str, purpose: str) -> int:
        """The stream's next 64 bits as an unsigned integer."""
        name = f"{actor}/{purpose}"
        n = self.counters.get(name, 0) + 1
        self.counters[name] = n
        return _splitmix64((_stream_key(self.seed, actor, purpose) + n * _GOLDEN) & _MASK)

    def below(self, bound: int, actor: str, purpose: str) -> int:
        """Uniform in [0, bound); `bound` >= 1."""
        return (self.bits(actor, purpose) * bound) >> 64

    def exponential(self, mean: int, actor: str, purpose: str) -> int:
        """An exponential gap with the given mean, from the fixed table; at least 1."""
        return max(1, mean * _exponential_table()[self.bits(actor, purpose) >> 56] // 1_000_000)

    def clone(self) -> "Chance":
        return Chance(self.seed, dict(self.counters))
