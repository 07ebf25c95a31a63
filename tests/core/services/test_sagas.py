"""The same business process conducted and danced, under the same faults (rows E15 and E16)."""

import pytest

from tests.core.services.play import Play

CONDUCTED, DANCED = "saga-conducted", "saga-danced"
EITHER = pytest.mark.parametrize("scene", [CONDUCTED, DANCED])


def _effects(play: Play) -> tuple[int, int, int]:
    """Payments held, lamps left, orders shipped."""
    return (
        play.store("payment", "taken")["count"],
        play.store("stock", "items")["lamp"],
        len(play.store("shipping", "shipments")),
    )


@EITHER
def test_the_happy_path_has_each_effect_once_under_one_correlation_id(scene: str) -> None:
    play = Play(scene).until("10s")
    finished = play.one("service.saga_finished")
    assert (finished.correlation, finished.outcome) == ("shop-1", "completed")
    assert finished.messages == len(play.trail("shop-1"))
    assert {e.correlation for e in play.of("pubsub.published")} == {"shop-1"}
    assert _effects(play) == (1, 4, 1)
    assert play.store("shop", "orders") == {"o-1": "shipped"}


def test_a_conducted_process_takes_more_messages_and_more_time() -> None:
    conducted, danced = (
        Play(scene).until("10s").one("service.saga_finished") for scene in (CONDUCTED, DANCED)
    )
    assert conducted.messages > danced.messages and conducted.took_us > danced.took_us


def test_danced_stock_refuses_and_payment_refunds_on_hearing_it() -> None:
    play = Play(DANCED).at("1s", "set store stock items key=lamp value=0").until("10s")
    assert play.trail("shop-1") == [
        "OrderPlaced", "PaymentTaken", "StockRejected", "PaymentRefunded", "OrderCancelled",
    ]  # fmt: skip
    assert play.one("service.refused").reason == "not_enough"
    assert play.one("service.compensated").service == "payment"
    assert play.one("service.saga_finished").outcome == "cancelled"
    assert _effects(play) == (0, 0, 0) and play.store("shop", "orders") == {"o-1": "cancelled"}


def test_conducted_stock_refuses_and_the_conductor_undoes_in_reverse() -> None:
    play = Play(CONDUCTED).at("1s", "set store stock items key=lamp value=0").until("10s")
    assert play.trail("shop-1") == [
        "OrderPlaced", "TakePayment", "PaymentTaken", "ReserveStock", "StockRejected",
        "RefundPayment", "PaymentRefunded", "OrderCancelled",
    ]  # fmt: skip
    assert play.one("service.compensated").name == "PaymentRefunded"
    assert _effects(play) == (0, 0, 0) and play.store("shop", "orders") == {"o-1": "cancelled"}


AFTER_PAYMENT = "when pubsub.published name=PaymentTaken do crash service conductor"


def test_a_dead_conductor_leaves_the_money_taken_until_it_resumes() -> None:
    play = Play(CONDUCTED).at("1s", AFTER_PAYMENT).until("20s")
    assert _effects(play) == (1, 5, 0)
    stuck = play.one("service.saga_stuck")
    assert (stuck.last, stuck.waits_for) == ("PaymentTaken", "conductor")
    assert play.causes(stuck)[0] == "pubsub.client_crashed"
    play.at("20s", "restart service conductor").until("30s")
    assert play.one("service.saga_resumed").because == ("durable",)
    assert play.one("service.duplicate_ignored").name == "TakePayment"
    assert play.one("service.saga_finished").outcome == "completed"
    assert _effects(play) == (1, 4, 1)


@pytest.mark.parametrize(
    "moment",
    [
        "pubsub.delivered client=conductor name=PaymentTaken",
        "pubsub.work_started client=conductor name=PaymentTaken",
        "pubsub.published name=ReserveStock",
        "pubsub.delivered client=conductor name=StockReserved",
        "pubsub.published name=OrderCompleted",
    ],
)
def test_wherever_the_conductor_dies_each_effect_happens_once(moment: str) -> None:
    play = Play(CONDUCTED).at("1s", f"when {moment} do crash service conductor").until("12s")
    play.at("12s", "restart service conductor").until("30s")
    assert play.one("service.saga_finished").outcome == "completed"
    assert _effects(play) == (1, 4, 1)


def test_a_conductor_that_dies_while_it_undoes_goes_on_undoing() -> None:
    play = Play(CONDUCTED).at("1s", "set store stock items key=lamp value=0")
    play.at("1s", "when pubsub.published name=RefundPayment do crash service conductor").until(
        "12s"
    )
    play.at("12s", "restart service conductor").until("30s")
    assert play.one("service.saga_finished").outcome == "cancelled"
    assert _effects(play) == (0, 0, 0)


def test_a_conductor_without_saved_state_forgets_what_it_had_begun() -> None:
    play = Play(CONDUCTED).at("1s", "set service conductor durable=false", AFTER_PAYMENT)
    play.at("12s", "restart service conductor").until("40s")
    forgotten = play.one("service.saga_forgotten")
    assert (forgotten.correlation, forgotten.step, forgotten.because) == ("shop-1", 0, ("durable",))
    assert not play.of("service.saga_finished")
    assert _effects(play) == (1, 5, 0)


def test_a_service_that_does_not_recognise_the_repeat_takes_the_money_twice() -> None:
    play = Play(CONDUCTED).at("1s", AFTER_PAYMENT, "set service payment idempotent=false")
    play.at("12s", "restart service conductor").until("30s")
    assert _effects(play)[0] == 2


@EITHER
def test_a_dead_payment_service_is_found_by_the_trail_and_late_not_lost(scene: str) -> None:
    play = Play(scene).at("1s", "crash service payment").until("12s")
    assert play.one("service.saga_stuck").waits_for == "payment"
    assert play.sim.view()["sagas"]["shop-1"]["state"] == "stuck"
    play.at("12s", "restart service payment").until("24s")
    assert play.one("service.saga_finished").outcome == "completed"
    assert play.one("service.saga_resumed").service == "payment"
    assert _effects(play) == (1, 4, 1)


@EITHER
def test_a_service_added_after_payment_changes_nobody_else(scene: str) -> None:
    before = Play(scene).until("20s")
    play = Play(scene).at("1s", "start service loyalty").until("20s")
    assert play.store("loyalty", "points") == {"o-1": 10}
    assert play.trail("shop-1") == before.trail("shop-1")
    assert _effects(play) == _effects(before)


def test_nobody_is_missed_where_nobody_conducts() -> None:
    play = Play(DANCED).at("1s", "crash service stock").until("20s")
    assert play.one("service.saga_stuck").waits_for == "stock"
    assert play.one("service.saga_stuck").last == "PaymentTaken"


def test_a_repeated_rejection_refunds_once() -> None:
    play = Play(DANCED).at("1s", "set store stock items key=lamp value=0").until("10s")
    again = "publish stock order/rejected name=StockRejected key=o-1 correlation=shop-1"
    play.at("10s", again).until("14s")
    assert play.one("service.duplicate_ignored").name == "StockRejected"
    assert play.store("payment", "taken") == {"count": 0}


def test_two_processes_at_once_keep_apart_by_their_correlation_ids() -> None:
    play = Play(DANCED).at("1s", "set store stock items key=lamp value=1")
    play.at("2s", "request shop place key=o-2").until("14s")
    outcomes = {e.correlation: e.outcome for e in play.of("service.saga_finished")}
    assert outcomes == {"shop-1": "completed", "shop-2": "cancelled"}
