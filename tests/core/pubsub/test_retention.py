"""A log forgets by age, also when its retention is shortened while it runs."""

from broker_core import Simulation
from broker_core.rehearsal import play
from broker_core.scenario import library


def test_a_shorter_retention_is_looked_at_in_its_own_time_not_in_the_old_one() -> None:
    sim = Simulation.from_scenario(library()["parked-events"])
    play(sim, ["publish shop shop/order key=ada", "advance 5s", "set log tape retention=10s"])
    events = play(sim, ["advance 10s"])
    assert [e.at_us for e in events if e.type == "pubsub.trimmed"] == [10_500_000]
