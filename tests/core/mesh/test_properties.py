"""Events in random meshes with random interest: exactly once to whoever asked, and over no link
beyond which nobody did; after any faults everything works again."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core import Rejected, Simulation
from tests.core.mesh import towns

GAPS_US = (20_000, 90_000, 700_000, 1_600_000, 2_900_000)
SETTLED_US = 12_000_000


def deliveries(events: list[Any]) -> Counter[tuple[int, str]]:
    return Counter((e.event, e.client) for e in events if e.type == "pubsub.delivered")


def published(events: list[Any]) -> dict[int, Any]:
    return {e.event: e for e in events if e.type == "pubsub.published"}


@given(st.data())
@settings(max_examples=25)
def test_each_event_reaches_each_who_asked_exactly_once(data: Any):
    names, edges = data.draw(towns.graphs())
    asked = data.draw(towns.wishes(names))
    sim = Simulation.from_scenario(towns.town(names, edges, asked))
    events = sim.advance(0)
    for _ in range(data.draw(st.integers(1, 5))):
        source, topic = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(towns.TOPICS))
        events += sim.apply(f"publish out-{source} {topic}")
        events += towns.go(sim, sim.now_us + data.draw(st.sampled_from(GAPS_US)))
    events += towns.go(sim, sim.now_us + 2_000_000)
    expected = {
        (number, f"in-{name}"): 1
        for number, e in published(events).items()
        for name in towns.wanted(asked, e.topic)
    }
    assert deliveries(events) == expected
    never = ("mesh.duplicate_dropped", "mesh.link_lost", "mesh.stored", "pubsub.lost")
    assert not [e for e in events if e.type in never]
    only_where_somebody_asked(events, edges, asked)


def only_where_somebody_asked(events: list[Any], edges: Any, asked: Any) -> None:
    """Every crossing leads towards a target that asked, along a shortest way, and happens once."""
    topics = {number: e.topic for number, e in published(events).items()}
    crossings = [e for e in events if e.type == "mesh.forwarded"]
    for e in crossings:
        assert e.targets
        before, after = (towns.distances(edges, end) for end in (e.broker, e.neighbour))
        for target in e.targets:
            assert target in towns.wanted(asked, topics[e.event])
            assert after[target] == before[target] - 1
    pairs = Counter((e.event, *sorted((e.broker, e.neighbour))) for e in crossings)
    assert all(count == 1 for count in pairs.values())


@given(st.data())
@settings(max_examples=20)
def test_interest_that_comes_and_goes_is_known_everywhere(data: Any):
    names, edges = data.draw(towns.graphs())
    asked = data.draw(towns.wishes(names))
    sim = Simulation.from_scenario(towns.town(names, edges, asked))
    sim.advance(0)
    for _ in range(data.draw(st.integers(1, 8))):
        name, filter = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(towns.FILTERS))
        verb = "unsubscribe" if filter in asked[name] else "subscribe"
        sim.apply(f'{verb} client in-{name} "{filter}"')
        (asked[name].remove if verb == "unsubscribe" else asked[name].append)(filter)
        towns.go(sim, sim.now_us + data.draw(st.sampled_from(GAPS_US)))
    towns.go(sim, sim.now_us + 2_000_000)
    known = sim.view()["mesh"].get("interest", {})
    for name in names:
        for origin in names:
            assert sorted(known.get(name, {}).get(origin, {})) == sorted(asked[origin])


def disturb(data: Any, sim: Simulation, names: list[str], edges: Any, crashes: bool) -> list[Any]:
    """A few random commands, each with an event published somewhere; what is refused is passed."""
    events: list[Any] = []
    kinds = ["cut {a} {b}", "cut {a} {b} oneway=true", "heal {a} {b}", "heal {a} {b}",
             "slow link {a} {b} latency=400ms", "slow link {a} {b} latency=0ms"]  # fmt: skip
    if crashes:
        kinds += ["crash broker {a}", "restart broker {a}", "restart broker {b}",
                  "pause broker {a} for=2s"]  # fmt: skip
    for _ in range(data.draw(st.integers(1, 8))):
        a, b = data.draw(st.sampled_from(edges))
        source, topic = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(towns.TOPICS))
        for text in (data.draw(st.sampled_from(kinds)).format(a=a, b=b),
                     f"publish out-{source} {topic}"):  # fmt: skip
            try:
                events += sim.apply(text)
            except Rejected:
                continue
            assert not sim.broken(), text
        events += towns.go(sim, sim.now_us + data.draw(st.sampled_from(GAPS_US)))
    return events


def mend(sim: Simulation, names: list[str], edges: Any) -> list[Any]:
    """Everything is whole again, and has time to notice."""
    events: list[Any] = []
    mending = [f"restart broker {name}" for name in names]
    mending += [f"heal {a} {b}" for a, b in edges]
    mending += [f"slow link {a} {b} latency=0ms" for a, b in edges]
    for text in mending:
        if sim.check(text) is None:
            events += sim.apply(text)
    return events + towns.go(sim, sim.now_us + SETTLED_US)


def everybody_knows_everything(sim: Simulation) -> None:
    nodes = sim._cluster.nodes
    for node in nodes.values():
        assert all(link.up and not link.stored for link in node.links.values())
        assert node.map == {name: nodes[name].map[name] for name in node.map}
        assert set(node.map) == set(nodes)
        for origin in nodes:
            told = nodes[origin].interest.get(origin, ())
            assert node.interest.get(origin, ()) == told


@given(st.data())
@settings(max_examples=25)
def test_after_healing_everything_works_again(data: Any):
    names, edges = data.draw(towns.graphs(5))
    asked = data.draw(towns.wishes(names))
    sim = Simulation.from_scenario(
        towns.town(names, edges, asked, store=data.draw(st.booleans()), memory="queue")
    )
    events = sim.advance(0) + disturb(data, sim, names, edges, crashes=True)
    events += mend(sim, names, edges)
    everybody_knows_everything(sim)
    for name in names:
        late = sim.apply(f"publish out-{name} eu/news") + towns.go(sim, sim.now_us + 1_500_000)
        number = next(iter(published(late)))
        assert deliveries(late) == {
            (number, f"in-{other}"): 1 for other in towns.wanted(asked, "eu/news")
        }
        only_where_somebody_asked(late, edges, asked)
        events += late
    parked = Counter(
        (e.event, e.queue) for e in events if e.type == "pubsub.parked" and e.delivery == 0
    )
    assert all(count == 1 for count in parked.values()), "a broker took an event in twice"


@given(st.data())
@settings(max_examples=25)
def test_where_every_link_stores_nothing_is_lost_to_cuts(data: Any):
    names, edges = data.draw(towns.graphs(5))
    asked = data.draw(towns.wishes(names))
    sim = Simulation.from_scenario(towns.town(names, edges, asked, store=True, memory="queue"))
    events = sim.advance(0) + disturb(data, sim, names, edges, crashes=False)
    events += mend(sim, names, edges)
    assert not [e for e in events if e.type == "pubsub.lost"]
    got = Counter(
        (e.event, e.queue) for e in events if e.type == "pubsub.parked" and e.delivery == 0
    )
    for number, e in published(events).items():
        for name in towns.wanted(asked, e.topic):
            assert got[(number, f"in-{name}.queue")] == 1
