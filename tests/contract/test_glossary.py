"""Every term on the stage has a card that fits a glance."""

import re

import pytest
from django.test import Client
from django.utils.text import slugify

from eda_site.vocabulary.catalogue import catalogue
from eda_site.vocabulary.glossary import GLOSSARY

TERMS = """
record|key|value|offset|partition|topic|broker|leader|follower|replica|in-sync replicas|
eligible leader replicas|high watermark|log end offset|leader epoch|acks|min.insync.replicas|producer|consumer|
consumer group|group coordinator|generation|assignor|rebalance|session timeout|heartbeat|position|stored offset|
committed offset|committed record|processed|auto commit|controller|active controller|quorum|voter|fenced|metadata|
truncation|retry|idempotence|lag|acknowledgement|poll timeout|group leader|unclean leader election|broker session|
event|fact|command|state message|event-carried state|identifier event|publisher|subscriber|event broker|router|
topic hierarchy|one-level wildcard|rest wildcard|dialect|subscription|direct delivery|durable queue|
reader's acknowledgement|redelivery|competing consumers|expiry|overflow policy|dead letter queue|push and pull|inbox|
back-pressure|event log|replay|event mesh|link|interest|edge broker|dynamic routing|deferred execution|
eventual consistency|staleness|read stamp|divergence|outbox|idempotent handler|version check|per-key order|
synchronous call|timeout|choreography|orchestration|orchestrator|saga|compensation|correlation id|event sourcing|
schema change|mirroring|MQTT|Solace|narrow subscription|publish once
"""


@pytest.mark.parametrize("term", re.split(r"\|\s*", TERMS.strip()))
def test_a_term_of_the_stage_has_a_card(term: str) -> None:
    assert term in GLOSSARY


@pytest.mark.parametrize("term", GLOSSARY)
def test_a_card_fits_a_glance(term: str) -> None:
    card = GLOSSARY[term]
    assert set(card) == {"title", "text", "not", "kafka"}
    assert 8 <= len(str(card["text"]).split()) <= 40
    assert 3 <= len(str(card["not"]).split()) <= 20
    assert len(str(card["kafka"])) <= 90


def test_titles_and_anchors_are_unique() -> None:
    titles = [card["title"] for card in catalogue("en").data["glossary"].values()]
    assert len(set(titles)) == len(titles)
    assert len({slugify(term) for term in GLOSSARY}) == len(GLOSSARY)


def test_the_page_lists_every_card_with_an_anchor(client: Client) -> None:
    page = client.get("/glossary/").content.decode()
    for term in GLOSSARY:
        assert f'id="{slugify(term)}"' in page
    assert "Not to be confused with" in page


def test_the_page_is_only_read(client: Client) -> None:
    assert client.post("/glossary/").status_code == 405
