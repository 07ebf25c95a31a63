"""A broker that joins a running cluster: it registers, serves, and gets nothing by itself (3.9)."""

from broker_core import bootstrap, faults
from broker_core.cluster import Cluster
from broker_core.controller.node import new_node
from broker_core.coordinator.consumer_group.state import ConsumerGroups
from broker_core.coordinator.group import Groups
from broker_core.coordinator.share_group.state import new_share_broker
from broker_core.coordinator.transactions import new_transactions
from broker_core.events.broker import Added
from broker_core.kernel.world import Process
from broker_core.replication.replica import new_broker


def add_broker(c: Cluster, number: int, rack: str | None) -> None:
    """Existing partitions stay where they are; only new ones or a reassignment use the newcomer."""
    settings = next(iter(c.brokers.values())).settings
    broker = c.brokers[number] = new_broker(number, rack, settings)
    c.groups[number] = Groups(number, {}, [], 0)
    c.modern[number] = ConsumerGroups(number, {}, [])
    c.transactions[number] = new_transactions(number)
    c.shares[number] = new_share_broker(number)
    c.world.processes[broker.name] = Process(broker.name)
    c.plane.nodes[broker.name] = new_node(broker.name, False)
    broker.state = "starting"
    c.world.cause = c.world.emit(Added, number, rack)
    faults.start_node(c, broker.name)
    bootstrap.start_timers(c, number)
