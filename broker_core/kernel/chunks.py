"""A long list that is cheap to copy: sealed chunks are shared, only the open tail is copied."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

CHUNK = 256
T = TypeVar("T")


class Chunks(Generic[T]):
    """An append-mostly sequence of immutable items that may lose items at either end.

    Invariants: every sealed chunk is a tuple of exactly CHUNK items; the tail is shorter; the first
    `skip` < CHUNK items of the first sealed chunk do not count (0 without sealed chunks).
    `clone` costs one reference per sealed chunk and per tail item.
    """

    __slots__ = ("sealed", "skip", "tail")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self.sealed: list[tuple[T, ...]] = []
        self.tail: list[T] = []
        self.skip = 0
        for item in items:
            self.append(item)

    def append(self, item: T) -> None:
        self.tail.append(item)
        if len(self.tail) == CHUNK:
            self.sealed.append(tuple(self.tail))
            self.tail = []

    def __len__(self) -> int:
        return len(self.sealed) * CHUNK + len(self.tail) - self.skip

    def __getitem__(self, index: int) -> T:
        if index < 0:
            index += len(self)
        chunk, place = divmod(index + self.skip, CHUNK)
        if chunk < len(self.sealed):
            return self.sealed[chunk][place]
        return self.tail[index + self.skip - len(self.sealed) * CHUNK]

    def __iter__(self) -> Iterator[T]:
        for n, chunk in enumerate(self.sealed):
            yield from chunk if n or not self.skip else chunk[self.skip :]
        yield from self.tail

    def plain(self) -> list[T]:
        """As data: every item, in order."""
        return list(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Chunks) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def between(self, start: int, stop: int) -> list[T]:
        """Items start <= i < stop, clamped to what there is."""
        stop = min(stop, len(self))
        return [self[i] for i in range(max(start, 0), stop)]

    def cut(self, length: int) -> list[T]:
        """Drop everything from index `length` on and return what was dropped, in order."""
        dropped = self.between(length, len(self))
        if dropped:
            whole, rest = divmod(length + self.skip, CHUNK)
            if whole < len(self.sealed):
                self.tail = list(self.sealed[whole][:rest])
                del self.sealed[whole:]
            else:
                del self.tail[rest:]
            if not self.sealed:
                del self.tail[: self.skip]
                self.skip = 0
        return dropped

    def drop(self, count: int) -> None:
        """Forget the first `count` items; a chunk without any item left is freed."""
        whole, rest = divmod(min(count, len(self)) + self.skip, CHUNK)
        if whole < len(self.sealed):
            del self.sealed[:whole]
            self.skip = rest
        else:
            self.sealed = []
            self.skip = 0
            del self.tail[:rest]

    def clone(self) -> "Chunks[T]":
        twin: Chunks[T] = Chunks.__new__(Chunks)
        twin.sealed = list(self.sealed)
        twin.tail = list(self.tail)
        twin.skip = self.skip
        return twin
