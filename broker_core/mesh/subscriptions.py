"""Does a subscription select a topic, and why: one question, three dialects.

`mqtt` and `solace` compare level by level, `kafka` compares whole names with a regular expression,
as a pattern subscription does; a Kafka broker has no wildcards and its dots are just characters.

    filter          topic                   mqtt     solace
    shop/+/order    shop/eu/order           yes      no (`+` is a letter there)
    shop/#          shop                    yes      no
    shop/>          shop/eu/order           no       yes
    shop/>          shop                    no       no

Refused filters and topics raise `InvalidName`, a ValueError with the broken rule in `rule`.
"""

from broker_core.mesh.index import SubscriptionIndex
from broker_core.mesh.names import (
    FilterLevel,
    InvalidName,
    Kind,
    check_dialect,
    filter_levels,
    starts_with_wildcard,
    topic_levels,
)
from broker_core.mesh.patterns import compile_pattern

__all__ = ["InvalidName", "SubscriptionIndex", "explain", "matches"]

Explanation = dict[str, object]
_LEAST_BELOW = {"mqtt": 0, "solace": 1}
"""How many levels the rest wildcard needs at least, in each dialect."""


def matches(filter: str, topic: str, dialect: str) -> bool:
    """Return whether a subscription to `filter` receives what is published to `topic`.

    >>> matches("shop/+/order", "shop/eu/order/created", "mqtt")
    False
    >>> matches("shop/red*/>", "shop/reddish/order", "solace")
    True
    >>> matches("shop.eu", "shop.eu.order", "kafka")
    False
    """
    check_dialect(dialect)
    levels = topic_levels(topic, dialect)
    if dialect == "kafka":
        return compile_pattern(filter).matches(topic)
    return fits(filter_levels(filter, dialect), levels, dialect)


def fits(wanted: tuple[FilterLevel, ...], levels: list[str], dialect: str) -> bool:
    """Return whether a filter that has been read selects a topic that has been read."""
    if is_hidden(wanted, levels[0], dialect):
        return False
    for position, level in enumerate(wanted):
        if level.kind is Kind.REST:
            return len(levels) - position >= _LEAST_BELOW[dialect]
        if position == len(levels) or not level.accepts(levels[position]):
            return False
    return len(wanted) == len(levels)


def explain(filter: str, topic: str, dialect: str) -> Explanation:
    """Return the verdict with its reasons, ready for JSON.

    Keys: `dialect`, `filter`, `topic`; `matches` (bool); `code` and `reason`, the deciding rule as
    a stable word and as an English sentence; `levels`, one row per level that was looked at, with
    `level` (from 1), `filter`, `topic` (None where one side has run out), `ok`, `code`, `reason`.
    The rows end where the verdict is certain. `matches` always equals `matches(...)`.
    """
    verdict = matches(filter, topic, dialect)
    rows = _kafka_rows(filter, topic, verdict) if dialect == "kafka" else []
    if dialect != "kafka":
        wanted = filter_levels(filter, dialect)
        if is_hidden(wanted, topic, dialect):
            rows = [_row(1, wanted[0].written, topic.split("/")[0], False, "dollar")]
        else:
            rows = _level_rows(wanted, topic_levels(topic, dialect), dialect)
    deciding = rows[-1]
    code = "all_levels_fit" if verdict and dialect != "kafka" else deciding["code"]
    return {
        "dialect": dialect,
        "filter": filter,
        "topic": topic,
        "matches": verdict,
        "code": code,
        "reason": _SENTENCES[str(code)],
        "levels": rows,
    }


def is_hidden(wanted: tuple[FilterLevel, ...], topic: str, dialect: str) -> bool:
    """Whether MQTT keeps this topic from the filter: `$...` is not for a leading wildcard."""
    return dialect == "mqtt" and topic.startswith("$") and starts_with_wildcard(wanted)


_SENTENCES = {
    "all_levels_fit": "Every level of the filter fits, and none is left over.",
    "equal": "The two levels are equal.",
    "different": "The two levels differ, and the filter has no wildcard here.",
    "one_level": "The wildcard stands for exactly one level, whatever it says.",
    "prefix": "The level begins with the text before the wildcard.",
    "prefix_different": "The level does not begin with the text before the wildcard.",
    "rest": "The wildcard takes this level and all that follow.",
    "rest_parent": "The wildcard takes the parent too, with nothing below it.",
    "rest_missing": "The wildcard needs at least one more level, and the topic has none.",
    "topic_ended": "The topic has no level left for this part of the filter.",
    "filter_ended": "The filter has ended, but the topic goes on.",
    "dollar": "A filter that begins with a wildcard does not see topics that begin with $.",
    "whole_name": "The pattern fits the whole name.",
    "not_whole_name": "The pattern must fit the whole name: dots in it are characters, not levels.",
}


def _row(level: int, wanted: str | None, found: str | None, ok: bool, code: str) -> Explanation:
    return {
        "level": level,
        "filter": wanted,
        "topic": found,
        "ok": ok,
        "code": code,
        "reason": _SENTENCES[code],
    }


def _kafka_rows(text: str, topic: str, verdict: bool) -> list[Explanation]:
    return [_row(1, text, topic, verdict, "whole_name" if verdict else "not_whole_name")]


def _level_rows(
    wanted: tuple[FilterLevel, ...], levels: list[str], dialect: str
) -> list[Explanation]:
    rows: list[Explanation] = []
    for number, level in enumerate(wanted, start=1):
        found = levels[number - 1] if number <= len(levels) else None
        ok, code = _judge(level, found, dialect)
        rows.append(_row(number, level.written, found, ok, code))
        if not ok or level.kind is Kind.REST:
            return rows
    if len(levels) > len(wanted):
        rows.append(_row(len(wanted) + 1, None, levels[len(wanted)], False, "filter_ended"))
    return rows


def _judge(level: FilterLevel, found: str | None, dialect: str) -> tuple[bool, str]:
    if level.kind is Kind.REST:
        if found is not None:
            return True, "rest"
        return (True, "rest_parent") if _LEAST_BELOW[dialect] == 0 else (False, "rest_missing")
    if found is None:
        return False, "topic_ended"
    ok = level.accepts(found)
    if level.kind is Kind.ONE:
        return True, "one_level"
    if level.kind is Kind.PREFIX:
        return ok, "prefix" if ok else "prefix_different"
    return ok, "equal" if ok else "different"
