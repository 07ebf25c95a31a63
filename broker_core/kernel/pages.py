"""Writing a state down piece by piece, its long lists as pages that are written once.

The sealed parts of `Chunks` and `Rows` never change, so a snapshot names them by number instead of
holding them: the next snapshot of the same run, or of a fork of it, names the same ones. What is
left is small, and comes in pieces that each take well under a millisecond.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, get_args, get_origin, get_type_hints

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.rows import Rows
from broker_core.kernel.state import LongList, codec

PAGES = "~"
"""Marks a long list in a line; no id and no name begins with it."""

SHORT = 32
"""A longer open end of a list becomes a page as well, of this one snapshot."""

Put = Callable[[Sequence[Any]], int]
"""Takes a part that will not change and gives the number of its page."""


def line(value: Any, put: Put) -> str:
    """`value` as one line of JSON, with the numbers of pages for the sealed parts of long lists."""

    def pages(item: Any) -> dict[str, Any]:
        if type(item) is Chunks:
            tail = put(tuple(item.tail)) if len(item.tail) > SHORT else item.tail
            return {PAGES: [put(part) for part in item.sealed], "skip": item.skip, "tail": tail}
        assert type(item) is Rows, item
        return {PAGES: [put(part) for part in item.chunks]}

    return json.dumps(value, default=pages, ensure_ascii=False, separators=(",", ":"))


def pieces(record: Any) -> Iterator[list[Any]]:
    """A state record as [field, data], and [field, key, data] for each record in a dict field.

    The data is the record's own: write it as a `line` before anything changes.
    """
    for name, hint in get_type_hints(type(record)).items():
        value, dumper = getattr(record, name), codec(hint)[1]
        inner = codec(get_args(hint)[1])[1] if get_origin(hint) is dict else None
        if inner is None:
            yield [name, dumper(value) if dumper else value]
            continue
        yield [name, []]
        for key, item in value.items():
            yield [name, key, inner(item)]


class Building:
    """A record of type `cls` that is put together from its pieces."""

    def __init__(self, cls: Any) -> None:
        self._hints = get_type_hints(cls)
        self.record = cls.__new__(cls)

    def add(self, name: str, *rest: Any) -> None:
        hint = self._hints[name]
        if len(rest) == 1:
            setattr(self.record, name, _load(rest[0], hint))
        else:
            key_hint, inner = get_args(hint)
            getattr(self.record, name)[_load(rest[0], key_hint)] = _load(rest[1], inner)


Wanted = tuple[Callable[[Any], None], int, Callable[[Any], Any]]
"""Who takes a part, the number of its page, and how the part is made of the page's items."""


class Shelf:
    """Reads lines, and brings in the pages that they name.

    `take` gives a page's items; `known` holds the parts that were brought in already, by page
    number, so that several snapshots of a run share them in memory as the run itself did.
    """

    def __init__(self, take: Callable[[int], Any], known: dict[int, Any]) -> None:
        self._take = take
        self._known = known
        self._wanted: list[Wanted] = []

    def read(self, text: str) -> Any:
        return json.loads(text, object_hook=self._marked)

    def fill(self) -> Iterator[None]:
        """Put every page in its place, one a turn."""
        for accept, number, make in self._wanted:
            part = self._known.get(number)
            if part is None:
                part = self._known[number] = make(self._take(number))
                yield
            accept(part)

    def _marked(self, data: dict[str, Any]) -> Any:
        return Paged(data, self._wanted) if PAGES in data else data


class Paged(LongList):
    """A long list as it was read: the numbers of its pages, not yet their items."""

    def __init__(self, data: dict[str, Any], wanted: list[Wanted]) -> None:
        self._data = data
        self._wanted = wanted

    def chunks(self, load: Callable[[Any], Any]) -> Chunks[Any]:
        twin: Chunks[Any] = Chunks()
        twin.skip = self._data["skip"]
        tail = self._data["tail"]

        def make(items: Any) -> Any:
            return tuple([load(item) for item in items])

        self._want(twin.sealed.append, self._data[PAGES], make)
        if type(tail) is int:
            self._want(twin.tail.extend, [tail], make)
        else:
            twin.tail += make(tail)
        return twin

    def rows(self, load: Callable[[Any], Any]) -> Rows[Any]:
        twin: Rows[Any] = Rows()

        def make(items: Any) -> Any:
            return [None if item is None else load(item) for item in items]

        self._want(twin.chunks.append, self._data[PAGES], make)
        return twin

    def _want(
        self, accept: Callable[[Any], None], numbers: list[int], make: Callable[[Any], Any]
    ) -> None:
        self._wanted += [(accept, number, make) for number in numbers]


def _load(data: Any, hint: Any) -> Any:
    loader = codec(hint)[2]
    return loader(data) if loader else data
