"""Settings of one group protocol are errors in the other, as in the Java client (semantics 6.1)."""

import pytest

from broker_core import Simulation
from broker_core.errors import ScenarioError
from tests.core.experiments.test_x09_who_pauses import scene


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("session.timeout.ms", 10000),
        ("heartbeat.interval.ms", 1000),
        ("partition.assignment.strategy", ["range"]),
    ],
)
def test_the_consumer_protocol_takes_its_timers_from_the_broker(name: str, value: object) -> None:
    with pytest.raises(ScenarioError, match=f"{name} cannot be set when group.protocol=consumer"):
        Simulation.from_scenario(scene({"group.protocol": "consumer", name: value}))


def test_the_classic_protocol_has_no_server_side_assignor() -> None:
    with pytest.raises(ScenarioError, match="cannot be set when group"):
        Simulation.from_scenario(scene({"group.remote.assignor": "range"}))
