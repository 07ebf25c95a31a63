"""The events of a run as lines of a file: CSV for spreadsheets, JSON lines for programs.

A JSON line is what `python -m broker_core run --events` writes. A spreadsheet takes a cell that begins
with = + - or @ for a formula, so such a text gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from broker_core.events import to_dict
from broker_core.kernel.canonical import canonical_text
from eda_site.share.replayed import Replay
from eda_site.vocabulary.narrate import narrate

COLUMNS = ("seq", "at_us", "type", "cause", "also", "because", "told", "fields")
_HEADER = {"seq", "type", "at_us", "cause", "also", "because"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CUT = "export.cut"
"""The type of the last line of a file that ends before the run does."""


def safe(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe(5), safe(" @x")
    ("'=1+1", '5', "' @x")
    """
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in _FORMULA else text


def csv_line(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue()


def csv_lines(replay: Replay, lang: str) -> Iterator[str]:
    """Header first; `told` is the sentence that the page shows."""
    yield "\ufeff" + csv_line(COLUMNS)
    for events in replay.events():
        for item in events:
            event = to_dict(item)
            own = {key: value for key, value in event.items() if key not in _HEADER}
            also = " ".join(str(n) for n in event.get("also", ()))
            because = " ".join(event.get("because", ()))
            told = narrate(event, "plain", lang)
            head = (event["seq"], event["at_us"], event["type"], event["cause"])
            yield csv_line((*head, also, because, told, canonical_text(own)))
    if replay.is_cut:
        yield csv_line((replay.sim.seq, replay.sim.now_us, CUT, "", "", "", "", ""))


def json_lines(replay: Replay, lang: str) -> Iterator[str]:
    for events in replay.events():
        for item in events:
            yield canonical_text(to_dict(item)) + "\n"
    if replay.is_cut:
        row = {"seq": replay.sim.seq, "at_us": replay.sim.now_us, "type": CUT}
        yield canonical_text(row) + "\n"


Lines = Callable[[Replay, str], Iterator[str]]
EVENT_STREAMS: dict[str, tuple[str, Lines]] = {
    "events.csv": ("text/csv; charset=utf-8", csv_lines),
    "events.jsonl": ("application/x-ndjson; charset=utf-8", json_lines),
}
"""File name -> content type and what writes it."""
