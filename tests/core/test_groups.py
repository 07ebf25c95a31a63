"""Consumer groups in whole runs: what the stories do not tell."""

from tests.core.helpers import after, cluster
from tests.core.projection import differences


def test_a_member_joins_only_when_it_knows_the_partitions():
    """The group's leader computes the assignment in its own process: without metadata it would hand
    out nothing, and the group would be Stable with unread partitions."""
    for broker in (1, 2, 3):
        sim = cluster("combined=false partitions=3 groups=billing members=1")
        sim.apply(f"cut billing-1 {broker}")
        after(sim, 3)
        sim.apply(f"heal billing-1 {broker}")
        after(sim, 20)
        assert len(sim.view()["members"]["billing-1"]["assigned"]) == 3


def test_every_partition_has_one_owner_after_any_number_of_joins():
    sim = cluster("combined=false partitions=4 groups=billing members=1")
    after(sim, 5)
    for _ in range(4):
        sim.apply("join group billing")
        after(sim, 8)
        members = sim.view()["groups"]["billing"]["members"].values()
        owned = sorted(tuple(tp) for m in members for tp in m["partitions"])
        assert owned == [("orders", n) for n in range(4)]


def test_what_an_outdated_coordinator_did_is_taken_back_in_the_view():
    """A member joins at a coordinator that has been replaced without knowing it yet: once it knows,
    the view shows the group as its new coordinator has it, without a ghost."""
    sim = cluster("combined=false groups=billing members=0")
    after(sim, 4)
    coordinator = sim.view()["groups"]["billing"]["coordinator"]
    sim.apply("join group billing")
    after(sim, 0.5)
    assert sim.view()["groups"]["billing"]["members"]
    sim.apply(f"crash broker {coordinator}")
    after(sim, 30)
    group = sim.view()["groups"]["billing"]
    assert group["coordinator"] != coordinator
    assert [m["member"] for m in group["members"].values()] == ["billing-1"]
    assert not differences(sim)


def test_a_restarted_member_knows_no_coordinator_yet():
    sim = cluster("combined=false groups=billing members=1")
    after(sim, 5)
    assert sim.view()["members"]["billing-1"]["coordinator"] > 0
    sim.apply("crash member billing-1")
    sim.apply("restart member billing-1")
    assert sim.view()["members"]["billing-1"]["coordinator"] == -1
