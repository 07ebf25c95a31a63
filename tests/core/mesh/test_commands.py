"""Brokers, links and latency that are added while a mesh runs."""

import pytest

from broker_core import Rejected, Simulation
from tests.core.mesh import towns

PAIR = towns.town(["paris", "tokyo"], [("paris", "tokyo")], {"paris": ["jp/#"], "tokyo": []})


def types(events):
    return [e.type for e in events]


def test_a_third_city_hears_of_everything_and_is_heard():
    sim = Simulation.from_scenario(PAIR)
    sim.advance(500_000)
    events = sim.apply("add broker lima links=tokyo,paris") + towns.go(sim, 1_500_000)
    assert types(events)[0] == "pubsub.broker_opened"
    assert types(events).count("mesh.linked") == 2
    view = sim.view()["mesh"]
    assert list(view["interest"]["lima"]["paris"]) == ["jp/#"]
    assert view["routes"]["lima"] == {"tokyo": "tokyo", "paris": "paris"}
    assert view["routes"]["tokyo"]["lima"] == "lima"
    sim.apply('add client peru broker=lima filter="jp/weather"')
    events = towns.go(sim, 2_500_000) + sim.apply("publish out-tokyo jp/weather")
    events += towns.go(sim, 4_000_000)
    got = sorted(e.client for e in events if e.type == "pubsub.delivered")
    assert got == ["in-paris", "peru"]


def test_two_meshes_become_one_when_they_are_linked():
    names = ["a", "b", "c", "d"]
    asked = {"a": [], "b": [], "c": [], "d": ["eu/#"]}
    sim = Simulation.from_scenario(towns.town(names, [("a", "b"), ("c", "d")], asked))
    sim.advance(100_000)
    assert "d" not in sim.view()["mesh"]["routes"]["a"]
    sim.apply("add link b c store=true")
    events = towns.go(sim, 2_000_000) + sim.apply("publish out-a eu/news")
    events += towns.go(sim, 4_000_000)
    assert [e.client for e in events if e.type == "pubsub.delivered"] == ["in-d"]
    crossed = [(e.broker, e.neighbour) for e in events if e.type == "mesh.forwarded"]
    assert crossed == [("a", "b"), ("b", "c"), ("c", "d")]


def test_a_slow_link_is_slow_both_ways_and_no_longer_than_asked():
    sim = Simulation.from_scenario(PAIR)
    sim.advance(0)
    for latency, hop_us in (("300ms", 360_000), ("0ms", 60_000)):
        events = sim.apply(f"slow link paris tokyo latency={latency}")
        assert sim.view()["lags"]["tokyo"]["paris"] == hop_us - 60_000
        events += sim.apply("publish out-tokyo jp/news") + towns.go(sim, sim.now_us + 3_000_000)
        there, back = (
            next(e for e in events if e.type == "network.sent" and e.kind == kind)
            for kind in ("forward", "forward_reply")
        )
        assert there.arrives_at_us - there.sent_at_us == hop_us
        assert back.arrives_at_us - back.sent_at_us == hop_us


def test_a_link_too_slow_for_its_hellos_counts_as_lost_until_it_is_quick_again():
    sim = Simulation.from_scenario(PAIR)
    events = sim.advance(0) + sim.apply("slow link paris tokyo latency=900ms")
    events += towns.go(sim, 20_000_000)
    lost = [e for e in events if e.type == "mesh.link_lost"]
    assert sorted(e.broker for e in lost) == ["paris", "tokyo"]
    events = sim.apply("slow link paris tokyo latency=0ms") + towns.go(sim, 25_000_000)
    back = [e for e in events if e.type == "mesh.link_restored"]
    assert sorted(e.broker for e in back) == ["paris", "tokyo"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("add broker 4", "bad_value"),
        ("add broker paris", "already_exists"),
        ("add broker in-paris", "already_exists"),
        ("add broker lima links=rome", "unknown_id"),
        ("add broker lima dialect=amqp", "unknown_id"),
        ("add broker lima links=tokyo dialect=solace", "other_dialect"),
        ("add link paris paris", "not_connected"),
        ("add link paris rome", "unknown_id"),
        ("add link tokyo paris", "already_exists"),
        ("slow link paris paris", "not_connected"),
        ("slow link paris rome", "not_connected"),
        ("slow link paris tokyo latency=11s", "out_of_range"),
    ],
)
def test_what_makes_no_sense_is_refused(command, code):
    sim = Simulation.from_scenario(PAIR)
    with pytest.raises(Rejected) as refused:
        sim.apply(command)
    assert refused.value.code == code


def test_a_link_needs_both_ends_up():
    sim = Simulation.from_scenario(PAIR)
    sim.apply("add broker lima")
    sim.apply("crash broker paris")
    with pytest.raises(Rejected) as refused:
        sim.apply("add link lima paris")
    assert refused.value.code == "wrong_state"


def test_a_mesh_holds_so_many_brokers():
    sim = Simulation.from_scenario(PAIR)
    for n in range(14):
        sim.apply(f"add broker city{n} links=tokyo")
    with pytest.raises(Rejected) as refused:
        sim.apply("add broker onemore")
    assert refused.value.code == "too_many"
    towns.go(sim, 3_000_000)
    assert len(sim.view()["mesh"]["routes"]["city0"]) == 15
