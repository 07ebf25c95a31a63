"""Every assignor gives every partition one owner, and the one that Kafka would give."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_core.coordinator.assignors import (
    Member,
    TopicPartition,
    client_assignors,
    server_assignors,
)

DATA = Path(__file__).parents[2] / "data"


def load(name):
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))["cases"]


CASES = [(client_assignors, case) for case in load("assignors")]
CASES += [(server_assignors, case) for case in load("server_assignors")]
EXACT = [pytest.param(r, c, id=c["id"]) for r, c in CASES if c["match"] == "exact"]
FREE = [pytest.param(r, c, id=c["id"]) for r, c in CASES if c["match"] == "invariants"]
COOPERATIVE = [case for _, case in CASES if "assignment_round_1" in case]
ALL = [*client_assignors.values(), server_assignors["uniform"]]


def assignor_of(registry, case):
    return registry[case["assignor"].removeprefix("server-")]


def beside(case):
    """What a case says beside its members, as keyword arguments."""
    return {
        "previous": case.get("previous") or case.get("previous_target_assignment"),
        "partition_racks": case.get("partition_racks"),
    }


def flat(assignment):
    """(topic, partition) -> owner; a partition with two owners is an error at once."""
    owners = {}
    for member_id, topics in assignment.items():
        for topic, partitions in topics.items():
            for partition in partitions:
                assert (topic, partition) not in owners, "a partition has two owners"
                owners[topic, partition] = member_id
    return owners


def settled(members, previous):
    """The previous owner of each partition; the newer generation wins, equal ones cancel out."""
    claims = {}
    for member in members:
        for topic, partitions in (previous or {}).get(member["member_id"], {}).items():
            for partition in partitions if topic in member["subscription"] else []:
                claim = (member.get("generation", 1), member["member_id"])
                claims.setdefault((topic, partition), []).append(claim)
    owners = {}
    for tp, claimed in claims.items():
        newest = max(generation for generation, _ in claimed)
        winners = [member_id for generation, member_id in claimed if generation == newest]
        if len(winners) == 1:
            owners[tp] = winners[0]
    return owners


def measure(members, counts, assignment, previous):
    """The invariants that the vectors' note lists, measured on `assignment`."""
    owners = flat(assignment)
    wanted = {m["member_id"]: [t for t in m["subscription"] if t in counts] for m in members}
    loads = dict.fromkeys(wanted, 0)
    for owner in owners.values():
        loads[owner] += 1
    topics = {topic for mine in wanted.values() for topic in mine}
    before = {tp: m for tp, m in settled(members, previous).items() if tp[1] < counts.get(tp[0], 0)}
    return {
        "complete": set(owners) == {(t, p) for t in topics for p in range(counts[t])},
        "valid": all(tp[0] in wanted[owner] for tp, owner in owners.items()),
        "max_minus_min": max(loads.values()) - min(loads.values()),
        "no_direct_improvement": not any(
            tp[0] in mine and loads[member_id] + 1 < loads[owner]
            for tp, owner in owners.items()
            for member_id, mine in wanted.items()
        ),
        "moved_from_previous_owner": sum(owners.get(tp) != m for tp, m in before.items()),
    }


def assert_as_good(found, recorded):
    assert found["valid"] == recorded["valid"]
    assert found["complete"] == recorded["complete"]
    assert found["no_direct_improvement"] == recorded["no_direct_improvement"]
    assert found["moved_from_previous_owner"] <= recorded["moved_from_previous_owner"]
    if recorded["homogeneous"]:
        assert found["max_minus_min"] == recorded["max_minus_min"]


@pytest.mark.parametrize(("registry", "case"), EXACT)
def test_exact_cases_equal_kafkas_answer(registry, case):
    expected = case.get("assignment") or case["target_assignment"]
    assignor = assignor_of(registry, case)
    assert (
        assignor.assign(case["members"], case["partitions_per_topic"], **beside(case)) == expected
    )


@pytest.mark.parametrize(("registry", "case"), FREE)
def test_free_cases_are_as_balanced_and_as_sticky_as_kafka(registry, case):
    members, counts = case["members"], case["partitions_per_topic"]
    found = assignor_of(registry, case).assign(members, counts, **beside(case))
    recorded = dict(case.get("invariants") or case["invariants_round_2"])
    if "invariants_round_1" in case:
        recorded["moved_from_previous_owner"] = case["invariants_round_1"][
            "moved_from_previous_owner"
        ]
    assert_as_good(measure(members, counts, found, beside(case)["previous"]), recorded)


@pytest.mark.parametrize("case", COOPERATIVE, ids=lambda case: case["id"])
def test_cooperative_moves_take_two_rounds(case):
    members, counts = case["members"], case["partitions_per_topic"]
    assignor = client_assignors["cooperative-sticky"]
    first = assignor.first_round(members, counts, previous=case.get("previous"))
    assert_as_good(
        measure(members, counts, first, case.get("previous")), case["invariants_round_1"]
    )
    revoked = [
        {"topic": topic, "partition": partition, "old_owner": member_id}
        for member_id, topics in case.get("previous", {}).items()
        for topic, partitions in topics.items()
        for partition in partitions
        if partition not in first[member_id].get(topic, [])
    ]
    assert len(revoked) == len(case["revoked_after_round_1"])
    # The round has its own generation: claims of the round before are all of one age again.
    rejoined = [{k: v for k, v in m.items() if k != "generation"} for m in members]
    second = assignor.first_round(rejoined, counts, previous=first)
    assert_as_good(measure(rejoined, counts, second, first), case["invariants_round_2"])
    assert second == assignor.assign(members, counts, previous=case.get("previous"))


TOPICS = ("audit", "clicks", "orders", "payments")


@st.composite
def groups(draw, equal=None):
    counts = {topic: draw(st.integers(0, 7)) for topic in TOPICS}
    ids = draw(st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=6, unique=True))
    same = draw(st.booleans()) if equal is None else equal
    shared = draw(st.lists(st.sampled_from(TOPICS), min_size=1, unique=True))
    members = []
    for member_id in ids:
        topics = shared if same else draw(st.lists(st.sampled_from(TOPICS), unique=True))
        owned = draw(
            st.lists(st.tuples(st.sampled_from(TOPICS), st.integers(0, 8)), max_size=8, unique=True)
        )
        members.append(
            Member(
                member_id,
                tuple(topics),
                instance_id=draw(st.none() | st.just(f"s-{member_id}")),
                owned=tuple(TopicPartition(*tp) for tp in owned),
                generation=draw(st.integers(-1, 2)),
            )
        )
    return members, counts


@pytest.mark.parametrize("assignor", ALL, ids=lambda assignor: assignor.name)
@given(group=groups())
def test_every_partition_has_one_subscribed_owner(assignor, group):
    members, counts = group
    owners = flat(assignor.assign(members, counts))
    wanted = {topic for member in members for topic in member.topics}
    assert sorted(owners) == [(t, p) for t in TOPICS if t in wanted for p in range(counts[t])]
    topics_of = {member.member_id: member.topics for member in members}
    assert all(topic in topics_of[owner] for (topic, _), owner in owners.items())


@pytest.mark.parametrize("assignor", ALL, ids=lambda assignor: assignor.name)
@given(group=groups(), data=st.data())
def test_the_order_of_members_does_not_matter(assignor, group, data):
    members, counts = group
    mixed = data.draw(st.permutations(members))
    assert assignor.assign(mixed, counts) == assignor.assign(members, counts)
    assert assignor.first_round(mixed, counts) == assignor.first_round(members, counts)


@pytest.mark.parametrize("name", ["roundrobin", "sticky", "cooperative-sticky", "uniform"])
@given(group=groups(equal=True))
def test_equal_subscriptions_differ_by_one_at_most(name, group):
    members, counts = group
    assignor = client_assignors.get(name) or server_assignors[name]
    assignment = assignor.assign(members, counts)
    loads = [sum(len(p) for p in topics.values()) for topics in assignment.values()]
    assert max(loads) - min(loads) <= 1


@pytest.mark.parametrize("name", ["sticky", "cooperative-sticky", "uniform"])
@given(group=groups())
def test_who_keeps_what_they_were_given_sees_no_second_move(name, group):
    members, counts = group
    assignor = client_assignors.get(name) or server_assignors[name]
    once = assignor.assign(members, counts)
    settled_members = [Member(m.member_id, m.topics, m.instance_id, generation=3) for m in members]
    assert assignor.assign(settled_members, counts, previous=once) == once
    assert assignor.first_round(settled_members, counts, previous=once) == once


@given(group=groups())
def test_the_first_round_takes_nothing_from_a_claimant_unasked(group):
    members, counts = group
    first = flat(client_assignors["cooperative-sticky"].first_round(members, counts))
    for tp, owner in first.items():
        claimants = [m.member_id for m in members if TopicPartition(*tp) in m.owned]
        assert owner in claimants or not claimants


@pytest.mark.parametrize("assignor", ALL, ids=lambda assignor: assignor.name)
def test_all_shapes_of_members_mean_the_same(assignor):
    expected = assignor.assign([Member("C0", ("t",)), Member("C1", ("t",))], {"t": 5})
    assert assignor.assign({"C0": ["t"], "C1": ["t"]}, {"t": 5}) == expected
    assert (
        assignor.assign(
            [{"member_id": "C1", "subscription": ["t"]}, {"member_id": "C0", "topics": ["t"]}],
            {"t": 5},
        )
        == expected
    )
    assert assignor.assign([], {"t": 5}) == {}


@pytest.mark.parametrize(
    ("members", "counts", "message"),
    [
        ([{"subscription": ["t"]}], {"t": 1}, "member_id"),
        ([{"member_id": "C0", "subscription": "t"}], {"t": 1}, "list of topics"),
        ([Member("C0", ("t",)), Member("C0", ("t",))], {"t": 1}, "twice"),
        ({"C0": ["t"]}, {"t": -1}, "partition count"),
        ("C0", {"t": 1}, "members must be"),
    ],
)
def test_malformed_input_is_refused_by_name(members, counts, message):
    with pytest.raises(ValueError, match=message):
        client_assignors["range"].assign(members, counts)
