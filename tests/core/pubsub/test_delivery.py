"""What each memory promises, whatever happens to the others: a queue loses nothing that a broker
keeps, a log is read in order and in full, a pushed event arrives or is told to be lost."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core import Rejected, Simulation

READERS = ("anna", "ben", "tape-reader", "radio")
SCENE: dict[str, Any] = {
    "title": "delivery", "family": "pubsub", "preset": "production",
    "brokers": [{"id": "hub"}],
    "queues": [{"id": "parcels", "broker": "hub", "filters": ["shop/#"], "window": 2}],
    "logs": [{"id": "tape", "broker": "hub", "filters": ["shop/#"]}],
    "clients": [
        {"id": "web", "kind": "publisher", "rate_per_s": 5, "buffer": 1000, "times": 40,
         "events": [{"topic": "shop/order", "name": "Order"}]},
        {"id": "anna", "work": "90ms", "wants": [{"memory": "queue", "place": "parcels"}]},
        {"id": "ben", "work": "130ms", "wants": [{"memory": "queue", "place": "parcels"}]},
        {"id": "tape-reader", "work": "60ms", "wants": [{"memory": "log", "place": "tape"}]},
        {"id": "radio", "work": "50ms", "inbox": 2, "wants": [{"filter": "shop/#"}]},
    ],
}  # fmt: skip


def trouble(r: Random) -> str:
    name = r.choice(READERS)
    return r.choice(
        [
            f"crash client {name}", f"restart client {name}", f"restart client {name}",
            f"stop client {name}", f"pause client {name} for=700ms", f"cut hub {name}",
            f"cut {name} hub oneway=true", f"heal hub {name}", f"heal hub {name}",
            "crash broker hub", "restart broker hub", "restart broker hub", "pause broker hub for=1s",
        ]
    )  # fmt: skip


def played(seed: int, troubles: int) -> list[Any]:
    """All events of a run with so many troubles, at the end of which everybody is back."""
    r = Random(seed)
    sim = Simulation.from_scenario(SCENE, seed)
    events = sim.advance(0)
    for _ in range(troubles):
        events += sim.advance(sim.now_us + r.randint(0, 900_000))
        events += attempt(sim, trouble(r))
    for command in (
        "restart broker hub",
        *(f"{verb} {name}" for name in READERS for verb in ("heal hub", "restart client")),
    ):
        events += attempt(sim, command)
    return events + sim.advance(sim.now_us + 40_000_000)


def attempt(sim: Simulation, command: str) -> list[Any]:
    try:
        return sim.apply(command)
    except Rejected:
        return []


def processed(events: list[Any], *clients: str) -> list[int]:
    return [e.event for e in events if e.type == "pubsub.processed" and e.client in clients]


def named(events: list[Any], kind: str) -> list[int]:
    return [e.event for e in events if e.type == kind]


@given(st.integers(0, 2**32))
@settings(max_examples=12)
def test_a_durable_queue_loses_nothing_under_crashes_of_readers_and_broker(seed: int):
    events = played(seed, troubles=12)
    confirmed = named(events, "pubsub.confirmed")
    assert len(confirmed) == 40
    assert set(processed(events, "anna", "ben")) == set(confirmed)
    assert not named(events, "pubsub.gave_up")
    parked = Counter(named(events, "pubsub.parked"))
    assert set(parked.values()) == {1}, "an event was parked twice"
    acknowledged = Counter(named(events, "pubsub.acknowledged"))
    assert acknowledged == parked


@given(st.integers(0, 2**32))
@settings(max_examples=12)
def test_a_log_is_read_in_full_and_in_order_whatever_happens(seed: int):
    events = played(seed, troubles=12)
    first = list(dict.fromkeys(processed(events, "tape-reader")))
    assert first == named(events, "pubsub.appended")
    assert len(first) == 40


@given(st.integers(0, 2**32))
@settings(max_examples=12)
def test_a_pushed_event_is_processed_or_told_to_be_lost(seed: int):
    events = played(seed, troubles=12)
    taken_in = named(events, "pubsub.matched")
    lost = [e.event for e in events if e.type == "pubsub.lost" and e.place == "radio"]
    done = processed(events, "radio")
    assert Counter(lost + done) == Counter(taken_in)


@given(st.integers(0, 2**32))
@settings(max_examples=12)
def test_a_reader_never_has_more_than_its_window_and_an_inbox_no_more_than_its_limit(seed: int):
    out: dict[int, str] = {}
    inbox: list[int] = []
    for e in played(seed, troubles=12):
        if e.type == "pubsub.taken":
            out[e.event] = e.client
            assert list(out.values()).count(e.client) <= 2
        elif e.type in ("pubsub.acknowledged", "pubsub.returned"):
            del out[e.event]
        elif getattr(e, "client", "") == "radio":
            if e.type == "pubsub.delivered":
                inbox.append(e.event)
                assert len(inbox) <= 2
            elif e.type == "pubsub.work_started":
                inbox.remove(e.event)
            elif e.type in ("pubsub.client_crashed", "pubsub.client_stopped"):
                inbox.clear()


def test_without_trouble_everybody_gets_each_event_once_and_in_order():
    events = played(7, troubles=0)
    for names in (("anna", "ben"), ("tape-reader",), ("radio",)):
        assert sorted(processed(events, *names)) == list(range(1, 41))
    for name in READERS:
        assert processed(events, name) == sorted(processed(events, name))
    assert not named(events, "pubsub.lost")


def test_the_producer_never_waits_for_consumers():
    """Its confirmations come as fast with slow readers, with dead ones, and with none."""

    def waits(*commands: str) -> list[int]:
        sim = Simulation.from_scenario(SCENE)
        sim.advance(0)
        for command in commands:
            sim.apply(command)
        return [e.waited_us for e in sim.advance(10_000_000) if e.type == "pubsub.confirmed"]

    fast = waits()
    assert len(fast) == 40
    assert waits(*(f"set client {name} work=9s" for name in READERS)) == fast
    assert waits(*(f"crash client {name}" for name in READERS)) == fast
