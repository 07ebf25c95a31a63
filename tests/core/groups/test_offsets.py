"""Offsets: reset policies, validation, commit patterns, exact windows, poison (semantics 7)."""

import pytest

from broker_core import Rejected, Simulation
from broker_core.errors import ScenarioError
from tests.core.groups.stage import S, Stage, scenario

SEEDS = (1, 7, 23)
RECIPE = {"profile": "librdkafka", "config": {"enable.auto.offset.store": False}}


def published(count: int, group: dict[str, object], **more: object) -> Stage:
    """A run with records in the log before the group's member starts (after 3 s)."""
    plan = scenario({**group, "members": 0}, **more)  # type: ignore[arg-type]
    run = Stage(plan).go(1)
    for n in range(count):
        run.do(f'publish checkout orders key=ada value="{n}"').go(0.2)
    return run.go(2).do("join group billing")


@pytest.mark.parametrize(
    ("policy", "begins"), [("earliest", 0), ("latest", 5), ("by_duration:PT3S", 2)]
)
def test_a_reset_policy_decides_where_no_offset_is_committed(policy: str, begins: int) -> None:
    run = published(5, {"config": {"auto.offset.reset": policy}})
    set_ = run.until("client.position_set")
    if policy.startswith("by"):
        records = {e.record: e.at_us for e in run.all("client.record_created")}
        due = run.sim.now_us - 3 * S - 200_000
        begins = sum(1 for at in records.values() if at < due)
        assert abs(set_.position - begins) <= 1
    else:
        assert set_.position == begins
    assert set_.origin == policy.partition(":")[0]
    assert set_.because == ("auto.offset.reset",)


def test_without_a_reset_policy_poll_throws() -> None:
    run = published(2, {"config": {"auto.offset.reset": "none"}}).go(5)
    assert [e.error for e in run.all("client.member_failed")] == ["NO_OFFSET_FOR_PARTITION"]
    assert run.member("billing-1")["state"] == "closed"
    assert [e.left for e in run.all("client.member_closed")] == [True]


def test_a_committed_offset_counts_whatever_the_policy_says() -> None:
    """Setting earliest does not re-read (misconception 34)."""
    run = published(3, {}).go(6).do("close member billing-1").go(2)
    run.do("set group billing auto.offset.reset=latest", "publish checkout orders key=bo").go(1)
    run.do("restart member billing-1")
    set_ = run.until("client.position_set")
    assert (set_.position, set_.origin) == (3, "committed")


def test_wrong_policies_are_refused() -> None:
    with pytest.raises(ScenarioError, match="by_duration:PT1H"):
        Simulation.from_scenario(scenario({"config": {"auto.offset.reset": "newest"}}))
    run = Stage(scenario({}))
    with pytest.raises(Rejected):
        run.do("set group billing auto.offset.reset=by_duration:5m")


UNCLEAN = {"unclean.leader.election.enable": True, "min.insync.replicas": 1}


def truncated(policy: str, seed: int) -> Stage:
    """The consumer has read records of a leader that are gone after an unclean election: two
    followers were cut off, fell out of the in-sync set, and one of them leads."""
    plan = scenario(
        {"work": "10ms", "config": {"auto.offset.reset": policy, "enable.auto.commit": False}}
        if policy != "none"
        else {"work": "10ms", "pattern": "commit_after"},
        replicas=[[1, 2, 3]], topic=UNCLEAN,
        broker={"eligible.leader.replicas.version": 0},
    )  # fmt: skip
    run = Stage(plan, seed).go(6)
    run.do("publish checkout orders key=ada", "publish checkout orders key=ada").go(2)
    if policy == "none":
        run.do("close member billing-1").go(3)
        run.do("set group billing auto.offset.reset=none", "restart member billing-1").go(5)
    run.do("cut broker-2 broker-1", "cut broker-3 broker-1")
    run.do(*["publish checkout orders key=ada"] * 3).go(13)
    assert run.all("client.record_processed")[-1].offset == 4
    return run.do("crash broker 1", "heal broker-2 broker-1", "heal broker-3 broker-1")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_position_past_a_truncated_log_moves_back_to_where_the_logs_part(seed: int) -> None:
    """7.4: silently, to the divergence, not to where the reset policy points."""
    run = truncated("earliest", seed)
    back = run.until("client.position_set", origin="divergence")
    assert back.position == 2
    run.go(2).do("publish checkout orders key=ada").go(4)
    assert run.all("client.record_processed")[-1].offset == 2


def test_with_reset_none_a_truncated_log_is_an_exception() -> None:
    run = truncated("none", 7)
    failed = run.until("client.member_failed")
    assert failed.error == "LOG_TRUNCATION"


@pytest.mark.parametrize("seed", SEEDS)
def test_commit_first_loses_what_was_in_work(seed: int) -> None:
    """7.5, at most once: skipped = returned and committed, not processed."""
    plan = scenario(
        {"work": "400ms", "pattern": "commit_before", "config": {"max.poll.records": 5}}, rate=4
    )
    run = Stage(plan, seed).go(10)
    at = run.until("client.processing_started")
    committed = run.group()["committed"]["orders"]["0"]
    run.do("crash member billing-1", "close producer checkout", "restart member billing-1").go(25)
    lost = committed - at.offset
    assert lost >= 1
    assert run.counts()["skipped"] == lost
    assert run.counts()["duplicate_processed"] == 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pattern", ["commit_after", "manual_sync", "manual_async"])
def test_commit_last_repeats_what_was_not_committed(pattern: str, seed: int) -> None:
    """7.5, at least once: repeats = last processed + 1 - committed; nothing is skipped."""
    group = {
        "work": "150ms",
        "pattern": pattern,
        "commit_every": 4,
        "config": {"max.poll.records": 10},
    }
    run = Stage(scenario(group, rate=5), seed).go(9)
    last = run.until("client.record_processed")
    run.until("client.record_processed")
    last = run.until("client.record_processed")
    run.do("crash member billing-1")
    run.go(1)
    committed = run.group()["committed"]["orders"]["0"]
    run.do("restart member billing-1").go(14)
    assert run.counts()["skipped"] == 0
    assert run.counts()["duplicate_processed"] == last.offset + 1 - committed
    again = run.all("client.record_processed", since=last.seq)
    assert [e.offset for e in again if e.again] == list(range(committed, last.offset + 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_safe_recipe_of_librdkafka_repeats_at_most_an_interval(seed: int) -> None:
    run = Stage(scenario({**RECIPE, "work": "100ms"}, rate=5), seed).go(9)
    last = run.until("client.record_processed")
    run.do("crash member billing-1").go(1)
    committed = run.group()["committed"]["orders"]["0"]
    run.do("restart member billing-1").go(12)
    assert run.counts()["skipped"] == 0
    assert run.counts()["duplicate_processed"] == last.offset + 1 - committed
    assert last.offset + 1 - committed <= 5 * 2 + 2


def test_commit_sync_blocks_and_commit_async_does_not() -> None:
    for pattern, blocks in (("manual_sync", True), ("manual_async", False)):
        group = {
            "work": "50ms",
            "pattern": pattern,
            "commit_every": 1,
            "config": {"max.poll.records": 10},
        }
        run = published(4, group)
        first = run.until("client.record_processed")
        following = run.until("client.processing_started")
        assert (following.at_us - first.at_us >= 120_000) == blocks
        run.go(3)
        assert run.group()["committed"]["orders"]["0"] == 4


def test_commit_sync_is_retried_until_a_coordinator_is_there() -> None:
    run = published(1, {"pattern": "manual_sync", "work": "1s"})
    run.until("client.processing_started")
    run.do(f"crash broker {run.group()['coordinator']}")
    done = run.until("client.record_processed")
    saved = run.until("client.offset_committed")
    assert saved.offset == 1
    assert saved.at_us - done.at_us > 500_000


def test_java_without_auto_commit_commits_nothing_when_it_closes() -> None:
    run = (
        published(3, {"config": {"enable.auto.commit": False}})
        .go(6)
        .do("close member billing-1")
        .go(3)
    )
    assert run.group()["committed"] == {}
    auto = published(3, {}).go(3).do("close member billing-1").go(3)
    assert auto.group()["committed"] == {"orders": {"0": 3}}


def test_a_poison_record_holds_its_partition_up_when_it_is_retried() -> None:
    run = Stage(scenario({"work": "100ms", "poison": "retry", "poison_key": "bo"})).go(5)
    run.do(*[f"publish checkout orders key={k}" for k in ("ada", "bo", "cal")]).go(6)
    assert [e.key for e in run.all("client.record_processed")] == ["ada"]
    failed = run.all("client.record_failed")
    assert len(failed) > 5
    assert {e.outcome for e in failed} == {"retried"}
    assert [e.attempt for e in failed] == list(range(1, len(failed) + 1))


def test_a_poison_record_can_be_skipped() -> None:
    group = {
        "work": "100ms",
        "poison": "skip",
        "poison_key": "bo",
        "attempts": 3,
        "pattern": "commit_after",
    }
    run = Stage(scenario(group)).go(5)
    run.do(*[f"publish checkout orders key={k}" for k in ("ada", "bo", "cal")]).go(6)
    assert [e.key for e in run.all("client.record_processed")] == ["ada", "cal"]
    assert [e.outcome for e in run.all("client.record_failed")] == ["retried", "retried", "skipped"]
    assert run.group()["committed"]["orders"]["0"] == 3
    assert run.counts()["skipped"] == 1


def test_a_poison_record_can_be_set_aside() -> None:
    """The copy is acknowledged before the consumer goes on; key and value are the record's."""
    group = {
        "work": "100ms", "poison": "dead_letter", "poison_value": "-1 lamps",
        "dead_letter_topic": "orders.dlq", "pattern": "commit_after",
    }  # fmt: skip
    run = Stage(scenario(group, topics=("orders", "orders.dlq"))).go(5)
    run.do("publish checkout orders key=ada", 'publish checkout orders key=bo value="-1 lamps"')
    run.do("publish checkout orders key=cal").go(6)
    assert [e.key for e in run.all("client.record_processed")] == ["ada", "cal"]
    aside = run.all("client.dead_lettered")
    assert [(e.key, e.dead_letter_topic) for e in aside] == [("bo", "orders.dlq")]
    acked = run.all("client.ack_received", producer="billing-dlq")
    assert [e.record for e in acked] == [aside[0].copy]
    assert acked[0].seq < aside[0].seq
    stored = run.first(lambda e: e.type == "log.record_appended" and e.topic == "orders.dlq")
    assert (stored.key, stored.value) == ("bo", "-1 lamps")
    assert run.group()["committed"]["orders"]["0"] == 3


def test_an_idempotent_handler_sees_repeats_without_effect() -> None:
    group = {"work": "50ms", "idempotent": True, "config": {"auto.commit.interval.ms": "30s"}}
    run = published(4, group).go(4)
    run.do("crash member billing-1", "restart member billing-1").go(6)
    again = [e for e in run.all("client.record_processed") if e.again]
    assert len(again) == 4
    assert all(e.ignored for e in again)
    assert not any(e.ignored for e in run.all("client.record_processed") if not e.again)


@pytest.mark.parametrize(
    ("group", "rule"),
    [
        ({"poison": "skip"}, "poison_key"),
        ({"poison": "dead_letter", "poison_key": "bo"}, "dead_letter_topic"),
        ({"pattern": "never"}, "commit_after"),
        ({"poison_key": "bo"}, "poison"),
    ],
)  # fmt: skip
def test_what_an_application_cannot_do_is_refused(group: dict[str, object], rule: str) -> None:
    with pytest.raises(ScenarioError, match=rule):
        Simulation.from_scenario(scenario(group))
