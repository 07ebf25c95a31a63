"""Who may change a setting while a real cluster runs, and how its default is written.

A broker's setting is `read-only` (in its properties file, read at its start), `per-broker` or
`cluster-wide` (kafka-configs.sh --entity-type brokers); a topic's is changed by kafka-configs.sh for
that topic; a client's is given to the client when it starts. `feature` is raised by kafka-features.sh,
`engine` is no setting of Kafka's: it stands for what Kafka has fixed in its code.
"""

from broker_core.config.setting import FOREVER_MS, Setting, written
from broker_core.config.table import SETTINGS, check_value
from broker_core.config.topics import BROKERS_NAME

MODES = ("read-only", "per-broker", "cluster-wide", "topic", "client", "feature", "engine")

_OF_BROKERS = {
    **dict.fromkeys(BROKERS_NAME, "cluster-wide"),
    "log.cleaner.backoff.ms": "cluster-wide",
    "eligible.leader.replicas.version": "feature",
    "registration.retry.ms": "engine",
}
"""All other broker settings here are read-only in 4.x (its documentation's column "update mode")."""

LIBRDKAFKA = frozenset({"partitioner", "enable.auto.offset.store", "sticky.partitioning.linger.ms"})
"""Client settings that librdkafka has and the Java client has not."""


FOREVER_TEXT = "9223372036854775807"
"""What Kafka writes where this engine holds its own longest time."""


def may_change(scope: str, name: str) -> str:
    """One of MODES."""
    if scope == "topic":
        return "topic"
    return _OF_BROKERS.get(name, "read-only") if scope == "broker" else "client"


def default_text(scope: str, name: str) -> str:
    """Kafka's default in production, as people write it."""
    setting = SETTINGS[scope][name]
    if setting.high == FOREVER_MS and setting.default == FOREVER_MS:
        return FOREVER_TEXT
    return written(name, setting, check_value(scope, name, setting.default, True))


def range_text(setting: Setting) -> tuple[str, str]:
    """The lowest and highest value that Kafka allows; "" where there is no bound to speak of."""
    if setting.kind not in ("int", "duration", "ratio"):
        return "", ""
    if setting.kind == "ratio":
        return "0", "1"
    high = "" if setting.high in (2**31 - 1, 2**53 - 1, FOREVER_MS) else str(setting.high)
    return str(setting.low), high
