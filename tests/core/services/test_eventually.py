"""Copies fall behind and catch up, and the three ways in which that fails (rows E13 and E14)."""

from typing import Any

from tests.core.services.play import Play


def _read(play: Play, service: str, store: str, key: str) -> Any:
    play.at(f"{play.sim.now_us}us", f"read {service} {store} key={key}")
    return play.events[-1]


def test_a_copy_that_is_behind_holds_an_older_once_true_value() -> None:
    play = Play("three-ledgers").at("6s", 'request orders move key=ada value="3 Pine Street"')
    play.at("6100ms", 'request orders move key=ada value="4 Yew Street"').until("8s")
    old = _read(play, "crm", "customers", "ada")
    assert (old.value, old.version, old.newest, old.behind) == ("2 Oak Street", 2, 4, 2)
    assert old.behind_us == 2_000_000
    assert _read(play, "orders", "customers", "ada").behind == 0
    play.until("20s")
    values = {_read(play, s, "customers", "ada").value for s in ("orders", "stock", "crm")}
    assert values == {"4 Yew Street"}
    assert _read(play, "crm", "customers", "ada").behind_us == 0


def _pay(play: Play, *faults: str) -> None:
    play.at("6s", *faults, "request orders pay key=ada value=-10").until("14s")


def _equal(play: Play, store: str = "balances") -> bool:
    town = play.sim._cluster
    assert not town.queues["crm.queue"].waiting and not town.queues["crm.queue"].out
    return play.store("crm", store) == play.store("orders", store)


def test_without_a_fault_all_ledgers_agree() -> None:
    play = Play("three-ledgers-broken")
    _pay(play)
    assert _equal(play) and play.store("crm", "balances")["ada"] == 80


CRASH = "when service.state_changed service=orders event=0 do crash service orders"


def test_an_event_is_lost_when_its_source_dies_between_the_change_and_the_event() -> None:
    play = Play("three-ledgers-broken")
    _pay(play, CRASH)
    play.at("14s", "restart service orders").until("24s")
    assert not _equal(play)
    assert (play.store("orders", "balances")["ada"], play.store("crm", "balances")["ada"]) == (
        80,
        90,
    )


def test_an_outbox_is_written_with_the_change_and_sent_after_the_crash() -> None:
    play = Play("three-ledgers-broken").at("5s", "set service orders outbox=true")
    _pay(play, CRASH)
    written = play.one("service.outbox_written")
    assert written.at_us == play.one("pubsub.client_crashed").at_us
    assert play.sim.view()["outbox"]["orders"] == 1
    play.at("14s", "restart service orders").until("24s")
    assert _equal(play) and play.store("crm", "balances")["ada"] == 80
    assert play.one("service.outbox_relayed").waiting == 0 == play.sim.view()["outbox"]["orders"]


def test_an_outbox_that_is_sent_twice_is_one_event() -> None:
    play = Play("three-ledgers-broken").at("5s", "set service orders outbox=true")
    play.at("5s", "when pubsub.matched name=Paid do crash service orders")
    _pay(play)
    play.at("14s", "restart service orders").until("24s")
    assert play.of("pubsub.repeated") and _equal(play)


def test_an_event_that_is_lost_on_its_way_leaves_a_ledger_wrong_for_ever() -> None:
    play = Play("three-ledgers-broken").at("5s", "set queue crm.queue ack_timeout=0us")
    _pay(play, "lose delivery crm")
    assert play.store("crm", "balances")["ada"] == 90
    assert play.store("stock", "balances")["ada"] == 80


def test_a_repeat_is_taken_twice_by_a_handler_that_adds() -> None:
    play = Play("three-ledgers-broken")
    _pay(play, "duplicate delivery crm")
    assert not _equal(play) and play.store("crm", "balances")["ada"] == 70
    read = _read(play, "crm", "balances", "ada")
    assert read.behind == 0 and read.value != play.store("orders", "balances")["ada"]


def test_an_idempotent_handler_recognises_the_repeat() -> None:
    play = Play("three-ledgers-broken").at("5s", "set service crm idempotent=true")
    _pay(play, "duplicate delivery crm")
    ignored = play.one("service.duplicate_ignored", service="crm")
    assert ignored.because == ("idempotent",)
    assert _equal(play)


def test_an_idempotent_service_counts_once_what_comes_again_after_its_crash() -> None:
    play = Play("three-ledgers-broken").at("5s", "set service crm idempotent=true")
    play.at("6s", "when service.state_changed service=crm do crash service crm")
    _pay(play)
    play.at("14s", "restart service crm").until("20s")
    assert play.of("service.duplicate_ignored", service="crm") and _equal(play)


def _swap(play: Play) -> None:
    play.at("6s", 'request orders move key=ada value="2 Oak Street"', "swap delivery crm")
    play.at("6200ms", 'request orders correct key=ada value="22 Oak Street"').until("16s")


def test_two_events_swapped_leave_the_older_value_for_ever() -> None:
    play = Play("three-ledgers-broken").at("5s", "scale service crm to=1")
    _swap(play)
    assert not _equal(play, "addresses")
    assert play.store("crm", "addresses")["ada"] == "2 Oak Street"
    assert _equal(play.until("60s"), "addresses") is False


def test_a_handler_that_compares_versions_ignores_the_older_one() -> None:
    play = Play("three-ledgers-broken").at("5s", "set service crm mode=compares")
    _swap(play)
    assert play.of("service.older_ignored", service="crm") and _equal(play, "addresses")


def _overtake(play: Play) -> None:
    play.at("6s", 'request orders move key=ada value="2 Oak Street"')
    play.at("6200ms", 'request orders correct key=ada value="22 Oak Street"').until("16s")


def test_two_workers_of_one_service_overtake_each_other() -> None:
    play = Play("three-ledgers-broken")
    _overtake(play)
    assert play.store("crm", "addresses")["ada"] == "2 Oak Street"


def test_an_ordered_service_works_on_one_event_of_a_key_at_a_time() -> None:
    play = Play("three-ledgers-broken").at("5s", "set service crm ordered=true")
    _overtake(play)
    assert play.store("crm", "addresses")["ada"] == "22 Oak Street"
    play.at("16s", "request orders pay key=ada value=1", "request orders pay key=bo value=1")
    play.until("20s")
    starts = [e.at_us for e in play.of("pubsub.work_started", client="crm", name="Paid")]
    assert starts[-1] - starts[-2] < 200_000
