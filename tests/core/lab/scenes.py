"""Scenes for the lab's tests: the same story under a setting that may be changed."""

import json
from typing import Any

from broker_core.history import Run


def lost(acks: str = "1") -> dict[str, Any]:
    """Broker 1 leads, acknowledges the record of key bo, which nobody can fetch, and dies.

    With acks=1 that record is lost; with acks=all it is acknowledged later, by the next leader.
    """
    plane = {"kind": "kraft", "voters": 3, "combined": False}
    topic = {
        "id": "orders",
        "partitions": 1,
        "replication_factor": 3,
        "replicas": [[1, 2, 3]],
        "config": {"min.insync.replicas": 2},
    }
    group = {"id": "billing", "topics": ["orders"], "members": 1}
    script = [
        ("6s", "publish checkout orders key=ada"),
        ("8s", "cut 1 2"),
        ("8s", "cut 1 3"),
        ("8100ms", "publish checkout orders key=bo"),
        ("8500ms", "crash broker 1"),
        ("16s", "publish checkout orders key=cal"),
    ]
    return {
        "title": "The leader dies just after its acknowledgement",
        "cluster": {"brokers": 3, "control_plane": plane},
        "topics": [topic],
        "producers": [{"id": "checkout", "topic": "orders", "config": {"acks": acks}}],
        "groups": [{**group, "config": {"auto.offset.reset": "earliest"}}],
        "script": [{"at": at, "do": do} for at, do in script],
    }


def copied(scene: dict[str, Any]) -> dict[str, Any]:
    """A deep copy."""
    found: dict[str, Any] = json.loads(json.dumps(scene))
    return found


def played(scene: dict[str, Any], until_us: int = 30_000_000, seed: int = 7) -> Run:
    """The run of a scene, moved on to a moment."""
    run = Run(scene, seed)
    run.advance(until_us)
    return run
