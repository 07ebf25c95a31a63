"""A subscription selects what its dialect says it selects, alone and in the index."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_core.mesh.names import KAFKA_ALPHABET
from broker_core.mesh.patterns import compile_pattern
from broker_core.mesh.subscriptions import InvalidName, SubscriptionIndex, explain, matches


@pytest.mark.parametrize(
    ("dialect", "text", "topic", "expected"),
    [
        ("mqtt", "shop/eu/order", "shop/eu/order", True),
        ("mqtt", "shop/EU/order", "shop/eu/order", False),
        ("mqtt", "shop/+/order", "shop/eu/order", True),
        ("mqtt", "shop/+/order", "shop/eu/order/created", False),
        ("mqtt", "shop/#", "shop", True),
        ("mqtt", "shop/#", "shop/eu/order/created", True),
        ("mqtt", "shop/#", "shopping/eu", False),
        ("mqtt", "shop/+", "shop", False),
        ("mqtt", "shop/+", "shop/", True),
        ("mqtt", "+", "/shop", False),
        ("mqtt", "+/+", "/shop", True),
        ("mqtt", "/+", "/shop", True),
        ("mqtt", "+/order/#", "shop/order", True),
        ("mqtt", "#", "shop/eu", True),
        ("mqtt", "#", "$SYS/load", False),
        ("mqtt", "+/load", "$SYS/load", False),
        ("mqtt", "$SYS/#", "$SYS/load", True),
        ("mqtt", "$SYS/+", "$SYS/load", True),
        ("mqtt", "shop/#", "shop/$eu", True),
        ("mqtt", "shop/*", "shop/eu", False),
        ("solace", "shop/*/order", "shop/eu/order", True),
        ("solace", "shop/*/order", "shop/eu/order/created", False),
        ("solace", "shop/*", "shop", False),
        ("solace", "animals/red*/wild", "animals/red/wild", True),
        ("solace", "animals/red*/wild", "animals/reddish/wild", True),
        ("solace", "animals/red*/wild", "animals/blue/wild", False),
        ("solace", "animals/*bro", "animals/xbro", False),
        ("solace", "animals/*bro", "animals/*bro", True),
        ("solace", "animals/br*wn", "animals/brown", False),
        ("solace", "animals/br*wn", "animals/br*wn", True),
        ("solace", "shop/>", "shop/eu", True),
        ("solace", "shop/>", "shop/eu/order", True),
        ("solace", "shop/>", "shop", False),
        ("solace", ">", "shop", True),
        ("solace", "shop/>/order", "shop/eu/order", False),
        ("solace", "shop/>/order", "shop/>/order", True),
        ("solace", "shop/a>", "shop/ab", False),
        ("solace", "shop/+", "shop/eu", False),
        ("kafka", "shop.eu", "shop.eu", True),
        ("kafka", "shop.eu", "shop.eu.order", False),
        ("kafka", "shop.eu", "shop-eu", True),
        ("kafka", r"shop\.eu", "shop-eu", False),
        ("kafka", "shop.*", "shop.eu.order", True),
        ("kafka", "^shop-(eu|us)$", "shop-us", True),
        ("kafka", "shop", "my-shop", False),
    ],
)
def test_the_documented_examples(dialect, text, topic, expected):
    assert matches(text, topic, dialect) is expected
    assert explain(text, topic, dialect)["matches"] is expected
    index = SubscriptionIndex(dialect)
    index.add("me", text)
    assert index.match(topic) == (["me"] if expected else [])


@pytest.mark.parametrize(
    ("dialect", "text", "topic", "rule"),
    [
        ("mqtt", "", "shop", "mqtt.empty"),
        ("mqtt", "shop", "", "mqtt.empty"),
        ("mqtt", "shop/#/order", "shop", "mqtt.hash_last"),
        ("mqtt", "shop#", "shop", "mqtt.hash_last"),
        ("mqtt", "shop/eu+", "shop", "mqtt.plus_alone"),
        ("mqtt", "shop", "shop/+", "mqtt.topic_wildcard"),
        ("mqtt", "shop", "shop/#", "mqtt.topic_wildcard"),
        ("mqtt", "a\0b", "shop", "mqtt.null"),
        ("mqtt", "shop", "a" * 65_536, "mqtt.too_long"),
        ("mqtt", "shop", "a\ud800", "mqtt.utf8"),
        ("solace", "shop//order", "shop", "solace.empty_level"),
        ("solace", "é" * 126, "shop", "solace.too_long"),
        ("solace", "shop", "/" * 128, "solace.too_many_levels"),
        ("kafka", "shop", "shop/eu", "kafka.characters"),
        ("kafka", "shop", "..", "kafka.dots"),
        ("kafka", "shop", ".", "kafka.dots"),
        ("kafka", "shop", "a" * 250, "kafka.too_long"),
        ("kafka", "shop", "", "kafka.empty"),
        ("kafka", "", "shop", "kafka.regex_empty"),
        ("kafka", "a" * 257, "shop", "kafka.regex_too_long"),
        ("kafka", "(shop", "shop", "kafka.regex_unbalanced"),
        ("kafka", "shop)", "shop", "kafka.regex_unbalanced"),
        ("kafka", "*", "shop", "kafka.regex_nothing_to_repeat"),
        ("kafka", "[shop", "shop", "kafka.regex_class"),
        ("kafka", "[]", "shop", "kafka.regex_class"),
        ("kafka", "a{2", "shop", "kafka.regex_count"),
        ("kafka", "a{3,2}", "shop", "kafka.regex_count"),
        ("kafka", "a**", "shop", "kafka.regex_repeat"),
        ("kafka", r"(a)\1", "shop", "kafka.regex_unsupported"),
        ("kafka", "(?=a)b", "shop", "kafka.regex_unsupported"),
        ("kafka", "(" * 21 + "a" + ")" * 21, "shop", "kafka.regex_too_deep"),
        ("kafka", "(((a*)*)*)*", "shop", "kafka.regex_too_expensive"),
        ("amqp", "shop", "shop", "dialect.unknown"),
    ],
)
def test_what_a_dialect_refuses_names_the_rule(dialect, text, topic, rule):
    for question in (matches, explain):
        with pytest.raises(InvalidName) as refused:
            question(text, topic, dialect)
        assert refused.value.rule == rule
        assert rule in str(refused.value)
        assert isinstance(refused.value, ValueError)


def test_an_explanation_shows_each_level_and_the_deciding_rule():
    told = explain("shop/+/order", "shop/eu/order/created", "mqtt")
    assert json.loads(json.dumps(told)) == told
    assert [row["code"] for row in told["levels"]] == [
        "equal",
        "one_level",
        "equal",
        "filter_ended",
    ]
    assert told["code"] == "filter_ended"
    assert explain("shop/#", "shop", "mqtt")["levels"][-1]["code"] == "rest_parent"
    assert explain("shop/>", "shop", "solace")["code"] == "rest_missing"
    assert explain("#", "$SYS", "mqtt")["code"] == "dollar"
    assert explain("shop.eu", "shop.eu.order", "kafka")["code"] == "not_whole_name"


WORDS = {"mqtt": ("a", "b", "ab", "", "$a"), "solace": ("a", "b", "ab", "abc", "a*b", ">x", "*")}
ASKED = {"mqtt": ("+", "+", "a", "b", "", "$a"), "solace": ("*", "a*", "ab*", "a", "b", "*b", ">")}
LAST = {"mqtt": ["#"], "solace": [">"]}


@st.composite
def questions(draw, dialect):
    levels = draw(st.lists(st.sampled_from(ASKED[dialect]), max_size=4))
    levels += draw(st.sampled_from([[], LAST[dialect]]))
    text = "/".join(levels)
    return text or "a"


def topics(dialect):
    found = st.lists(st.sampled_from(WORDS[dialect]), min_size=1, max_size=5)
    return found.map("/".join).filter(bool)


def naive(text, topic, dialect):
    """The rules once more, as recursion over both lists of levels."""
    if dialect == "mqtt" and topic[0] == "$" and text[0] in "+#":
        return False

    def walk(wanted, found):
        if wanted == LAST[dialect]:
            return dialect == "mqtt" or len(found) > 0
        if not wanted or not found:
            return wanted == found
        head, level = wanted[0], found[0]
        fits = head == level or head == {"mqtt": "+", "solace": "*"}[dialect]
        if dialect == "solace" and head[-1:] == "*" and "*" not in head[:-1]:
            fits = level.startswith(head[:-1])
        return fits and walk(wanted[1:], found[1:])

    return walk(text.split("/"), topic.split("/"))


@pytest.mark.parametrize("dialect", ["mqtt", "solace"])
@given(data=st.data())
def test_matching_agrees_with_a_naive_matcher(dialect, data):
    text, topic = data.draw(questions(dialect)), data.draw(topics(dialect))
    expected = naive(text, topic, dialect)
    assert matches(text, topic, dialect) is expected
    told = explain(text, topic, dialect)
    assert told["matches"] is expected
    assert all(row["ok"] for row in told["levels"]) is expected


@pytest.mark.parametrize("dialect", ["mqtt", "solace"])
@given(data=st.data())
def test_the_index_agrees_with_testing_each_subscription(dialect, data):
    texts = data.draw(st.lists(questions(dialect), min_size=1, max_size=12))
    entries = [(f"s{number % 5}", text) for number, text in enumerate(texts)]
    index = SubscriptionIndex(dialect)
    for one, text in entries:
        index.add(one, text)
    kept = sorted(set(entries))
    assert index.entries() == kept
    for one, text in data.draw(st.lists(st.sampled_from(kept), unique=True)):
        index.remove(one, text)
        kept.remove((one, text))
    assert index.entries() == kept
    assert len(index) == len(kept)
    for _ in range(3):
        topic = data.draw(topics(dialect))
        expected = sorted({one for one, text in kept if matches(text, topic, dialect)})
        assert index.match(topic) == expected


def test_the_kafka_index_tries_its_patterns():
    index = SubscriptionIndex("kafka")
    index.add("b", "shop-.*")
    index.add("a", "shop-.*")
    index.add("c", "bill.*")
    assert index.match("shop-eu") == ["a", "b"]
    index.remove("b", "shop-.*")
    assert index.match("shop-eu") == ["a"]
    index.remove("a", "shop-.*")
    assert index.match("shop-eu") == []
    with pytest.raises(KeyError):
        index.remove("a", "shop-.*")


ATOMS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", r"\.", "[a-c.]", "^", "$", "-"]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text(alphabet="abc1._-", min_size=1, max_size=8))
def test_patterns_agree_with_the_library_of_the_language(text, name):
    try:
        pattern = compile_pattern(text)
    except InvalidName as refused:
        if refused.rule not in ("kafka.regex_too_expensive", "kafka.regex_too_long"):
            raise
        return
    assert pattern.matches(name) == bool(re.fullmatch(text, name))


@pytest.mark.parametrize(
    "text", ["(a+)+b", "(a|a)*b", "(a?){120}b", ".*.*.*.*.*.*.*.*b", "(a*a*)*b"]
)
def test_catastrophic_patterns_are_answered_at_once(text):
    """A backtracking matcher would not come back from any of these."""
    assert compile_pattern(text).matches("a" * 249) is False


def test_the_alphabet_is_the_legal_one():
    assert len(KAFKA_ALPHABET) == len(set(KAFKA_ALPHABET)) == 65


NAMES = st.text(alphabet="abc1._-", min_size=1, max_size=8).filter(lambda x: x not in (".", ".."))


@given(
    st.lists(PATTERNS, min_size=1, max_size=8),
    st.lists(NAMES, min_size=1, max_size=4),
)
def test_the_index_of_patterns_agrees_with_testing_each(texts, names):
    """What a pattern begins with decides only whether it is tried, never whether it fits."""
    index = SubscriptionIndex("kafka")
    kept = []
    for number, text in enumerate(texts):
        try:
            index.add(f"s{number}", text)
        except InvalidName:
            continue
        kept.append((f"s{number}", text))
    for one, text in kept[::2]:
        index.remove(one, text)
    kept = kept[1::2]
    assert index.entries() == kept
    for name in names:
        assert index.match(name) == [one for one, text in kept if matches(text, name, "kafka")]


def test_a_pattern_begins_with_its_first_letters():
    assert compile_pattern(r"shop\.eu.*").prefix == "shop.eu"
    assert compile_pattern("^shop-(eu|us)$").prefix == "shop-"
    assert compile_pattern("shop?").prefix == "sho"
    assert compile_pattern("shop|bill").prefix == ""
