"""Consumer groups in whole runs: what the stories do not tell."""

from tests.core.helpers import after, cluster


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
