"""Experiments X2 to X5 of the lab: what a shrinking in-sync set costs, and who may lead after it."""

from typing import Any

import pytest

from tests.core.cluster.stage import SECOND, Play, of, scenario

SEEDS = (1, 7, 23)
FENCED = 5 * SECOND
"""A session of 3 s, the check after it, and the decision."""


def play(seed: int, producer: dict[str, Any] | None = None, elr: int = 1, **topic: Any) -> Play:
    config = {"min.insync.replicas": 2, **topic}
    shape = scenario(
        cluster={"config": {"eligible.leader.replicas.version": elr}},
        topic={"config": config},
        producers=[{"id": "checkout", "topic": "orders", "config": producer or {}}],
    )
    run = Play(shape, seed)
    run.go(2 * SECOND)
    run.do("publish checkout orders key=ada", then=2 * SECOND)
    return run


def publish(run: Play, count: int) -> None:
    for _ in range(count):
        run.do("publish checkout orders key=ada", then=SECOND)


def cut_off(run: Play, broker: int) -> None:
    """A follower at the leader's end stays in sync; a record that it lacks makes it leave."""
    run.do(f"cut 1 {broker}", "publish checkout orders key=bo partition=0", then=10 * SECOND)
    assert broker not in run.partition()["isr"]


def alone(run: Play) -> None:
    """Broker 3 leaves the in-sync set first, then broker 2."""
    cut_off(run, 3)
    cut_off(run, 2)
    assert run.partition()["isr"] == (1,)


@pytest.mark.parametrize("seed", SEEDS)
def test_x2_min_insync_1_acknowledges_what_is_nowhere_else(seed: int) -> None:
    run = play(seed, **{"min.insync.replicas": 1})
    alone(run)
    acknowledged = len(of(run.events, "client.ack_received"))
    publish(run, 5)
    assert len(of(run.events, "client.ack_received")) == acknowledged + 5
    assert run.partition()["elr"] == (), "they left while enough were in sync"
    run.do("crash broker 1", "heal 1 2", "heal 1 3", then=FENCED)
    assert run.partition()["leader"] == -1
    run.do("elect unclean orders 0", then=3 * SECOND)
    assert run.sim.audit()["counts"]["lost_acked"] == 6, "the one that made broker 2 leave, too"


@pytest.mark.parametrize("seed", SEEDS)
def test_x2_min_insync_2_refuses_and_the_last_to_leave_leads(seed: int) -> None:
    run = play(seed)
    alone(run)
    assert run.partition()["elr"] == (2,)
    refused = len(of(run.events, "client.ack_received"))
    publish(run, 5)
    assert len(of(run.events, "client.ack_received")) == refused
    run.do("crash broker 1", "heal 1 2", "heal 1 3", then=FENCED)
    elected = of(run.events, "controller.leader_elected")[-1]
    assert (elected.leader, elected.election, elected.reason) == (2, "clean", "eligible")
    run.go(25 * SECOND)
    counts = run.sim.audit()["counts"]
    assert counts["lost_acked"] == 0
    assert counts["acknowledged"] + counts["gave_up"] == counts["created"] == 8
    assert counts["gave_up"] >= 1, "the others land late, as the in-sync set is back in time"


@pytest.mark.parametrize("seed", SEEDS)
def test_x2_without_elr_it_stays_dark(seed: int) -> None:
    run = play(seed, elr=0)
    alone(run)
    run.do("crash broker 1", "heal 1 2", "heal 1 3", then=FENCED + 5 * SECOND)
    assert (run.partition()["leader"], run.partition()["isr"]) == (-1, (1,))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("acks", ["all", "1"])
def test_x3_below_the_minimum_acks_1_is_acknowledged_and_invisible(seed: int, acks: str) -> None:
    run = play(seed, {"acks": acks})
    alone(run)
    before = run.partition()["replicas"]["1"]["high_watermark"]
    acknowledged = -len(of(run.events, "client.ack_received"))
    publish(run, 3)
    acknowledged += len(of(run.events, "client.ack_received"))
    assert acknowledged == (3 if acks == "1" else 0)
    assert run.partition()["replicas"]["1"]["high_watermark"] == before
    run.do("heal 1 2", "heal 1 3", then=6 * SECOND)
    if acks == "1":
        assert run.partition()["replicas"]["1"]["high_watermark"] == run.ends()["1"] >= before + 3


def lagging(run: Play, count: int) -> None:
    """Broker 3 lacks `count` committed records; broker 2 is down, broker 1 alone in sync."""
    run.do("crash broker 2", then=FENCED)
    cut_off(run, 3)
    publish(run, count)
    run.do("crash broker 1", "heal 1 3", then=FENCED)


@pytest.mark.parametrize("seed", SEEDS)
def test_x4_unclean_off_waits_for_the_last_leader(seed: int) -> None:
    run = play(seed, **{"min.insync.replicas": 1})
    lagging(run, 3)
    assert run.partition()["leader"] == -1
    run.do("restart broker 1", then=5 * SECOND)
    elected = of(run.events, "controller.leader_elected")[-1]
    assert (elected.leader, elected.election) == (1, "last-known")
    assert run.sim.audit()["counts"]["lost_acked"] == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_x4_unclean_on_leads_after_the_fencing_and_loses_what_it_lacks(seed: int) -> None:
    run = play(seed, **{"min.insync.replicas": 1, "unclean.leader.election.enable": True})
    lagging(run, 3)
    elected = of(run.events, "controller.leader_elected")[-1]
    assert (elected.leader, elected.election) == (3, "unclean")
    assert run.sim.audit()["counts"]["lost_acked"] == 4, "three, and the one that made it leave"


@pytest.mark.parametrize("seed", SEEDS)
def test_x4_with_min_insync_2_a_crashed_last_leader_is_not_enough(seed: int) -> None:
    run = play(seed)
    cut_off(run, 3)
    run.do("crash broker 2", then=FENCED)
    run.do("crash broker 1", "heal 1 3", then=FENCED)
    run.do("restart broker 1", then=5 * SECOND)
    assert (run.partition()["leader"], run.partition()["elr"]) == (-1, (2,))
    run.do("elect unclean orders 0", then=3 * SECOND)
    elected = of(run.events, "controller.leader_elected")[-1]
    assert (elected.leader, elected.election, elected.elr) == (1, "unclean", ())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("elr", [0, 1])
def test_x5_a_clean_stop_keeps_eligibility(seed: int, elr: int) -> None:
    run = play(seed, elr=elr)
    cut_off(run, 3)
    run.do("stop broker 2", then=FENCED)
    run.do("crash broker 1", then=FENCED)
    run.do("restart broker 2", then=6 * SECOND)
    assert run.partition()["leader"] == (2 if elr else -1)
    run.do("restart broker 1", then=8 * SECOND)
    assert run.partition()["leader"] in (1, 2)
    assert run.sim.audit()["counts"]["lost_acked"] == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_x5_a_crash_loses_eligibility(seed: int) -> None:
    run = play(seed)
    cut_off(run, 3)
    run.do("crash broker 2", then=FENCED)
    run.do("crash broker 1", then=FENCED)
    run.do("restart broker 2", then=6 * SECOND)
    assert (run.partition()["leader"], run.partition()["elr"]) == (-1, (1,))
    run.do("restart broker 1", then=8 * SECOND)
    elected = of(run.events, "controller.leader_elected")[-1]
    assert (elected.leader, elected.election) == (1, "last-known")


def test_the_sweep_finds_a_partition_that_was_left_without_a_leader() -> None:
    """Nobody was alive when the leader went; a replica that returns later leads at once."""
    run = play(7, **{"min.insync.replicas": 1, "unclean.leader.election.enable": True})
    cut_off(run, 3)
    run.do("crash broker 2", then=FENCED)
    run.do("crash broker 3", then=FENCED)
    run.do("crash broker 1", then=FENCED)
    assert run.partition()["leader"] == -1
    run.do("restart broker 3", then=6 * SECOND)
    elected = of(run.events, "controller.leader_elected")[-1]
    assert (elected.leader, elected.election) == (3, "unclean")
