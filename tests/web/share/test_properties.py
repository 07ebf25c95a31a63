"""Somebody's own properties, told honestly: modelled or not, default or not, and never a secret again."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from broker_core.config import SETTINGS
from broker_core.scenario import load
from eda_site.rooms.library import scene_scenario
from eda_site.share.properties.names import NOT_MODELLED
from eda_site.share.properties.reading import HIDDEN, LONGEST, MOST, pairs_of, profile_of
from eda_site.share.properties.writing import properties_of
from tests.web.rooms.test_pages import start


def states(text, scope="producer", client="java"):
    return {row.name: row.state for row in profile_of(text, scope, client).rows}


def test_each_name_gets_an_honest_word():
    text = "acks=1\nlinger.ms=0\nretries=-5\ncompression.type=lz4\nack=all\nmin.insync.replicas=2"
    assert states(text) == {
        "acks": "differs",
        "linger.ms": "differs" if SETTINGS["producer"]["linger.ms"].default else "default",
        "retries": "wrong",
        "compression.type": "ignored",
        "ack": "unknown",
        "min.insync.replicas": "unknown",
    }
    notes = {row.name: row.note for row in profile_of(text, "producer", "java").rows}
    assert "acks" in notes["ack"] and "topic" in notes["min.insync.replicas"]


def test_names_are_modelled_or_not_but_never_both():
    for scope, names in NOT_MODELLED.items():
        assert not names & set(SETTINGS[scope])


def test_javas_spellings_are_understood():
    strategy = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
    found = profile_of(f"partition.assignment.strategy=[{strategy}]", "consumer", "java")
    assert found.given == {"partition.assignment.strategy": "cooperative-sticky"}
    assert profile_of("acks=-1", "producer", "java").rows[0].state == "default"
    assert pairs_of("a\\:b = c\\\n   d\n! x\na\\:b=e") == [("a:b", "e")]


def test_what_cannot_stand_together_is_said():
    text = "enable.idempotence=true\nacks=1"
    assert profile_of(text, "producer", "java").conflict


def test_what_is_taken_over_is_a_scenario_that_loads():
    found = profile_of("acks=1\nlinger.ms=20\nssl.protocol=x", "producer", "java")
    scenario = scene_scenario("broker-fails")
    producers = [{**row, "config": found.given} for row in scenario["producers"]]
    assert load({**scenario, "producers": producers})["producers"][0]["config"] == found.given


@pytest.mark.django_db
def test_secrets_and_markup_are_never_shown():
    text = "ssl.key.password=hunter2\nsasl.jaas.config=hunter2\nmy.secret=hunter2\nacks=<script>x"
    page = Client().post("/properties/", {"scope": "producer", "text": text}).content.decode()
    assert "hunter2" not in page and HIDDEN in page
    assert "<script>x" not in page and "&lt;script&gt;x" in page


def test_much_is_cut_and_said():
    many = "\n".join(f"name{n}=1" for n in range(MOST + 50))
    found = profile_of(many, "topic", "java")
    assert len(found.rows) == MOST and found.is_cut
    assert profile_of("x" * (LONGEST + 5), "topic", "java").is_cut


@given(st.text(max_size=200), st.sampled_from(sorted(SETTINGS)))
def test_nothing_makes_it_fail(text, scope):
    profile_of(text, scope, "librdkafka")


@given(st.sampled_from(sorted(SETTINGS)), st.data())
def test_no_value_makes_it_fail(scope, data):
    name = data.draw(st.sampled_from(sorted(SETTINGS[scope])))
    value = data.draw(st.text(max_size=30) | st.integers().map(str))
    assert profile_of(f"{name}={value}", scope, "java").rows


@pytest.mark.django_db(transaction=True)
def test_a_rooms_settings_are_properties_that_are_read_back():
    text = properties_of({**scene_scenario("broker-fails"), "preset": "teaching"})
    assert "\nacks=1\n" in text and "# producer webshop" in text
    own = text.partition("# producer webshop")[2].partition("\n#")[0]
    found = profile_of(own, "producer", "java")
    assert found.rows and all(row.state in ("differs", "default") for row in found.rows)
    client = Client()
    code = start(client)
    assert client.get(f"/r/{code}/export/1/settings.properties").content.decode() == text
