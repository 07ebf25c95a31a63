"""Who waits for whom: the same order by calls and by events (rows E1 and E6)."""

import pytest

from tests.core.services.play import Play


def test_calls_wait_for_everybody_in_turn() -> None:
    play = Play("two-kitchens").until("5s")
    assert [e.service for e in play.of("service.called")] == ["payment", "stock", "email"]
    accepted = play.one("service.accepted", correlation="checkout-1")
    assert (accepted.outcome, accepted.waited_us) == ("ok", 1_260_003)
    assert play.store("email", "sent") == {"o-1": "sent"}


def test_a_call_to_a_dead_service_fails_the_order_and_nothing_is_undone() -> None:
    play = Play("two-kitchens").at("4s", "stop service email")
    play.at("5s", "request checkout place key=o-2").until("9s")
    failed = play.one("service.call_failed")
    assert (failed.service, failed.reason) == ("email", "refused")
    assert "pubsub.client_stopped" in play.causes(failed)
    accepted = play.one("service.accepted", correlation="checkout-2")
    assert (accepted.outcome, accepted.reason) == ("failed", "refused")
    assert play.store("payment", "payments")["o-2"] == "taken"


def test_by_events_the_order_is_accepted_and_the_dead_service_is_only_late() -> None:
    play = Play("two-kitchens").at("4s", "stop service email", "set service checkout mode=events")
    play.at("5s", "request checkout place key=o-2").until("9s")
    accepted = play.one("service.accepted", correlation="checkout-2")
    assert (accepted.outcome, accepted.waited_us) == ("ok", 120_001)
    assert not play.of("service.called", correlation="checkout-2")
    play.at("9s", "restart service email").until("12s")
    done = play.one("pubsub.processed", client="email", name="OrderPlaced")
    assert done.late_us > 4_000_000
    assert play.store("email", "sent")["o-2"] == "sent"


def test_a_silent_service_costs_the_caller_its_timeout_and_works_all_the_same() -> None:
    play = Play("two-kitchens").at("5s", "request checkout place key=o-2")
    play.at("5900ms", "pause service email for=6s").until("14s")
    failed = play.one("service.call_failed")
    assert (failed.reason, failed.waited_us) == ("timeout", 2_000_000)
    assert failed.because == ("request_timeout",)
    assert play.causes(failed)[:2] == ["network.timed_out", "pubsub.client_paused"]
    assert play.one("service.accepted", correlation="checkout-2").outcome == "failed"
    assert play.store("email", "sent")["o-2"] == "sent"


def test_what_the_other_side_did_after_a_timeout_is_unknown_to_the_caller() -> None:
    play = Play("two-kitchens").at("4s", "set service email work=3s")
    play.at("5s", "request checkout place key=o-2").until("14s")
    assert play.one("service.accepted", correlation="checkout-2").reason == "timeout"
    assert play.store("email", "sent")["o-2"] == "sent"


def test_a_caller_that_dies_takes_its_people_with_it() -> None:
    play = Play("two-kitchens").at("2100ms", "request checkout place key=o-2")
    play.at("2300ms", "crash service checkout").until("6s")
    outcomes = [(e.correlation, e.outcome, e.reason) for e in play.of("service.accepted")]
    assert outcomes == [("checkout-1", "failed", "crashed"), ("checkout-2", "failed", "crashed")]
    assert play.store("payment", "payments") == {"o-1": "taken"}
    view = play.sim.view()
    assert not view["waits"].get("checkout") and not view["frames"].get("checkout")


def test_a_request_to_a_service_that_is_down_fails_at_once() -> None:
    play = Play("two-kitchens").at("4s", "crash service checkout")
    play.at("5s", "request checkout place key=o-2")
    assert play.one("service.accepted", correlation="checkout-2").reason == "refused"


def test_the_broker_stops_for_five_seconds_and_orders_are_late_not_lost() -> None:
    play = Play("two-kitchens").at("4s", "set service checkout mode=events", "crash broker hub")
    for n in range(3):
        play.at(f"{5 + n}s", f"request checkout place key=e-{n}")
    assert not play.of("service.accepted", operation="place", outcome="ok")[1:]
    play.at("9s", "restart broker hub").until("20s")
    assert [e.outcome for e in play.of("service.accepted")] == ["ok"] * 4
    assert all(f"e-{n}" in play.store("email", "sent") for n in range(3))


def _clocks(mode: str, orders: int, gap_us: int) -> tuple[int, int]:
    """The longest time to the answer, and from the first order to the last email."""
    play = Play("stopwatch").at("4s", f"set service checkout mode={mode}")
    for n in range(orders):
        play.at(f"{5_000_000 + n * gap_us}us", f"request checkout place key=e-{n}")
    play.until("40s")
    sent = [e.at_us for e in play.of("service.state_changed", service="email") if e.key != "o-1"]
    assert len(sent) == orders
    waits = [e.waited_us for e in play.of("service.accepted") if e.correlation != "checkout-1"]
    return max(waits), max(sent) - 5_000_000


@pytest.mark.parametrize("orders", [1, 6])
def test_events_answer_sooner(orders: int) -> None:
    assert _clocks("events", orders, 100_000)[0] < _clocks("calls", orders, 100_000)[0]


def test_events_are_not_always_done_sooner() -> None:
    """One order alone has to go through the broker each time; many go through side by side."""
    assert _clocks("events", 1, 0)[1] >= _clocks("calls", 1, 0)[1]
