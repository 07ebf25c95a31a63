"""The network's router over a cluster."""

from typing import Any

from broker_core.answering import ANSWERED, FAILED
from broker_core.clients import (
    delivery,
)
from broker_core.cluster import Cluster
from broker_core.kernel.network import Ref
from broker_core.serving import SERVE


class Routes:
    """The network's router over a cluster: requests, answers and failures find their actor."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def serve(self, ref: Ref, body: Any) -> None:
        SERVE[ref.kind](self.cluster, Ref(*ref), body)

    def answered(self, client: str, kind: str, server: str, body: Any, context: Any) -> None:
        ANSWERED[kind](self.cluster, client, server, body, context)

    def failed(self, client: str, kind: str, server: str, reason: str, context: Any) -> None:
        FAILED[kind](self.cluster, client, server, context)

    def gone(self, client: str, server: str, purpose: str) -> None:
        """A connection on which nothing was awaited is lost."""
        if client in self.cluster.producers and purpose == "data":
            delivery.disconnected(self.cluster.world, self.cluster.producers[client], server)
