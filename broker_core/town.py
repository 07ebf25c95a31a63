"""The whole state of a run of the families pubsub, mesh and services: everything that changes."""

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.mesh.state import MeshNode
from broker_core.pubsub.state import Arrival, Hub, Intake, Outlet, Published, Queue, Tape
from broker_core.services.state import Saga, Service


@state
class Client:
    """A program at a broker: publisher, subscriber, device or service (`kind`). `state` is absent
    (not yet started), up, stopping (it ends its work), leaving (it says goodbye), stopped or down.
    `faults`: armed disturbances of its next deliveries, as (fault, seq) rows; `withheld`: a delivery
    that a swap keeps back until the next one."""

    name: str
    kind: str
    hub: str
    state: str
    outlet: Outlet
    intake: Intake
    faults: list[Plain]
    withheld: list[Arrival]


@state
class Town:
    """Everything that changes. `published`: event n stands at n - 1. `settings`: numbers of the run
    such as timeouts, by name, in microseconds. `conditions` and `commands` as in a cluster."""

    world: World
    family: str
    settings: Plain
    hubs: dict[str, Hub]
    nodes: dict[str, MeshNode]
    queues: dict[str, Queue]
    tapes: dict[str, Tape]
    clients: dict[str, Client]
    services: dict[str, Service]
    definitions: dict[str, Plain]
    sagas: dict[str, Saga]
    published: Chunks[Published]
    commands: int
    conditions: list[Plain]
    next_call: int
    newest: dict[str, Plain]

    def event(self, number: int) -> Published:
        """An event by its number."""
        return self.published[number - 1]

    def hub_of(self, client: str) -> Hub:
        return self.hubs[self.clients[client].hub]
