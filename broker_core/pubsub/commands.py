"""Commands about brokers, clients, queues and logs: why not, and what they do."""

from collections.abc import Callable
from typing import Any

from broker_core import cuts
from broker_core.commands import kafka, town
from broker_core.errors import Rejected
from broker_core.events.pubsub import FaultArmed
from broker_core.kernel import network
from broker_core.pubsub import checks, client_commands, lifecycle, settings, transit
from broker_core.pubsub.checks import Refusal
from broker_core.town import Town

Check = Callable[[Any, Any], Any]
Act = Callable[[Any, Any], None]
MOST_FAULTS = 32


def _life(kind: str, cls: Any, act: Callable[[Town, str], None]) -> tuple[Check, Act]:
    """A verb of a client's or service's life."""
    return (
        lambda t, k: checks.client(t, getattr(k, kind), cls.verb, kind),
        lambda t, k: act(t, getattr(k, kind)),
    )


def _pausing(kind: str) -> tuple[Check, Act]:
    return (
        lambda t, k: checks.client(t, getattr(k, kind), "pause", kind) or checks.pause(k.for_),
        lambda t, k: lifecycle.pause(t, getattr(k, kind), k.for_),
    )


def _check_fault(t: Town, cmd: Any) -> Refusal:
    refused = checks.anybody(t, cmd.client, cmd.verb)
    if refused is None and len(t.clients[cmd.client].faults) >= MOST_FAULTS:
        return Rejected("too_many", kind="disturbed deliveries", limit=MOST_FAULTS)
    return refused


def _arm(t: Town, cmd: Any) -> None:
    seq = t.world.emit(FaultArmed, cmd.client, cmd.verb)
    t.clients[cmd.client].faults.append((cmd.verb, seq))


def _cut(t: Town, cmd: kafka.CutLink) -> None:
    def lose(world: Any, msg: int, reason: str) -> None:
        message = world.messages.get(msg)
        transit.losing(t, [message], lambda: network.lose(world, msg, reason))

    cuts.cut(t, cmd, lose)


def _check_set_client(t: Town, cmd: town.SetClient) -> Refusal:
    refused = checks.client(t, cmd.client, "set client")
    refused = refused or settings.refusal(cmd.settings, settings.CLIENT, "set client")
    if refused is not None:
        return refused
    keeps = dict(cmd.settings).get("keeps", "")
    return checks.selects("keeps", keeps, t.hub_of(cmd.client).dialect)


def _check_set_queue(t: Town, cmd: town.SetQueue) -> Refusal:
    if cmd.queue not in t.queues:
        known = checks.listed(t.queues)
        return Rejected("unknown_id", kind="queue", id=cmd.queue, known=known)
    refused = settings.refusal(cmd.settings, settings.QUEUE, "set queue")
    return refused or settings.too_small(t.queues[cmd.queue], cmd.settings)


def _check_set_log(t: Town, cmd: town.SetLog) -> Refusal:
    if cmd.log not in t.tapes:
        return Rejected("unknown_id", kind="log", id=cmd.log, known=checks.listed(t.tapes))
    if cmd.retention > settings.LONGEST_US:
        return Rejected("out_of_range", field="retention", low="0us", high="11d",
                        value=f"{cmd.retention}us")  # fmt: skip
    return None


RULES: dict[type, tuple[Check, Act]] = {
    **client_commands.RULES,
    town.StartClient: _life("client", town.StartClient, lifecycle.start),
    town.StopClient: _life("client", town.StopClient, lifecycle.stop),
    town.CrashClient: _life("client", town.CrashClient, lifecycle.crash),
    town.RestartClient: _life("client", town.RestartClient, lifecycle.start),
    town.PauseClient: _pausing("client"),
    town.StartService: _life("service", town.StartService, lifecycle.start),
    town.StopService: _life("service", town.StopService, lifecycle.stop),
    town.CrashService: _life("service", town.CrashService, lifecycle.crash),
    town.RestartService: _life("service", town.RestartService, lifecycle.start),
    town.PauseService: _pausing("service"),
    town.SetClient: (
        _check_set_client,
        lambda t, k: settings.change_client(t, t.clients[k.client], k.settings),
    ),
    town.SetQueue: (
        _check_set_queue,
        lambda t, k: settings.change_queue(t, t.queues[k.queue], k.settings),
    ),
    town.SetLog: (_check_set_log, lambda t, k: settings.change_log(t, k.log, k.retention)),
    town.LoseDelivery: (_check_fault, _arm),
    town.DuplicateDelivery: (_check_fault, _arm),
    town.SwapDelivery: (_check_fault, _arm),
    kafka.CrashBroker: (
        lambda t, k: checks.hub(t, k.broker, "crash", up=True),
        lambda t, k: lifecycle.crash_hub(t, t.hubs[k.broker]),
    ),
    kafka.StopBroker: (
        lambda t, k: checks.hub(t, k.broker, "stop", up=True),
        lambda t, k: lifecycle.stop_hub(t, t.hubs[k.broker]),
    ),
    kafka.RestartBroker: (
        lambda t, k: checks.hub(t, k.broker, "restart", up=False),
        lambda t, k: lifecycle.restart_hub(t, t.hubs[k.broker]),
    ),
    kafka.PauseBroker: (
        lambda t, k: checks.hub(t, k.broker, "pause", up=True) or checks.pause(k.for_),
        lambda t, k: lifecycle.pause(t, k.broker, k.for_),
    ),
    kafka.SlowBroker: (
        lambda t, k: checks.hub(t, k.broker, "slow", up=None) or checks.latency(k.latency),
        lambda t, k: lifecycle.slow(t, k.broker, k.latency),
    ),
    kafka.CutLink: (cuts.check_cut, _cut),
    kafka.HealLink: (cuts.check_heal, cuts.heal),
}
"""Command class -> (why not, do it)."""
