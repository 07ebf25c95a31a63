"""Electing and following the active controller, in whole runs."""

from tests.core.helpers import after, cluster, of


def test_a_node_told_of_an_older_epoch_keeps_asking():
    """A broker that returns together with a voter of the past asks on until it finds the leader."""
    sim = cluster("combined=false")
    after(sim, 5)
    sim.apply("crash controller q1")
    after(sim, 6)
    sim.apply("crash broker 2")
    after(sim, 5)
    sim.apply("restart broker 2")
    sim.apply("restart controller q1")
    after(sim, 15)
    assert sim.view()["brokers"]["2"]["state"] == "up"
    for number in (1, 2, 3):
        sim.apply(f"crash broker {number}")
    sim.apply("crash controller q1")
    after(sim, 1)
    for number in (1, 2, 3):
        sim.apply(f"restart broker {number}")
    sim.apply("restart controller q1")
    after(sim, 30)
    assert [b["state"] for b in sim.view()["brokers"].values()] == ["up"] * 3


def test_a_majority_elects_and_a_minority_does_not():
    sim = cluster("combined=false")
    after(sim, 5)
    sim.apply("crash controller q1")
    elected = list(of(after(sim, 15), "controller.controller_elected"))
    assert [e.node for e in elected] and elected[-1].node != "q1"
    sim.apply("crash controller q2")
    assert not list(of(after(sim, 20), "controller.controller_elected"))
    sim.apply("restart controller q2")
    assert list(of(after(sim, 20), "controller.controller_elected"))
