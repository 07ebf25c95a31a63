"""Transactions as semantics 2.7 and golden trace 10.H have them, on three seeds."""

from typing import Any

import pytest

from broker_core import Rejected, Simulation

SECOND = 1_000_000
SEEDS = (1, 7, 42)

BANK = {
    "id": "bank",
    "topic": "orders",
    "keys": ["ada", "bo", "cal"],
    "transactional_id": "bank",
}
READER = {
    "id": "audit",
    "topics": ["orders"],
    "config": {"isolation.level": "read_committed", "auto.offset.reset": "earliest"},
}


def run(seed: int = 7, **more: Any) -> Simulation:
    scenario = {
        "title": "transactions",
        "topics": [
            {"id": "orders", "partitions": 2, "replication_factor": 3},
            {"id": "invoices", "partitions": 1, "replication_factor": 3},
        ],
        "producers": [BANK, {"id": "shop", "topic": "orders", "keys": ["di"]}],
        "groups": [
            READER,
            {**READER, "id": "curious", "config": {"auto.offset.reset": "earliest"}},
        ],
    } | more
    sim = Simulation.from_scenario(scenario, seed=seed)
    sim.advance(4 * SECOND)
    return sim


def of(events: list[Any], *kinds: str) -> list[Any]:
    return [event for event in events if event.type in kinds]


def read(events: list[Any], group: str) -> list[str]:
    """Values are not in the event; keys and offsets tell."""
    done = of(events, "client.record_processed")
    return [f"{e.key}@{e.partition}:{e.offset}" for e in done if e.group == group]


def opened(sim: Simulation, *keys: str) -> list[Any]:
    """Begin a transaction by hand and leave it open."""
    from broker_core.clients import transactional

    it = sim._cluster.producers["bank"]
    sim.advance(sim.now_us)
    transactional.begin(sim._cluster.world, it)
    for key in keys:
        transactional.send(sim._cluster.world, it, "orders", key, f"{key} pays")
    return sim.advance(sim.now_us + SECOND)


def until(sim: Simulation, done: Any) -> list[Any]:
    """Step until something is true of the run or of the last events."""
    out: list[Any] = []
    for _ in range(5000):
        events = sim.step()
        out += events
        if done(events):
            return out
    raise AssertionError("it never came to that")


def end(sim: Simulation, outcome: str) -> None:
    from broker_core.clients import transactional

    transactional.end(sim._cluster.world, sim._cluster.producers["bank"], outcome)


def stable(sim: Simulation, partition: str = "1") -> int:
    offset: int = sim.view()["topics"]["orders"][partition]["last_stable_offset"]
    return offset


@pytest.mark.parametrize("seed", SEEDS)
def test_a_commit_is_decided_then_answered_then_marked(seed: int) -> None:
    sim = run(seed)
    opened(sim, "ada", "bo")
    end(sim, "commit")
    events = sim.advance(sim.now_us + 2 * SECOND)
    told = of(
        events, "transaction.prepared", "transaction.confirmed", "transaction.marker_written",
        "transaction.committed",
    )  # fmt: skip
    kinds = [e.type.removeprefix("transaction.") for e in told]
    assert kinds[0] == "prepared"
    assert kinds[-1] == "committed"
    assert kinds.count("marker_written") == 2
    assert "confirmed" in kinds
    prepared = told[0]
    confirmed = of(told, "transaction.confirmed")[0]
    assert confirmed.at_us - prepared.at_us == sim._cluster.world.hop_us
    assert prepared.producer_epoch == 1
    assert sim._cluster.producers["bank"].producer_epoch == 1
    view = sim.view()["transactions"]["bank"]
    assert view["state"] == "CompleteCommit"


@pytest.mark.parametrize("seed", SEEDS)
def test_an_open_transaction_holds_everybodys_later_records_back(seed: int) -> None:
    """10.H: the last stable offset stands at the first record; read_uncommitted reads on."""
    sim = run(seed)
    opened(sim, "ada")
    assert stable(sim) == 0
    sim.apply("publish shop orders partition=1 key=di")
    events = sim.advance(sim.now_us + 2 * SECOND)
    assert stable(sim) == 0
    assert read(events, "audit") == []
    assert "di@1:1" in read(events, "curious")
    end(sim, "commit")
    events = sim.advance(sim.now_us + 2 * SECOND)
    assert read(events, "audit") == ["ada@1:0", "di@1:1"]
    assert stable(sim) == 3, "the marker takes an offset"


@pytest.mark.parametrize("seed", SEEDS)
def test_aborted_records_stay_in_the_log_and_are_skipped(seed: int) -> None:
    sim = run(seed)
    opened(sim, "ada", "ada")
    sim.apply("publish shop orders partition=1 key=di")
    sim.advance(sim.now_us + SECOND)
    sim.apply("abort transaction bank")
    events = sim.advance(sim.now_us + 2 * SECOND)
    assert of(events, "transaction.aborted")
    assert read(events, "audit") == ["di@1:2"]
    skipped = [e for e in of(events, "transaction.records_skipped") if e.group == "audit"]
    assert [(e.aborted, e.markers) for e in skipped] == [(2, 1)]
    assert skipped[0].position in (0, 4)
    part = sim.view()["members"]["audit-1"]["partitions"]["orders"]["1"]
    assert part["position"] == 4


@pytest.mark.parametrize("seed", SEEDS)
def test_a_crash_before_the_end_is_aborted_by_the_timeout(seed: int) -> None:
    sim = run(seed)
    opened(sim, "ada")
    sim.apply("crash producer bank")
    events = sim.advance(sim.now_us + 8 * SECOND)
    assert stable(sim) == 0
    assert not of(events, "transaction.expired")
    events = sim.advance(sim.now_us + 8 * SECOND)
    expired = of(events, "transaction.expired")
    assert len(expired) == 1
    assert expired[0].because == ("transaction.timeout.ms",)
    assert of(events, "transaction.aborted")
    assert stable(sim) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_crash_before_the_end_is_aborted_by_the_next_session(seed: int) -> None:
    sim = run(seed)
    opened(sim, "ada")
    sim.apply("crash producer bank")
    sim.apply("restart producer bank")
    events = sim.advance(sim.now_us + 4 * SECOND)
    order = of(
        events, "transaction.prepared", "transaction.aborted", "transaction.initialised",
    )  # fmt: skip
    assert [e.type.partition(".")[2] for e in order] == ["prepared", "aborted", "initialised"]
    refused = [e for e in of(events, "network.sent") if e.summary.get("error")]
    assert "CONCURRENT_TRANSACTIONS" in {e.summary["error"] for e in refused}
    assert sim._cluster.producers["bank"].txn.phase == "ready"


@pytest.mark.parametrize("seed", SEEDS)
def test_after_the_decision_a_new_coordinator_finishes_the_markers(seed: int) -> None:
    sim = run(seed)
    opened(sim, "ada", "bo")
    sim.apply("when transaction.prepared do cut broker-1 broker-2")
    sim.apply("when transaction.prepared do cut broker-1 broker-3")
    sim.apply("when transaction.prepared do cut broker-2 broker-3")
    end(sim, "commit")
    until(sim, lambda events: of(events, "transaction.prepared"))
    sim.advance(sim.now_us)
    coordinator = sim.view()["transactions"]["bank"]["coordinator"]
    for a, b in ((1, 2), (1, 3), (2, 3)):
        if coordinator not in (a, b):
            sim.apply(f"heal broker-{a} broker-{b}")
    sim.apply(f"crash broker {coordinator}")
    for a, b in ((1, 2), (1, 3), (2, 3)):
        if coordinator in (a, b):
            sim.apply(f"heal broker-{a} broker-{b}")
    events = sim.advance(sim.now_us + 25 * SECOND)
    moved = of(events, "transaction.coordinator_moved")
    assert moved[0].state == "PrepareCommit"
    assert {e.outcome for e in of(events, "transaction.marker_written")} == {"commit"}
    assert of(events, "transaction.committed")
    assert not of(events, "transaction.aborted")


def test_a_zombie_is_fenced_by_a_newer_session_with_its_id() -> None:
    newer = {**BANK, "id": "bank-b", "start": "8s"}
    sim = run(producers=[BANK, newer])
    opened(sim, "ada")
    sim.apply("hang producer bank for=10s")
    events = sim.advance(sim.now_us + 8 * SECOND)
    assert [e.producer for e in of(events, "transaction.initialised")] == ["bank-b"]
    assert of(events, "transaction.aborted")
    end(sim, "commit")
    events = sim.advance(sim.now_us + 2 * SECOND)
    fenced = of(events, "transaction.fenced")
    assert [(e.producer, e.error) for e in fenced] == [("bank", "PRODUCER_FENCED")]
    assert sim.view()["producers"]["bank"]["state"] == "fenced"
    with pytest.raises(Rejected):
        sim.apply("publish bank orders")


def test_a_zombies_record_is_refused_by_the_partition() -> None:
    newer = {**BANK, "id": "bank-b", "start": "8s"}
    sim = run(producers=[BANK, newer])
    opened(sim, "ada")
    sim.advance(12 * SECOND)
    sim.apply("publish bank orders key=ada partition=1")
    events = sim.advance(sim.now_us + 4 * SECOND)
    assert "INVALID_PRODUCER_EPOCH" in {e.error for e in of(events, "log.rejected")}
    assert of(events, "client.gave_up")


def test_a_repeated_end_is_answered_like_the_first() -> None:
    sim = run()
    opened(sim, "ada")
    coordinator = sim.view()["transactions"]["bank"]["coordinator"]
    sim.apply(f"lose answer bank {coordinator} kind=end_txn")
    end(sim, "commit")
    events = sim.advance(sim.now_us + 8 * SECOND)
    assert len(of(events, "transaction.prepared")) == 1
    assert len(of(events, "transaction.confirmed")) == 1
    assert sim._cluster.producers["bank"].producer_epoch == 1


def test_a_transaction_that_wrote_nothing_asks_nobody() -> None:
    sim = run()
    opened(sim)
    end(sim, "commit")
    events = sim.advance(sim.now_us + SECOND)
    assert not [e for e in of(events, "network.sent") if e.kind == "end_txn"]


def test_closing_aborts_what_is_open() -> None:
    sim = run()
    opened(sim, "ada")
    sim.apply("close producer bank")
    events = sim.advance(sim.now_us + 3 * SECOND)
    assert of(events, "transaction.aborted")
    assert of(events, "client.producer_closed")


RELAY = {
    "id": "relay",
    "group": "relays",
    "topics": ["orders"],
    "sink": "invoices",
    "records": 3,
    "work": "400ms",
}


def relay(seed: int = 7) -> Simulation:
    return run(
        seed,
        producers=[{"id": "shop", "topic": "orders", "keys": ["di", "ela"], "rate_per_s": 2}],
        processors=[RELAY],
        groups=[{**READER, "topics": ["invoices"]}],
    )


def results(events: list[Any]) -> list[int]:
    return [e.offset for e in of(events, "client.record_processed") if e.group == "audit"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_processor_commits_its_offsets_with_its_results(seed: int) -> None:
    sim = relay(seed)
    events = sim.advance(14 * SECOND)
    settled = of(events, "transaction.offsets_settled")
    assert settled
    assert {e.outcome for e in settled} == {"commit"}
    assert sim.view()["groups"]["relays"]["committed"]["orders"]
    assert results(events)


def committed_results(sim: Simulation) -> int:
    """Records of invoices that no abort marker took back."""
    leader = next(
        r for b in sim._cluster.brokers.values() if (r := b.replica("invoices", 0)) and r.leads
    )
    index = leader.log.txn
    assert not index.open
    return sum(
        r.kind == "txn" and not any(p == r.producer_id and a <= r.offset < z for p, a, z in gone)
        for gone in [index.aborted]
        for r in leader.log.records
    )


@pytest.mark.parametrize("fault", ["abort transaction relay", "crash processor relay"])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_processor_did_not_commit_is_done_again_and_seen_once(seed: int, fault: str) -> None:
    sim = relay(seed)
    events = sim.advance(8 * SECOND)
    events += until(
        sim,
        lambda _: (
            sim.view()["transactions"]["relay"]["state"] == "Ongoing"
            and sim._cluster.producers["relay"].txn.phase == "open"
        ),
    )
    events += sim.apply(fault)
    if fault.startswith("crash"):
        events += sim.advance(sim.now_us + SECOND)
        events += sim.apply("restart processor relay")
    events += sim.advance(sim.now_us + 6 * SECOND)
    sim.apply("close producer shop")
    events += sim.advance(sim.now_us + 25 * SECOND)
    assert of(events, "transaction.aborted")
    assert any(e.again for e in of(events, "client.record_processed") if e.group == "relays")
    offsets = sim.view()["groups"]["relays"]["committed"]["orders"]
    assert sum(offsets.values()) == committed_results(sim) == len(results(events))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hanging_processor_loses_its_transaction_and_ends(seed: int) -> None:
    sim = relay(seed)
    events = sim.advance(8 * SECOND)
    session = sim._cluster.producers["relay"].txn
    events += until(sim, lambda _: session.phase == "open" and session.sent)
    sim.apply("hang processor relay for=16s")
    events = sim.advance(sim.now_us + 24 * SECOND)
    assert of(events, "transaction.expired")
    assert [e.producer for e in of(events, "transaction.fenced")] == ["relay"]
    assert [e.member for e in of(events, "client.member_closed")] == ["relays-1"]
    sim.apply("restart processor relay")
    events = sim.advance(sim.now_us + 10 * SECOND)
    assert of(events, "transaction.committed")


def test_a_new_owner_waits_until_pending_offsets_are_decided() -> None:
    """OffsetFetch for stable offsets gets UNSTABLE_OFFSET_COMMIT while the transaction is open."""
    sim = run(
        producers=[{"id": "shop", "topic": "orders", "keys": ["di", "ela"], "rate_per_s": 2}],
        processors=[RELAY, {**RELAY, "id": "relay-b"}],
        groups=[],
    )
    sim.advance(8 * SECOND)
    until(
        sim,
        lambda events: [
            e for e in of(events, "transaction.offsets_pending") if e.producer == "relay"
        ],
    )
    sim.apply("crash processor relay")
    assert sim.view()["groups"]["relays"]["pending_offsets"]["relay"]
    events = sim.advance(sim.now_us + 20 * SECOND)
    errors = {e.summary.get("error") for e in of(events, "network.sent")}
    assert "UNSTABLE_OFFSET_COMMIT" in errors
    assert [e.outcome for e in of(events, "transaction.offsets_settled") if e.producer == "relay"]
    later = sim.advance(sim.now_us + 4 * SECOND)
    parts = {e.partition for e in of(later, "client.record_processed") if e.member == "relays-2"}
    assert parts == {0, 1}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_restored_in_a_transaction_goes_on_the_same(seed: int) -> None:
    sim = run(seed, producers=[{**BANK, "transaction": {"records": 3, "every": "2s"}}])
    for _ in range(6):
        sim.advance(sim.now_us + 333_000)
        twin, other = Simulation.restore(sim.snapshot()), sim.clone()
        twin.advance(sim.now_us + SECOND)
        other.advance(sim.now_us + SECOND)
        assert twin.digest() == other.digest()
    assert sim.broken() == []


def test_a_scenario_names_what_is_wrong_about_a_transaction() -> None:
    from broker_core.errors import ScenarioError

    for producer, rule in (
        ({**BANK, "transactional_id": None, "transaction": {"every": "2s"}}, "transactional_id"),
        ({**BANK, "transaction": {"records": 0, "every": "2s"}}, "is a table of records"),
        ({**BANK, "config": {"enable.idempotence": False}}, "transactional"),
        ({**BANK, "config": {"acks": "1"}}, "enable.idempotence needs"),
    ):
        with pytest.raises(ScenarioError, match=rule):
            run(producers=[producer])


def test_the_scene_echo_repeats_and_swaps_only_without_idempotence() -> None:
    sim = Simulation.from_scenario("echo", seed=7)
    sim.advance(40 * SECOND)
    audit = sim.audit()
    assert audit["counts"]["duplicate_in_log"] == 1
    assert audit["counts"]["out_of_order"] == 1
    logs = [
        [row.value for row in r.log.records]
        for p in (0, 1, 2)
        for b in sim._cluster.brokers.values()
        if (r := b.replica("orders", p)) and r.leads
    ]
    assert logs[2] == ["1 of plain", "1 of plain"]
    assert logs[0] == ["1 of checkout"]
    assert [v for v in logs[1] if v.endswith("plain")] == ["0 of plain", "3 of plain", "2 of plain"]
    assert [v[0] for v in logs[1] if v.endswith("checkout")] == ["0", "2", "3"]


def test_the_scene_sealed_envelope_shows_nothing_of_what_was_aborted() -> None:
    sim = Simulation.from_scenario("sealed-envelope", seed=7)
    events = sim.advance(60 * SECOND)
    assert len(of(events, "transaction.aborted")) == 2
    assert len(of(events, "transaction.fenced")) == 1
    assert sim.audit()["counts"]["skipped"] == 0
    hidden = {e.offset for e in of(events, "client.record_processed") if e.group == "curious"}
    assert hidden > {e.offset for e in of(events, "client.record_processed") if e.group == "books"}
