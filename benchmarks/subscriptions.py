"""How much the subscription tree saves over testing each subscription in turn.

    python benchmarks/subscriptions.py            # 10,000 subscriptions, 200 topics
    python benchmarks/subscriptions.py --smoke    # 500 subscriptions, 20 topics

Prints one line per dialect: microseconds per topic either way, and their ratio. The two
answers are compared first, and a difference ends the run with an error. Filters are read before
the clock starts, for both. Kafka's dialect has no levels: its filters are regular expressions over
whole names, and instead of a tree only those are tried whose literal beginning the name has.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from broker_core.mesh.names import filter_levels, topic_levels
from broker_core.mesh.patterns import compile_pattern
from broker_core.mesh.subscriptions import SubscriptionIndex, fits

REGIONS = ("eu", "us", "asia", "africa", "oceania")
KINDS = ("order", "payment", "parcel", "refund", "visit")
STEPS = ("created", "paid", "sent", "lost", "closed")
ONE = {"mqtt": "+", "solace": "*"}
REST = {"mqtt": "#", "solace": ">"}


def topic(number: int) -> str:
    """A topic of five levels; neighbours differ in one of them."""
    region, kind = REGIONS[number % 5], KINDS[number // 5 % 5]
    return f"shop{number // 125}/{region}/{kind}/{STEPS[number // 25 % 5]}/{number % 7}"


def filter_of(number: int, dialect: str) -> str:
    """A filter: half of them exact, the others with a wildcard in a place that varies."""
    levels = topic(number * 7).split("/")
    if number % 2:
        levels[1 + number // 2 % 4] = ONE[dialect]
    if number % 10 == 3:
        levels[4] = REST[dialect]
    if number % 100 == 7:
        levels[0] = ONE[dialect]
    return "/".join(levels)


def kafka_topic(number: int) -> str:
    """The same topic as a flat name."""
    return topic(number).replace("/", "-")


def pattern_of(number: int) -> str:
    """The same filter as a regular expression: half of them exact."""
    levels = topic(number * 7).split("/")
    if number % 2:
        levels[1 + number // 2 % 4] = "[a-z0-9]+"
    if number % 10 == 3:
        levels[4] = ".*"
    return "-".join(levels)


def milliseconds(answer: Callable[[str], list[str]], topics: list[str]) -> int:
    """Wall-clock milliseconds for all topics, at least 1."""
    start = perf_counter_ns()
    for name in topics:
        answer(name)
    return max(1, (perf_counter_ns() - start) // 1_000_000)


def compare(dialect: str, subscriptions: int, topic_count: int) -> None:
    """Measure one dialect and print its line."""
    asked, named = (
        (pattern_of, kafka_topic)
        if dialect == "kafka"
        else (lambda n: filter_of(n, dialect), topic)
    )
    entries = [(f"s{n:05d}", asked(n)) for n in range(subscriptions)]
    topics = [named(n * 13) for n in range(topic_count)]
    index = SubscriptionIndex(dialect)
    for one, text in entries:
        index.add(one, text)
    in_turn = each(entries, dialect)
    for name in topics[:5]:
        if index.match(name) != in_turn(name):
            raise SystemExit(f"{dialect}: the tree and the list disagree about {name}")
    few = topics[: max(5, topic_count // 20)]
    each_us = milliseconds(in_turn, few) * 1000 // len(few)
    tree_us = max(1, milliseconds(index.match, topics * 50) * 1000 // (len(topics) * 50))
    sys.stdout.write(
        f"{dialect:7} {subscriptions} subscriptions: tree {tree_us} us per topic, "
        f"each in turn {each_us} us per topic, ratio {each_us // tree_us}\n"
    )


def each(entries: list[tuple[str, str]], dialect: str) -> Callable[[str], list[str]]:
    """The answer by testing every subscription, each of them read beforehand."""
    if dialect == "kafka":
        patterns = [(one, compile_pattern(text)) for one, text in entries]
        return lambda name: [one for one, pattern in patterns if pattern.matches(name)]
    read = [(one, filter_levels(text, dialect)) for one, text in entries]

    def in_turn(name: str) -> list[str]:
        levels = topic_levels(name, dialect)
        return [one for one, wanted in read if fits(wanted, levels, dialect)]

    return in_turn


def main() -> None:
    """Read the arguments and measure each dialect."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--smoke", action="store_true", help="a short run")
    smoke: bool = parser.parse_args().smoke
    for dialect in ("mqtt", "solace", "kafka"):
        compare(dialect, 500 if smoke else 10_000, 20 if smoke else 200)


if __name__ == "__main__":
    main()
