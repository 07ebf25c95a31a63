"""Names of topics and subscription filters: what each dialect allows, and how it is cut up.

| dialect | levels | one level | rest |
|---|---|---|---|
| mqtt | `/` | `+` alone | `#` alone and last: the parent and everything below |
| solace | `/` | `*` alone, or after a prefix (`red*`) | `>` alone and last: one or more levels |
| kafka | none | the filter is a regular expression over the whole name | |

Sources: MQTT 5.0 section 4.7; docs.solace.com, *Wildcard Characters in Topic Subscriptions* and
*SMF Topics*; Apache Kafka `Topic.validate`.
Everything that is not allowed raises `InvalidName`, a ValueError that carries the broken rule.
"""

from enum import Enum
from typing import NamedTuple

DIALECTS = ("mqtt", "solace", "kafka")
KAFKA_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
KAFKA_MAX_LENGTH = 249
MQTT_MAX_BYTES = 65_535
SOLACE_MAX_BYTES = 250
SOLACE_MAX_LEVELS = 128


class InvalidName(ValueError):
    """A topic or filter that its dialect refuses; `rule` is a stable code such as `mqtt.hash_last`.

    The message is a sentence in plain English that names the rule and the offending text.
    """

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(f"{sentence} ({rule})")
        self.rule = rule


class Kind(Enum):
    """What one level of a filter asks for."""

    LITERAL = "literal"
    ONE = "one"
    PREFIX = "prefix"
    REST = "rest"


class FilterLevel(NamedTuple):
    """One level of a filter: its kind, the text to compare with, and how it was written."""

    kind: Kind
    text: str
    written: str

    def accepts(self, level: str) -> bool:
        """Whether this level of a filter lets one level of a topic pass."""
        if self.kind is Kind.LITERAL:
            return level == self.text
        return level.startswith(self.text)


def check_dialect(dialect: str) -> None:
    """Raise `InvalidName` for an unknown dialect."""
    if dialect not in DIALECTS:
        known = ", ".join(DIALECTS)
        raise InvalidName("dialect.unknown", f"{dialect!r} is not one of the dialects {known}")


def topic_levels(topic: str, dialect: str) -> list[str]:
    """Return the levels of a published topic; a Kafka name is one level whatever it contains."""
    if dialect == "kafka":
        _check_kafka_topic(topic)
        return [topic]
    _check_text(topic, dialect, "topic")
    if dialect == "mqtt":
        for character in "+#":
            if character in topic:
                sentence = f"a topic to publish to must not contain {character!r}: {topic!r}"
                raise InvalidName("mqtt.topic_wildcard", sentence)
    return topic.split("/")


def filter_levels(text: str, dialect: str) -> tuple[FilterLevel, ...]:
    """Return the levels of an MQTT or Solace filter."""
    _check_text(text, dialect, "filter")
    levels = text.split("/")
    read = _mqtt_level if dialect == "mqtt" else _solace_level
    return tuple(
        read(level, last=position == len(levels), text=text)
        for position, level in enumerate(levels, start=1)
    )


def starts_with_wildcard(levels: tuple[FilterLevel, ...]) -> bool:
    """Whether the first level is a wildcard: in MQTT such a filter skips topics in `$`."""
    return levels[0].kind in (Kind.ONE, Kind.REST)


def _mqtt_level(level: str, last: bool, text: str) -> FilterLevel:
    if level == "#" and last:
        return FilterLevel(Kind.REST, "", level)
    if "#" in level:
        sentence = f"'#' must be the last level and stand there alone: {text!r}"
        raise InvalidName("mqtt.hash_last", sentence)
    if level == "+":
        return FilterLevel(Kind.ONE, "", level)
    if "+" in level:
        raise InvalidName("mqtt.plus_alone", f"'+' must stand alone in its level: {text!r}")
    return FilterLevel(Kind.LITERAL, level, level)


def _solace_level(level: str, last: bool, text: str) -> FilterLevel:
    if level == "":
        sentence = f"a Solace subscription must not have an empty level: {text!r}"
        raise InvalidName("solace.empty_level", sentence)
    if level == ">" and last:
        return FilterLevel(Kind.REST, "", level)
    if level == "*":
        return FilterLevel(Kind.ONE, "", level)
    if level.endswith("*") and "*" not in level[:-1]:
        return FilterLevel(Kind.PREFIX, level[:-1], level)
    return FilterLevel(Kind.LITERAL, level, level)


def _check_text(text: str, dialect: str, what: str) -> None:
    if text == "":
        raise InvalidName(f"{dialect}.empty", f"a {what} needs at least one character")
    if "\0" in text:
        raise InvalidName(f"{dialect}.null", f"a {what} must not contain the null character")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise InvalidName(f"{dialect}.utf8", f"a {what} must be valid UTF-8") from error
    limit = MQTT_MAX_BYTES if dialect == "mqtt" else SOLACE_MAX_BYTES
    if size > limit:
        sentence = f"a {what} has at most {limit} bytes in UTF-8, this one has {size}"
        raise InvalidName(f"{dialect}.too_long", sentence)
    count = text.count("/") + 1
    if dialect == "solace" and count > SOLACE_MAX_LEVELS:
        sentence = f"a {what} has at most {SOLACE_MAX_LEVELS} levels, this one has {count}"
        raise InvalidName("solace.too_many_levels", sentence)


def _check_kafka_topic(topic: str) -> None:
    if topic == "":
        raise InvalidName("kafka.empty", "a topic needs at least one character")
    if topic in (".", ".."):
        raise InvalidName("kafka.dots", f"a topic must not be named {topic!r}")
    if len(topic) > KAFKA_MAX_LENGTH:
        sentence = f"a topic has at most {KAFKA_MAX_LENGTH} characters, this one has {len(topic)}"
        raise InvalidName("kafka.too_long", sentence)
    illegal = next((character for character in topic if character not in KAFKA_ALPHABET), None)
    if illegal is not None:
        sentence = f"a topic is written in a-z A-Z 0-9 . _ - only, {illegal!r} is none: {topic!r}"
        raise InvalidName("kafka.characters", sentence)
