"""The scenes of this part tell what they promise, and hold the invariants under random faults."""

from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from broker_core import Simulation
from tests.core.cluster.stage import SECOND, of

SCENES = ("empty-house", "hard-choice", "control-room", "who-keeps-the-list")


def run(slug: str, seconds: int = 60) -> tuple[Simulation, list[Any]]:
    sim = Simulation.from_scenario(slug, 7)
    events: list[Any] = []
    for second in range(1, seconds + 1):
        events += sim.advance(second * SECOND)
        assert not sim.broken(), (slug, sim.now_us, sim.broken())
    return sim, events


def test_the_house_stays_empty_until_replicas_are_moved() -> None:
    _, events = run("empty-house")
    registered = of(events, "controller.broker_unfenced")[0].at_us
    first = next(e for e in of(events, "log.replica_created") if e.broker == 4)
    assert first.at_us - registered > 5 * SECOND
    assert len(of(events, "controller.reassignment_completed")) == 2
    created = [e for e in of(events, "controller.partition_created") if e.topic == "audit"]
    assert any(4 in e.replica_ids for e in created), "new topics use it at once"


def test_the_hard_choice_waits_without_loss_or_goes_on_with_it() -> None:
    sim, events = run("hard-choice", 60)
    assert of(events, "controller.partition_offline")
    assert sim.audit()["counts"]["lost_acked"] == 0
    other, _ = run("hard-choice", 32)
    other.apply("elect unclean orders 0")
    other.advance(60 * SECOND)
    assert other.audit()["counts"]["lost_acked"] > 0


def test_the_control_room_decides_again_when_a_majority_is_back() -> None:
    _, events = run("control-room")
    lost = of(events, "controller.quorum_lost")[0].at_us
    back = of(events, "controller.quorum_restored")[0].at_us
    between = [e for e in events if lost < e.at_us < back]
    assert not of(between, "controller.leader_elected", "controller.broker_fenced")
    assert of(between, "client.offset_committed")
    after = [e for e in events if e.at_us > back]
    assert of(after, "controller.broker_fenced") and of(after, "controller.leader_elected")


def test_the_list_keeper_is_read_by_the_next_controller() -> None:
    _, events = run("who-keeps-the-list")
    assert of(events, "zookeeper.state_read")
    lost = of(events, "zookeeper.ensemble_lost")[-1].at_us
    back = of(events, "zookeeper.leader_elected")[-1].at_us
    between = [e for e in events if lost < e.at_us < back]
    assert not of(between, "zookeeper.session_expired")
    assert of(between, "client.ack_received")


FAULTS = [
    "crash broker {b}", "stop broker {b}", "restart broker {b}", "pause broker {b} for=4s",
    "cut {b} {o}", "cut {b} {o} oneway=true", "heal {b} {o}", "slow broker {b} latency=150ms",
    "slow broker {b} latency=0us", "crash controller q{b}", "restart controller q{b}",
    "crash zookeeper zk{b}", "restart zookeeper zk{b}", "cut {b} zk{o}", "heal {b} zk{o}",
    "cut {b} q{o}", "heal {b} q{o}", "add broker 5", "set partitions orders total=5",
    "reassign orders 0 replicas={b},{o}", "reassign orders 0 replicas=1,2,3",
    "create topic extra partitions=2 replication_factor=2", "delete topic extra",
    "elect preferred orders", "elect unclean orders 0", "set topic orders min.insync.replicas={b}",
]  # fmt: skip
STEP = st.tuples(st.sampled_from(FAULTS), st.integers(1, 3), st.integers(1, 3), st.integers(1, 40))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(slug=st.sampled_from(SCENES), seed=st.integers(1, 9999), steps=st.lists(STEP, max_size=14))
def test_random_faults_break_no_invariant(slug: str, seed: int, steps: Any) -> None:
    note(f"scene {slug} seed {seed}")
    sim = Simulation.from_scenario(slug, seed)
    sim.advance(3 * SECOND)
    for fault, broker, other, wait in steps:
        line = fault.format(b=broker, o=other)
        if sim.check(line) is None:
            note(f"{sim.now_us} {line}")
            sim.apply(line)
        until = sim.now_us + wait * 100_000
        while (due := sim.next_at_us()) is not None and due <= until:
            for _ in range(25):
                sim.step(until)
            assert not sim.broken(), (slug, seed, sim.now_us, sim.broken())
        sim.advance(max(until, sim.now_us))
    twin = Simulation.restore(sim.snapshot())
    assert twin.advance(twin.now_us + SECOND) == sim.advance(sim.now_us + SECOND)
