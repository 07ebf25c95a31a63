"""Kafka's words, the same everywhere, in every text that the stage can show."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from eda_site.vocabulary.catalogue import catalogue

CONDITION = re.compile(r"\b(if|when|while|only|unless|until|as long as)\b")
SETTING = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key != "by" and not (path.startswith("sentences.") and key == "log"):
                yield from texts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from texts(item, f"{path}.{n}")
    else:
        yield path, SETTING.sub("", value)


ALL = list(texts(catalogue("en").data))


@pytest.mark.parametrize("word", ["lane", "lanes", "LSO", "wants", "want", "e.g", "i.e"])
def test_some_words_are_never_used(word: str) -> None:
    assert [path for path, text in ALL if re.search(rf"\b{word}\b", text)] == []


def test_nobody_just_commits() -> None:
    """A record is committed or an offset is committed, so neither stands as a bare word."""
    bare = re.compile(r"(?<!offset )(?<!-)\b(commits?|committing)\b(?!\(\))", re.IGNORECASE)
    assert [(path, text) for path, text in ALL if bare.search(text)] == []


def test_what_is_committed_is_named() -> None:
    """Labels are columns and marks that stand beside an offset; all other texts say it themselves."""
    for path, text in ALL:
        if "committed" in text and not path.startswith("labels."):
            assert re.search(r"offset|record|__consumer_offsets", text), f"{path}: {text}"


def test_nothing_is_promised_without_its_condition() -> None:
    for path, text in ALL:
        if "guarantee" in text:
            assert CONDITION.search(text), f"{path}: {text}"


def test_texts_have_no_markup() -> None:
    assert [path for path, text in ALL if re.search(r"<\w|&\w+;", text)] == []
