"""Events as facts, thin and fat ones, and readers that come later (rows E2, E3, E5)."""

from typing import Any

from tests.core.services.play import Play


def _fold(play: Play, until: int) -> dict[str, int]:
    """The cart by adding up the tape's facts up to an offset."""
    cart: dict[str, int] = {}
    town = play.sim._cluster
    for number, _ in list(town.tapes["tape"].rows)[:until]:
        event = town.event(number)
        step = {"ItemAdded": 1, "ItemRemoved": -1}[event.name]
        cart[event.value] = cart.get(event.value, 0) + step
    return cart


def test_the_cart_is_what_its_facts_add_up_to() -> None:
    play = Play("cart-tape").at("8s", "request page remove key=ada value=lamp").until("12s")
    forms = {e.name: e.form for e in play.of("pubsub.published")}
    assert forms["RemoveItem"] == "command" and forms["ItemRemoved"] == "fact"
    assert play.store("cart", "cart") == {"lamp": 1, "chair": 1} == _fold(play, 4)


def test_a_rewind_empties_the_cart_and_replays_the_tape() -> None:
    play = Play("cart-tape").at("8s", "request page remove key=ada value=chair").until("12s")
    play.at("12s", "rewind service cart").at("12001ms")
    assert play.one("service.rewound").until == 4
    assert play.store("cart", "cart") == {}
    assert play.until("16s").store("cart", "cart") == {"lamp": 2, "chair": 0}
    assert play.sim._cluster.tapes["tape"].end == 4
    assert play.sim.view()["stores"]["cart"]["cart"]["lamp"][0] == 2


def test_a_rewind_up_to_an_offset_shows_the_cart_before_the_last_change() -> None:
    play = Play("cart-tape").at("8s", "request page remove key=ada value=chair").until("12s")
    play.at("12s", "rewind service cart until=3").until("20s")
    assert play.store("cart", "cart") == {"lamp": 2, "chair": 1} == _fold(play, 3)
    play.at("20s", "rewind service cart").until("24s")
    assert play.store("cart", "cart") == _fold(play, 4)


def test_a_rewind_waits_for_the_work_in_hand() -> None:
    play = Play("cart-tape").at("2s", "set service cart work=2s")
    play.at("4500ms", "rewind service cart").until("5s")
    assert not play.of("service.rewound")
    play.until("30s")
    assert play.store("cart", "cart") == {"lamp": 2, "chair": 1}


def _deliver_while_the_database_is_down(carries: str) -> Play:
    play = Play("thin-or-fat").at("5s", f"set service orders carries={carries}")
    play.at("5100ms", "stop service orderdb")
    return play.at("6s", 'request orders place key=bo value="9 Fir Lane"').until("10s")


def test_a_thin_event_cannot_be_used_while_its_source_is_down() -> None:
    play = _deliver_while_the_database_is_down("id")
    failed = play.of("service.lookup_failed", service="shipping", key="bo")
    assert failed and failed[0].reason == "refused"
    assert "bo" not in play.store("shipping", "addresses")
    play.at("10s", "restart service orderdb").until("16s")
    assert play.of("service.looked_up", key="bo")
    assert play.store("shipping", "addresses")["bo"] == "9 Fir Lane"


def test_a_fat_event_is_enough_while_its_source_is_down() -> None:
    play = _deliver_while_the_database_is_down("state")
    assert not play.of("service.lookup_failed")
    assert play.of("pubsub.processed", client="shipping")
    assert play.store("shipping", "addresses")["bo"] == "9 Fir Lane"


def test_fat_events_pass_a_thin_one_that_waits_for_its_source() -> None:
    play = _deliver_while_the_database_is_down("id")
    play.at("10s", "set service orders carries=state")
    play.at("10100ms", 'request orders place key=cal value="3 Bay Road"').until("16s")
    assert play.store("shipping", "addresses")["cal"] == "3 Bay Road"
    assert "bo" not in play.store("shipping", "addresses")


def test_a_fat_event_may_be_stale_when_it_is_read() -> None:
    play = Play("thin-or-fat").at("5s", "set service orders carries=state")
    play.at("6s", 'request orders place key=bo value="9 Fir Lane"')
    play.at("6300ms", 'request orders move key=bo value="10 Fir Lane"').until("12s")
    stale = play.one("service.stale_used", key="bo")
    assert (stale.version, stale.newest) == (1, 2)
    read = _read(play, "shipping", "addresses", "bo")
    assert (read.value, read.behind) == ("9 Fir Lane", 1) and read.behind_us > 3_000_000


def test_a_thin_event_gets_what_is_newest() -> None:
    play = Play("thin-or-fat").at("6s", 'request orders place key=bo value="9 Fir Lane"')
    play.at("6300ms", 'request orders move key=bo value="10 Fir Lane"').until("12s")
    assert not play.of("service.stale_used")
    assert _read(play, "shipping", "addresses", "bo").value == "10 Fir Lane"


def test_an_announced_change_and_a_careful_reader_never_show_an_old_address() -> None:
    play = Play("thin-or-fat").at(
        "5s",
        "set service orders carries=state",
        "set service orders mode=announce",
        "set service shipping mode=careful",
        "stop service orderdb",
    )
    play.at("6s", 'request orders place key=bo value="9 Fir Lane"')
    play.at("6300ms", 'request orders move key=bo value="10 Fir Lane"').until("12s")
    assert _read(play, "shipping", "addresses", "bo").behind == 0
    assert not play.of("service.lookup_failed") and not play.of("service.stale_used")


def _read(play: Play, service: str, store: str, key: str) -> Any:
    play.at(f"{play.sim.now_us}us", f"read {service} {store} key={key}")
    return play.events[-1]


def test_a_new_service_reads_the_history_and_nobody_else_changes() -> None:
    play = Play("new-neighbour").at("20s", "start service analytics").until("58s")
    town = play.sim._cluster
    tape = town.tapes["tape"]
    assert tape.end == 40 and tape.committed == {"billing": 40, "analytics": 40}
    assert len(play.of("pubsub.published")) == 40
    assert play.store("analytics", "totals")["all"] == sum(
        play.store("billing", "invoices").values()
    )
    began = play.of("pubsub.polled", client="analytics")[0]
    assert began.at_us >= 20_000_000 and began.count == 5


def test_a_renamed_field_breaks_only_the_reader_that_needs_it() -> None:
    play = Play("new-neighbour").at("10s", "start service analytics")
    play.at("20s", "deploy service orders fields=client,amount").until("40s")
    assert play.one("service.redeployed").service == "orders"
    failed = play.of("service.schema_failed")
    assert failed and {(e.service, e.field) for e in failed} == {("analytics", "customer")}
    assert play.store("billing", "invoices")["ada"] > 3 * 6
    count = len(failed)
    play.at("40s", "deploy service analytics needs=client,amount").until("50s")
    late = [e for e in play.of("service.schema_failed")[count:] if e.at_us > 43_000_000]
    assert not late


def test_a_deployment_stops_one_service_and_the_others_go_on() -> None:
    play = Play("new-neighbour").at("10s", "deploy service billing workers=2").until("14s")
    stopped = play.one("pubsub.client_stopped", client="billing").at_us
    back = play.of("pubsub.client_started", client="billing")[-1].at_us
    assert back - stopped == 1_000_000 and play.one("service.redeployed").deployed == 2
    assert len([e for e in play.of("pubsub.published") if e.at_us >= 10_000_000]) == 5
    play.until("58s")
    assert play.sim._cluster.tapes["tape"].committed["billing"] == 40
