"""A commit that the in-sync set does not take is answered in offsets.commit.timeout.ms, not never."""

from broker_core import Simulation


def test_a_commit_that_cannot_be_replicated_is_refused_in_time_and_counts_later() -> None:
    """Quorum lost, coordinator alive, the followers of its offsets partition dead but in sync."""
    plane = {"kind": "kraft", "voters": 3, "combined": False}
    scenario = {
        "title": "a commit that waits",
        "cluster": {"brokers": 3, "control_plane": plane},
        "topics": [
            {"id": "orders", "partitions": 1, "replication_factor": 3, "replicas": [[1, 2, 3]]}
        ],
        "producers": [{"id": "checkout", "topic": "orders", "config": {"acks": "1"}}],
        "groups": [
            {
                "id": "billing",
                "topics": ["orders"],
                "members": 1,
                "work": "50ms",
                "profile": "librdkafka",
                "config": {"auto.offset.reset": "earliest", "enable.auto.offset.store": False},
            }
        ],
    }
    sim = Simulation.from_scenario(scenario, seed=7)
    sim.advance(6_000_000)
    coordinator = sim.view()["groups"]["billing"]["coordinator"]
    others = [b for b in (1, 2, 3) if b != coordinator]
    sim.apply("publish checkout orders key=ada")
    events = sim.apply("when client.record_processed do crash controller q1")
    while not any(e.type == "client.record_processed" for e in events):
        events = sim.step()
    for command in ("crash controller q2", *(f"crash broker {b}" for b in others)):
        if sim.check(command) is None:
            sim.apply(command)
    events = sim.advance(sim.now_us + 12_000_000)
    refused = [e for e in events if e.type == "client.commit_refused"]
    assert refused and refused[0].error == "COORDINATOR_NOT_AVAILABLE"
    assert not [e for e in events if e.type == "client.offset_committed"]
    for command in (*(f"restart broker {b}" for b in others), "restart controller q1"):
        sim.apply(command)
    events = sim.advance(sim.now_us + 40_000_000)
    assert [e.offset for e in events if e.type == "client.offset_committed"][-1] == 1
