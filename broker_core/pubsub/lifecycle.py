"""What clients and brokers go through: start, orderly end, crash, pause."""

from typing import Any

from broker_core.events import pubsub as says
from broker_core.events.network import Slowed
from broker_core.kernel import network
from broker_core.mesh import brokers as mesh
from broker_core.pubsub import attach, hubs, intake, outlet, returns, tapes, transit
from broker_core.pubsub.state import Hub
from broker_core.services import lifecycle as services
from broker_core.town import Client, Town


def start(t: Town, name: str) -> None:
    """A program begins, for the first time or again: it attaches itself and its program plays on."""
    it = t.clients[name]
    it.state = "up"
    t.world.processes[name].up = True
    seq = t.world.cause = t.world.emit(says.ClientStarted, name, it.kind)
    it.outlet.running = False
    attach.knock(t, name)
    if name in t.services:
        services.started(t, name)
        t.world.cause = seq
    outlet.start_program(t, name, 0)


def stop(t: Town, name: str) -> None:
    """An orderly end: what is in work is finished, what is published is confirmed, then goodbye."""
    t.clients[name].state = "stopping"
    wait = 2 * t.settings["request_timeout"]
    stopping(t, name, t.world.now_us + wait)


def stopping(t: Town, name: str, deadline_us: int) -> None:
    """Ask again every hop whether the end may come; it comes at the deadline at the latest."""
    it = t.clients[name]
    if it.state != "stopping":
        return
    if _busy(t, it) and t.world.now_us < deadline_us:
        t.world.at(t.world.now_us + t.world.hop_us, "stopping", name, deadline_us)
        return
    it.state = "leaving"
    over = t.world.now_us
    if it.intake.attached:
        network.request(t.world, name, it.hub, "events", "detach", (), 0, answer=False)
        over = t.world.links[f"{name}|{it.hub}|events"].to_server_us + 1
    t.world.at(over, "client_end", name)


def _busy(t: Town, it: Client) -> bool:
    if it.intake.work or it.outlet.held:
        return True
    return it.name in t.services and services.busy(t, it.name)


def end(t: Town, name: str) -> None:
    """The goodbye has arrived: the process ends."""
    _over(t, t.clients[name], "stopped", says.ClientStopped, "stopped")


def crash(t: Town, name: str) -> None:
    """A program dies at once; its inbox, its work and its local buffer are gone."""
    _over(t, t.clients[name], "down", says.ClientCrashed, "crashed")


def _over(t: Town, it: Client, state: str, event: Any, reason: str) -> None:
    seq = t.world.cause = t.world.emit(event, it.name, it.kind)
    t.world.fault(seq, it.name)
    it.state = state
    intake.abandon(t, it, reason)
    outlet.give_up_all(t, it, reason)
    if it.name in t.services:
        services.ended(t, it.name, crashed=reason == "crashed")
    transit.end_process(t, it.name, seq)


def pause(t: Town, name: str, for_us: int) -> None:
    """A process stands still; its timers and what reaches it wait for the end."""
    until = t.world.now_us + for_us
    t.world.processes[name].paused_until_us = until
    event = says.BrokerPaused if name in t.hubs else says.ClientPaused
    seq = t.world.emit(event, name, until)
    t.world.fault(seq, name)
    t.world.at(until, "resume", "", name, until, cause=seq)


def resume(t: Town, name: str, until_us: int) -> None:
    """The end of a pause, unless the process died meanwhile or was paused anew."""
    process = t.world.processes[name]
    if process.up and process.paused_until_us == until_us:
        t.world.emit(says.BrokerResumed if name in t.hubs else says.ClientResumed, name)


def crash_hub(t: Town, hub: Hub) -> None:
    """A broker dies: connections and direct subscriptions are gone, durable things stay."""
    _end_hub(t, hub, says.BrokerCrashed, "reset")


def stop_hub(t: Town, hub: Hub) -> None:
    """A broker ends in order; what is on its way to it or from it still fails."""
    _end_hub(t, hub, says.BrokerStopped, "stopped")


def _end_hub(t: Town, hub: Hub, event: Any, reason: str) -> None:
    seq = t.world.cause = t.world.emit(event, hub.name)
    t.world.fault(seq, hub.name)
    mesh.ended(t, hub)
    transit.end_process(t, hub.name, seq)
    for client in list(hub.connected):
        t.world.cause = seq
        hubs.disconnect(t, hub, client, reason, gone="crash")
    t.world.cause = seq
    returns.give_back_all(t, hub.name, None, "reset")
    for name in hub.logs:
        t.tapes[name].sweep_us = 0


def restart_hub(t: Town, hub: Hub) -> None:
    """A broker is back with its queues and logs; clients find it when they knock."""
    t.world.processes[hub.name].up = True
    seq = t.world.cause = t.world.emit(says.BrokerStarted, hub.name)
    mesh.started(t, hub)
    t.world.cause = seq
    returns.rearm(t, hub.name)
    for name in hub.logs:
        tapes.watch_age(t, t.tapes[name])


def slow(t: Town, name: str, latency_us: int) -> None:
    """Every message from and to a process takes longer; 0 ends it."""
    t.world.processes[name].slow_us = latency_us
    t.world.fault(t.world.emit(Slowed, name, latency_us), name)
