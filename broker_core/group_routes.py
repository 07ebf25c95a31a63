"""Answers of group coordinators, and of leaders to a consumer's questions about offsets."""

from typing import TYPE_CHECKING, Any

from broker_core import application
from broker_core.clients import (
    commits,
    coordination,
    metadata,
    positions,
    rebalances,
    reconciling_member,
)
from broker_core.clients import consumer as poll_loop
from broker_core.clients.consumer import Consumer
from broker_core.clients.heartbeats import beaten

if TYPE_CHECKING:
    from broker_core.cluster import Cluster


def joined(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    it = c.consumers[client]
    if it.phase == "joining":
        rebalances.joined(c.world, it, body)
    application.turn(c, it)


def synced(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    it = c.consumers[client]
    if context[1] == it.beats:
        rebalances.synced(c.world, it, body)
    application.turn(c, it)


def heard(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    it = c.consumers[client]
    beaten(c.world, it, body["error"], context)
    application.turn(c, it)


def committed(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    it = c.consumers[client]
    if it.modern is None:
        commits.answered(c.world, it, body)
    else:
        reconciling_member.commit_answered(c.world, it, body)
    application.turn(c, it)


def left(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    """A consumer that closes is done; one whose application was late had left by itself."""
    it = c.consumers[client]
    if it.phase == "closing":
        coordination.closed(c.world, it, left=True)


def offsets_known(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    it = c.consumers[client]
    if body["error"] == "UNSTABLE_OFFSET_COMMIT" and it.modern is None:
        positions.unstable(c.world, it)
    elif body["error"] is not None:
        _driver_lost(c, it)
    elif context[0] == it.session and it.modern is None:
        positions.known(c.world, it, body)
    elif context[0] == it.session:
        reconciling_member.offsets_known(c.world, it, body)
    application.turn(c, it)


def reconciled(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    """The answer to a heartbeat of the newer protocols."""
    it = c.consumers[client]
    reconciling_member.beaten(c.world, it, body)
    application.turn(c, it)


def _driver_lost(c: "Cluster", it: Consumer) -> None:
    (coordination.lost if it.modern is None else reconciling_member.coordinator_lost)(c.world, it)


def failed(c: "Cluster", client: str, server: str, context: Any) -> None:
    """The connection to the coordinator is gone."""
    it = c.consumers[client]
    if it.phase == "closing":
        coordination.closed(c.world, it, left=False)
    elif it.coordinator >= 0 and server == f"broker-{it.coordinator}":
        _driver_lost(c, it)


def found(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    """The coordinator is known: go on where its loss left things."""
    it = c.consumers[client]
    if it.modern is not None:
        reconciling_member.found(c.world, it, body)
        commits.try_again(c.world, it)
        application.turn(c, it)
        return
    if not coordination.found(c.world, it, body):
        return
    if it.phase == "lost" and it.rejoin:
        rebalances.join(c.world, it)
    elif it.phase == "stable":
        commits.try_again(c.world, it)
        positions.ask(c.world, it)
    elif it.phase == "closing":
        coordination.leave(c.world, it)
    application.turn(c, it)


def not_found(c: "Cluster", client: str, server: str, context: Any) -> None:
    it = c.consumers[client]
    it.finding = False
    metadata.lost(c.world, client, it.knowledge, server, it.settings)
    it.knowledge.failures += 1
    coordination.find(c.world, it)


def listed(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    positions.listed(c.world, c.consumers[client], body, context)


def not_listed(c: "Cluster", client: str, server: str, context: Any) -> None:
    it = c.consumers[client]
    if context[0] == it.session:
        poll_loop.refresh(c.world, it)
        positions.retry_reset(c.world, it, context[1])


def checked(c: "Cluster", client: str, server: str, body: Any, context: Any) -> None:
    it = c.consumers[client]
    positions.checked(c.world, it, body, context)
    application.turn(c, it)


def not_checked(c: "Cluster", client: str, server: str, context: Any) -> None:
    it = c.consumers[client]
    metadata.lost(c.world, client, it.knowledge, server, it.settings)
    positions.check_failed(c.world, it, context)
