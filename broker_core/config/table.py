"""Every setting that this engine reads: Kafka's name, default and range (semantics 0.4, 7.8)."""

import re
from difflib import get_close_matches
from typing import Any

from broker_core.config.setting import FOREVER_MS, OutOfRange, Setting, unit_of
from broker_core.config.topics import BROKERS_NAME, TOPIC
from broker_core.kernel.units import MICROSECONDS, iso_duration_us, parse_duration

_INTEGER = re.compile(r"-?\d{1,19}\Z")
_RATIO = re.compile(r"(0|1|0?\.\d{1,2}|1\.0{1,2})\Z")

_BROKER = {
    "group.share.session.timeout.ms": Setting("duration", 45000, "broker", 45000, 60000),
    "group.share.heartbeat.interval.ms": Setting("duration", 5000, "broker", 5000, 15000),
    "group.share.assignment.interval.ms": Setting("duration", 1000, "broker", 0, 15000),
    "group.share.max.size": Setting("int", 200, "broker", 1, 1000),
    "group.share.record.lock.duration.ms": Setting("duration", 30000, "broker", 15000, 60000),
    "group.share.delivery.count.limit": Setting("int", 5, "broker", 2, 10),
    "group.share.partition.max.record.locks": Setting("int", 2000, "broker", 100, 10000),
    "group.consumer.session.timeout.ms": Setting("duration", 45000, "broker", 45000, 60000),
    "group.consumer.heartbeat.interval.ms": Setting("duration", 5000, "broker", 5000, 15000),
    "group.consumer.assignment.interval.ms": Setting("duration", 1000, "broker", 0, 15000),
    "group.consumer.max.size": Setting("int", 2**31 - 1, "broker", 1),
    "group.consumer.assignors": Setting(
        "list", ("uniform", "range"), "broker", choices=("uniform", "range")
    ),
    "replica.fetch.wait.max.ms": Setting("duration", 500, "broker"),
    "replica.fetch.backoff.ms": Setting("duration", 1000, "broker"),
    "replica.lag.time.max.ms": Setting("duration", 30000, "broker", 1),
    "replica.high.watermark.checkpoint.interval.ms": Setting("duration", 5000, "broker", 1),
    "broker.heartbeat.interval.ms": Setting("duration", 2000, "broker", 1),
    "broker.session.timeout.ms": Setting("duration", 9000, "broker", 1),
    "auto.leader.rebalance.enable": Setting("bool", True, "broker"),
    "leader.imbalance.check.interval.seconds": Setting("duration", 300, "broker", 1),
    "replica.selector.class": Setting(
        "choice",
        "",
        "broker",
        choices=(
            "",
            "RackAwareReplicaSelector",
            "org.apache.kafka.common.replica.RackAwareReplicaSelector",
        ),
    ),
    "zookeeper.session.timeout.ms": Setting("duration", 18000, "broker", 1),
    "leader.imbalance.per.broker.percentage": Setting("int", 10, "broker", 0, 100),
    "unclean.leader.election.interval.ms": Setting("duration", 300000, "broker", 1),
    "controller.quorum.fetch.timeout.ms": Setting("duration", 2000, "broker", 1),
    "controller.quorum.election.timeout.ms": Setting("duration", 1000, "broker", 1),
    "controller.quorum.request.timeout.ms": Setting("duration", 2000, "broker", 1),
    "group.initial.rebalance.delay.ms": Setting("duration", 3000, "broker"),
    "offsets.commit.timeout.ms": Setting("duration", 5000, "broker", 1),
    "group.max.size": Setting("int", 2**31 - 1, "broker", 1),
    "group.min.session.timeout.ms": Setting("duration", 6000, "broker"),
    "group.max.session.timeout.ms": Setting("duration", 1800000, "broker"),
    "offsets.retention.minutes": Setting("duration", 10080, "broker", 1),
    "offsets.retention.check.interval.ms": Setting("duration", 600000, "broker", 1),
    "request.timeout.ms": Setting("duration", 30000, "broker", 1),
    "eligible.leader.replicas.version": Setting("int", 1, "broker", 0, 1),
    "registration.retry.ms": Setting("duration", 2000, "broker", 1),
    "transaction.max.timeout.ms": Setting("duration", 900000, "broker", 1),
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": Setting(
        "duration", 10000, "broker", 1
    ),
    "transaction.state.log.min.isr": Setting("int", 2, "broker", 1),
    "add.partitions.to.txn.retry.backoff.ms": Setting("duration", 20, "broker", 1),
    "add.partitions.to.txn.retry.backoff.max.ms": Setting("duration", 100, "broker"),
    "log.retention.check.interval.ms": Setting("duration", 300000, "broker", 1),
    "log.initial.task.delay.ms": Setting("duration", 30000, "broker"),
    "log.cleaner.enable": Setting("bool", True, "broker"),
    "log.cleaner.backoff.ms": Setting("duration", 15000, "broker"),
    **{name: TOPIC[topics]._replace(scope="broker") for name, topics in BROKERS_NAME.items()},
}
_CLIENT = {
    "request.timeout.ms": Setting("duration", 30000, "client", 1),
    "retry.backoff.ms": Setting("duration", 100, "client"),
    "retry.backoff.max.ms": Setting("duration", 1000, "client"),
    "metadata.max.age.ms": Setting("duration", 300000, "client", 1),
    "reconnect.backoff.ms": Setting("duration", 50, "client"),
    "reconnect.backoff.max.ms": Setting("duration", 1000, "client"),
}
_PRODUCER = {
    **_CLIENT,
    "acks": Setting("choice", "all", "producer", choices=("0", "1", "all")),
    "linger.ms": Setting("duration", 5, "producer"),
    "batch.size": Setting("int", 16384, "producer", 1),
    "delivery.timeout.ms": Setting("duration", 120000, "producer", 1),
    "retries": Setting("int", 2147483647, "producer"),
    "max.in.flight.requests.per.connection": Setting("int", 5, "producer", 1),
    "enable.idempotence": Setting("bool", True, "producer"),
    "partitioner": Setting(
        "choice", "murmur2", "producer",
        choices=("murmur2", "murmur2_random", "consistent_random", "random"),
    ),
    "partitioner.class": Setting(
        "choice", "", "producer",
        choices=(
            "", "RoundRobinPartitioner",
            "org.apache.kafka.clients.producer.RoundRobinPartitioner",
        ),
    ),
    "partitioner.ignore.keys": Setting("bool", False, "producer"),
    "partitioner.adaptive.partitioning.enable": Setting("bool", True, "producer"),
    "partitioner.availability.timeout.ms": Setting("duration", 0, "producer"),
    "sticky.partitioning.linger.ms": Setting("duration", 10, "producer", 0, 900000),
    "buffer.memory": Setting("int", 33554432, "producer"),
    "max.block.ms": Setting("duration", 60000, "producer"),
    "max.request.size": Setting("int", 1048576, "producer"),
    "transaction.timeout.ms": Setting("duration", 60000, "producer", 1),
}  # fmt: skip
_CONSUMER = {
    **_CLIENT,
    "session.timeout.ms": Setting("duration", 45000, "consumer", 6000, 1800000),
    "heartbeat.interval.ms": Setting("duration", 3000, "consumer", 1),
    "max.poll.interval.ms": Setting("duration", 300000, "consumer", 1),
    "max.poll.records": Setting("int", 500, "consumer", 1),
    "auto.commit.interval.ms": Setting("duration", 5000, "consumer", 1),
    "enable.auto.commit": Setting("bool", True, "consumer"),
    "enable.auto.offset.store": Setting("bool", True, "consumer"),
    "auto.offset.reset": Setting("reset", "latest", "consumer"),
    "default.api.timeout.ms": Setting("duration", 60000, "consumer", 1),
    "fetch.max.wait.ms": Setting("duration", 500, "consumer"),
    "client.rack": Setting("word", "", "consumer"),
    "group.protocol": Setting("choice", "classic", "consumer", choices=("classic", "consumer")),
    "group.remote.assignor": Setting("choice", "", "consumer", choices=("", "uniform", "range")),
    "isolation.level": Setting(
        "choice", "read_uncommitted", "consumer", choices=("read_uncommitted", "read_committed")
    ),
    "partition.assignment.strategy": Setting(
        "list",
        ("range", "cooperative-sticky"),
        "consumer",
        choices=("range", "roundrobin", "sticky", "cooperative-sticky"),
    ),
}

_SHARE = {
    **_CLIENT,
    "max.poll.interval.ms": Setting("duration", 300000, "share", 1),
    "max.poll.records": Setting("int", 500, "share", 1),
    "fetch.max.wait.ms": Setting("duration", 500, "share"),
    "share.auto.offset.reset": Setting("choice", "latest", "share", choices=("earliest", "latest")),
    "share.acknowledgement.mode": Setting(
        "choice", "implicit", "share", choices=("implicit", "explicit")
    ),
}

SETTINGS: dict[str, dict[str, Setting]] = {
    "broker": _BROKER,
    "producer": _PRODUCER,
    "consumer": _CONSUMER,
    "share": _SHARE,
    "topic": TOPIC,
}


def nearest(name: str, names: Any) -> str:
    """The names most like `name`, for an error."""
    return ", ".join(get_close_matches(name, list(names), 3, 0.4)) or ", ".join(sorted(names)[:6])


def check_value(scope: str, name: str, value: Any, any_range: bool = False) -> Any:
    """The value as the engine holds it. Raises ValueError naming the setting and the rule."""
    table = SETTINGS[scope]
    if name not in table:
        raise ValueError(f"{name} is not a {scope} setting known here; {nearest(name, table)}")
    return _READERS[table[name].kind](name, table[name], value, any_range)


def _duration(name: str, setting: Setting, value: Any, any_range: bool) -> int:
    unit = unit_of(name)
    scale = MICROSECONDS[unit]
    if isinstance(value, str) and _INTEGER.match(value):
        value = int(value)
    if isinstance(value, str):
        try:
            us = parse_duration(value)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    elif isinstance(value, int) and not isinstance(value, bool):
        if value == setting.low == -1:
            return -1
        us = value * scale
    else:
        raise ValueError(f"{name} is a number of {unit} or a duration such as 400ms")
    if setting.high == FOREVER_MS:
        us = min(us, FOREVER_MS * scale)
    low = max(setting.low, 0)
    if us < 0 or (not any_range and not low * scale <= us <= setting.high * scale):
        raise OutOfRange(name, setting.low, setting.high, unit)
    return us


def _int(name: str, setting: Setting, value: Any, any_range: bool) -> int:
    if isinstance(value, str) and _INTEGER.match(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name} is a whole number")
    low = min(setting.low, 1) if any_range else setting.low
    if not low <= value <= setting.high:
        raise OutOfRange(name, setting.low, setting.high)
    return value


def _ratio(name: str, setting: Setting, value: Any, any_range: bool) -> int:
    text = str(value)
    if isinstance(value, bool) or not _RATIO.match(text):
        raise ValueError(f"{name} is a number from 0 to 1 with at most two decimals, such as 0.5")
    whole, _, decimals = text.partition(".")
    return int(whole or "0") * 100 + int(decimals.ljust(2, "0") or "0")


def _bool(name: str, setting: Setting, value: Any, any_range: bool) -> bool:
    if value in ("true", "false"):
        return bool(value == "true")
    if not isinstance(value, bool):
        raise ValueError(f"{name} is true or false")
    return value


def _choice(name: str, setting: Setting, value: Any, any_range: bool) -> str:
    word = {"-1": "all"}.get(str(value), str(value)) if name == "acks" else str(value)
    if word not in setting.choices:
        raise ValueError(f"{name} is one of {', '.join(setting.choices)}")
    return word


def _list(name: str, setting: Setting, value: Any, any_range: bool) -> tuple[str, ...]:
    words = [w for w in value.split(",") if w] if isinstance(value, str) else value
    if not isinstance(words, list | tuple) or not (words or setting.empty):
        raise ValueError(f"{name} is a list of {', '.join(setting.choices)}")
    for word in words:
        if word not in setting.choices:
            raise ValueError(f"{name} is a list of {', '.join(setting.choices)}")
    return tuple(words)


def _reset(name: str, setting: Setting, value: Any, any_range: bool) -> str:
    """auto.offset.reset; a duration is written as ISO 8601 does (KIP-1106)."""
    word = str(value)
    if word in ("earliest", "latest", "none"):
        return word
    if word.startswith("by_duration:"):
        iso_duration_us(word.removeprefix("by_duration:"))
        return word
    raise ValueError(f"{name} is earliest, latest, none or by_duration:PT1H")


def _word(name: str, setting: Setting, value: Any, any_range: bool) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9._-]{0,64}", value):
        raise ValueError(f"{name} is one word")
    return value


_READERS = {
    "word": _word,
    "duration": _duration,
    "int": _int,
    "ratio": _ratio,
    "bool": _bool,
    "choice": _choice,
    "list": _list,
    "reset": _reset,
}
