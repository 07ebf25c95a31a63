"""The metrics of a run as lines of a file: the page's numbers, with the same words and the rows behind them."""

import json
from collections.abc import Generator, Iterator

from django.utils.translation import override

from broker_core.lab.gauges import Gauges
from broker_core.lab.metrics import METRICS, Values, measure
from eda_site.lab.words import METRIC_WORDS
from eda_site.share.replayed import Replay
from eda_site.share.rows import CUT, csv_line
from eda_site.vocabulary.catalogue import spoken

COLUMNS = ("metric", "name", "unit", "better", "value", "definition")


def csv_metrics(replay: Replay, lang: str) -> Iterator[str]:
    """Header first; `value` is empty where the metric cannot be measured in this run, 0 where it is 0."""
    values = yield from _values(replay)
    yield "\ufeff" + csv_line(COLUMNS)
    with override(spoken(lang)):
        for name, found in values.items():
            words, metric = METRIC_WORDS[name], METRICS[name]
            value = "" if found.value is None else found.value
            yield csv_line(
                (name, words.name, metric.unit, metric.better or "", value, words.definition)
            )
    if replay.is_cut:
        yield csv_line((CUT, "", "", "", "", ""))


def json_metrics(replay: Replay, lang: str) -> Iterator[str]:
    """`value` null: not measurable in this run. `items` are what stands behind it, at most 50."""
    values = yield from _values(replay)
    for name, found in values.items():
        metric = METRICS[name]
        row = {
            "metric": name,
            "unit": metric.unit,
            "better": metric.better,
            "value": found.value,
            "items": [item._asdict() for item in found.items],
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"
    if replay.is_cut:
        yield json.dumps({"metric": CUT}) + "\n"


def _values(replay: Replay) -> Generator[str, None, Values]:
    """What the run comes to; gives empty pieces meanwhile, so that others are served between."""
    gauges = Gauges()
    for events in replay.events():
        gauges.see(events)
        yield ""
    return measure(replay.sim, gauges)
