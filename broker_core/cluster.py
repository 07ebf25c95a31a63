"""The whole state of a Kafka run: everything that changes."""

from dataclasses import field

from broker_core.clients.consumer import Consumer
from broker_core.clients.producer import Producer
from broker_core.controller.node import ControlPlane
from broker_core.coordinator.consumer_group.state import ConsumerGroups
from broker_core.coordinator.group import Groups
from broker_core.coordinator.share_group.state import ShareBroker
from broker_core.coordinator.transactions import Transactions
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.processors import Processor
from broker_core.replication.replica import Broker


@state
class Cluster:
    """Everything that changes in a run.

    `done` holds, per group and partition, the offset after the highest processed record, so that a
    repeat can be told from a first time. `conditions` are armed (number, event type, filter,
    command text). `commands` counts what was ever commanded. `overrides` names the settings that
    may leave Kafka's range here; `topic_defaults` are the settings of a topic made later.
    """

    world: World
    plane: ControlPlane
    brokers: dict[int, Broker]
    groups: dict[int, Groups]
    modern: dict[int, ConsumerGroups]
    shares: dict[int, ShareBroker]
    producers: dict[str, Producer]
    consumers: dict[str, Consumer]
    group_settings: dict[str, Plain]
    done: dict[str, int]
    commands: int
    members_made: dict[str, int]
    conditions: list[Plain]
    overrides: Plain
    topic_defaults: Plain
    producer_ids: int = 999
    transactions: dict[int, Transactions] = field(default_factory=dict)
    processors: dict[str, Processor] = field(default_factory=dict)

    def newer_groups(self) -> dict[str, str]:
        """group -> consumer or share, for those that do not speak the classic protocol."""
        kinds = {name: shape["kind"] for name, shape in self.group_settings.items()}
        return {name: kind for name, kind in kinds.items() if kind != "classic"}

    def broker_of(self, process: str) -> Broker:
        return self.brokers[int(process.removeprefix("broker-"))]
