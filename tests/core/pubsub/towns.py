"""Small random towns with one broker or two, what may happen to them, and a run that is watched."""

from random import Random
from typing import Any

from broker_core import Rejected, Simulation

GAPS_US = (0, 1_000, 60_000, 300_000, 1_000_000, 4_000_000)
TOPICS = ("shop/eu/order", "shop/us/order", "shop/eu/refund")
FILTERS = ("shop/#", "shop/+/order", "shop/eu/#", "shop/us/order")
CLIENTS = ("web", "phone", "tablet", "w1", "w2", "reader", "late", "both")


def random_scenario(r: Random) -> dict[str, Any]:
    """One publisher, direct subscribers, a shared queue, a log, somebody who is not there yet."""
    return {
        "title": "random", "family": "pubsub", "preset": r.choice(["teaching", "production"]),
        "brokers": [{"id": "hub"}],
        "queues": [_queue(r), {"id": "dead", "broker": "hub"}],
        "logs": [
            {"id": "tape", "broker": "hub", "filters": ["shop/#"],
             "retention": r.choice(["0us", "5s", "20s"])},
        ],
        "clients": [
            {"id": "web", "kind": "publisher", "rate_per_s": r.randint(1, 4),
             "buffer": r.choice([3, 100]), "quality": r.choice(["guaranteed"] * 3 + ["direct"]),
             "events": [{"topics": list(TOPICS), "name": "Order", "key": "o-{n}"}],
             "copies": r.randint(1, 3)},
            _reader(r, "phone", {"filter": r.choice(FILTERS)}),
            _reader(r, "tablet", {"filter": r.choice(FILTERS)}, inbox=r.choice([0, 1, 3])),
            _reader(r, "w1", {"memory": "queue", "place": "parcels"}),
            _reader(r, "w2", {"memory": "queue", "place": "parcels"}),
            _reader(r, "reader", {"memory": "log", "place": "tape",
                                  "reset": r.choice(["earliest", "latest"])}),
            _reader(r, "late", {"memory": "log", "place": "tape"}, absent=True),
            {"id": "both", "work": "100ms", "keeps": r.choice(["", "shop/eu/#"]),
             "wants": [{"filter": "shop/#"}, {"filter": "shop/eu/#", "memory": "queue"}]},
        ],
    }  # fmt: skip


def _queue(r: Random) -> dict[str, Any]:
    return {
        "id": "parcels", "broker": "hub", "filters": ["shop/#"],
        "capacity": r.choice([0, 3, 6]), "window": r.choice([1, 1, 3]),
        "overflow": r.choice(["reject", "drop_oldest", "drop_newest"]),
        "expiry": r.choice(["0us", "0us", "3s"]), "most_deliveries": r.choice([0, 0, 2]),
        "dead_letter": r.choice(["", "dead"]), "ack_timeout": r.choice(["0us", "0us", "900ms"]),
    }  # fmt: skip


def _reader(r: Random, name: str, want: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "wants": [want], "work": r.choice(["0us", "100ms", "700ms"]), **more}


def random_command(r: Random) -> str:
    """Something that a person might do; it may make no sense at that moment."""
    client = r.choice(CLIENTS)
    return r.choice(
        [
            f"crash client {client}", f"restart client {client}", f"restart client {client}",
            f"stop client {client}", f"start client {client}",
            f"pause client {client} for={r.choice(['300ms', '4s', '14s'])}",
            "crash broker hub", "restart broker hub", "restart broker hub", "stop broker hub",
            "pause broker hub for=2s", "slow broker hub latency=200ms",
            f"cut hub {client}", f"cut {client} hub oneway=true", f"heal hub {client}",
            f"heal hub {client}", f"lose delivery {client}", f"duplicate delivery {client}",
            f"swap delivery {client}", f'subscribe client {client} "{r.choice(FILTERS)}"',
            f'subscribe client {client} "shop/us/#" memory=queue',
            f'subscribe client {client} "shop/#/x"',
            f'unsubscribe client {client} "{r.choice(FILTERS)}"',
            f"set client {client} work={r.choice(['0us', '50ms', '2s'])} inbox={r.choice('012')}",
            "set client web rate=3 quality=guaranteed", "set queue parcels window=2 capacity=9",
            "set queue parcels ack_timeout=800ms most_deliveries=3", "set log tape retention=3s",
            f"publish {client} {r.choice(TOPICS)} key=x", "publish web shop/+/order",
            f'add client n{r.randint(1, 9)} broker=hub filter="{r.choice(FILTERS)}" memory=queue',
        ]
    )  # fmt: skip


def ended_well(sim: Simulation) -> None:
    """Everybody is back and everything is mended, so that whatever can arrive does."""
    for command in (
        "restart broker hub", "slow broker hub latency=0us",
        *(f"{verb} {client}" for client in CLIENTS for verb in ("heal hub", "restart client")),
    ):  # fmt: skip
        try:
            sim.apply(command)
        except Rejected:
            continue
