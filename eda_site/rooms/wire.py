"""The only encoder: frames, keyframes, answers and notices as JSON text.

A row is [type index, seq, at_us, cause, also or 0, because or 0, …fields in declared order], names
as indices into the table. Each encoding of a frame is made at most once, however many watch.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from broker_core.events import REGISTRY
from eda_site.rooms.names import Names
from eda_site.vocabulary.export import version

STAGE, LITE = "stage", "lite"

_LEAD = 5
_NOT_LITE = ("v", "points", "chatter")
"""What a small screen does without in a frame; the keyframe had `v`."""
_TYPE_INDEX = {name: index for index, name in enumerate(REGISTRY)}
_NAME_PLACES = {
    name: tuple(i for i, kind in enumerate(cls.kinds) if kind == "name")
    for name, cls in REGISTRY.items()
}


def text_of(message: dict[str, Any]) -> str:
    return orjson.dumps(message).decode()


def ack(intent_id: Any) -> str:
    return text_of({"type": "ack", "id": intent_id})


def error(intent_id: Any, code: str, fields: dict[str, Any]) -> str:
    return text_of({"type": "error", "id": intent_id, "code": code, "fields": fields})


def notice(code: str, fields: dict[str, Any]) -> str:
    return text_of({"type": "notice", "code": code, "fields": fields})


def row(event: Any, names: Names) -> list[Any]:
    """One event as it travels."""
    fields = list(event[_LEAD:])
    for place in _NAME_PLACES[event.type]:
        value = fields[place]
        if value is not None:
            fields[place] = names.index(str(value))
    return [
        _TYPE_INDEX[event.type],
        event.seq,
        event.at_us,
        event.cause,
        list(event.also) or 0,
        list(event.because) or 0,
        *fields,
    ]


def rows_and_chatter(
    events: Iterable[Any], class_of: Callable[[Any], str], names: Names
) -> tuple[list[list[Any]], list[list[int]], list[int]]:
    """(rows, [[source, target, kind, count] …], places of rows that `lite` leaves out)."""
    rows: list[list[Any]] = []
    chatter: Counter[tuple[str, str, str]] = Counter()
    passing: list[int] = []
    for event in events:
        if event.type == "network.sent":
            kind = class_of(event)
            if kind == "chatter":
                chatter[event.source, event.target, event.kind] += 1
                continue
            if kind == "traffic":
                passing.append(len(rows))
        rows.append(row(event, names))
    counts = [[*(names.index(name) for name in way), n] for way, n in chatter.items()]
    return rows, counts, passing


class Frame:
    """One frame, encoded when first asked for. Covers from < seq <= to."""

    __slots__ = ("_lite_from", "_passing", "_texts", "asks", "at_us", "data", "from_seq",
                 "skipped", "to_seq")  # fmt: skip

    def __init__(self, data: dict[str, Any], passing: Sequence[int] = ()) -> None:
        self.data = data
        self.from_seq: int = data["from"]
        self.to_seq: int = data["to"]
        self.at_us: int = data["at_us"]
        self.asks = bool(data.get("ask"))
        self.skipped = False
        self._lite_from = self.from_seq
        self._passing = frozenset(passing)
        self._texts: dict[str, str] = {}

    def follow(self, before: "Frame") -> None:
        """`lite` leaves out a frame in which only time passed, but never two in a row: browsers go
        on by themselves for 300 ms. The next one then covers it."""
        if before.skipped:
            self._lite_from = before._lite_from
        elif not self.asks and "names" not in self.data:
            same_rate = self.data["rate"] == before.data["rate"]
            self.skipped = same_rate and len(self.data["rows"]) == len(self._passing)

    def text(self, encoding: str = STAGE) -> str:
        """The frame as it travels; nothing when this encoding leaves it out."""
        if encoding == LITE and self.skipped:
            return ""
        known = self._texts.get(encoding)
        if known is None:
            known = self._texts[encoding] = text_of(
                self.data if encoding == STAGE else self._lite()
            )
        return known

    def _lite(self) -> dict[str, Any]:
        rows = [row for n, row in enumerate(self.data["rows"]) if n not in self._passing]
        kept = {k: v for k, v in self.data.items() if k not in _NOT_LITE}
        return kept | {"from": self._lite_from, "rows": rows}


def frame_data(timeline: int, from_seq: int, to_seq: int, clock: dict[str, Any]) -> dict[str, Any]:
    """What every frame has; rows, chatter, names and points are added where there are any."""
    return {
        "type": "frame",
        "v": version(),
        "timeline": timeline,
        "from": from_seq,
        "to": to_seq,
        **clock,
        "points": [],
        "rows": [],
        "chatter": [],
    }


def keyframe_body(
    timeline: int,
    seq: int,
    clock: dict[str, Any],
    names: Names,
    view: dict[str, Any],
    cast: dict[str, Any],
) -> str:
    """A keyframe without its last part, the room as one person sees it; see `keyframe`."""
    data = {
        "type": "keyframe",
        "v": version(),
        "timeline": timeline,
        "seq": seq,
        **clock,
        "names": names.whole(),
        "view": view,
        "cast": cast,
    }
    return text_of(data)[:-1]


def keyframe(body: str, room: dict[str, Any]) -> str:
    """The whole keyframe: the costly part encoded once, the person's own part joined to it."""
    return f'{body},"room":{text_of(room)}}}'
