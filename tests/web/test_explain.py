"""A filter's answer before anybody subscribes: the engine's own rules, kept, and no faster than a person types."""

from typing import Any

import pytest
from django.test import Client

from eda_site.rooms import filters

ASK = "/explain/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    filters._asked.clear()


def ask(client: Client, **fields: Any) -> dict[str, Any]:
    answer = client.get(ASK, {"dialect": "mqtt", **fields})
    assert answer.status_code == 200
    assert "max-age" in answer["Cache-Control"]
    return dict(answer.json())


def test_each_topic_has_its_verdict_level_by_level(client: Client) -> None:
    found = ask(client, filter="shop/+/order", topic=["shop/eu/order", "shop/eu/return", "jp"])
    rows = {row["topic"]: row for row in found["topics"]}
    assert found["valid"] and [row["matches"] for row in rows.values()] == [True, False, False]
    assert rows["shop/eu/return"]["code"] == "different"
    assert rows["shop/eu/return"]["levels"][1] == ["+", "eu", True, "one_level"]
    assert rows["shop/eu/return"]["levels"][2] == ["order", "return", False, "different"]


@pytest.mark.parametrize(
    ("dialect", "filter", "topic", "matches"),
    [
        ("mqtt", "shop/#", "shop", True),
        ("solace", "shop/>", "shop", False),
        ("solace", "shop/>", "shop/eu", True),
        ("kafka", "shop.eu", "shop.eu.order", False),
        ("kafka", "shop[.].*", "shop.eu.order", True),
    ],
)
def test_each_dialect_has_its_own_rules(
    client: Client, dialect: str, filter: str, topic: str, matches: bool
) -> None:
    found = ask(client, dialect=dialect, filter=filter, topic=topic)
    assert found["topics"][0]["matches"] is matches


def test_a_refused_filter_names_its_rule(client: Client) -> None:
    for topics in ([], ["shop"]):
        found = ask(client, filter="shop/#/order", topic=topics)
        assert (found["valid"], found["rule"]) == (False, "mqtt.hash_last")


def test_an_illegal_topic_is_only_not_matched(client: Client) -> None:
    found = ask(client, dialect="kafka", filter=".*", topic=["a/b", "ab"])
    assert [row["matches"] for row in found["topics"]] == [False, True]


@pytest.mark.parametrize(
    "fields",
    [
        {"dialect": "amqp", "filter": "a"},
        {"dialect": "mqtt", "filter": ""},
        {"dialect": "mqtt", "filter": "a" * 251},
        {"dialect": "mqtt", "filter": "a", "topic": [f"t{n}" for n in range(65)]},
    ],
)
def test_what_makes_no_question_is_refused(client: Client, fields: dict[str, Any]) -> None:
    assert client.get(ASK, fields).status_code == 400


def test_it_only_answers(client: Client) -> None:
    assert client.post(ASK).status_code == 405


def test_nobody_asks_faster_than_the_bucket_fills(client: Client) -> None:
    codes = [client.get(ASK, {"dialect": "mqtt", "filter": f"a{n}"}).status_code for n in range(60)]
    assert codes[0] == 200 and codes[-1] == 429
