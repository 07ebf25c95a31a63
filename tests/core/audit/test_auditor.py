"""The auditor counts what became of every record, with evidence."""

import pytest

from broker_core import Simulation

ONE = {
    "title": "one partition",
    "cluster": {"brokers": 3, "control_plane": {"kind": "kraft", "voters": 3, "combined": False}},
    "topics": [
        {
            "id": "orders",
            "partitions": 1,
            "replication_factor": 3,
            "replicas": [[1, 2, 3]],
            "config": {"min.insync.replicas": 2},
        }
    ],
    "producers": [{"id": "checkout", "topic": "orders", "keys": ["ada"], "config": {}}],
    "groups": [
        {
            "id": "billing",
            "topics": ["orders"],
            "members": 1,
            "work": "50ms",
            "config": {"auto.offset.reset": "earliest"},
        }
    ],
    "script": [],
}


def run(acks: str, seed: int) -> Simulation:
    """The leader dies right after it appended a record that nobody has fetched yet."""
    scenario = {**ONE, "producers": [{**ONE["producers"][0], "config": {"acks": acks}}]}
    sim = Simulation.from_scenario(scenario, seed=seed)
    sim.advance(5_000_000)
    sim.apply("cut 2 1 oneway=true")
    sim.apply("cut 3 1 oneway=true")
    sim.advance(5_700_000)
    sim.apply("publish checkout orders key=ada")
    sim.advance(6_200_000)
    sim.apply("crash broker 1")
    sim.apply("heal 1 2")
    sim.apply("heal 1 3")
    sim.advance(12_000_000)
    sim.apply("publish checkout orders key=ada")
    sim.advance(40_000_000)
    return sim


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_acknowledged_record_that_nobody_copied_is_counted_as_lost(seed: int) -> None:
    audit = run("1", seed).audit()
    assert audit["counts"]["lost_acked"] == 1
    record, topic, partition, offset, *_ = audit["evidence"]["lost_acked"][0]
    assert (topic, partition, offset) == ("orders", 0, 0)
    assert audit["counts"]["acknowledged"] == 2
    assert record > 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_acks_all_the_same_crash_loses_nothing(seed: int) -> None:
    counts = run("all", seed).audit()["counts"]
    assert counts["lost_acked"] == 0
    assert counts["created"] == counts["acknowledged"] == 2


def test_a_crash_before_the_commit_repeats_and_the_auditor_names_the_records() -> None:
    sim = Simulation.from_scenario("broker-fails", seed=5)
    sim.advance(7_000_000)
    done = None
    while done is None:
        done = next((e for e in sim.step() if e.type == "client.record_processed"), None)
    sim.apply(f"crash member {done.member}")
    sim.advance(30_000_000)
    audit = sim.audit()
    assert audit["counts"]["duplicate_processed"] >= 1
    assert done.record in [row[0] for row in audit["evidence"]["duplicate_processed"]]
    assert audit["counts"]["skipped"] == 0


def test_the_book_is_part_of_the_snapshot_and_clones_are_independent() -> None:
    sim = Simulation.from_scenario("broker-fails", seed=5)
    sim.advance(20_000_000)
    twin = Simulation.restore(sim.snapshot())
    assert twin.audit() == sim.audit()
    branch = sim.clone()
    before = sim.audit()
    branch.advance(40_000_000)
    assert sim.audit() == before
    assert branch.audit()["counts"]["created"] > before["counts"]["created"]


def test_why_leads_back_in_at_most_six_links() -> None:
    sim = Simulation.from_scenario("broker-fails", seed=5)
    events = sim.advance(60_000_000)
    for event in events:
        links = sim.why(event)
        assert 1 <= len(links) <= 6
        assert links[0].seq == event.seq
        assert isinstance(links[-1].cause, str)
    fenced = next(e for e in events if e.type == "controller.broker_fenced")
    assert [link.type for link in sim.why(fenced)][-1] == "broker.crashed"
