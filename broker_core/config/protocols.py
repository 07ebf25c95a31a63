"""Settings that exist in one group protocol only (semantics 6.1): the broker decides the rest."""

from typing import Any

ONLY_CLASSIC = (
    "session.timeout.ms",
    "heartbeat.interval.ms",
    "partition.assignment.strategy",
)
ONLY_CONSUMER = ("group.remote.assignor",)


def protocol_rules(values: dict[str, Any], given: dict[str, Any]) -> None:
    """Raises ValueError for a setting that the chosen group.protocol does not have, as the Java
    client does (ConsumerConfig.checkUnsupportedConfigsPostProcess)."""
    protocol = values["group.protocol"]
    wrong = ONLY_CLASSIC if protocol == "consumer" else ONLY_CONSUMER
    for name in wrong:
        if given.get(name):
            broker = {
                "session.timeout.ms": "; set group.consumer.session.timeout.ms of the cluster"
            }
            raise ValueError(
                f"{name} cannot be set when group.protocol={protocol}{broker.get(name, '')}"
            )
