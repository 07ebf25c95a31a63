"""A long list that is cheap to copy: sealed chunks are shared, only the open tail is copied."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

CHUNK = 256
T = TypeVar("T")


class Chunks(Generic[T]):
    """An append-mostly sequence of immutable items.

    Invariant: every sealed chunk is a tuple of exactly CHUNK items; the tail is shorter.
    `clone` costs one reference per sealed chunk and per tail item.
    """

    __slots__ = ("sealed", "tail")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self.sealed: list[tuple[T, ...]] = []
        self.tail: list[T] = []
        for item in items:
            self.append(item)

    def append(self, item: T) -> None:
        self.tail.append(item)
        if len(self.tail) == CHUNK:
            self.sealed.append(tuple(self.tail))
            self.tail = []

    def __len__(self) -> int:
        return len(self.sealed) * CHUNK + len(self.tail)

    def __getitem__(self, index: int) -> T:
        if index < 0:
            index += len(self)
        chunk, place = divmod(index, CHUNK)
        if chunk < len(self.sealed):
            return self.sealed[chunk][place]
        return self.tail[index - len(self.sealed) * CHUNK]

    def __iter__(self) -> Iterator[T]:
        for chunk in self.sealed:
            yield from chunk
        yield from self.tail

    def between(self, start: int, stop: int) -> list[T]:
        """Items start <= i < stop, clamped to what there is."""
        stop = min(stop, len(self))
        return [self[i] for i in range(max(start, 0), stop)]

    def cut(self, length: int) -> list[T]:
        """Drop everything from index `length` on and return what was dropped, in order."""
        dropped = self.between(length, len(self))
        if dropped:
            whole, rest = divmod(length, CHUNK)
            if whole < len(self.sealed):
                self.tail = list(self.sealed[whole][:rest])
                del self.sealed[whole:]
            else:
                del self.tail[rest:]
        return dropped

    def clone(self) -> "Chunks[T]":
        twin: Chunks[T] = Chunks.__new__(Chunks)
        twin.sealed = list(self.sealed)
        twin.tail = list(self.tail)
        return twin
