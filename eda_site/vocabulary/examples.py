"""An example of every type of event, with values that make its sentence as long as it usually gets."""

from typing import Any

from broker_core.events import REGISTRY

_USUAL: dict[str, Any] = {
    "broker": 2,
    "controller_epoch": 3,
    "epoch": 4,
    "generation": 5,
    "leader_epoch": 4,
    "offset": 18,
    "partition": 1,
    "replica": 3,
    "acks": "all",
    "candidate": "broker-3",
    "client": "webshop",
    "error": "NOT_ENOUGH_REPLICAS",
    "filter": "shop/+/order",
    "group": "billing",
    "key": "ada",
    "kind": "fetch",
    "leader": 1,
    "leaders": [["orders", 0, 1, 4], ["orders", 1, 2, 4], ["orders", 2, 3, 4]],
    "lost": [[17, 4, 31, "ada"], [18, 4, 32, None]],
    "member": "billing-1",
    "member_id": "billing-1-1",
    "members": ["billing-1", "billing-2"],
    "name": "OrderPlaced",
    "node": "broker-1",
    "onward": ["lima", "paris"],
    "partitions": [["orders", 0], ["orders", 1], ["orders", 2]],
    "pending": ["orders", 1, "ada", 0, "all"],
    "places": [["billing.queue", "shop/#", "queue"], ["phone", "shop/+/order", "direct"]],
    "process": "broker-2",
    "producer": "checkout",
    "profile": "librdkafka",
    "rack": "north",
    "reason": "reset",
    "records": [17, 18],
    "server": "broker-2",
    "source": "broker-1",
    "rule": "mqtt.hash_last",
    "target": "broker-2",
    "targets": ["lima", "paris"],
    "topic": "orders",
    "topics": ["orders"],
    "value": "1 lamp",
}
_OF_ITS_OWN: dict[tuple[str, str], Any] = {
    ("pubsub.trimmed", "removed"): 3,
    ("pubsub.published", "parts"): ["customer", "amount"],
    ("controller.cluster_formed", "voters"): ["broker-1", "broker-2", "broker-3"],
    ("controller.role_changed", "leader"): "broker-3",
    ("controller.topic_created", "partitions"): 3,
    ("controller.metadata_appended", "record"): "PartitionChange",
    ("group.rebalanced", "leader"): "billing-1",
}
_IDS = {"isr", "elr", "removed", "added", "replica_ids"}
_SUMMARY: dict[str, Any] = {
    "parts": [
        ["orders", 0, [[31, "ada", None]]],
        ["orders", 1, [[32, "bo", None], [33, "di", None]]],
        ["orders", 2, [[34, "fei", None]]],
    ],
    "error": None,
    "acks": "all",
    "epoch": 4,
    "broker": 3,
    "topic": "orders",
    "partition": 1,
    "isr": [1, 3],
    "event": 12,
    "name": "OrderPlaced",
    "count": 2,
    "log": "tape",
    "offset": 17,
    "outcome": "ok",
    "position": 15,
}


def sample(event_type: str) -> dict[str, Any]:
    """An event of this type with values that make its sentence as long as it usually gets."""
    cls = REGISTRY[event_type]
    event: dict[str, Any] = {"seq": 812, "type": event_type, "at_us": 52_612_000, "cause": 811}
    for name, kind in zip(cls.fields, cls.kinds, strict=True):
        event[name] = _value(event_type, name, kind)
    return event


def _value(event_type: str, name: str, kind: str) -> Any:
    if (event_type, name) in _OF_ITS_OWN:
        return _OF_ITS_OWN[event_type, name]
    if name in _USUAL:
        return _USUAL[name]
    if name == "summary":
        return _SUMMARY
    if name in _IDS:
        return [1, 2, 3]
    if name.endswith("_us"):
        return 52_612_000
    return {"int": 127, "name": "word", "text": "text", "json": []}[kind]
