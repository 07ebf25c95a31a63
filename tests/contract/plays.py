"""Short runs for events that no scene of the library and no golden story reaches."""

from typing import Any

from broker_core import Simulation
from broker_core.kernel.units import parse_duration


def scenario(**more: Any) -> dict[str, Any]:
    """Three brokers, one topic, one producer, one group; `more` replaces or adds whole parts."""
    base: dict[str, Any] = {
        "title": "A play for the narrator",
        "family": "kafka",
        "cluster": {"brokers": 3},
        "topics": [{"id": "orders", "partitions": 2, "replication_factor": 3}],
        "producers": [
            {"id": "checkout", "topic": "orders", "keys": ["ada", "bo"], "rate_per_s": 2}
        ],
        "groups": [{"id": "billing", "topics": ["orders"], "members": 2, "work": "200ms"}],
    }
    return {**base, **more}


def script(*rows: tuple[str, str]) -> list[dict[str, str]]:
    return [{"at": at, "do": do} for at, do in rows]


def group(**more: Any) -> list[dict[str, Any]]:
    return [{"id": "billing", "topics": ["orders"], "members": 2, "work": "200ms", **more}]


def producer(**config: Any) -> list[dict[str, Any]]:
    return [
        {"id": "checkout", "topic": "orders", "keys": ["ada"], "rate_per_s": 4, "config": config}
    ]


SERVER_SIDE = {"config": {"group.protocol": "consumer"}, "static": True}

PLAYS: dict[str, Any] = {
    "an operator's day": scenario(
        script=script(
            ("5s", "create topic audit partitions=1 replication_factor=3"),
            ("6s", "subscribe member billing-1 topics=orders,audit"),
            ("7s", "set group billing work=300ms"),
            ("8s", "set partitions orders total=4"),
            ("9s", "pause broker 3 for=1s"),
            ("11s", "slow broker 3 latency=100ms"),
            ("12s", "delay answer checkout 1 by=1s"), ("12s", "delay answer checkout 2 by=1s"),
            ("15s", "close member billing-1"),
            ("20s", "delete topic audit"),
            ("22s", "close producer checkout"),
        )
    ),
    "a producer dies": scenario(script=script(("6s", "crash producer checkout"))),
    "racks": scenario(
        cluster={
            "brokers": 3,
            "racks": ["a", "b", "c"],
            "config": {"replica.selector.class": "RackAwareReplicaSelector"},
        },
        groups=group(members=1, config={"client.rack": "c"}),
    ),
    "a static member comes back": scenario(
        groups=group(static=True),
        script=script(("8s", "crash member billing-1"), ("9s", "restart member billing-1")),
    ),
    "a static member of the newer protocol": scenario(
        groups=group(**SERVER_SIDE),
        script=script(("8s", "close member billing-1"), ("9s", "restart member billing-1")),
    ),
    "a member of the newer protocol leaves": scenario(
        groups=group(config={"group.protocol": "consumer"}),
        script=script(("8s", "close member billing-1")),
    ),
    "offsets expire": scenario(
        cluster={
            "brokers": 3,
            "config": {"offsets.retention.minutes": "1s", "offsets.retention.check.interval.ms": "2s"},
        },
        teaching_overrides=["offsets.retention.minutes", "offsets.retention.check.interval.ms"],
        script=script(("8s", "close member billing-1"), ("8s", "close member billing-2")),
    ),
    "no room to send": scenario(
        producers=producer(**{"buffer.memory": 200, "batch.size": 100, "max.block.ms": "2s"}),
        teaching_overrides=["buffer.memory", "batch.size", "max.block.ms"],
        script=script(
            ("5s", "cut checkout broker-1"), ("5s", "cut checkout broker-2"),
            ("5s", "cut checkout broker-3"), ("14s", "heal checkout broker-1"),
            ("14s", "heal checkout broker-2"), ("14s", "heal checkout broker-3"),
        ),
    ),
    "a batch too large": scenario(
        topics=[
            {
                "id": "orders", "partitions": 1, "replication_factor": 3,
                "config": {"max.message.bytes": 250},
            }
        ],
        producers=[
            {
                "id": "checkout", "topic": "orders", "keys": ["ada"], "rate_per_s": 20,
                "config": {"linger.ms": "1s"},
            }
        ],
    ),
}  # fmt: skip


SCENES: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "parked-events",
        [
            ("3s", "pause broker hub for=1s"),
            ("6s", "pause client phone for=1s"),
            ("8s", "set client warehouse work=500ms"),
            ("9s", "set queue parcels capacity=5"),
            ("10s", "set log tape retention=20s"),
            ("20s", "stop broker hub"),
        ],
    ),
    (
        "thin-or-fat",
        [
            ("5s", "set service orders carries=id"),
            ("5100ms", "stop service orderdb"),
            ("6s", 'request orders place key=bo value="9 Fir Lane"'),
        ],
    ),
    (
        "thin-or-fat",
        [
            ("5s", "set service orders carries=state"),
            ("6s", 'request orders place key=bo value="9 Fir Lane"'),
            ("6300ms", 'request orders move key=bo value="10 Fir Lane"'),
        ],
    ),
    ("cart-tape", [("12s", "rewind service cart")]),
    (
        "new-neighbour",
        [
            ("10s", "start service analytics"),
            ("20s", "deploy service orders fields=client,amount"),
        ],
    ),
    (
        "three-ledgers-broken",
        [
            ("5s", "set service orders outbox=true"),
            ("5s", "when pubsub.matched name=Paid do crash service orders"),
            ("6s", "request orders pay key=ada value=20"),
            ("14s", "restart service orders"),
        ],
    ),
]
"""Scenes of the library with what somebody does in them."""


def played(slug: str, rows: list[tuple[str, str]]) -> list[Any]:
    sim = Simulation.from_scenario(slug, seed=7)
    events: list[Any] = []
    for at, command in rows:
        events += sim.advance(max(sim.now_us, parse_duration(at)))
        events += sim.apply(command)
    return events + sim.advance(sim.now_us + 30_000_000)


def coordinator_of_a_transaction_crashes() -> Simulation:
    sim = Simulation.from_scenario("sealed-envelope", seed=7)
    sim.advance(6_000_000)
    view = sim.view()
    broker = next(iter(view["transactions"].values()))["coordinator"]
    sim.apply(f"crash broker {broker}")
    return sim
