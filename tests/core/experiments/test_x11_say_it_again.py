"""X11: idempotence on -> off, five requests in flight; an acknowledgement is lost, then the first of two
batches is refused while the second is accepted.

Expected: on, nothing stands twice and nothing changes places; off, the batch stands twice (exactly once
more when it was alone in flight) and the two batches of a key swap. An application that sends twice
writes twice either way.
"""

from typing import Any

import pytest

from broker_core import Simulation

SEEDS = [1, 2, 3]


def scene(idempotent: bool) -> dict[str, Any]:
    plane = {"kind": "kraft", "voters": 3, "combined": False}
    topic = {
        "id": "orders",
        "partitions": 1,
        "replication_factor": 3,
        "replicas": [[1, 2, 3]],
        "config": {"min.insync.replicas": 1},
    }
    config = {"acks": "all", "enable.idempotence": idempotent}
    producer = {"id": "checkout", "topic": "orders", "keys": ["ada"], "config": config}
    group = {
        "id": "billing",
        "topics": ["orders"],
        "members": 1,
        "work": "50ms",
        "config": {"auto.offset.reset": "earliest"},
    }
    return {
        "title": "say it again",
        "cluster": {"brokers": 3, "control_plane": plane},
        "topics": [topic],
        "producers": [producer],
        "groups": [group],
    }


def log_of(sim: Simulation) -> list[str]:
    """The values in the leader's log, in order."""
    view = sim.view()["topics"]["orders"]["0"]
    return [row[4] for row in view["replicas"][str(view["leader"])]["records"]]


def lost_answer(seed: int, idempotent: bool) -> Simulation:
    sim = Simulation.from_scenario(scene(idempotent), seed=seed)
    sim.advance(5_000_000)
    sim.apply("lose answer checkout 1 kind=produce")
    sim.apply("publish checkout orders key=ada value=one")
    sim.advance(30_000_000)
    return sim


def two_in_flight(base: Simulation, wait_us: int) -> tuple[Simulation, list[Any]]:
    """The minimum falls; so long after that one batch leaves, and 50 ms later the next."""
    sim = base.clone()
    sim.apply("set topic orders min.insync.replicas=1")
    sim.advance(sim.now_us + wait_us)
    events = sim.apply("publish checkout orders key=ada value=one")
    events += sim.advance(sim.now_us + 50_000)
    events += sim.apply("publish checkout orders key=ada value=two")
    events += sim.advance(30_000_000)
    return sim, events


def too_few_in_sync(seed: int, idempotent: bool) -> Simulation:
    """A record was written before: of a producer that it does not know a leader takes any sequence."""
    sim = Simulation.from_scenario(scene(idempotent), seed=seed)
    sim.advance(1_000_000)
    sim.apply("publish checkout orders key=ada value=zero")
    sim.advance(2_000_000)
    sim.apply("set topic orders min.insync.replicas=3")
    sim.advance(3_000_000)
    sim.apply("stop broker 3")
    sim.advance(8_000_000)
    return sim


def moment(seed: int) -> int:
    """How long after the change the first batch must leave to be refused, and the second not."""
    base = too_few_in_sync(seed, idempotent=False)
    for wait_us in range(0, 500_000, 20_000):
        _, events = two_in_flight(base, wait_us)
        rejected = [e.records for e in events if e.type == "log.rejected"]
        first = next(e for e in events if e.type == "log.record_appended" and e.value)
        if len(rejected) == 1 and first.value == "two":
            return wait_us
    raise AssertionError("no such moment")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("idempotent", "copies"), [(True, 1), (False, 2)])
def test_a_lost_acknowledgement(seed: int, idempotent: bool, copies: int) -> None:
    sim = lost_answer(seed, idempotent)
    assert log_of(sim) == ["one"] * copies
    counts = sim.audit()["counts"]
    assert counts["duplicate_in_log"] == counts["duplicate_processed"] == copies - 1
    assert counts["lost_acked"] == 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("idempotent", "order"), [(True, ["one", "two"]), (False, ["two", "one"])])
def test_the_first_of_two_batches_is_refused(seed: int, idempotent: bool, order: list[str]) -> None:
    sim, events = two_in_flight(too_few_in_sync(seed, idempotent), moment(seed))
    assert any(e.type == "log.rejected" and e.error == "NOT_ENOUGH_REPLICAS" for e in events)
    assert log_of(sim) == ["zero", *order]
    counts = sim.audit()["counts"]
    assert counts["out_of_order"] == (0 if idempotent else 1)
    assert counts["duplicate_in_log"] == 0


@pytest.mark.parametrize("idempotent", [True, False])
def test_an_application_that_sends_twice_writes_twice(idempotent: bool) -> None:
    sim = Simulation.from_scenario(scene(idempotent), seed=1)
    sim.advance(5_000_000)
    for _ in range(2):
        sim.apply("publish checkout orders key=ada value=one")
    sim.advance(10_000_000)
    assert log_of(sim) == ["one", "one"]
