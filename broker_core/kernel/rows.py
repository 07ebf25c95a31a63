"""A long table of immutable rows that may be replaced one by one, and is cheap to copy.

Chunks are shared between clones until one of them writes (copy on write), so `clone` costs one
reference per 256 rows.
"""

from typing import Generic, TypeVar

CHUNK = 256
T = TypeVar("T")


class Rows(Generic[T]):
    """Rows by number from 0, None where none was set. Invariant: an owned chunk is nobody else's."""

    __slots__ = ("chunks", "owned")

    def __init__(self) -> None:
        self.chunks: list[list[T | None]] = []
        self.owned: dict[int, bool] = {}

    def get(self, number: int) -> T | None:
        """The row, or None."""
        chunk = number // CHUNK
        return self.chunks[chunk][number % CHUNK] if 0 <= chunk < len(self.chunks) else None

    def put(self, number: int, row: T) -> None:
        """Set or replace a row."""
        chunk = number // CHUNK
        while len(self.chunks) <= chunk:
            self.owned[len(self.chunks)] = True
            self.chunks.append([None] * CHUNK)
        if chunk not in self.owned:
            self.chunks[chunk] = list(self.chunks[chunk])
            self.owned[chunk] = True
        self.chunks[chunk][number % CHUNK] = row

    def clone(self) -> "Rows[T]":
        twin: Rows[T] = Rows()
        twin.chunks = list(self.chunks)
        self.owned = {}
        return twin

    def plain(self) -> list[tuple[int, T]]:
        """As data: see `pairs`."""
        return self.pairs()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self.pairs() == other.pairs()

    __hash__ = None  # type: ignore[assignment]

    def pairs(self) -> list[tuple[int, T]]:
        """(number, row) of every row that is set, in order."""
        return [
            (at * CHUNK + place, row)
            for at, chunk in enumerate(self.chunks)
            for place, row in enumerate(chunk)
            if row is not None
        ]
