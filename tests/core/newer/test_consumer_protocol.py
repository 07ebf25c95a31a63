"""The consumer protocol (semantics 6.1): static members, assignors, new partitions, commits by epoch."""

import random
from contextlib import suppress
from typing import Any

import pytest

from broker_core import Rejected, Simulation
from broker_core.coordinator.consumer_group import commits
from broker_core.coordinator.consumer_group.state import ConsumerMember, new_group
from tests.core.experiments.test_x09_who_pauses import scene


def started(
    config: dict[str, Any] | None = None, seconds: int = 10, seed: int = 7, **row: Any
) -> Simulation:
    scenario = scene({"group.protocol": "consumer", **(config or {})})
    scenario["groups"][0].update(row)
    sim = Simulation.from_scenario(scenario, seed=seed)
    sim.advance(seconds * 1_000_000)
    return sim


def of(events: list[Any], *types: str) -> list[Any]:
    return [e for e in events if e.type in types]


def test_a_static_member_comes_back_to_its_own_partitions() -> None:
    """Epoch -2 keeps its place: no new epoch, no new target, another member id."""
    sim = started(static=True)
    before = sim.view()
    mine = before["members"]["billing-1"]["assigned"]
    events = sim.apply("close member billing-1") + sim.advance(12_000_000)
    assert of(events, "group.member_away")
    events = sim.apply("restart member billing-1") + sim.advance(16_000_000)
    back = of(events, "group.static_member_back")
    assert len(back) == 1 and back[0].member_id != back[0].old_member_id
    assert not of(events, "group.epoch_raised", "group.target_assigned")
    assert sim.view()["members"]["billing-1"]["assigned"] == mine
    assert not sim.broken()


def test_a_second_instance_is_refused_while_the_first_lives() -> None:
    sim = started(static=True)
    events = sim.apply("join group billing instance=billing-1") + sim.advance(12_000_000)
    failed = of(events, "client.member_failed")
    assert [(e.member, e.error) for e in failed] == [("billing-3", "UNRELEASED_INSTANCE_ID")]


def test_a_static_member_that_stays_away_loses_its_place() -> None:
    sim = started(static=True)
    events = sim.apply("close member billing-1") + sim.advance(20_000_000)
    assert of(events, "group.member_expired")
    assert len(sim.view()["members"]["billing-2"]["assigned"]) == 6


def test_the_client_may_ask_for_range() -> None:
    sim = started({"group.remote.assignor": "range"})
    view = sim.view()
    assert view["groups"]["billing"]["protocol"] == "range"
    assert [len(m["assigned"]) for m in view["members"].values()] == [3, 3]


def test_new_partitions_are_found_at_the_next_heartbeat() -> None:
    """Not at the client's metadata refresh, as in the classic protocol."""
    sim = started()
    events = sim.apply("set partitions orders total=8") + sim.advance(14_000_000)
    raised = of(events, "group.epoch_raised")
    assert [e.reason for e in raised] == ["partitions_changed"]
    assert raised[0].at_us <= 12_000_000
    assert [len(m["assigned"]) for m in sim.view()["members"].values()] == [4, 4]


def commit(epoch: int, partition: int = 0, member: str = "a") -> dict[str, Any]:
    return {"member_id": member, "generation": epoch, "offsets": (("orders", partition, 5),)}


def test_an_older_epoch_may_commit_what_was_assigned_by_then() -> None:
    """KIP-1251: STALE_MEMBER_EPOCH only for partitions that came later, or are not the member's."""
    group = new_group("billing", "consumer", 0)
    group.epoch = group.assignment_epoch = 5
    group.members["a"] = ConsumerMember(
        "a", "a", None, ("orders",), None, 0, 5, 4, "STABLE", {"orders:0": 2, "orders:1": 5}, {},
        0, None, False, 0,
    )  # fmt: skip
    assert commits.problem(group, commit(5)) is None
    assert commits.problem(group, commit(3)) is None
    assert commits.problem(group, commit(1)) == "STALE_MEMBER_EPOCH"
    assert commits.problem(group, commit(4, partition=1)) == "STALE_MEMBER_EPOCH"
    assert commits.problem(group, commit(4, partition=2)) == "STALE_MEMBER_EPOCH"
    assert commits.problem(group, commit(6)) == "STALE_MEMBER_EPOCH"
    assert commits.problem(group, commit(5, member="b")) == "UNKNOWN_MEMBER_ID"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_faults_never_give_a_partition_to_two_members(seed: int) -> None:
    """Invariant 7 after every step of random faults; in the end everything has one owner."""
    dice = random.Random(seed)
    sim = started(seed=seed, seconds=5)
    while sim.now_us < 35_000_000:
        members = list(sim.view()["members"])
        broker, member = dice.randint(1, 3), dice.choice(members)
        with suppress(Rejected):
            sim.apply(
                dice.choice(
                    [
                        f"crash broker {broker}",
                        f"restart broker {broker}",
                        f"pause broker {broker} for=3s",
                        f"crash member {member}",
                        f"restart member {member}",
                        f"close member {member}",
                        f"pause member {member} for=8s",
                        "join group billing" if len(members) < 5 else f"restart broker {broker}",
                    ]
                )
            )
        sim.advance(sim.now_us + dice.randrange(1, 2_000_000))
        assert not sim.broken(), f"seed {seed} at {sim.now_us}"
    for text in ("restart broker 1", "restart broker 2", "restart broker 3", "join group billing"):
        with suppress(Rejected):
            sim.apply(text)
    sim.advance(sim.now_us + 40_000_000)
    up = [m for m in sim.view()["members"].values() if m["state"] == "up"]
    owned = sorted(tuple(row) for m in up for row in m["assigned"])
    assert owned == [("orders", p) for p in range(6)], f"seed {seed}"
