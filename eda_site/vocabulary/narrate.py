"""An event as a sentence, for the command line, tests and documents; the page has the same rules in JavaScript."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal

from eda_site.vocabulary.catalogue import DEFAULT, catalogue, spoken
from eda_site.vocabulary.formatter import Formatter


@lru_cache(maxsize=16)
def formatter(lang: str) -> Formatter:
    """Fills templates in a language."""
    numbers = lang if lang.partition("-")[2] != "xa" else DEFAULT

    def number(tenths: int) -> str:
        value = tenths // 10 if tenths % 10 == 0 else tenths / 10
        return format_decimal(value, format="0.#", locale=numbers.replace("-", "_"))

    return Formatter(catalogue(lang).data, number)


def narrate(event: Mapping[str, Any], depth: str = "plain", lang: str = DEFAULT) -> str:
    """The sentence of one event (as `broker_core.events.to_dict` gives it).

    >>> narrate({"type": "broker.crashed", "broker": 2})
    'Broker 2 crashes, so its memory is gone; its log stays on disk.'
    """
    fill = formatter(spoken(lang))
    return fill.fill(catalogue(spoken(lang)).data["sentences"][event["type"]][depth], event)


def explain(code: str, fields: Mapping[str, Any], lang: str = DEFAULT) -> str:
    """The sentence of a refusal or a notice: what was not done, and what to do next."""
    return formatter(spoken(lang)).fill(catalogue(spoken(lang)).data["refusals"][code], fields)
