"""Every metric has a name, a definition and words for how it differs."""

import pytest

from broker_core.lab.deltas import BETTER, OTHER, SAME, UNKNOWN, WORSE, Delta
from broker_core.lab.metrics import METRICS
from eda_site.lab.said import DIRECTIONS, LESS, MORE, delta_row, value_text
from eda_site.lab.words import METRIC_WORDS


def test_every_metric_has_words_and_no_word_is_left_over() -> None:
    assert set(METRIC_WORDS) == set(METRICS)
    assert set(DIRECTIONS) == {BETTER, WORSE, OTHER, SAME, UNKNOWN}
    units = {metric.unit for metric in METRICS.values()} - {"us"}
    assert set(MORE) == set(LESS) == units


def test_names_are_unlike_and_definitions_are_sentences() -> None:
    names = [str(words.name) for words in METRIC_WORDS.values()]
    assert len(names) == len(set(names))
    assert all(str(words.definition).endswith(".") for words in METRIC_WORDS.values())


@pytest.mark.parametrize(
    ("delta", "said"),
    [
        (Delta("lost_acked", "records", 0, 3, WORSE), "worse: 3 records more"),
        (Delta("lost_acked", "records", 1, 0, BETTER), "better: 1 record fewer"),
        (Delta("ack_p50", "us", 125_000, 245_000, WORSE), "worse: 120 ms longer"),
        (Delta("commits", "commits", 2, 5, OTHER), "different: 3 more"),
        (Delta("lag", "offsets", 4, 4, SAME), "the same"),
        (Delta("lag", "offsets", None, 4, UNKNOWN), "not measurable here"),
    ],
)
def test_a_delta_in_words(delta: Delta, said: str) -> None:
    assert delta_row(delta).said == said


def test_zero_is_zero_and_nothing_is_said_to_be_nothing() -> None:
    assert value_text("records", 0) == "0"
    assert value_text("us", 0).startswith("0 ")
    assert value_text("us", None) == "not measurable here"
