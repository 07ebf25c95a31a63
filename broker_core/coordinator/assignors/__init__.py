"""Who reads what: the assignors, by the names Kafka gives them.

`client_assignors` run in the leader of a classic group (`partition.assignment.strategy`),
`server_assignors` in the group coordinator for the consumer protocol (`group.remote.assignor`).
To add one: one file, one line below.

>>> client_assignors["range"].assign({"C0": ["orders"], "C1": ["orders"]}, {"orders": 3})
{'C0': {'orders': [0, 1]}, 'C1': {'orders': [2]}}
"""

from broker_core.coordinator.assignors.base import Assignor
from broker_core.coordinator.assignors.group import Assignment, Member, TopicPartition
from broker_core.coordinator.assignors.range import RANGE, SERVER_RANGE
from broker_core.coordinator.assignors.roundrobin import ROUNDROBIN
from broker_core.coordinator.assignors.sticky import COOPERATIVE_STICKY, STICKY
from broker_core.coordinator.assignors.uniform import UNIFORM

client_assignors: dict[str, Assignor] = {
    "range": RANGE,
    "roundrobin": ROUNDROBIN,
    "sticky": STICKY,
    "cooperative-sticky": COOPERATIVE_STICKY,
}

server_assignors: dict[str, Assignor] = {
    "uniform": UNIFORM,
    "range": SERVER_RANGE,
}

__all__ = [
    "Assignment",
    "Assignor",
    "Member",
    "TopicPartition",
    "client_assignors",
    "server_assignors",
]
