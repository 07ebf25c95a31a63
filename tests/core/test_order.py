"""Order in a partition when a broker goes and comes back."""

from typing import Any

from broker_core import Simulation
from tests.core.helpers import after, give

SCENE: dict[str, Any] = {
    "title": "one broker, two producers",
    "cluster": {
        "brokers": 1,
        "control_plane": {"kind": "kraft", "voters": 1, "combined": False},
    },
    "topics": [{"id": "orders", "partitions": 2}],
    "producers": [
        {"id": "checkout", "topic": "orders", "keys": ["ada", "bo"], "rate_per_s": 0.2},
        {
            "id": "webshop",
            "topic": "orders",
            "keys": ["ada", "bo"],
            "rate_per_s": 0.2,
            "arrivals": "random",
            "config": {"acks": "1"},
        },
    ],
}


def test_numbered_batches_are_tried_again_one_after_the_other():
    """Two batches fail together. The first is refused by a broker that does not know yet that it
    leads; the second, a moment later, would be taken by it (TransactionManager: a batch that has its
    sequence is drained again only when it is the first one unsettled)."""
    sim = Simulation.from_scenario(SCENE, 6)
    for at_us, command in (
        (200, "stop broker 1"),
        (18_200, "slow broker 1 latency=38ms"),
        (1_418_200, "slow broker 1 latency=19ms"),
        (5_346_200, "publish checkout orders value=x partition=1"),
        (5_346_200, "publish checkout orders value=x partition=0"),
        (7_250_200, "slow broker 1 latency=20ms"),
        (8_250_200, "set topic orders min.insync.replicas=3"),
        (8_400_200, "publish checkout orders key=ela"),
        (10_704_200, "restart broker 1"),
    ):
        sim.advance(at_us)
        give(sim, command)
    after(sim, 6)
    for partition in (0, 1):
        rows = sim._cluster.brokers[1].replica("orders", partition).log.records
        records = [row.record for row in rows if row.producer == "checkout"]
        assert len(records) >= 2
        assert records == sorted(records), partition
