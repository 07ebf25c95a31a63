"""The ground: chunks, chance, plain state and canonical bytes."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core.kernel.canonical import canonical_bytes, text_problem
from broker_core.kernel.chance import Chance
from broker_core.kernel.chunks import CHUNK, Chunks
from broker_core.kernel.state import Plain, clone, dump, freeze, load, state

LENGTHS = st.integers(0, 3 * CHUNK)


@given(LENGTHS, LENGTHS, st.integers(0, 40))
def test_chunks_are_a_list(length: int, cut: int, more: int):
    """Append, read, cut and append again: always what a list would be."""
    chunks, plain = Chunks(range(length)), list(range(length))
    twin = chunks.clone()
    assert chunks.cut(cut) == plain[cut:]
    plain = plain[:cut]
    for n in range(more):
        chunks.append(-n)
        plain.append(-n)
    assert list(chunks) == plain
    assert len(chunks) == len(plain)
    assert all(len(sealed) == CHUNK for sealed in chunks.sealed)
    assert len(chunks.tail) < CHUNK
    assert [chunks[n] for n in range(len(plain))] == plain
    assert chunks.between(cut - 3, cut + 3) == plain[max(0, cut - 3) : cut + 3]
    assert list(twin) == list(range(length))


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_a_clone_of_chunks_shares_only_what_is_sealed(length: int):
    chunks = Chunks(range(length))
    twin = chunks.clone()
    twin.append(-1)
    assert list(chunks) == list(range(length))
    assert all(a is b for a, b in zip(chunks.sealed, twin.sealed, strict=False))


def test_chance_gives_known_numbers():
    """The streams are part of every saved run: another number here is another engine version."""
    chance = Chance(7)
    assert [chance.bits("checkout", "gap") for _ in range(3)] == KNOWN_BITS
    assert [chance.below(6, "die", "throw") for _ in range(12)] == KNOWN_THROWS
    assert [chance.exponential(1_000_000, "checkout", "gap") for _ in range(4)] == KNOWN_GAPS


KNOWN_BITS = [2167754144457496225, 9409856607115485964, 13685842032512783069]
KNOWN_THROWS = [3, 1, 4, 0, 1, 5, 2, 3, 3, 4, 3, 4]
KNOWN_GAPS = [1643205, 158391, 149280, 2741817]


@given(st.integers(0, 2**53 - 1), st.integers(1, 10**6), st.integers(0, 50))
def test_a_stream_depends_on_nothing_but_its_own_draws(seed: int, bound: int, others: int):
    alone, busy = Chance(seed), Chance(seed)
    for _ in range(others):
        busy.bits("other", "purpose")
    drawn = [alone.below(bound, "a", "p") for _ in range(5)]
    assert drawn == [busy.below(bound, "a", "p") for _ in range(5)]
    assert all(0 <= n < bound for n in drawn)


def test_exponential_gaps_have_their_mean_and_are_never_zero():
    chance = Chance(1)
    gaps = [chance.exponential(10_000, "a", "b") for _ in range(4_000)]
    assert min(gaps) >= 1
    assert 9_500 < sum(gaps) // len(gaps) < 10_500
    assert chance.exponential(1, "a", "b") >= 1


@state
class Leaf:
    name: str
    rows: list[Plain]
    best: int | None


@state
class Tree:
    leaves: dict[int, Leaf]
    log: Chunks[int]
    chance: Chance
    only: Leaf | None
    data: Plain


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=2),
    ),
    max_leaves=6,
)
LEAVES = st.builds(
    Leaf, st.text(max_size=4), st.lists(JSON, max_size=3), st.one_of(st.none(), st.integers(0, 9))
)
TREES = st.builds(
    Tree,
    st.dictionaries(st.integers(0, 9), LEAVES, max_size=3),
    st.integers(0, 300).map(lambda n: Chunks(range(n))),
    st.integers(0, 9).map(Chance),
    st.one_of(st.none(), LEAVES),
    JSON,
)


@given(TREES)
@settings(max_examples=60)
def test_state_survives_bytes_and_clones(tree: Tree):
    data = dump(tree)
    assert dump(clone(tree)) == data
    back = load(json.loads(canonical_bytes(data)), Tree)
    assert canonical_bytes(dump(back)) == canonical_bytes(data)
    assert list(back.leaves) == list(tree.leaves)
    assert freeze(back.data) == back.data


@given(TREES)
@settings(max_examples=30)
def test_a_clone_shares_nothing_that_changes(tree: Tree):
    before = canonical_bytes(dump(tree))
    twin = clone(tree)
    twin.log.append(1)
    twin.chance.bits("a", "b")
    twin.leaves[99] = Leaf("new", [], None)
    for leaf in twin.leaves.values():
        leaf.rows.append(1)
        leaf.name = "changed"
    assert canonical_bytes(dump(tree)) == before


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("plain é", None),
        ("a\nb", "control"),
        ("\x7f", "control"),
        ("\ud800", "surrogate"),
        ("é" * 6, "too_long"),
    ],
)
def test_text_at_the_door(text: str, problem: Any):
    assert text_problem(text, 10) == problem


def test_canonical_bytes_are_one_for_one_value():
    assert canonical_bytes({"b": 1, "a": ["é", None]}) == b'{"a":["\xc3\xa9",null],"b":1}'
    assert canonical_bytes({"a": ("é", None), "b": True}) == b'{"a":["\xc3\xa9",null],"b":true}'
