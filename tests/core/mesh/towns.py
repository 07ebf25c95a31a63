"""Random meshes with a publisher and a subscriber at every broker."""

from typing import Any

from hypothesis import strategies as st

from broker_core import Simulation
from broker_core.mesh.subscriptions import matches
from tests.core.mesh.projection import differences

NAMES = ("amsterdam", "berlin", "cairo", "delhi", "edo", "fes", "genua")
TOPICS = ("eu/news", "eu/news/late", "jp/weather", "jp/news", "pe/weather")
FILTERS = ("eu/#", "eu/news", "+/news", "jp/+", "pe/weather", "#")
Edges = list[tuple[str, str]]


@st.composite
def graphs(draw: Any, most: int = 7) -> tuple[list[str], Edges]:
    """Brokers and links: connected, with rings where chance wants them."""
    names = list(NAMES[: draw(st.integers(2, most))])
    edges = [(draw(st.sampled_from(names[:n])), names[n]) for n in range(1, len(names))]
    others = [(a, b) for a in names for b in names if a < b and (a, b) not in edges]
    return names, edges + draw(
        st.lists(st.sampled_from(others), unique=True) if others else st.just([])
    )


@st.composite
def wishes(draw: Any, names: list[str]) -> dict[str, list[str]]:
    """Broker -> what its subscriber asks for; some ask for nothing."""
    some = st.lists(st.sampled_from(FILTERS), max_size=3, unique=True)
    return {name: draw(some) for name in names}


def town(
    names: list[str],
    edges: Edges,
    asked: dict[str, list[str]],
    store: bool = False,
    memory: str = "direct",
) -> dict[str, Any]:
    """A mesh; at every broker x a publisher `out-x` and a subscriber `in-x`."""
    return {
        "title": "A mesh",
        "family": "mesh",
        "preset": "teaching",
        "brokers": [{"id": name} for name in names],
        "links": [{"between": list(edge), "store": store} for edge in edges],
        "clients": [
            *({"id": f"out-{name}", "kind": "publisher", "broker": name} for name in names),
            *(
                {"id": f"in-{name}", "broker": name,
                 "wants": [{"filter": f, "memory": memory} for f in asked[name]]}
                for name in names
            ),
        ],
    }  # fmt: skip


def wanted(asked: dict[str, list[str]], topic: str) -> list[str]:
    """The brokers whose subscriber asked for a topic."""
    return [name for name, some in asked.items() if any(matches(f, topic, "mqtt") for f in some)]


def distances(edges: Edges, start: str) -> dict[str, int]:
    """Links on a shortest way from one broker to each other one, counted anew."""
    found = {start: 0}
    for name in found_in_turn(edges, start):
        for a, b in edges:
            other = b if a == name else a if b == name else None
            if other is not None:
                found.setdefault(other, found[name] + 1)
    return found


def found_in_turn(edges: Edges, start: str) -> list[str]:
    """Brokers in the order in which they are found from one, nearest first."""
    turn = [start]
    for name in turn:
        for a, b in edges:
            other = b if a == name else a if b == name else name
            if other not in turn:
                turn.append(other)
    return turn


def go(sim: Simulation, until_us: int) -> list[Any]:
    """Run on; after each step every invariant holds and the mesh is drawn as it is."""
    events: list[Any] = []
    while (sim.next_at_us() or until_us + 1) <= until_us:
        fresh = sim.step()
        events += fresh
        if not any(e.type.startswith(("mesh.", "network.link")) for e in fresh):
            continue
        problems = sim.broken() or differences(sim)
        assert not problems, f"at {sim.now_us} us: {problems[:4]}"
    return [*events, *sim.advance(max(until_us, sim.now_us))]
