"""Two presets of one machine, and two client profiles (design section 3, semantics 7.8)."""

from typing import Any

from broker_core.config.protocols import protocol_rules
from broker_core.config.table import SETTINGS, check_value
from broker_core.config.topics import BROKERS_NAME

HOP_US = {"production": 500, "teaching": 60_000}
"""One hop between two machines."""

TEACHING: dict[str, Any] = {
    "group.share.session.timeout.ms": 6000,
    "group.share.heartbeat.interval.ms": 1500,
    "group.share.assignment.interval.ms": 300,
    "group.share.record.lock.duration.ms": 4000,
    "group.consumer.session.timeout.ms": 6000,
    "group.consumer.heartbeat.interval.ms": 1500,
    "group.consumer.assignment.interval.ms": 300,
    "session.timeout.ms": 6000,
    "heartbeat.interval.ms": 1500,
    "broker.session.timeout.ms": 3000,
    "broker.heartbeat.interval.ms": 600,
    "replica.lag.time.max.ms": 5000,
    "group.initial.rebalance.delay.ms": 1000,
    "auto.commit.interval.ms": 2000,
    "offsets.commit.timeout.ms": 2500,
    "request.timeout.ms": 4000,
    "delivery.timeout.ms": 15000,
    "max.poll.interval.ms": 20000,
    "leader.imbalance.check.interval.seconds": 20,
    "zookeeper.session.timeout.ms": 6000,
    "unclean.leader.election.interval.ms": 20000,
    "controller.quorum.fetch.timeout.ms": 1500,
    "controller.quorum.election.timeout.ms": 800,
    "metadata.max.age.ms": 30000,
    "replica.fetch.wait.max.ms": 500,
    "fetch.max.wait.ms": 500,
    "registration.retry.ms": 1000,
    "transaction.timeout.ms": 10000,
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": 2000,
    "log.retention.check.interval.ms": 5000,
    "log.initial.task.delay.ms": 5000,
    "log.cleaner.backoff.ms": 5000,
    "segment.bytes": 600,
}
"""What the teaching preset changes; the page shows each beside Kafka's own default."""

PROFILES: dict[str, dict[str, dict[str, Any]]] = {
    "java": {"producer": {}, "consumer": {}},
    "librdkafka": {
        "producer": {
            "partitioner": "consistent_random",
            "enable.idempotence": False,
            "max.in.flight.requests.per.connection": 1000000,
            "delivery.timeout.ms": 300000,
            "batch.size": 1000000,
            "buffer.memory": 1073741824,
        },
        "consumer": {
            "max.poll.records": 1,
            "isolation.level": "read_committed",
            "partition.assignment.strategy": ["range", "roundrobin"],
        },
    },
}


def lifted(preset: str, overrides: Any = ()) -> tuple[str, ...]:
    """The settings that may leave Kafka's range: the preset's own and the scenario's
    teaching_overrides."""
    names = (*(TEACHING if preset == "teaching" else ()), *overrides)
    return (*names, *(own for own, topics in BROKERS_NAME.items() if topics in names))


def settings_for(
    scope: str,
    preset: str,
    profile: str = "java",
    given: dict[str, Any] | None = None,
    overrides: Any = (),
) -> dict[str, Any]:
    """Every setting of a scope, as the engine holds it: default, profile, preset, then `given`.

    Raises ValueError for an unknown name, a value out of range, or settings that cannot stand
    together. An idempotent producer needs acks=all, retries and at most five requests in flight:
    without an explicit wish idempotence is switched off silently, as Kafka does (semantics 2.6).
    """
    table = SETTINGS[scope]
    values = {name: check_value(scope, name, s.default, True) for name, s in table.items()}
    for name, value in PROFILES[profile].get(scope, {}).items():
        values[name] = check_value(scope, name, value, True)
    if preset == "teaching":
        for name, value in TEACHING.items():
            if name in table:
                values[name] = check_value(scope, name, value, True)
    free = lifted(preset, overrides)
    for name, value in (given or {}).items():
        values[name] = check_value(scope, name, value, name in free)
    if scope == "producer":
        _producer_rules(values, given or {})
    if scope == "consumer":
        protocol_rules(values, given or {})
    return values


def for_transactions(given: dict[str, Any]) -> dict[str, Any]:
    """What a transactional.id brings along: idempotence, and so at most five in flight."""
    most = {"max.in.flight.requests.per.connection": 5}
    return {**most, **given, "enable.idempotence": given.get("enable.idempotence", True)}


def _producer_rules(values: dict[str, Any], given: dict[str, Any]) -> None:
    fits = (
        values["acks"] == "all"
        and values["retries"] > 0
        and values["max.in.flight.requests.per.connection"] <= 5
    )
    if values["enable.idempotence"] and not fits:
        if given.get("enable.idempotence"):
            raise ValueError(
                "enable.idempotence needs acks=all, retries above 0 and at most 5 "
                "max.in.flight.requests.per.connection"
            )
        values["enable.idempotence"] = False
    if values["delivery.timeout.ms"] < values["linger.ms"] + values["request.timeout.ms"]:
        raise ValueError("delivery.timeout.ms must be at least linger.ms + request.timeout.ms")
