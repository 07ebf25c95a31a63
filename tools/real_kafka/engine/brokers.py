"""Brokers that crash, stop, freeze and come back (semantics 1.2, 3)."""

from broker_core import Simulation
from tools.real_kafka.engine.stage import part, say, scene, short, until, wait


def crash() -> None:
    three = [[1, 2, 3], [2, 3, 1], [3, 1, 2]]
    sim = scene({"ft": (three, 2), "strict": ([[2, 3, 1]], 3), "clamped": ([[2, 3]], 3)},
                config={"leader.imbalance.check.interval.seconds": 30})  # fmt: skip
    wait(sim, 20)
    sim.apply("publish p strict key=a acks=all")
    wait(sim, 1)
    at = sim.now_us
    sim.apply("crash broker 1")
    events = wait(sim, 15)
    moved = [e for e in events if e.type.startswith("controller.") and "elected" in e.type]
    say(
        "3.7",
        "seconds from the crash to the new leader",
        [(e.at_us - at) / 10**6 for e in moved][:1],
    )
    say("3.4", "then ft-0, ft-1, ft-2", [short(sim, "ft", n) for n in range(3)])
    kinds = [e.type for e in events if e.type.startswith("controller.") and "metadata" not in e.type
             and "heartbeat_received" not in e.type]  # fmt: skip
    say("10.B", "order of decisions", list(dict.fromkeys(kinds)))
    sim.apply("publish p strict key=hidden acks=1")
    events = wait(sim, 3)
    mark = part(sim.view(), "strict")["replicas"]["2"]
    say("2.4", "strict under min.insync.replicas after acks=1: log end, high watermark",
        (mark["log_end_offset"], mark["high_watermark"]))  # fmt: skip
    say("2.4", "acks=1 acknowledged", [e.type for e in events if "ack_received" in e.type])
    sim.apply("publish p clamped key=a acks=all")
    say(
        "2.4",
        "clamped accepts acks=all",
        [e.type for e in wait(sim, 2) if "ack_received" in e.type],
    )
    sim.apply("publish p strict key=lost acks=all")
    say("2.4", "strict refuses acks=all", {
        e.error for e in wait(sim, 1) if e.type == "log.rejected"})  # fmt: skip
    sim.apply("create topic placed partitions=4 replication_factor=3")
    wait(sim, 1)
    rows = [part(sim.view(), "placed", number) for number in range(4)]
    say(
        "3.8",
        "a topic made now: replicas, in-sync sets",
        [(r["replica_ids"], r["isr"]) for r in rows],
    )
    sim.apply("restart broker 1")
    back = until(sim, lambda v: 1 in part(v, "ft")["isr"])
    say("3.7", "back in the ISR, leader still", short(sim, "ft"))
    again = until(sim, lambda v: part(v, "ft")["leader"] == 1)
    say("3.4", "preferred leader, seconds after it was in sync (interval 30)",
        ((again or 0) - (back or 0)) / 10**6)  # fmt: skip
    mark = part(sim.view(), "strict")["replicas"]["2"]
    say("10.C", "strict's high watermark now", mark["high_watermark"])
    at = sim.now_us
    sim.apply("stop broker 2")
    moved = until(sim, lambda v: part(v, "ft", 1)["leader"] != 2)
    say("3.7", "controlled stop, seconds to the new leader", ((moved or 0) - at) / 10**6)
    until(sim, lambda v: v["brokers"]["2"]["state"] == "stopped")
    sim.apply("restart broker 2")
    events = wait(sim, 20)
    say("3.7", "restarted after a clean stop: refused registrations",
        [e.at_us for e in events if "registration_refused" in e.type])  # fmt: skip


def lost_tail() -> None:
    sim = scene({"tail": ([[1, 2, 3]], 1)})
    wait(sim, 20)
    sim.apply("publish p tail key=kept acks=all")
    wait(sim, 2)
    for broker in (2, 3):
        sim.apply(f"pause broker {broker} for=4s")
    wait(sim, 1)
    sim.apply("publish p tail key=lost acks=1")
    wait(sim, 0.5)
    sim.apply("crash broker 1")
    until(sim, lambda v: part(v, "tail")["leader"] == 2)
    sim.apply("publish p tail key=new acks=1")
    wait(sim, 3)
    sim.apply("restart broker 1")
    until(sim, lambda v: 1 in part(v, "tail")["isr"])
    wait(sim, 2)
    rows = part(sim.view(), "tail")["replicas"]["1"]["records"]
    say("1.2", "the old leader's log after it came back (offset, epoch, key)",
        [(row[0], row[1], row[3]) for row in rows])  # fmt: skip


def parked_fetch() -> None:
    sim = scene({"saved": ([[1, 2, 3]], 1)})
    wait(sim, 20.1)
    sim.apply("publish p saved key=kept acks=all")
    wait(sim, 2.1)
    for broker in (2, 3):
        sim.apply(f"pause broker {broker} for=2s")
    sim.apply("publish p saved key=notlost acks=1")
    wait(sim, 0.3)
    sim.apply("crash broker 1")
    until(sim, lambda v: part(v, "saved")["leader"] == 2)
    sim.apply("publish p saved key=new acks=1")
    wait(sim, 3)
    rows = part(sim.view(), "saved")["replicas"]["2"]["records"]
    say("3.1", "frozen followers with a parked fetch", [(row[0], row[1], row[3]) for row in rows])


def paused_leader() -> None:
    sim = scene({"gc": ([[1, 2, 3]], 1)})
    wait(sim, 20)
    sim.apply("publish p gc key=kept acks=all")
    wait(sim, 2)
    sim.apply("pause broker 1 for=14s")
    wait(sim, 1)
    sim.apply("publish p gc key=late acks=1")
    until(sim, lambda v: part(v, "gc")["leader"] == 2)
    sim.apply("publish p gc key=new acks=1")
    events = wait(sim, 8)
    say("3.6", "the frozen leader's answer", [
        (e.type, getattr(e, "error", "")) for e in events
        if e.type in ("client.ack_received", "client.retried", "log.rejected", "log.truncated")])  # fmt: skip
    rows = part(sim.view(), "gc")["replicas"]["1"]["records"]
    say("1.2", "its log after it has rejoined", [(row[0], row[1], row[3]) for row in rows])


def eligible() -> None:
    def fresh() -> Simulation:
        sim = scene({"e": ([[2, 3]], 2)})
        wait(sim, 20)
        sim.apply("publish p e key=k acks=all")
        wait(sim, 2)
        return sim

    def go(sim: Simulation, *commands: str) -> None:
        for command in commands:
            sim.apply(command)
            wait(sim, 25)

    sim = fresh()
    go(sim, "stop broker 3")
    say("3.5", "3 stopped below min 2", short(sim, "e"))
    go(sim, "crash broker 2")
    say("3.5", "then 2 crashes", short(sim, "e"))
    go(sim, "restart broker 3")
    say("3.4", "3 (clean) comes back", short(sim, "e"))
    sim = fresh()
    go(sim, "crash broker 3", "crash broker 2", "restart broker 3")
    say("3.5", "both crashed, 3 comes back", short(sim, "e"))
    go(sim, "restart broker 2")
    say("3.4", "2 comes back as well", short(sim, "e"))
    sim = fresh()
    go(sim, "crash broker 3", "crash broker 2", "restart broker 2")
    say("3.5", "both crashed, the last leader 2 comes back first", short(sim, "e"))
    sim = fresh()
    go(sim, "crash broker 3", "stop broker 2")
    say("3.5", "3 crashed, 2 stopped cleanly", short(sim, "e"))
    go(sim, "restart broker 3")
    say("3.5", "3 comes back", short(sim, "e"))
    go(sim, "restart broker 2")
    say("3.4", "2 comes back", short(sim, "e"))
    sim = scene({"one": ([[3]], 1)})
    wait(sim, 20)
    sim.apply("publish p one key=k acks=all")
    wait(sim, 2)
    go(sim, "crash broker 3")
    say("3.5", "the only replica's broker crashes", short(sim, "one"))
    go(sim, "restart broker 3")
    say("3.4", "it comes back", short(sim, "one"))
