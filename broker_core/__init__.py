"""Eventarium's engine: an in-memory Kafka cluster in virtual time, exact and repeatable.

    sim = Simulation.from_scenario("broker-fails", seed=7)
    events = sim.advance(10_000_000)

Pure: standard library only; time is an argument, chance a counter, state plain data.
"""

from broker_core.errors import Rejected, ScenarioError
from broker_core.simulation import ENGINE_VERSION, Simulation

__all__ = ["ENGINE_VERSION", "Rejected", "ScenarioError", "Simulation"]
