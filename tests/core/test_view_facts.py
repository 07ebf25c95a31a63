"""What a stage needs to draw and no other event would tell it: stands in the view as an event said it."""

from typing import Any

from broker_core import Simulation

SECOND = 1_000_000


def played(scene: str, until_s: int, *commands: tuple[int, str]) -> Simulation:
    sim = Simulation.from_scenario(scene, seed=7)
    for at_s, command in commands:
        sim.advance(at_s * SECOND)
        sim.apply(command)
    sim.advance(until_s * SECOND)
    return sim


def rows(sim: Simulation, topic: str, broker: int) -> list[Any]:
    found: list[Any] = sim.view()["topics"][topic]["0"]["replicas"][str(broker)]["records"]
    return found


def test_a_record_says_whether_it_is_in_a_transaction_on_leader_and_follower() -> None:
    sim = played("sealed-envelope", 14)
    kinds = {(row[6], row[7]) for row in rows(sim, "invoices", 2)}
    assert kinds == {("txn", "relay"), ("commit", "relay"), ("abort", "relay")}
    leader, follower = rows(sim, "invoices", 2), rows(sim, "invoices", 1)
    assert follower == leader[: len(follower)]
    assert {row[6] for row in rows(sim, "orders", 1)} == {None}


def test_what_a_producer_was_promised_is_kept_beside_the_logs() -> None:
    sim = played("hard-choice", 20)
    promised = sim.view()["acknowledged"]["orders"]["0"]
    assert [row[0] for row in promised] == list(range(len(promised)))
    assert {row[3] for row in promised} == {"all"}


def test_a_follower_that_falls_behind_gets_a_deadline_and_loses_it_when_it_catches_up() -> None:
    sim = played("hard-choice", 10)
    lagging = sim.view()["topics"]["orders"]["0"]["lagging"]
    assert list(lagging) == ["3"] and lagging["3"] > 10 * SECOND
    healed = played("hard-choice", 14, (10, "heal broker-1 broker-3"))
    assert healed.view()["topics"]["orders"]["0"]["lagging"] == {}


def test_a_closed_segment_knows_until_when_it_may_stay() -> None:
    replica = played("conveyor", 12).view()["topics"]["orders"]["0"]["replicas"]["1"]
    closed = replica["closed"]
    assert [row[0] for row in closed] == [row[0] for row in replica["segments"][:-1]]
    newest = {row[0]: row[5] for row in replica["records"]}
    last = replica["segments"][1][0] - 1
    assert closed[0][1] == newest[last] + 15 * SECOND


def test_the_next_poll_is_due_while_records_are_in_the_application() -> None:
    member = played("four-fingers", 8).view()["members"]["billing-1"]
    assert 8 * SECOND < member["poll_deadline_at_us"] <= 28 * SECOND
    assert member["isolation"] == "read_committed"  # librdkafka's default
    down = played("four-fingers", 25).view()["members"]["billing-1"]
    assert down["poll_deadline_at_us"] is None


def test_a_message_that_stopped_is_remembered_with_what_it_carried() -> None:
    sim = played("broker-fails", 7, (5, "cut checkout broker-1"), (6, "publish checkout orders"))
    dropped = sim.view()["dropped"]["produce"]
    assert dropped[-1][1] == "checkout" and dropped[-1][6]["parts"]
