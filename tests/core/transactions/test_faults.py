"""Invariants 5 and 9 over runs with random faults; a failure names its seed and the commands."""

import random

import pytest

from broker_core import Rejected, Simulation

SECOND = 1_000_000
SCENARIO = {
    "title": "transactions under faults",
    "topics": [
        {
            "id": "orders",
            "partitions": 2,
            "replication_factor": 3,
            "config": {"min.insync.replicas": 2},
        },
        {"id": "invoices", "partitions": 2, "replication_factor": 3},
    ],
    "producers": [
        {
            "id": "bank",
            "topic": "orders",
            "keys": ["ada", "bo", "cal"],
            "transactional_id": "bank",
            "transaction": {"records": 3, "every": "2s"},
        },
        {
            "id": "bank-b",
            "topic": "orders",
            "keys": ["di"],
            "transactional_id": "bank",
            "transaction": {"records": 1, "every": "3s"},
            "start": "20s",
        },
        {"id": "shop", "topic": "orders", "keys": ["di", "ela"], "rate_per_s": 2},
    ],
    "processors": [
        {
            "id": "relay",
            "group": "relays",
            "topics": ["orders"],
            "sink": "invoices",
            "work": "100ms",
            "records": 3,
        }
    ],
    "groups": [
        {
            "id": "audit",
            "topics": ["orders", "invoices"],
            "members": 2,
            "work": "20ms",
            "profile": "librdkafka",
            "config": {"auto.offset.reset": "earliest"},
        }
    ],
}
COMMANDS = (
    "crash broker {b}",
    "restart broker {b}",
    "restart broker {b}",
    "stop broker {b}",
    "pause broker {b} for=4s",
    "crash producer {p}",
    "restart producer {p}",
    "restart producer {p}",
    "close producer {p}",
    "pause producer {p} for=5s",
    "hang producer bank for=14s",
    "hang processor relay for=14s",
    "crash processor relay",
    "restart processor relay",
    "restart processor relay",
    "abort transaction bank",
    "abort transaction relay",
    "lose answer {p} {b}",
    "lose answer broker-{b} {other}",
    "lose answer relay {b} kind=end_txn",
    "lose answer bank {b} kind=end_txn",
    "delay answer {p} {b} by=3s",
    "cut broker-{b} broker-{other}",
    "heal broker-{b} broker-{other}",
    "heal broker-{b} broker-{other}",
    "crash member audit-1",
    "restart member audit-1",
    "publish bank orders partition=1",
)


@pytest.mark.parametrize("seed", [8, 21, 55])
def test_no_reader_of_committed_records_ever_gets_another_one(seed: int) -> None:
    draw = random.Random(seed)
    sim = Simulation.from_scenario(SCENARIO, seed=seed)
    given = []
    while sim.now_us < 45 * SECOND:
        sim.advance(sim.now_us + draw.choice((50_000, 200_000, 700_000, 1_500_000)))
        assert sim.broken() == [], f"seed {seed} at {sim.now_us}us after {given}"
        if draw.random() < 0.35:
            text = draw.choice(COMMANDS).format(
                b=draw.randint(1, 3), other=draw.randint(1, 3),
                p=draw.choice(("bank", "bank-b", "shop", "relay")),
            )  # fmt: skip
            try:
                sim.apply(text)
                given.append((sim.now_us, text))
            except Rejected:
                continue
