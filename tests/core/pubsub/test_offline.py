"""An event that is published into nothing is told to be lost, to those who would have had it."""

from typing import Any

from broker_core import Simulation

BROKERS = [{"id": "tokyo"}, {"id": "paris"}, {"id": "moon"}]
CLIENTS = [
    {"id": "web", "kind": "publisher", "broker": "tokyo"},
    {"id": "here", "broker": "tokyo", "wants": [{"filter": "shop/#"}]},
    {"id": "there", "broker": "paris", "wants": [{"filter": "shop/#"}]},
    {"id": "other", "broker": "paris", "wants": [{"filter": "bank/#"}]},
    {"id": "apart", "broker": "moon", "wants": [{"filter": "shop/#"}]},
    {"id": "newcomer", "broker": "tokyo", "wants": [{"filter": "shop/#"}], "absent": True},
]


def lost(*commands: str) -> list[tuple[Any, ...]]:
    sim = Simulation.from_scenario(
        {
            "title": "offline", "family": "mesh", "brokers": BROKERS, "clients": CLIENTS,
            "links": [{"between": ["tokyo", "paris"]}],
        }
    )  # fmt: skip
    sim.advance(0)
    for command in commands:
        sim.apply(command)
        sim.advance(sim.now_us + 1_000_000)
    events = sim.apply("publish web shop/order") + sim.advance(sim.now_us + 2_000_000)
    return [(e.place, e.where, e.reason) for e in events if e.type == "pubsub.lost"]


def test_nothing_is_lost_while_everybody_is_there():
    assert lost() == []


def test_who_is_offline_misses_it_at_whichever_broker():
    assert lost("stop client here") == [("here", "broker", "offline")]
    assert lost("stop client there") == [("there", "broker", "offline")]
    assert lost("crash client here", "crash client there") == [
        ("here", "broker", "offline"),
        ("there", "broker", "offline"),
    ]


def test_who_wanted_something_else_or_could_not_have_had_it_misses_nothing():
    assert lost("stop client other", "stop client apart") == []
