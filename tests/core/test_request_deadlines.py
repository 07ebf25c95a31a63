"""Every request on a connection has its own deadline: a long one before it does not stretch it."""

from broker_core import Simulation


def test_a_member_cut_off_behind_a_join_notices_after_request_timeout() -> None:
    """The join may wait for a whole rebalance; the heartbeats that follow it may not."""
    sim = Simulation.from_scenario("broker-fails", seed=7)
    sim.advance(5_000_000)
    view = sim.view()
    coordinator = view["groups"]["billing"]["coordinator"]
    settings = sim._cluster.consumers["billing-1"].settings
    sim.apply(f"cut billing-1 broker-{coordinator}")
    cut_us = sim.now_us
    events = sim.advance(cut_us + 30_000_000)
    late = next(
        e
        for e in events
        if e.type == "network.timed_out" and (e.client, e.purpose) == ("billing-1", "coordinator")
    )
    longest = settings["heartbeat.interval.ms"] + settings["request.timeout.ms"]
    assert late.at_us - cut_us <= max(longest, settings["auto.commit.interval.ms"] + longest)
    assert late.at_us - cut_us < settings["max.poll.interval.ms"]
