"""The replicas of a new topic stand where Kafka would put them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_core.controller.placement import PlacementError, place_kraft, place_zookeeper

DATA = Path(__file__).parents[2] / "data" / "replica_placement.json"
VECTORS = json.loads(DATA.read_text("utf-8"))


def _bounded(next_bits, bound):
    if bound & (bound - 1) == 0:
        return bound * next_bits(31) >> 31
    while True:
        bits = next_bits(31)
        if bits - bits % bound + bound - 1 < 1 << 31:
            return bits % bound


class JavaRandom:
    """java.util.Random."""

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & (1 << 48) - 1

    def _next(self, bits):
        self.state = (self.state * 0x5DEECE66D + 0xB) & (1 << 48) - 1
        return self.state >> 48 - bits

    def __call__(self, bound):
        return _bounded(self._next, bound)


class MockRandom:
    """org.apache.kafka.server.util.MockRandom, the fixed numbers of Kafka's unit tests."""

    def __init__(self):
        self.state = 17

    def _next(self, bits):
        self.state = (self.state * 2862933555777941757 + 3037000493) & (1 << 64) - 1
        return self.state >> 64 - bits

    def __call__(self, bound):
        return _bounded(self._next, bound)


def replay(values):
    """A draw that hands out `values` in order and complains when asked for more."""
    left = iter(values)

    def draw(bound):
        value = next(left)
        assert 0 <= value < bound
        return value

    return draw


@pytest.mark.parametrize("case", VECTORS["kraft"], ids=lambda case: case["id"])
def test_kraft_agrees_with_kafka(case):
    seed = case.get("java_random_seed")
    draw = replay(case["random_values"]) if seed is None else JavaRandom(seed)
    arguments = (case["partitions"], case["replication_factor"], case["brokers"], draw)
    if "error" in case:
        with pytest.raises(PlacementError) as refused:
            place_kraft(*arguments)
        assert refused.value.code == case["error"]
    else:
        assert place_kraft(*arguments) == case["replicas"]


@pytest.mark.parametrize("case", VECTORS["zookeeper"], ids=lambda case: case["id"])
def test_zookeeper_mode_agrees_with_kafka(case):
    fixed = case["fixed_start_index"]
    arguments = (case["partitions"], case["replication_factor"], case["brokers"], lambda n: fixed)
    if "error" in case:
        with pytest.raises(PlacementError, match="INVALID_REPLICATION_FACTOR"):
            place_zookeeper(*arguments, case["start_partition_id"])
    else:
        placed = place_zookeeper(*arguments, case["start_partition_id"])
        assert {str(partition): ids for partition, ids in placed.items()} == case["replicas"]


@pytest.mark.parametrize("fact", VECTORS["unit_test_facts"], ids=lambda fact: fact["test"])
def test_kraft_repeats_kafkas_own_unit_tests(fact):
    racks = fact.get("racks") or {None: fact["brokers"]}
    brokers = [
        {"id": broker, "rack": rack, "fenced": broker in fact.get("fenced", [])}
        for rack, ids in racks.items()
        for broker in ids
    ]
    expected = fact["expected"]
    placed = place_kraft(len(expected), fact["replication_factor"], brokers, MockRandom())
    assert placed == expected


@st.composite
def clusters(draw):
    ids = draw(st.lists(st.integers(0, 40), min_size=1, max_size=9, unique=True))
    racks = draw(st.sampled_from([[None], ["a"], ["a", "b"], ["a", "b", "c"]]))
    fenced = draw(st.lists(st.sampled_from(ids), max_size=len(ids), unique=True))
    kept = ids[0]
    return [
        {"id": i, "rack": draw(st.sampled_from(racks)), "fenced": i in fenced and i != kept}
        for i in ids
    ]


@given(clusters(), st.integers(1, 30), st.integers(0, 1 << 40), st.data())
def test_every_partition_has_its_replicas_on_different_brokers(brokers, partitions, seed, data):
    factor = data.draw(st.integers(1, len(brokers)))
    placed = place_kraft(partitions, factor, brokers, JavaRandom(seed))
    fenced = [broker["id"] for broker in brokers if broker["fenced"]]
    assert len(placed) == partitions
    for replicas in placed:
        assert len(replicas) == len(set(replicas)) == factor
        assert replicas[0] not in fenced
    assert placed == place_kraft(partitions, factor, brokers[::-1], JavaRandom(seed))


@given(clusters(), st.integers(1, 30), st.integers(0, 20), st.data())
def test_zookeeper_mode_uses_live_brokers_once(brokers, partitions, start, data):
    alive = [broker["id"] for broker in brokers if not broker["fenced"]]
    factor = data.draw(st.integers(1, len(alive)))
    draw = JavaRandom(start)
    placed = place_zookeeper(partitions, factor, brokers, draw, start)
    assert list(placed) == list(range(start, start + partitions))
    for replicas in placed.values():
        assert len(replicas) == len(set(replicas)) == factor
        assert all(broker in alive for broker in replicas)


@pytest.mark.parametrize("place", [place_kraft, place_zookeeper])
def test_a_refusal_draws_nothing_and_names_the_error(place):
    for partitions, factor, code in [
        (0, 1, "INVALID_PARTITIONS"),
        (1, 0, "INVALID_REPLICATION_FACTOR"),
        (1, 3, "INVALID_REPLICATION_FACTOR"),
    ]:
        with pytest.raises(PlacementError) as refused:
            place(partitions, factor, [1, 2], replay([]))
        assert refused.value.code == code


def test_brokers_name_their_racks_all_or_none():
    with pytest.raises(PlacementError, match="BROKER_RACK_MISSING"):
        place_zookeeper(1, 1, [{"id": 1, "rack": "a"}, {"id": 2}], replay([0, 0]))
