"""What may stand in a scenario: every key, its rule, its default and an example."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from broker_core.kernel.canonical import text_problem
from broker_core.kernel.units import parse_duration

Check = Callable[[Any], str]


class Key(NamedTuple):
    """`check` gives "" or what is wrong; `from_text` names the key that people write instead."""

    check: Check
    default: Any
    example: str
    from_text: str = ""
    convert: str = ""


def text(limit: int) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "is a text in quotes"
        return f"is at most {limit} bytes, one line" if text_problem(value, limit) else ""

    return check


def whole(low: int, high: int) -> Check:
    def check(value: Any) -> str:
        fine = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return "" if fine else f"is a whole number from {low} to {high}"

    return check


def one_of(*words: str) -> Check:
    return lambda value: "" if value in words else f"is one of {', '.join(words)}"


def pattern(expression: str, rule: str) -> Check:
    compiled = re.compile(expression)
    return lambda v: "" if isinstance(v, str) and compiled.fullmatch(v) else rule


def list_of(check: Check, most: int) -> Check:
    def listed(value: Any) -> str:
        if not isinstance(value, list | tuple) or len(value) > most:
            return f"is a list of at most {most}"
        return next((problem for item in value if (problem := check(item))), "")

    return listed


def yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "is true or false"


def table(value: Any) -> str:
    return "" if isinstance(value, dict) else "is a table"


def _plane(value: Any) -> str:
    if isinstance(value, dict) and value.get("kind") == "zookeeper":
        if set(value) - {"kind", "ensemble"}:
            return "of kind zookeeper has an ensemble and nothing else"
        return whole(1, 7)(value.get("ensemble", 3))
    if not isinstance(value, dict) or set(value) - {"kind", "voters", "combined"}:
        return "is a table of kind, voters and combined, or of kind zookeeper and ensemble"
    if value.get("kind", "kraft") != "kraft":
        return 'has kind "kraft" or "zookeeper"'
    return whole(1, 7)(value.get("voters", 3)) or (
        "" if isinstance(value.get("combined", True), bool) else "has combined true or false"
    )


def _program(value: Any) -> str:
    """{records, every}: what a transactional producer's application does by itself."""
    rule = 'is a table of records (1 to 100) and every (a duration such as "2s")'
    if not isinstance(value, dict) or set(value) - {"records", "every", "every_us"}:
        return rule
    if whole(1, 100)(value.get("records", 3)):
        return rule
    if "every_us" in value:
        return "" if not whole(1, 10**12)(value["every_us"]) else rule
    try:
        return "" if parse_duration(str(value.get("every", ""))) > 0 else rule
    except ValueError:
        return rule


ID = pattern(r"[a-z0-9][a-z0-9._-]{0,31}", "is an id of a-z, 0-9, dot, dash, underscore")
TOPIC = pattern(r"(?!\.\.?$)(?!__)[a-zA-Z0-9._-]{1,249}", "is a topic name as Kafka allows it")
KEY = text(64)
PATTERNS = ("auto", "commit_after", "commit_before", "manual_sync", "manual_async")
PROFILE = Key(one_of("java", "librdkafka"), "java", '"librdkafka"')
CONFIG = Key(table, dict, '{ acks = "all" }')

TOP: dict[str, Key] = {
    "title": Key(text(120), ..., '"A broker fails while orders keep coming"'),
    "summary": Key(text(400), "", '"What it shows, in one sentence."'),
    "family": Key(one_of("kafka", "pubsub", "mesh", "services"), "kafka", '"kafka"'),
    "teaching_overrides": Key(list_of(text(64), 32), list, '["segment.bytes"]'),
    "preset": Key(one_of("teaching", "production"), "teaching", '"teaching"'),
}

SECTIONS: dict[str, Any] = {
    "cluster": {
        "brokers": Key(whole(1, 32), 3, "3"),
        "control_plane": Key(
            _plane,
            lambda: {"kind": "kraft", "voters": 3, "combined": True},
            '{ kind = "kraft", voters = 3, combined = true }',
        ),
        "racks": Key(list_of(ID, 32), list, '["a", "b", "c"]'),
        "config": CONFIG,
    },
    "topics": {
        "id": Key(TOPIC, ..., '"orders"'),
        "partitions": Key(whole(1, 64), 1, "3"),
        "replication_factor": Key(whole(1, 8), 1, "3"),
        "replicas": Key(list_of(list_of(whole(1, 32), 8), 64), None, "[[1, 2, 3]]"),
        "config": CONFIG,
    },
    "producers": {
        "id": Key(ID, ..., '"checkout"'),
        "topic": Key(TOPIC, ..., '"orders"'),
        "keys": Key(list_of(KEY, 64), list, '["ada", "bo", "cal"]'),
        "interval_us": Key(whole(0, 10**12), 0, "rate_per_s = 1", "rate_per_s", "rate"),
        "arrivals": Key(one_of("regular", "random"), "regular", '"random"'),
        "key_choice": Key(one_of("cycle", "random"), "cycle", '"random"'),
        "transactional_id": Key(KEY, None, '"checkout"'),
        "transaction": Key(_program, None, '{ records = 3, every = "2s" }'),
        "start_us": Key(whole(0, 10**15), 0, 'start = "8s"', "start", "duration"),
        "profile": PROFILE,
        "config": CONFIG,
    },
    "processors": {
        "id": Key(ID, ..., '"relay"'),
        "group": Key(ID, ..., '"relays"'),
        "topics": Key(list_of(TOPIC, 16), ..., '["orders"]'),
        "sink": Key(TOPIC, ..., '"invoices"'),
        "records": Key(whole(1, 500), 3, "3"),
        "transactional_id": Key(KEY, None, '"relay"'),
        "work_us": Key(whole(0, 10**12), 0, 'work = "400ms"', "work", "duration"),
        "profile": PROFILE,
        "config": CONFIG,
        "consumer_config": Key(table, dict, '{ "auto.offset.reset" = "earliest" }'),
    },
    "groups": {
        "id": Key(ID, ..., '"billing"'),
        "topics": Key(list_of(TOPIC, 16), ..., '["orders"]'),
        "members": Key(whole(0, 32), 1, "2"),
        "type": Key(one_of("consumer", "share"), "consumer", '"share"'),
        "static": Key(yes_or_no, False, "true"),
        "pattern": Key(one_of(*PATTERNS), "auto", '"commit_after"'),
        "commit_every": Key(whole(0, 10000), 0, "10"),
        "poison": Key(
            one_of("", "retry", "skip", "dead_letter", "release", "reject"), "", '"dead_letter"'
        ),
        "poison_key": Key(KEY, None, '"bad"'),
        "poison_value": Key(KEY, None, '"-1 lamps"'),
        "attempts": Key(whole(1, 1000), 1, "3"),
        "dead_letter_topic": Key(TOPIC, None, '"orders.dlq"'),
        "idempotent": Key(yes_or_no, False, "true"),
        "work_us": Key(whole(0, 10**12), 0, 'work = "400ms"', "work", "duration"),
        "profile": PROFILE,
        "config": CONFIG,
    },
    "script": {
        "at_us": Key(whole(0, 10**15), ..., 'at = "4s"', "at", "duration"),
        "do": Key(text(4096), ..., '"crash broker 2"'),
    },
    "most topics": 32,
    "most producers": 32,
    "most groups": 16,
    "most processors": 16,
    "most script": 200,
}
