"""Eager and cooperative rebalances, message by message (semantics 5.6, 10.D to 10.F)."""

from typing import Any

import pytest

from tests.core.groups.stage import Stage, scenario

SEEDS = (1, 7, 23)
COOPERATIVE = {"partition.assignment.strategy": "cooperative-sticky"}


def joined(seed: int, strategy: str | None, **group: Any) -> tuple[Stage, int]:
    """One member owns four partitions, a second one starts; (run, seq of its start)."""
    config = {"partition.assignment.strategy": strategy} if strategy else {}
    run = Stage(scenario({"members": 1, "config": config, **group}, partitions=4, rate=4), seed)
    run.go(8)
    seq = run.seq
    run.do("join group billing").go(8)
    return run, seq


def paused_us(run: Stage, seq: int) -> dict[str, int]:
    """How long each partition was nobody's, from its revocation to its next position."""
    since: dict[str, int] = {}
    out: dict[str, int] = {}
    for e in run.events:
        if e.seq <= seq:
            continue
        if e.type == "client.partitions_revoked":
            since.update({f"{t}-{p}": e.at_us for t, p in e.partitions})
        elif e.type == "client.position_set" and f"{e.topic}-{e.partition}" in since:
            name = f"{e.topic}-{e.partition}"
            out[name] = out.get(name, 0) + e.at_us - since.pop(name)
    assert not since
    return out


@pytest.mark.parametrize("seed", SEEDS)
def test_eager_join_stops_everybody_and_ends_in_one_round(seed: int) -> None:
    """10.D, and the default list [range, cooperative-sticky] runs eager range (misconception 44)."""
    run, seq = joined(seed, None)
    generations = run.all("group.rebalanced", since=seq)
    assert [e.protocol for e in generations] == ["range"]
    assert set(paused_us(run, seq)) == {f"orders-{p}" for p in range(4)}
    order = [
        e
        for e in run.events
        if e.seq > seq
        and (
            e.type in ("client.partitions_revoked", "client.partitions_assigned")
            or (e.type == "group.state_changed")
            or (e.type == "network.sent" and e.kind == "join" and e.source == "billing-1")
        )
    ]
    names = [getattr(e, "state", e.type) for e in order]
    assert names == [
        "PreparingRebalance",
        "client.partitions_revoked",
        "network.sent",
        "CompletingRebalance",
        "Stable",
        "client.partitions_assigned",
        "client.partitions_assigned",
    ]
    stopped = order[1].at_us
    again = run.all("client.partitions_assigned", since=seq)[0].at_us
    assert not [
        e for e in run.all("client.records_returned", since=seq) if stopped < e.at_us < again
    ]
    commits = [
        e for e in run.events
        if e.type == "network.sent" and e.kind == "commit" and e.at_us == stopped
    ]  # fmt: skip
    assert len(commits) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_cooperative_join_moves_only_what_must_move_in_two_rounds(seed: int) -> None:
    """10.F: round 1 withholds, the owner revokes and rejoins, round 2 hands out."""
    run, seq = joined(seed, "cooperative-sticky")
    first, second = run.all("group.rebalanced", since=seq)
    assert second.generation == first.generation + 1
    stored = [
        {e.member: e.partitions for e in run.all("group.assignment_stored", generation=g)}
        for g in (first.generation, second.generation)
    ]
    kept = stored[0]["billing-1"]
    assert len(kept) == 2
    assert stored[0]["billing-2"] == ()
    moved = stored[1]["billing-2"]
    assert stored[1]["billing-1"] == kept
    assert set(kept) | set(moved) == {("orders", p) for p in range(4)}
    revoked = run.all("client.partitions_revoked", since=seq)
    assert [(e.member, set(e.partitions), e.kept) for e in revoked] == [
        ("billing-1", set(moved), kept)
    ]
    assert first.seq < revoked[0].seq < second.seq
    added = [(e.member, set(e.added)) for e in run.all("client.partitions_assigned", since=seq)]
    assert ("billing-1", set()) in added
    assert ("billing-2", set(moved)) in added
    assert set(paused_us(run, seq)) == {f"{t}-{p}" for t, p in moved}
    reading = [
        e for e in run.all("client.record_processed", member="billing-1")
        if run.all("group.state_changed", since=seq)[0].at_us < e.at_us < second.at_us
    ]  # fmt: skip
    assert reading


@pytest.mark.parametrize("seed", SEEDS)
def test_a_moved_partition_waits_for_the_next_heartbeat_of_the_newcomer(seed: int) -> None:
    """Round 2 begins heartbeat.interval.ms (1.5 s here) after the newcomer's round-1 answer."""
    run, seq = joined(seed, "cooperative-sticky")
    first, second = run.all("group.rebalanced", since=seq)
    assert 1_500_000 <= second.at_us - first.at_us <= 1_900_000


@pytest.mark.parametrize("seed", SEEDS)
def test_sticky_is_eager_and_keeps_owners(seed: int) -> None:
    run, seq = joined(seed, "sticky")
    assert len(run.all("group.rebalanced", since=seq)) == 1
    assert len(paused_us(run, seq)) == 4
    before = {("orders", p) for p in range(4)}
    kept = set(run.member("billing-1")["assigned"])
    run.do("close member billing-2").go(6).do("restart member billing-2").go(6)
    assert kept < before
    assert len(run.member("billing-1")["assigned"]) == 2


@pytest.mark.parametrize("strategy", ["range", "cooperative-sticky"])
def test_members_of_a_stopped_cooperative_group_lose_nothing(strategy: str) -> None:
    """Members come and go; every record is processed at least once."""
    config = {"partition.assignment.strategy": strategy}
    run = Stage(scenario({"members": 2, "config": config}, partitions=6, rate=5)).go(8)
    run.do("join group billing").go(6).do("crash member billing-1").go(12)
    run.do("restart member billing-1", "close member billing-2").go(12)
    run.go(3)
    assert run.counts()["skipped"] == 0
    counts = run.counts()
    assert counts["processed"] - counts["duplicate_processed"] >= counts["created"] - 8


def test_a_dropped_topic_is_revoked_before_the_join() -> None:
    """Cooperative: only partitions of topics no longer subscribed go before JoinGroup (5.6)."""
    plan = scenario({"config": COOPERATIVE, "topics": ["orders", "payments"]}, partitions=2,
                    topics=("orders", "payments"))  # fmt: skip
    run = Stage(plan).go(6)
    seq = run.seq
    run.do("subscribe member billing-1 topics=orders").go(4)
    revoked = run.all("client.partitions_revoked", since=seq)[0]
    assert revoked.partitions == (("payments", 0), ("payments", 1))
    sent = next(
        e for e in run.events if e.seq > seq and e.type == "network.sent" and e.kind == "join"
    )
    assert sent.seq > revoked.seq
    assert run.member("billing-1")["assigned"] == (("orders", 0), ("orders", 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_killed_member_costs_what_it_processed_after_its_last_committed_offset(seed: int) -> None:
    """10.E: nothing until the session ends, then the heir begins at the committed offset."""
    run = Stage(scenario({"members": 2, "work": "50ms"}, partitions=2, rate=6), seed).go(9)
    owner = run.member("billing-1")["assigned"]
    run.do("crash member billing-1")
    killed = run.seq
    committed = run.group()["committed"]["orders"]
    run.until("group.member_expired", member="billing-1")
    assert not [
        e for e in run.all("client.records_returned", since=killed) if e.member != "billing-2"
    ]
    _, partition = owner[0]
    begun = run.until("client.position_set", member="billing-2", partition=partition)
    assert (begun.position, begun.origin) == (committed[str(partition)], "committed")
