"""Settings by Kafka's names: defaults, ranges, rules that join several, presets and profiles."""

from typing import Any

import pytest

from broker_core.config import SETTINGS, check_value, settings_for

MS = 1_000
PRESETS = ("teaching", "production")


@pytest.mark.parametrize(
    ("scope", "name", "value"),
    [
        ("producer", "linger.ms", 5 * MS),
        ("producer", "acks", "all"),
        ("producer", "delivery.timeout.ms", 120_000 * MS),
        ("producer", "request.timeout.ms", 30_000 * MS),
        ("producer", "max.in.flight.requests.per.connection", 5),
        ("producer", "enable.idempotence", True),
        ("producer", "retries", 2147483647),
        ("consumer", "session.timeout.ms", 45_000 * MS),
        ("consumer", "heartbeat.interval.ms", 3_000 * MS),
        ("consumer", "max.poll.interval.ms", 300_000 * MS),
        ("consumer", "auto.commit.interval.ms", 5_000 * MS),
        ("consumer", "auto.offset.reset", "latest"),
        ("broker", "replica.lag.time.max.ms", 30_000 * MS),
        ("broker", "broker.session.timeout.ms", 9_000 * MS),
        ("broker", "broker.heartbeat.interval.ms", 2_000 * MS),
        ("broker", "leader.imbalance.check.interval.seconds", 300_000 * MS),
        ("broker", "group.initial.rebalance.delay.ms", 3_000 * MS),
        ("topic", "min.insync.replicas", 1),
        ("topic", "unclean.leader.election.enable", False),
    ],
)
def test_production_is_kafkas_default(scope: str, name: str, value: Any):
    """The table of semantics 0.4, in virtual microseconds."""
    assert settings_for(scope, "production")[name] == value


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("profile", ["java", "librdkafka"])
def test_the_orderings_that_the_machine_rests_on(preset: str, profile: str):
    consumer = settings_for("consumer", preset, profile)
    producer = settings_for("producer", preset, profile)
    broker = settings_for("broker", preset)
    assert 3 * consumer["heartbeat.interval.ms"] <= consumer["session.timeout.ms"]
    assert consumer["session.timeout.ms"] < consumer["max.poll.interval.ms"]
    assert producer["delivery.timeout.ms"] >= producer["linger.ms"] + producer["request.timeout.ms"]
    assert 3 * broker["broker.heartbeat.interval.ms"] <= broker["broker.session.timeout.ms"]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("scope", sorted(SETTINGS))
def test_every_preset_gives_every_setting(scope: str, preset: str):
    assert set(settings_for(scope, preset)) == set(SETTINGS[scope])


@pytest.mark.parametrize(
    ("scope", "name", "near"),
    [
        ("producer", "linger", "linger.ms"),
        ("producer", "ack", "acks"),
        ("consumer", "auto.offset.rest", "auto.offset.reset"),
        ("broker", "replica.lag.max.ms", "replica.lag.time.max.ms"),
        ("topic", "min.insync.replica", "min.insync.replicas"),
    ],
)
def test_an_unknown_name_gets_the_nearest_ones(scope: str, name: str, near: str):
    with pytest.raises(ValueError, match=near.replace(".", r"\.")):
        check_value(scope, name, 1)


@pytest.mark.parametrize(
    ("scope", "name", "value"),
    [
        ("consumer", "session.timeout.ms", 5_999),
        ("consumer", "session.timeout.ms", 1_800_001),
        ("producer", "max.in.flight.requests.per.connection", 0),
        ("producer", "acks", "2"),
        ("producer", "linger.ms", -1),
        ("producer", "linger.ms", "soon"),
        ("producer", "enable.idempotence", "perhaps"),
        ("consumer", "auto.offset.reset", "oldest"),
        ("topic", "min.insync.replicas", 0),
        ("broker", "broker.session.timeout.ms", 0),
        ("producer", "batch.size", 1.5),
        ("producer", "retries", True),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(scope: str, name: str, value: Any):
    with pytest.raises(ValueError, match=name.replace(".", r"\.")):
        settings_for(scope, "production", given={name: value})


@pytest.mark.parametrize(
    "given",
    [{"acks": "1"}, {"acks": "0"}, {"retries": 0}, {"max.in.flight.requests.per.connection": 6}],
)
def test_idempotence_goes_silently_unless_it_was_wished_for(given: dict[str, Any]):
    """Semantics 2.6: implicit it is switched off, explicit it is an error."""
    assert settings_for("producer", "production")["enable.idempotence"] is True
    assert settings_for("producer", "production", given=given)["enable.idempotence"] is False
    with pytest.raises(ValueError, match=r"enable\.idempotence"):
        settings_for("producer", "production", given={**given, "enable.idempotence": True})


def test_delivery_lasts_at_least_linger_and_request():
    with pytest.raises(ValueError, match=r"delivery.timeout.ms"):
        settings_for("producer", "production", given={"delivery.timeout.ms": 30_004})
    given = {"delivery.timeout.ms": 30_005}
    assert settings_for("producer", "production", given=given)["delivery.timeout.ms"] == 30_005 * MS


def test_durations_come_in_kafkas_unit_or_with_one():
    assert check_value("producer", "linger.ms", 5) == 5 * MS
    assert check_value("producer", "linger.ms", "5") == 5 * MS
    assert check_value("producer", "linger.ms", "1.5s") == 1_500 * MS
    assert check_value("broker", "leader.imbalance.check.interval.seconds", 20) == 20_000 * MS


def test_librdkafka_has_its_own_defaults():
    """Semantics 7.8."""
    producer = settings_for("producer", "production", "librdkafka")
    consumer = settings_for("consumer", "production", "librdkafka")
    assert producer["partitioner"] == "consistent_random"
    assert producer["enable.idempotence"] is False
    assert producer["delivery.timeout.ms"] == 300_000 * MS
    assert producer["max.in.flight.requests.per.connection"] == 1_000_000
    assert consumer["partition.assignment.strategy"] == ("range", "roundrobin")
