"""What a check gets: the cluster, the Java side, the report, and the engine's pure functions."""

import time
from typing import Any

from broker_core.clients import partitioners
from tools.real_kafka import wire
from tools.real_kafka.cluster import Cluster, until
from tools.real_kafka.probe import Probe, ProbeError
from tools.real_kafka.report import Report


class Scene:
    ProbeError = ProbeError
    until = staticmethod(until)

    def __init__(self, cluster: Cluster, probe: Probe, report: Report) -> None:
        self.cluster, self.probe, self.report = cluster, probe, report
        self.fact = report.fact
        probe.servers = cluster.servers

    def connect(self, broker: int, **options: Any) -> wire.Connection:
        return wire.Connection(self.cluster.port(broker), **options)

    def leader(self, topic: str, part: int = 0) -> int:
        """Waits until the partition has a leader and says which."""
        return self.until(lambda: self.leader_now(topic, part), 20)

    def leader_now(self, topic: str, part: int = 0) -> int | None:
        leader = self.probe.partition(topic, part)["leader"]
        return leader if leader >= 0 else None

    def told(self, broker: int, topic: str, part: int = 0) -> dict[str, Any]:
        """What this broker tells clients about the partition."""
        c = self.connect(broker)
        try:
            return wire.metadata(c, topic).get(part, {})
        finally:
            c.close()

    def now_ms(self) -> int:
        return int(time.time() * 1000)

    def batches(self, topic: str, part: int = 0, broker: int | None = None) -> list[dict[str, Any]]:
        """The batches on a broker's disk."""
        broker = broker or self.leader(topic, part)
        folder = self.cluster.nodes[broker].data / f"{topic}-{part}"
        return self.probe("batches", folder=str(folder))

    def decisions(self, node: int, after: int = -1) -> list[list[Any]]:
        """Records of the metadata log on a controller's disk: [offset, time, type, fields]."""
        folder = self.cluster.nodes[node].data / "__cluster_metadata-0"
        return self.probe("decisions", folder=str(folder), after=after)

    def engine_partitions(self, name: str, keys: list[str], count: int) -> list[int]:
        """Where Eventarium's engine puts the keys."""
        choose = {
            "murmur2": partitioners.java_partition,
            "consistent_random": partitioners.crc32_partition,
        }[name]
        return [choose(key.encode(), count) for key in keys]

    def coordinator(self, group: str) -> int:
        """The broker that coordinates a group, as soon as there is one."""
        c = self.connect(1)
        try:
            found = self.until(
                lambda: (a := wire.coordinator(c, group))[0] == "NONE" and (a[1],), 30, 0.3
            )
            return found[0]
        finally:
            c.close()

    def seen(self, prefix: str) -> list[dict[str, Any]]:
        """What the group members with this name noted, by name."""
        return [row for _, row in sorted(self.probe("seen", prefix=prefix).items())]
