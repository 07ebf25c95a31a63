"""The lab's experiments about groups, both sides on the same three seeds (X6, X7, X8, X10)."""

from typing import Any

import pytest

from broker_core.audit.measures import lag
from tests.core.groups.stage import Stage, scenario

SEEDS = (1, 7, 23)


def crashed(seed: int, event: str, group: dict[str, Any]) -> Stage:
    """Records come, the member dies at the first such event after 10 s and is back 2 s later."""
    run = Stage(scenario({"work": "300ms", **group}, rate=2), seed).go(10)
    run.until(event, member="billing-1")
    run.do("crash member billing-1").go(2)
    run.do("close producer checkout", "restart member billing-1").go(20)
    return run


@pytest.mark.parametrize("seed", SEEDS)
def test_x6_commit_last_repeats(seed: int) -> None:
    """Repeats = (last processed + 1) - committed; the record in work comes again too."""
    run = crashed(seed, "client.processing_started", {"pattern": "commit_after", "commit_every": 4})
    before = [e for e in run.events if e.seq < run.all("client.member_crashed")[0].seq]
    last = max((e.offset for e in before if e.type == "client.record_processed"), default=-1)
    committed = [e.offset for e in before if e.type == "client.offset_committed"]
    assert run.counts()["skipped"] == 0
    assert run.counts()["duplicate_processed"] == last + 1 - max(committed, default=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_x6_commit_first_skips(seed: int) -> None:
    """Skipped = what that commit covered and nobody processed."""
    run = crashed(seed, "client.processing_started", {"pattern": "commit_before"})
    assert run.counts()["skipped"] >= 1
    assert run.counts()["duplicate_processed"] == 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("stores_itself", [True, False])
def test_x6_storing_at_hand_over_skips_only_if_the_timer_fires_in_between(
    stores_itself: bool, seed: int
) -> None:
    config = {"enable.auto.offset.store": stores_itself, "auto.commit.interval.ms": "400ms"}
    group = {"profile": "librdkafka", "work": "800ms", "config": config}
    plan = scenario(group, rate=1)
    run = Stage(plan, seed).go(10)
    run.until("client.offset_committed")
    run.do("crash member billing-1").go(2).do("close producer checkout")
    run.do("restart member billing-1").go(20)
    assert run.counts()["skipped"] == (1 if stores_itself else 0)


def repeats_and_commits(interval: str, seed: int) -> tuple[int, int]:
    config = {"auto.commit.interval.ms": interval, "max.poll.records": 1}
    plan = scenario({"work": "10ms", "config": config}, rate=10)
    run = Stage(plan, seed).go(22.3 + seed / 10)
    commits = len(run.all("client.offset_committed"))
    run.do("crash member billing-1").go(1).do("close producer checkout")
    run.do("restart member billing-1").go(12)
    return run.counts()["duplicate_processed"], commits


def test_x7_a_shorter_interval_repeats_less_and_commits_more() -> None:
    """About ten times on average; a single seed varies, and never exceeds r x (interval + loop)."""
    long = [repeats_and_commits("5s", seed) for seed in SEEDS]
    short = [repeats_and_commits("500ms", seed) for seed in SEEDS]
    assert all(r <= 10 * 5.5 for r, _ in long)
    assert all(r <= 10 * 1.2 for r, _ in short)
    assert sum(r for r, _ in long) > 3 * sum(r for r, _ in short)
    assert sum(c for _, c in short) > 6 * sum(c for _, c in long)


def lag_after(members: int, keys: list[str], seed: int) -> tuple[int, int]:
    """(lag after 8 s, lag after 20 s) of everything under 2.5 times one member's capacity."""
    plan = scenario({"members": members, "work": "200ms"}, partitions=3, rate=12.5)
    plan["producers"][0]["keys"] = keys
    run = Stage(plan, seed).go(8)
    first = sum(v or 0 for v in lag(run.sim.view(), "billing").values())
    run.go(12)
    return first, sum(v or 0 for v in lag(run.sim.view(), "billing").values())


@pytest.mark.parametrize("seed", SEEDS)
def test_x8_members_help_up_to_the_number_of_partitions(seed: int) -> None:
    """1 and 2 members fall behind, 3 catch up, a fourth changes nothing."""
    even = ["ada", "bo", "cal"]
    grows = [lag_after(n, even, seed) for n in (1, 2)]
    assert grows[0][1] > grows[0][0] + 60
    assert grows[1][1] > grows[1][0] + 10
    assert grows[1][1] < grows[0][1]
    three, four = (lag_after(n, even, seed) for n in (3, 4))
    assert three[1] < 40 and abs(three[1] - four[1]) <= 25


def test_x8_a_hot_key_makes_new_members_useless() -> None:
    first, later = lag_after(3, ["ada", "ada", "ada", "bo"], 7)
    assert later > first + 25


def idle_us(run: Stage, how: str) -> int:
    """How long the partitions of billing-1 stood unread."""
    owned = {p for _, p in run.member("billing-1")["assigned"]}
    at, seq = run.sim.now_us, run.seq
    run.do(f"{how} member billing-1")
    if how == "crash" and run.member("billing-1")["instance_id"]:
        run.go(3).do("restart member billing-1")
    run.go(10)
    later = [run.all("client.position_set", since=seq, partition=p)[0].at_us for p in owned]
    return int(max(later)) - at


@pytest.mark.parametrize("seed", SEEDS)
def test_x10_kill_leave_and_static_return(seed: int) -> None:
    """Session timeout; at most a heartbeat and a loop; no move but idle until the return."""
    dynamic = scenario({"members": 2, "work": "50ms"}, partitions=4, rate=4)
    killed = idle_us(Stage(dynamic, seed).go(9), "crash")
    left = idle_us(Stage(dynamic, seed).go(9), "close")
    assert 4_500_000 <= killed <= 9_000_000
    assert left <= 3_500_000
    run = Stage(
        scenario({"members": 2, "work": "50ms", "static": True}, partitions=4, rate=4), seed
    ).go(9)
    generation = run.group()["generation"]
    back = idle_us(run, "crash")
    assert 3_000_000 <= back <= 4_500_000
    assert run.group()["generation"] == generation
