"""What people can do to services, and why not."""

from typing import Any

import pytest

from broker_core import Rejected, Simulation
from broker_core.errors import ScenarioError
from tests.core.services.play import Play


@pytest.mark.parametrize(
    ("scene", "command", "code"),
    [
        ("two-kitchens", "request nobody place", "unknown_id"),
        ("two-kitchens", "request checkout dance", "unknown_id"),
        ("two-kitchens", "set service checkout mode=later", "bad_value"),
        ("two-kitchens", "set service checkout colour=red", "unknown_field"),
        ("two-kitchens", "set service checkout workers=17", "bad_value"),
        ("two-kitchens", "set service checkout outbox=perhaps", "bad_value"),
        ("two-kitchens", "set service checkout durable=false", "unknown_field"),
        ("two-kitchens", "set service checkout", "missing_field"),
        ("two-kitchens", "scale service checkout to=0", "out_of_range"),
        ("two-kitchens", "set store checkout lamps key=a value=1", "unknown_id"),
        ("two-kitchens", "read checkout lamps key=a", "unknown_id"),
        ("two-kitchens", "rewind service checkout", "unknown_id"),
        ("cart-tape", "rewind service cart until=1", "out_of_range"),
        ("cart-tape", "rewind service cart until=-2", "out_of_range"),
        ("new-neighbour", "deploy service analytics workers=2", "wrong_state"),
        ("new-neighbour", "read analytics totals key=all", "wrong_state"),
    ],
)
def test_a_command_that_makes_no_sense_changes_nothing(scene: str, command: str, code: str) -> None:
    sim = Play(scene).until("1ms").sim
    before = sim.digest()
    with pytest.raises(Rejected) as refused:
        sim.apply(command)
    assert refused.value.code == code and sim.digest() == before


def test_the_stage_offers_what_people_ask_for_and_not_what_events_bring() -> None:
    def offered(scene: str) -> dict[str, list[str]]:
        rows = Play(scene).sim.cast()["services"]
        return {row["id"]: row["operations"] for row in rows if row["operations"]}

    assert offered("cart-tape") == {"page": ["add", "remove"]}
    assert offered("saga-danced") == offered("saga-conducted") == {"shop": ["place"]}
    assert offered("two-kitchens")["checkout"] == ["place"]
    assert Play("two-kitchens").sim.cast()["services"][0]["modes"] == ["calls", "events"]


def test_a_caller_learns_at_once_that_the_other_side_died_at_work() -> None:
    play = Play("two-kitchens").at("2300ms", "crash service payment").until("4s")
    failed = play.one("service.call_failed")
    assert failed.reason == "reset" and "pubsub.client_crashed" in play.causes(failed)
    assert play.one("service.accepted").reason == "reset"


def test_a_cut_between_two_services_is_silence_for_the_caller() -> None:
    play = Play("two-kitchens").at("1s", "cut checkout payment").until("6s")
    assert play.one("service.call_failed").reason == "timeout"


def test_more_workers_take_more_calls_side_by_side() -> None:
    def answers(workers: int) -> list[int]:
        play = Play("two-kitchens").at("3500ms", f"scale service checkout to={workers}")
        play.at("4s", *(f"request checkout place key=k-{n}" for n in range(3))).until("12s")
        return [e.waited_us for e in play.of("service.accepted")[1:]]

    one, three = answers(1), answers(3)
    assert max(three) < max(one) and one == sorted(one)


def test_more_workers_take_more_events_side_by_side() -> None:
    def done(workers: int) -> int:
        play = Play("stopwatch").at("1s", f"scale service payment to={workers}")
        play.at("3s", "set service checkout mode=events", "set service payment work=1s")
        play.at("4s", *(f"request checkout place key=k-{n}" for n in range(3))).until("15s")
        return max(e.at_us for e in play.of("service.state_changed", service="payment"))

    assert done(3) < done(1) - 1_500_000


def test_a_value_set_by_hand_is_a_new_version_that_nobody_is_told_of() -> None:
    play = Play("three-ledgers").at("8s", 'set store orders customers key=ada value="9 Ivy Row"')
    play.at("9s", "read crm customers key=ada").until("12s")
    read = play.one("service.read")
    assert (read.behind, read.behind_us) == (1, 1_000_000)
    assert len(play.of("pubsub.published")) == 2


def test_a_copy_set_by_hand_is_wrong_and_as_new_as_before() -> None:
    play = Play("three-ledgers").at("8s", "set store crm customers key=ada value=nowhere")
    play.at("9s", "read crm customers key=ada")
    assert (play.one("service.read").behind, play.one("service.read").value) == (0, "nowhere")


def test_an_outbox_without_confirmations_sends_each_event_once() -> None:
    play = Play("three-ledgers").at("1s", "set service orders quality=direct").until("12s")
    assert len(play.of("service.outbox_relayed")) == 2
    assert play.store("crm", "customers")["ada"] == "2 Oak Street"


def test_a_process_begun_by_hand_has_an_id_of_its_own() -> None:
    play = Play("saga-danced").at("5s", "publish shop order/placed name=OrderPlaced key=o-2")
    play.at("6s", "request shop place key=o-3").until("12s")
    done = [(e.correlation, e.outcome) for e in play.of("service.saga_finished")]
    assert done == [(f"shop-{n}", "completed") for n in (1, 2, 3)]


def test_a_conductor_can_be_asked_for_a_process_directly() -> None:
    play = Play("saga-conducted").at("8s", "request conductor OrderPlaced key=o-2").until("16s")
    assert play.one("service.accepted", operation="OrderPlaced").outcome == "ok"
    assert play.one("service.saga_finished", correlation="conductor-1").outcome == "completed"


def test_a_conductor_keeps_a_process_open_while_the_undoing_is_refused() -> None:
    play = Play("saga-conducted").at("1s", "set store stock items key=lamp value=0")
    play.at("1s", "when service.refused service=stock do crash service payment").until("20s")
    stuck = play.one("service.saga_stuck")
    assert (stuck.last, stuck.waits_for) == ("RefundPayment", "payment")
    assert not play.of("service.saga_finished")


def _scenario(service: dict[str, Any], **more: Any) -> dict[str, Any]:
    other = {"id": "other", "handlers": [{"on": "help"}], "stores": {"box": {}}}
    rows = {"brokers": [{"id": "hub"}], "services": [{"id": "one", **service}, other]}
    return {"title": "t", "family": "services", **rows, **more}


def _steps(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"handlers": [{"on": "go", "steps": list(steps)}]}


@pytest.mark.parametrize(
    ("service", "more", "words"),
    [
        (
            _steps({"do": "call", "service": "other", "operation": "hepl"}),
            {},
            "no operation of other hepl; help",
        ),
        (_steps({"do": "call", "service": "othr", "operation": "help"}), {}, "no service othr"),
        (_steps({"do": "change", "store": "bx"}), {}, "no store bx"),
        (_steps({"do": "lookup", "service": "other", "store": "bx"}), {}, "no store bx"),
        (_steps({"do": "refuse", "name": "No"}), {}, "needs topic"),
        (_steps({"do": "publish", "topic": "a"}), {}, "needs name"),
        ({"owns": ["bx"], "stores": {"box": {}}}, {}, "no store bx"),
        ({}, {"sagas": [{"id": "s", "starts": "A", "completes": "B"}] * 2}, "used twice"),
    ],
)
def test_a_scenario_that_cannot_be_played_says_where_and_why(
    service: dict[str, Any], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(ScenarioError, match=words):
        Simulation.from_scenario(_scenario(service, **more))
