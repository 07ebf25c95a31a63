"""__share_group_state at the start of a run: where share groups remember what became of records."""

from collections.abc import Callable
from typing import Any

from broker_core.config import settings_for
from broker_core.config.topics import OFFSETS
from broker_core.controller.placement import place_kraft
from broker_core.coordinator.placement import coordinator_partition
from broker_core.coordinator.share_group.persister import STATE_PARTITIONS
from broker_core.coordinator.share_group.state import STATE_TOPIC, share_place
from broker_core.replication.metadata import topic_info


def state_records(
    c: Any, scenario: dict[str, Any], placeable: Any, registration: Callable[..., Any]
) -> list[Any]:
    """The topic's records; of its 50 partitions those exist that some share group here needs."""
    counts = {row["id"]: row["partitions"] for row in scenario["topics"]}
    keys = [
        share_place(group["id"], topic, partition)
        for group in scenario["groups"]
        if group["type"] == "share"
        for topic in group["topics"]
        for partition in range(counts[topic])
    ]
    if not keys:
        return []
    factor = min(3, len(c.brokers))
    placed = place_kraft(
        STATE_PARTITIONS, factor, placeable,
        lambda bound: c.world.chance.below(bound, "controller", "share_state_placement"),
    )  # fmt: skip
    config = settings_for("topic", "production", "java", OFFSETS)
    info = topic_info(STATE_TOPIC, STATE_PARTITIONS, factor, True, config)
    needed = dict.fromkeys(coordinator_partition(key, STATE_PARTITIONS) for key in keys)
    return [
        ("topic", tuple(info)),
        *(("partition", registration(STATE_TOPIC, p, tuple(placed[p]))) for p in needed),
    ]
