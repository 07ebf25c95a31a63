"""Ways: the first hop of a shortest way, chosen so that all who know the same agree."""

from hypothesis import given

from broker_core.mesh.ways import distances, first_hops
from tests.core.mesh import towns


def link_states(names, edges):
    neighbours = {n: [b if a == n else a for a, b in edges if n in (a, b)] for n in names}
    return {name: (1, tuple(neighbours[name]), ()) for name in names}


@given(towns.graphs())
def test_each_hop_is_one_link_closer(graph):
    names, edges = graph
    known = link_states(names, edges)
    for me in names:
        far = towns.distances(edges, me)
        assert distances(me, known) == far
        hops = first_hops(me, known)
        assert set(hops) == set(names) - {me}
        for target, hop in hops.items():
            assert hop in known[me][1]
            assert towns.distances(edges, hop)[target] == far[target] - 1


@given(towns.graphs())
def test_ways_from_one_broker_that_part_never_meet_again(graph):
    """So an event crosses no link twice and reaches no broker twice."""
    names, edges = graph
    known = link_states(names, edges)
    hops = {name: first_hops(name, known) for name in names}
    for start in names:
        came_from: dict[str, str] = {}
        for target in names:
            at = start
            while at != target:
                step = hops[at][target]
                assert came_from.setdefault(step, at) == at
                at = step


def test_among_equals_the_smallest_name_is_next():
    ring = [("c", "b"), ("b", "a"), ("a", "d"), ("d", "c")]
    known = link_states("abcd", ring)
    assert first_hops("a", known)["c"] == "b"
    assert first_hops("b", known)["d"] == "a"


def test_a_link_that_stores_is_a_way_only_when_asked_for():
    known = {"a": (2, ("b",), ()), "b": (3, ("a",), ("c",)), "c": (1, ("b",), ())}
    assert first_hops("a", known) == {"b": "b"}
    assert first_hops("a", known, storing=True) == {"b": "b", "c": "b"}
    assert first_hops("b", known, storing=True) == {"a": "a", "c": "c"}


def test_who_is_told_nothing_knows_no_way():
    assert first_hops("a", {}) == {}
    assert distances("a", {}) == {"a": 0}
